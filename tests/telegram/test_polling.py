"""Long polling: everything is answered, and acknowledged only when it is done."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest
from sqlalchemy import text
from telegram.error import InvalidToken

from bot.storage.models import ReceivedUpdate
from bot.telegram import polling as polling_module
from bot.telegram.polling import ALLOWED_UPDATES, Polling
from bot.telegram.work import Turn
from tests.telegram.workbench import APOLOGY, WORKER, Bench, echo
from tests.telegram.workbench import bench as workbench
from tests.waiting import until

_OTHER = 640_002


@asynccontextmanager
async def _polling(bench: Bench) -> AsyncIterator[Polling]:
    polling = Polling(bench.api, bench.receiver)
    work = asyncio.create_task(polling.run())
    try:
        yield polling
    finally:
        polling.stop()
        async with asyncio.timeout(10):
            await work


async def _answers(bench: Bench, *texts: str) -> None:
    """Wait until these were sent, in this order."""

    async def were_sent() -> bool:
        return await bench.sent() == list(texts)

    await until(were_sent)


def _waiting(bench: Bench) -> list[int]:
    return list(bench.server.world.updates.pending)


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling_module, "_FIRST_PAUSE", 0.02)
    monkeypatch.setattr(polling_module, "_PATIENCE", 0.1)


async def test_what_people_write_is_answered_and_acknowledged(bench: Bench) -> None:
    async with _polling(bench):
        await bench.door.person(WORKER).say("halo")
        await _answers(bench, "/start", "halo")
    assert _waiting(bench) == []


async def test_only_the_kinds_of_updates_that_are_handled_are_asked_for(bench: Bench) -> None:
    async with _polling(bench):
        await _answers(bench, "/start")
    first = (await bench.door.calls(method="getUpdates"))[0]
    assert first["params"]["allowed_updates"] == ALLOWED_UPDATES


async def test_stopping_finishes_what_is_in_work_and_confirms_it(bench: Bench) -> None:
    await bench.door.fault("sendMessage", status=None, delay=0.3)
    async with _polling(bench):
        await until(lambda: bench.server.world.updates.polled)
        await asyncio.sleep(0.1)
        assert await bench.sent() == []
    assert await bench.sent() == ["/start"]
    assert _waiting(bench) == []


async def test_stopping_does_not_wait_for_a_long_poll_to_end(bench: Bench) -> None:
    async with _polling(bench):
        await _answers(bench, "/start")
        await asyncio.sleep(0.1)
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 5


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 409},
        {"status": 500},
        {"status": 502},
        {"status": 429, "retry_after": 1},
        {"status": "drop"},
    ],
)
async def test_trouble_with_fetching_passes(bench: Bench, trouble: dict[str, object]) -> None:
    await bench.door.fault("getUpdates", times=2, **trouble)
    async with _polling(bench):
        await _answers(bench, "/start")


async def test_another_instance_that_fetches_is_given_way_with_growing_pauses(
    bench: Bench,
) -> None:
    await bench.door.fault("getUpdates", status=409, times=5)
    async with _polling(bench):
        await _answers(bench, "/start")
    times = [call["time"] for call in await bench.door.calls(method="getUpdates")]
    pauses = [later - earlier for earlier, later in pairwise(times[:6])]
    assert pauses == sorted(pauses)
    assert sum(pauses) >= 0.02 * (1 + 2 + 4 + 8 + 16)


async def test_a_refused_token_ends_the_program(bench: Bench) -> None:
    await bench.door.fault("getUpdates", status=401)
    with pytest.raises(InvalidToken):
        await Polling(bench.api, bench.receiver).run()


async def test_a_slow_chat_holds_up_no_other(bench: Bench) -> None:
    await bench.door.person(_OTHER).say("/start")
    async with _polling(bench):
        await _answers(bench, "/start", "/start")
        await bench.door.fault("sendMessage", chat=str(WORKER), status=None, delay=1.0)
        await bench.door.person(WORKER).say("lambat")
        for number in range(3):
            await bench.door.person(_OTHER).say(f"cepat {number}")
            await asyncio.sleep(0.15)
        assert await bench.sent() == ["/start", "/start", "cepat 0", "cepat 1", "cepat 2"]
        assert len(_waiting(bench)) == 4  # nothing is acknowledged past the slow one
    assert (await bench.sent())[-1] == "lambat"
    assert _waiting(bench) == []


async def test_an_update_that_could_not_be_delivered_is_tried_again_alone(bench: Bench) -> None:
    await bench.door.person(_OTHER).say("/start")
    async with _polling(bench):
        await _answers(bench, "/start", "/start")
        await bench.door.fault("sendMessage", chat=str(WORKER), status=500, times=9)
        await bench.door.person(WORKER).say("sulit")
        await bench.door.person(_OTHER).say("mudah")
        await _answers(bench, "/start", "/start", "mudah", "sulit")
    assert _waiting(bench) == []
    assert await bench.count(ReceivedUpdate) == 4


async def test_an_update_that_cannot_be_read_does_not_stop_the_others(bench: Bench) -> None:
    world = bench.server.world
    chat = {"id": WORKER, "type": "private"}
    world.updates.put("message", {"message_id": 1, "chat": chat}, ("message", WORKER))
    async with _polling(bench):
        await bench.door.person(WORKER).say("halo")
        await _answers(bench, "/start", APOLOGY, "halo")
    assert _waiting(bench) == []


async def test_updates_that_come_twice_have_one_effect(bench: Bench) -> None:
    async with _polling(bench):
        await bench.door.person(WORKER).say("halo")
        await _answers(bench, "/start", "halo")
        for _ in range(3):
            await bench.door.repeat_update()
            await asyncio.sleep(0.05)
    assert await bench.sent() == ["/start", "halo"]
    assert await bench.count(ReceivedUpdate) == 2


async def test_while_the_database_is_away_nothing_is_acknowledged(postgres_url: str) -> None:
    is_away = True

    async def echo_unless_away(turn: Turn) -> None:
        if is_away:
            await turn.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        await echo(turn)

    async with workbench(postgres_url, echo_unless_away) as bench:
        async with _polling(bench):
            await asyncio.sleep(0.4)
            assert len(_waiting(bench)) == 1
            assert await bench.tried() == 0
            is_away = False
            await _answers(bench, "/start")
        assert _waiting(bench) == []


async def test_stopping_while_the_database_is_away_leaves_the_update_for_the_next_start(
    postgres_url: str,
) -> None:
    async def lose_the_database(turn: Turn) -> None:
        await turn.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    async with workbench(postgres_url, lose_the_database) as bench:
        async with _polling(bench):
            await asyncio.sleep(0.2)
        assert len(_waiting(bench)) == 1


async def test_what_takes_too_long_to_finish_is_left_to_the_next_start(bench: Bench) -> None:
    await bench.door.fault("sendMessage", status=None, delay=2.0)
    polling = Polling(bench.api, bench.receiver)
    work = asyncio.create_task(polling.run())
    await until(lambda: bench.server.world.updates.polled)
    await asyncio.sleep(0.1)
    polling.stop()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await work
    assert len(_waiting(bench)) == 1
    async with _polling(bench):
        await _answers(bench, "/start")
    assert _waiting(bench) == []
