"""Telling Telegram what to show of the bot before anybody writes: commands, descriptions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.telegram.calls import Call
from bot.telegram.delivery import BotApi

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Profile:
    """Descriptions, and each audience's commands: name without the slash, and what it does."""

    description: str
    short_description: str
    private_commands: Mapping[str, str]
    group_commands: Mapping[str, str]
    admin_commands: Mapping[str, str]


async def publish_profile(api: BotApi, profile: Profile, admin_ids: Collection[int]) -> None:
    """Set commands and descriptions. An admin who never wrote to the bot is passed over.

    `admin_ids` are those of the settings; who was given a role got its menu then.

    Raises InvalidToken. Nothing else keeps the bot from answering: Telegram limits how often these
    may be set, for hours, and a bot that restarts often would not come back.
    """
    try:
        await _set_commands(api, profile.private_commands, {"type": "all_private_chats"})
        await _set_commands(api, profile.group_commands, {"type": "all_group_chats"})
        await api.call("setMyDescription", {"description": profile.description})
        await api.call("setMyShortDescription", {"short_description": profile.short_description})
    except InvalidToken:
        raise
    except TelegramError as error:
        _log.warning("profile_not_published", error=error.message)
        return
    for admin_id in admin_ids:
        try:
            await _set_commands(api, profile.admin_commands, {"type": "chat", "chat_id": admin_id})
        except TelegramError as error:
            _log.info("admin_commands_not_set", error=error.message)


def menu_call(chat_id: int, commands: Mapping[str, str] | None) -> Call:
    """The call that gives one chat a menu of its own; None: that of all private chats again."""
    scope = {"type": "chat", "chat_id": chat_id}
    if commands is None:
        return Call("deleteMyCommands", {"scope": scope})
    return Call("setMyCommands", {"commands": _listed(commands), "scope": scope})


async def _set_commands(api: BotApi, commands: Mapping[str, str], scope: dict[str, Any]) -> None:
    await api.call("setMyCommands", {"commands": _listed(commands), "scope": scope})


def _listed(commands: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"command": name, "description": text} for name, text in commands.items()]
