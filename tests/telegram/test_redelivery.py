"""The same update again has no second effect, whatever happened to the first."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import insert

from bot.content import unanswered
from bot.storage.models import ReceivedUpdate, Unanswered
from bot.telegram.calls import send_text
from bot.telegram.delivery import UndeliveredError
from bot.telegram.work import Turn
from knowledge.scrubbing import scrub
from tests.telegram.workbench import WORKER, Bench
from tests.telegram.workbench import bench as workbench


async def _keep_and_answer_twice(turn: Turn) -> None:
    await unanswered.keep(
        turn.connection,
        chat_id=turn.chat_id,
        question=scrub(turn.text),
        outcome="fallback",
        guesses=[],
        now=turn.now,
    )
    turn.say("satu")
    turn.say("dua")


@pytest.fixture
async def bench(database_url: str) -> AsyncIterator[Bench]:
    """A bot that keeps each question and answers it in two messages."""
    async with workbench(database_url, _keep_and_answer_twice) as opened:
        yield opened


async def test_an_update_that_comes_again_at_once_has_no_second_effect(bench: Bench) -> None:
    update = bench.message()
    await bench.receiver.receive(update)
    await bench.receiver.receive(update)
    assert await bench.sent() == ["satu", "dua"]
    assert await bench.count(Unanswered) == 1
    assert await bench.count(ReceivedUpdate) == 1


async def test_an_update_that_comes_again_later_has_no_second_effect(bench: Bench) -> None:
    update = bench.message()
    await bench.receiver.receive(update)
    await bench.afterwards.flush()
    await bench.receiver.receive(update)
    assert await bench.sent() == ["satu", "dua"]
    assert await bench.kept_calls(update["update_id"]) is None


async def test_an_update_that_comes_again_while_it_is_in_work_waits_and_does_nothing(
    bench: Bench,
) -> None:
    update = bench.message()
    await asyncio.gather(*(bench.receiver.receive(update) for _ in range(5)))
    assert await bench.sent() == ["satu", "dua"]
    assert await bench.count(Unanswered) == 1


async def test_two_replicas_that_get_the_same_update_keep_it_once(bench: Bench) -> None:
    async with workbench(_url_of(bench), _keep_and_answer_twice) as other:
        update = bench.message()
        await asyncio.gather(bench.receiver.receive(update), other.receiver.receive(update))
        assert await bench.count(Unanswered) == 1
        assert await bench.count(ReceivedUpdate) == 1
        assert await bench.sent() or await other.sent()


async def test_what_could_not_be_delivered_stays_in_the_row(bench: Bench) -> None:
    update = bench.message()
    await bench.door.fault("sendMessage", status=None, times=1)
    await bench.door.fault("sendMessage", status=500, times=None)
    with pytest.raises(UndeliveredError):
        await bench.receiver.receive(update)
    kept = await bench.kept_calls(update["update_id"])
    assert [call["params"]["text"] for call in kept or ()] == ["dua"]


async def test_the_next_delivery_makes_the_remaining_calls_only(bench: Bench) -> None:
    update = bench.message()
    await bench.door.fault("sendMessage", status=None, times=1)
    await bench.door.fault("sendMessage", status=500, times=None)
    with pytest.raises(UndeliveredError):
        await bench.receiver.receive(update)
    await bench.door.clear_faults()
    await bench.receiver.receive(update)
    assert await bench.sent() == ["satu", "dua"]
    assert await bench.count(Unanswered) == 1
    await bench.afterwards.flush()
    assert await bench.kept_calls(update["update_id"]) is None


async def test_calls_that_a_killed_process_left_are_made(bench: Bench) -> None:
    update = bench.message()
    async with bench.storage.transaction() as connection:
        await connection.execute(
            insert(ReceivedUpdate).values(
                update_id=update["update_id"],
                received_at=bench.moment[0],
                calls=[send_text(WORKER, "dari sebelum mati").as_json()],
            )
        )
    await bench.receiver.receive(update)
    assert await bench.sent() == ["dari sebelum mati"]
    assert await bench.count(Unanswered) == 0


async def test_an_answer_cut_off_on_its_way_is_repeated_and_nothing_else(bench: Bench) -> None:
    await bench.door.fault("sendMessage", status="drop_after", times=1)
    await bench.receiver.receive(bench.message())
    shown = [message["text"] for message in await bench.door.person(WORKER).messages(after=1)]
    assert shown == ["satu", "satu", "dua"]
    assert await bench.count(Unanswered) == 1


async def test_an_update_from_somebody_who_blocked_the_bot_is_done(bench: Bench) -> None:
    update = bench.message()
    await bench.door.person(WORKER).block()
    await bench.receiver.receive(update)
    await bench.receiver.receive(update)
    assert await bench.tried() == 1
    assert await bench.count(Unanswered) == 1


def _url_of(bench: Bench) -> str:
    return bench.storage.url.render_as_string(hide_password=False)
