"""What the bot asks and sets about itself, and files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.demo.errors import bad_request
from bot.demo.files import DOWNLOAD_LIMIT
from bot.demo.parameters import Parameters

if TYPE_CHECKING:
    from bot.demo.chats import Chat, Json
    from bot.demo.world import World

_MAX_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_MAX_COMMAND_DESCRIPTION = 256
_LANGUAGE = re.compile(r"[a-z]{2}")
_PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")

ScopeKey = tuple[str, int, int, str]


def get_me(world: World, _parameters: Parameters) -> Json:
    """Serve `getMe`."""
    return {
        **world.bot_user,
        "can_join_groups": True,
        "can_read_all_group_messages": not world.options.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def always_true(_world: World, _parameters: Parameters) -> bool:
    """Serve `logOut` and `close`: nothing to do here."""
    return True


def set_my_commands(world: World, parameters: Parameters) -> bool:
    """Serve `setMyCommands`."""
    given = parameters.structure("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > _MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(item) for item in given]
    key = _scope(world, parameters)
    if commands:
        world.profile.commands[key] = commands
    else:
        world.profile.commands.pop(key, None)
    _tell_chats(world)
    return True


def _command(item: Any) -> Json:
    if not isinstance(item, dict) or "command" not in item:
        raise bad_request("can't parse BotCommand: Can't find field \"command\"")
    name = str(item["command"]).removeprefix("/")
    description = str(item.get("description", "")).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= _MAX_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def get_my_commands(world: World, parameters: Parameters) -> list[Json]:
    """Serve `getMyCommands`: exactly those of this scope and language."""
    return world.profile.commands.get(_scope(world, parameters), [])


def delete_my_commands(world: World, parameters: Parameters) -> bool:
    """Serve `deleteMyCommands`."""
    world.profile.commands.pop(_scope(world, parameters), None)
    _tell_chats(world)
    return True


def _tell_chats(world: World) -> None:
    for chat in world.chats.values():
        chat.commands_changed()


def _scope(world: World, parameters: Parameters) -> ScopeKey:
    language = _language(parameters)
    scope = parameters.structure("scope", "bot command scope")
    if scope is None:
        return "default", 0, 0, language
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in _PLAIN_SCOPES:
        return kind, 0, 0, language
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat = world.chat_of(Parameters({"chat_id": scope.get("chat_id")}))
    member = 0
    if kind == "chat_member":
        if not isinstance(scope.get("user_id"), int):
            raise bad_request("invalid user_id specified")
        member = scope["user_id"]
    return kind, chat.id, member, language


def _language(parameters: Parameters) -> str:
    language = parameters.text("language_code")
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def commands_for(world: World, chat: Chat, person_id: int, language: str) -> list[Json]:
    """The commands a person is shown in a chat: the narrowest scope that has any wins."""
    if chat.is_group:
        scopes = [("chat_member", chat.id, person_id), ("chat", chat.id, 0)]
        scopes.append(("all_group_chats", 0, 0))
    else:
        scopes = [("chat", chat.id, 0), ("all_private_chats", 0, 0)]
    scopes.append(("default", 0, 0))
    for kind, chat_id, member in scopes:
        for code in (language, ""):
            commands = world.profile.commands.get((kind, chat_id, member, code))
            if commands:
                return commands
    return []


def set_chat_menu_button(world: World, parameters: Parameters) -> bool:
    """Serve `setChatMenuButton`, for one chat or for all."""
    button = parameters.structure("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "default", "web_app"):
        raise bad_request("can't parse menu button: Unsupported type specified")
    if parameters.text("chat_id"):
        world.chat_of(parameters).menu_button = button
    else:
        world.profile.menu_button = button
    return True


def get_chat_menu_button(world: World, parameters: Parameters) -> Json:
    """Serve `getChatMenuButton`."""
    if parameters.text("chat_id"):
        return world.chat_of(parameters).menu_button or world.profile.menu_button
    return world.profile.menu_button


def _set_text(store: dict[str, str], parameters: Parameters, name: str, limit: int) -> bool:
    value = parameters.text(name)
    if len(value) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    language = _language(parameters)
    if value:
        store[language] = value
    else:
        store.pop(language, None)
    return True


def _get_text(store: dict[str, str], parameters: Parameters) -> str:
    return store.get(_language(parameters), store.get("", ""))


def set_my_description(world: World, parameters: Parameters) -> bool:
    """Serve `setMyDescription`: what an empty chat shows."""
    return _set_text(world.profile.description, parameters, "description", 512)


def get_my_description(world: World, parameters: Parameters) -> Json:
    """Serve `getMyDescription`."""
    return {"description": _get_text(world.profile.description, parameters)}


def set_my_short_description(world: World, parameters: Parameters) -> bool:
    """Serve `setMyShortDescription`: what the bot's profile shows."""
    return _set_text(world.profile.short_description, parameters, "short_description", 120)


def get_my_short_description(world: World, parameters: Parameters) -> Json:
    """Serve `getMyShortDescription`."""
    return {"short_description": _get_text(world.profile.short_description, parameters)}


def set_my_name(world: World, parameters: Parameters) -> bool:
    """Serve `setMyName`."""
    return _set_text(world.profile.names, parameters, "name", 64)


def get_my_name(world: World, parameters: Parameters) -> Json:
    """Serve `getMyName`."""
    return {"name": _get_text(world.profile.names, parameters) or world.options.bot_name}


def get_file(world: World, parameters: Parameters) -> Json:
    """Serve `getFile`: where a file can be downloaded."""
    file_id = parameters.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    stored = world.files.by_id(file_id)
    if len(stored.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
        "file_path": stored.path,
    }
