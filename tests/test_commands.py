"""Every command is told of wherever people look: the README, Telegram's menu, /bantuan."""

import re
from pathlib import Path
from typing import Any

import pytest

from handlers.commands import COMMANDS, Audience, commands_for
from tests.chat import Chat, Conversation

_README = Path(__file__).parent.parent / "README.md"
_SCOPES = {
    "all_private_chats": Audience.PRIVATE,
    "all_group_chats": Audience.GROUP,
    "chat": Audience.ADMIN,
}


def test_the_readmes_table_lists_every_command_and_no_other() -> None:
    listed = re.findall(r"^\| `/(\w+)", _README.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(command.name for command in COMMANDS)


async def test_telegrams_menu_offers_each_audience_its_commands(
    talk: Conversation, admin: Chat
) -> None:
    menus: dict[str, Any] = {
        call["params"]["scope"]["type"]: call["params"]["commands"]
        for call in await talk.calls("setMyCommands")
    }
    assert menus.keys() == _SCOPES.keys()
    for scope, audience in _SCOPES.items():
        assert menus[scope] == [
            {"command": command.name, "description": command.description}
            for command in commands_for(audience)
        ]


def test_every_command_is_offered_to_somebody() -> None:
    offered = {command for audience in Audience for command in commands_for(audience)}
    assert offered == set(COMMANDS)


async def test_help_lists_every_command(admin: Chat) -> None:
    shown = (await admin.say("/bantuan")).text
    for command in COMMANDS:
        assert f"/{command.name} – {command.description}" in shown


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_every_command_does_something(
    library: object, talk: Conversation, command: Any
) -> None:
    for person in ("pekerja", "admin"):
        reply = await talk.with_person(person).say(f"/{command.name}")
        assert "tidak saya kenal" not in reply.text
