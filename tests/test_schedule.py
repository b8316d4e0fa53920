"""What runs by the clock: forgetting what is past its time."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, text

from bot import dialog
from bot.content import unanswered
from bot.dialog import Step, questions
from bot.people.retention import kept_for
from bot.schedule import create_schedule, forget_what_is_old
from bot.storage.models import (
    Base,
    DialogState,
    LastQuestion,
    ReceivedUpdate,
    SentReply,
    Unanswered,
)
from bot.storage.storage import Storage
from knowledge.context import Previous
from knowledge.scrubbing import scrub
from tests.waiting import until

_NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
_MOMENT = timedelta(seconds=1)


async def _count(storage: Storage, table: type[Base]) -> int:
    async with storage.transaction() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def _fill(storage: Storage, age: timedelta) -> None:
    """One row of each kind, that much older than it is kept for."""
    async with storage.transaction() as connection:
        number = await connection.scalar(select(func.count()).select_from(ReceivedUpdate)) or 0
        await connection.execute(
            insert(ReceivedUpdate).values(
                update_id=number, received_at=_NOW - kept_for(ReceivedUpdate) - age
            )
        )
        await connection.execute(
            insert(SentReply).values(
                chat_id=number, message_id=1, reply_id=2, sent_at=_NOW - kept_for(SentReply) - age
            )
        )
        asked = {number: Previous("berapa iurannya", "iuran-bpu")}
        await questions.remember(connection, asked, _NOW - kept_for(LastQuestion) - age)
        lasts = timedelta(minutes=15)
        await dialog.save(connection, number, Step("x"), _NOW - lasts - age, lasts)
        await unanswered.keep(
            connection,
            chat_id=number,
            question=scrub("soal"),
            outcome="fallback",
            guesses=[],
            now=_NOW - kept_for(Unanswered) - age,
        )


_KEPT_FOR_A_TIME = [ReceivedUpdate, SentReply, DialogState, LastQuestion, Unanswered]


@pytest.mark.parametrize("table", _KEPT_FOR_A_TIME)
async def test_what_is_past_its_time_is_forgotten_and_nothing_else(
    storage: Storage, table: type[Base]
) -> None:
    await _fill(storage, age=_MOMENT)
    await _fill(storage, age=-_MOMENT)
    await forget_what_is_old(storage, _NOW)
    assert await _count(storage, table) == 1


async def test_running_twice_or_at_the_same_time_does_nothing_more(storage: Storage) -> None:
    await _fill(storage, age=_MOMENT)
    await asyncio.gather(*(forget_what_is_old(storage, _NOW) for _ in range(3)))
    assert not any([await _count(storage, table) for table in _KEPT_FOR_A_TIME])


async def test_updates_are_kept_longer_than_telegram_redelivers(storage: Storage) -> None:
    assert timedelta(days=1) < kept_for(ReceivedUpdate)
    assert timedelta(hours=48) <= kept_for(SentReply)


async def test_a_start_soon_forgets_what_grew_old_while_the_bot_was_off(storage: Storage) -> None:
    await _fill(storage, age=_MOMENT)
    schedule = create_schedule(storage, lambda: _NOW)
    schedule.start()

    async def is_forgotten() -> bool:
        return await _count(storage, ReceivedUpdate) == 0

    await until(is_forgotten)
    schedule.shutdown(wait=False)


async def test_a_database_that_is_away_does_not_stop_the_schedule(
    storage: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    async with storage.transaction() as connection:
        await connection.execute(text("DROP TABLE unanswered"))
    schedule = create_schedule(storage, lambda: _NOW)
    schedule.start()
    await asyncio.sleep(0.3)
    assert schedule.get_job("retention") is not None
    assert caplog.records == []
    schedule.shutdown(wait=False)
