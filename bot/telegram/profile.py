"""Telling Telegram what to show of the bot before anybody writes: commands, descriptions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from telegram.error import InvalidToken, TelegramError

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


async def _set_commands(api: BotApi, commands: Mapping[str, str], scope: dict[str, Any]) -> None:
    listed = [{"command": name, "description": text} for name, text in commands.items()]
    await api.call("setMyCommands", {"commands": listed, "scope": scope})
