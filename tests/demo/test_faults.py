"""Misbehaviour on demand, the sending limits, and the record of calls."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.demo import Door, DoorRefusalError
from tests.demo.support import TOKEN

if TYPE_CHECKING:
    import aiohttp
    from telegram import Bot

    from bot.demo import PersonAtDoor

# The library warns of its own plans whenever a 429 becomes an exception.
pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")

WORKER = 1001


async def test_429_says_how_long_to_wait(
    http: aiohttp.ClientSession, bot: Bot, door: Door, worker: PersonAtDoor
) -> None:
    await door.fault("sendMessage", status=429, retry_after=7, times=2)
    async with http.post(f"/bot{TOKEN}/sendMessage", json={"chat_id": 1001, "text": "x"}) as answer:
        assert answer.status == 429
        assert await answer.json() == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        }
    with pytest.raises(RetryAfter):
        await bot.send_message(WORKER, "x")
    assert (await bot.send_message(WORKER, "x")).message_id == 2


@pytest.mark.parametrize(
    ("status", "refusal"),
    [
        (400, BadRequest("Bad Request")),
        (403, Forbidden("Forbidden: bot was blocked by the user")),
        (500, NetworkError("Internal Server Error")),
        (502, NetworkError("Bad Gateway")),
    ],
)
async def test_refusals_come_as_ordered(
    bot: Bot, door: Door, worker: PersonAtDoor, status: int, refusal: TelegramError
) -> None:
    await door.fault("*", status=status)
    with pytest.raises(type(refusal), match=refusal.message):
        await bot.send_message(WORKER, "x")
    assert len(await worker.messages()) == 1


async def test_a_fault_may_be_for_one_chat_and_some_times(
    bot: Bot, door: Door, worker: PersonAtDoor
) -> None:
    await door.person("pejabat").say("halo")
    await door.fault("sendmessage", status=500, chat=1002, times=2)
    await bot.send_message(WORKER, "x")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(1002, "x")
    await bot.send_message(1002, "x")


async def test_a_fault_without_end_lasts_until_it_is_cleared(
    bot: Bot, door: Door, worker: PersonAtDoor
) -> None:
    await door.fault("sendMessage", status=500, times=None, description="Rusak")
    for _ in range(3):
        with pytest.raises(NetworkError, match="Rusak"):
            await bot.send_message(WORKER, "x")
    await door.clear_faults()
    await bot.send_message(WORKER, "x")


async def test_a_cut_connection_may_hide_a_message_that_was_sent(
    bot: Bot, door: Door, worker: PersonAtDoor
) -> None:
    await door.fault("sendMessage", status="drop_after")
    with pytest.raises(NetworkError, match="Server disconnected"):
        await bot.send_message(WORKER, "terkirim")
    assert (await worker.messages())[-1]["text"] == "terkirim"
    await door.fault("sendMessage", status="drop")
    with pytest.raises(NetworkError, match="Server disconnected"):
        await bot.send_message(WORKER, "hilang")
    assert (await worker.messages())[-1]["text"] == "terkirim"
    dropped = await door.calls(method="sendMessage")
    assert [(call["status"], call["answer"]) for call in dropped] == [(200, None), (0, None)]


async def test_an_answer_may_never_come_or_come_late(
    bot: Bot, door: Door, worker: PersonAtDoor
) -> None:
    await door.fault("sendMessage", status="timeout")
    with pytest.raises(TimedOut):
        await bot.send_message(WORKER, "x", read_timeout=0.1)
    await door.fault("sendMessage", delay=0.2)
    started = time.monotonic()
    await bot.send_message(WORKER, "x")
    assert time.monotonic() - started >= 0.2


@pytest.mark.parametrize(
    "order",
    [{"status": "kadang"}, {"status": 500, "times": 0}, {"status": 429, "retry_after": "lama"}],
)
async def test_senseless_orders_are_refused(door: Door, order: dict[str, object]) -> None:
    with pytest.raises(DoorRefusalError) as refusal:
        await door.fault("*", **order)
    assert refusal.value.status == 400


async def test_strict_limits_hold_back_a_chat(bot: Bot, door: Door, worker: PersonAtDoor) -> None:
    await door.request("POST", "limits", json={"strict": True})
    for _ in range(3):
        await bot.send_message(WORKER, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(WORKER, "x")
    await door.request("POST", "limits", json={"strict": False})
    await bot.send_message(WORKER, "x")


async def test_strict_limits_hold_back_the_bot_and_groups(
    http: aiohttp.ClientSession, door: Door
) -> None:
    await door.request("POST", "limits", json={"strict": True})
    await door.bulk(people=31, texts=["halo"])

    async def send(chat: int) -> int:
        call = {"chat_id": chat, "text": "x"}
        async with http.post("/bot7000000001:demo/sendMessage", json=call) as response:
            return response.status

    statuses = await asyncio.gather(*(send(500_001 + i) for i in range(31)))
    assert sorted(statuses) == [200] * 30 + [429]


async def test_every_call_is_on_record_with_its_answer(
    bot: Bot, door: Door, worker: PersonAtDoor
) -> None:
    before = len(await door.calls())
    await bot.send_message(WORKER, "satu")
    await bot.send_document(WORKER, b"abc", filename="a.txt")
    with pytest.raises(BadRequest):
        await bot.send_message(5, "x")
    first, second, third = await door.calls(after=before)
    assert first["method"] == "sendMessage"
    assert first["params"] == {"chat_id": "1001", "text": "satu"}
    assert first["answer"]["result"]["text"] == "satu"
    assert second["params"]["document"] == {"file_name": "a.txt", "file_size": 3}
    assert (third["status"], third["answer"]["description"]) == (
        400,
        "Bad Request: chat not found",
    )


async def test_the_record_can_be_switched_off(bot: Bot, door: Door, worker: PersonAtDoor) -> None:
    await door.request("POST", "calls", json={"record": False})
    await bot.send_message(WORKER, "x")
    assert await door.calls(method="sendMessage") == []
