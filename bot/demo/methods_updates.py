"""getUpdates and the webhook methods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import orjson

from bot.demo.errors import bad_request, conflict
from bot.demo.webhook import WebhookSender, WebhookSettings

if TYPE_CHECKING:
    from bot.demo.chats import Json
    from bot.demo.parameters import Parameters
    from bot.demo.world import World

_MAX_POLL_SECONDS = 50
_MAX_LIMIT = 100
_MAX_SECRET = 256
_SECRET = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Described:
    """A result with the remark that Telegram adds to it."""

    result: object
    description: str


class UpdateMethods:
    """The methods that need the webhook sender beside the world."""

    def __init__(self, world: World, sender: WebhookSender) -> None:
        self._world = world
        self._sender = sender

    async def get_updates(self, world: World, parameters: Parameters) -> orjson.Fragment:
        """Serve `getUpdates`, with long polling."""
        if self._sender.settings is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self._allow(parameters)
        limit = parameters.integer("limit", 100)
        seconds = min(max(parameters.integer("timeout"), 0), _MAX_POLL_SECONDS)
        updates = await world.updates.poll(
            parameters.integer("offset"),
            limit if 1 <= limit <= _MAX_LIMIT else _MAX_LIMIT,
            seconds,
            lambda: world.closing,
        )
        return orjson.Fragment(b"[" + b",".join(update.body for update in updates) + b"]")

    def set_webhook(self, world: World, parameters: Parameters) -> Described:
        """Serve `setWebhook`. Plain HTTP is accepted, as by a Bot API server of one's own."""
        url = parameters.text("url").strip()
        if not url:
            return self.delete_webhook(world, parameters)
        secret = parameters.text("secret_token")
        _check_webhook(url, secret)
        self._allow(parameters)
        if parameters.flag("drop_pending_updates"):
            world.updates.drop_all()
        connections = min(max(parameters.integer("max_connections", 40), 1), 100)
        world.updates.interrupt("terminated by setWebhook request")
        changed = self._sender.set(WebhookSettings(url, secret, connections))
        return Described(True, "Webhook was set" if changed else "Webhook is already set")

    def delete_webhook(self, world: World, parameters: Parameters) -> Described:
        """Serve `deleteWebhook`: undelivered updates wait for getUpdates unless dropped."""
        if parameters.flag("drop_pending_updates"):
            world.updates.drop_all()
        removed = self._sender.remove()
        return Described(True, "Webhook was deleted" if removed else "Webhook is already deleted")

    def get_webhook_info(self, world: World, _parameters: Parameters) -> Json:
        """Serve `getWebhookInfo`."""
        settings = self._sender.settings
        info: Json = {
            "url": settings.url if settings else "",
            "has_custom_certificate": False,
            "pending_update_count": len(world.updates.pending),
        }
        if settings is not None:
            info["max_connections"] = settings.max_connections
            info["ip_address"] = "127.0.0.1"
        if self._sender.last_error is not None:
            info["last_error_date"] = self._sender.last_error.date
            info["last_error_message"] = self._sender.last_error.message
        if world.updates.allowed is not None:
            info["allowed_updates"] = sorted(world.updates.allowed)
        return info

    def _allow(self, parameters: Parameters) -> None:
        """Kinds are remembered from call to call; not given means as before."""
        kinds = parameters.structure("allowed_updates", "allowed updates")
        if isinstance(kinds, list):
            self._world.updates.allow([str(kind) for kind in kinds])


def _check_webhook(url: str, secret: str) -> None:
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = parts.hostname
        port = parts.port
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not host or parts.scheme not in ("http", "https") or port == 0:
        raise bad_request("invalid webhook URL specified")
    if len(secret) > _MAX_SECRET:
        raise bad_request("secret token is too long")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
