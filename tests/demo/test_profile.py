"""What the bot says about itself, and the HTTP side of the Bot API."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
    MenuButtonDefault,
)
from telegram.error import BadRequest, InvalidToken

if TYPE_CHECKING:
    from bot.demo import Door, PersonAtDoor

API = "/bot7000000001:demo"


async def test_the_bot_knows_itself(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.username, me.can_read_all_group_messages) == (
        7000000001,
        "jamsosbot",
        False,
    )


async def test_the_narrowest_commands_are_shown(bot: Bot, door: Door, worker: PersonAtDoor) -> None:
    await bot.set_my_commands([("start", "Mulai")])
    await bot.set_my_commands([("menu", "Menu")], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(
        [("menu", "Semua topik")], scope=BotCommandScopeAllPrivateChats(), language_code="id"
    )
    await bot.set_my_commands([("impor", "Impor")], scope=BotCommandScopeChat(1003))
    assert (await worker.chat())["commands"] == [{"command": "menu", "description": "Semua topik"}]
    assert (await door.person("admin").chat())["commands"][0]["command"] == "impor"
    assert [c.command for c in await bot.get_my_commands()] == ["start"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(1003))
    assert (await door.person("admin").chat())["commands"][0]["command"] == "menu"


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        ([("Salah", "x")], "Bot_command_invalid"),
        ([("benar", "")], "Bot_command_description_invalid"),
        ([("x" * 33, "x")], "Bot_command_invalid"),
        ([("benar", "x" * 257)], "Bot_command_description_invalid"),
        ([(f"c{i}", "x") for i in range(101)], "Bot_commands_too_much"),
    ],
)
async def test_wrong_commands_are_refused(
    bot: Bot, commands: list[tuple[str, str]], reason: str
) -> None:
    with pytest.raises(BadRequest) as refusal:
        await bot.set_my_commands(commands)
    assert refusal.value.message.lower() == reason.lower()


async def test_descriptions_are_shown_in_the_persons_language(
    bot: Bot, worker: PersonAtDoor
) -> None:
    await bot.set_my_description("Questions?")
    await bot.set_my_description("Tanya saja", language_code="id")
    await bot.set_my_short_description("Tanya jawab")
    await bot.set_my_name("Bot Jamsos")
    shown = (await worker.chat())["bot"]
    assert (shown["description"], shown["short_description"]) == ("Tanya saja", "Tanya jawab")
    assert shown["name"] == "Bot Jamsos"
    assert (await bot.get_my_description()).description == "Questions?"
    assert (await bot.get_my_short_description()).short_description == "Tanya jawab"
    assert (await bot.get_my_name()).name == "Bot Jamsos"
    with pytest.raises(BadRequest, match="Description is too long"):
        await bot.set_my_description("x" * 513)
    with pytest.raises(BadRequest, match="Invalid language code specified"):
        await bot.set_my_description("x", language_code="indonesia")


async def test_the_menu_button(bot: Bot, worker: PersonAtDoor) -> None:
    assert await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert isinstance(await bot.get_chat_menu_button(), MenuButtonCommands)
    assert await bot.set_chat_menu_button(1001, MenuButtonDefault())
    assert isinstance(await bot.get_chat_menu_button(1001), MenuButtonDefault)


async def test_a_chat_and_its_member(bot: Bot, worker: PersonAtDoor) -> None:
    chat = await bot.get_chat(1001)
    assert (chat.first_name, chat.username, chat.type) == ("Rahmat", "rahmat_ojol", "private")
    assert (await bot.get_chat_member(1001, 1001)).status == "member"
    assert await bot.get_chat_member_count(1001) == 2
    with pytest.raises(BadRequest, match="There are no administrators in the private chat"):
        await bot.get_chat_administrators(1001)
    with pytest.raises(BadRequest, match="Chat member status can't be changed in private chats"):
        await bot.leave_chat(1001)


async def test_logging_out_and_closing_do_nothing(bot: Bot) -> None:
    assert await bot.log_out()
    assert await bot.close()


async def test_another_token_is_unauthorized(http: aiohttp.ClientSession) -> None:
    for path in ("/bot1:lain/getMe", "/file/bot1:lain/x", "/bot"):
        async with http.get(path) as response:
            assert response.status == 401
            assert await response.json() == {
                "ok": False,
                "error_code": 401,
                "description": "Unauthorized",
            }


async def test_a_wrong_token_is_an_invalid_token_for_the_library(url: str) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("1:lain", base_url=f"{url}/bot"):
            pass


@pytest.mark.parametrize("path", ["/tidakAda", "/", "/file/tidak/ada"])
async def test_unknown_methods_are_not_found(http: aiohttp.ClientSession, path: str) -> None:
    where = f"/file{API}/tidak/ada" if path.startswith("/file") else API + path
    async with http.post(where) as response:
        assert response.status == 404
        assert (await response.json())["description"] == "Not Found"


async def test_parameters_may_come_in_any_way(
    http: aiohttp.ClientSession, worker: PersonAtDoor
) -> None:
    multipart = aiohttp.FormData(default_to_multipart=True)
    multipart.add_field("chat_id", "1001")
    multipart.add_field("text", "empat")
    asked = [
        http.get(f"{API}/sendMessage", params={"chat_id": "1001", "text": "satu"}),
        http.post(f"{API}/SENDMESSAGE", data={"chat_id": "1001", "text": "dua"}),
        http.post(f"{API}/sendmessage", json={"chat_id": 1001, "text": "tiga"}),
        http.post(f"{API}/sendMessage", data=multipart),
    ]
    for request in asked:
        async with request as response:
            assert (await response.json())["ok"]
    assert [m["text"] for m in await worker.messages(after=1)] == ["satu", "dua", "tiga", "empat"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
async def test_broken_json_is_refused(http: aiohttp.ClientSession, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    async with http.post(f"{API}/getMe", data=body, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["description"] == "Bad Request: can't parse JSON object"
