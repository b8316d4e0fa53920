"""Conversations as a state machine, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from bot.desk import (
    AnsweredMeanwhileError,
    BlockedError,
    ClosedBy,
    Conversation,
    GoneError,
    State,
    blocks,
    conversations,
    notices,
)
from bot.people.retention import forget_old
from bot.storage.models import DeskConversation, DeskMessage, StoredJob
from bot.storage.storage import Storage
from knowledge.scrubbing import scrub

_NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
_PERSON, _OTHER, _ADMIN, _COLLEAGUE = 640_001, 640_002, 1, 2


async def _write(
    storage: Storage,
    text: str = "tolong",
    *,
    person: int = _PERSON,
    at: datetime = _NOW,
    goes_on: int | None = None,
) -> Conversation:
    async with storage.transaction() as connection:
        return await conversations.write(
            connection, person, scrub(text), message_id=7, now=at, goes_on=goes_on
        )


async def _reply(
    storage: Storage,
    number: int,
    *,
    by: int = _ADMIN,
    seen: int = 10_000,
    at: datetime = _NOW,
) -> Conversation:
    async with storage.transaction() as connection:
        return await conversations.reply(
            connection, number, "sudah", by=by, message_id=9, seen=seen, now=at
        )


async def _close(storage: Storage, number: int, at: datetime = _NOW) -> Conversation:
    async with storage.transaction() as connection:
        return await conversations.close(connection, number, ClosedBy.PERSON, at)


async def test_a_conversation_waits_is_answered_and_waits_again(storage: Storage) -> None:
    begun = await _write(storage)
    assert (begun.state, begun.waiting_since) == (State.WAITING, _NOW)
    replied = await _reply(storage, begun.id)
    assert (replied.state, replied.waiting_since) == (State.ANSWERED, None)
    later = _NOW + timedelta(hours=1)
    again = await _write(storage, "masih belum", at=later)
    assert (again.id, again.state, again.waiting_since) == (begun.id, State.WAITING, later)


async def test_more_messages_wait_since_the_first(storage: Storage) -> None:
    begun = await _write(storage)
    more = await _write(storage, "lagi", at=_NOW + timedelta(hours=1))
    assert (more.id, more.waiting_since) == (begun.id, _NOW)


async def test_a_closed_conversation_is_taken_up_again_for_a_week(storage: Storage) -> None:
    begun = await _write(storage)
    await _close(storage, begun.id)
    within = _NOW + timedelta(days=7) - timedelta(seconds=1)
    again = await _write(storage, at=within, goes_on=begun.id)
    assert (again.id, again.state, again.closed_at) == (begun.id, State.WAITING, None)
    await _close(storage, begun.id, within)
    new = await _write(storage, at=within + timedelta(days=7), goes_on=begun.id)
    assert new.id != begun.id


async def test_nobody_goes_on_with_somebody_elses_conversation(storage: Storage) -> None:
    begun = await _write(storage)
    await _close(storage, begun.id)
    other = await _write(storage, person=_OTHER, goes_on=begun.id)
    assert other.id != begun.id
    async with storage.transaction() as connection:
        with pytest.raises(GoneError):
            await conversations.close(connection, other.id, ClosedBy.PERSON, _NOW, chat_id=_PERSON)


async def test_what_is_closed_is_neither_answered_nor_closed_again(storage: Storage) -> None:
    begun = await _write(storage)
    await _close(storage, begun.id)
    for attempt in (_reply(storage, begun.id), _close(storage, begun.id), _close(storage, 4_711)):
        with pytest.raises(GoneError):
            await attempt


async def test_of_two_admins_who_answer_the_second_is_told(storage: Storage) -> None:
    begun = await _write(storage)
    async with storage.transaction() as connection:
        seen = (await conversations.lines(connection, begun.id))[-1].id
    await _reply(storage, begun.id, seen=seen)
    with pytest.raises(AnsweredMeanwhileError):
        await _reply(storage, begun.id, by=_COLLEAGUE, seen=seen)
    await _reply(storage, begun.id, seen=seen)  # one's own answer is no surprise
    async with storage.transaction() as connection:
        assert len(await conversations.lines(connection, begun.id)) == 3


async def test_a_person_has_one_open_conversation_whatever_comes_at_once(storage: Storage) -> None:
    async def write() -> None:
        try:
            await _write(storage)
        except IntegrityError:  # the receiver works on it again
            await _write(storage)

    await asyncio.gather(*(write() for _ in range(6)))
    async with storage.transaction() as connection:
        assert await connection.scalar(select(func.count()).select_from(DeskConversation)) == 1
        assert await connection.scalar(select(func.count()).select_from(DeskMessage)) == 6


async def test_who_is_blocked_cannot_write_and_nobody_else_is(storage: Storage) -> None:
    async with storage.transaction() as connection:
        block_id = await blocks.block(
            connection, _PERSON, reason="kasar", note=None, by=_ADMIN, now=_NOW
        )
        again = await blocks.block(
            connection, _PERSON, reason="iklan", note=None, by=_ADMIN, now=_NOW
        )
    assert again is None
    with pytest.raises(BlockedError):
        await _write(storage)
    await _write(storage, person=_OTHER)
    assert block_id is not None
    async with storage.transaction() as connection:
        assert await blocks.lift(connection, block_id)
        assert not await blocks.lift(connection, block_id)
    await _write(storage)


async def test_what_is_answered_closes_after_a_week_of_silence(storage: Storage) -> None:
    begun = await _write(storage)
    async with storage.transaction() as connection:
        assert await conversations.close_if_silent(connection, begun.id, _NOW) is None
    await _reply(storage, begun.id)
    week = _NOW + timedelta(days=7)
    async with storage.transaction() as connection:
        soon = week - timedelta(seconds=1)
        assert await conversations.close_if_silent(connection, begun.id, soon) is None
        closed = await conversations.close_if_silent(connection, begun.id, week)
        assert closed is not None
        assert (closed.state, closed.closed_by) == (State.CLOSED, ClosedBy.TIME)
        assert await conversations.close_if_silent(connection, begun.id, week) is None


async def test_a_closed_conversation_is_forgotten_after_ninety_days(storage: Storage) -> None:
    begun = await _write(storage)
    await _write(storage, person=_OTHER)
    await _close(storage, begun.id)
    async with storage.transaction() as connection:
        await forget_old(connection, _NOW + timedelta(days=90))
        assert await conversations.find(connection, begun.id) is not None
        await forget_old(connection, _NOW + timedelta(days=90, seconds=1))
        assert await conversations.find(connection, begun.id) is None
        assert await connection.scalar(select(func.count()).select_from(DeskMessage)) == 1


async def test_what_waits_is_told_once(storage: Storage) -> None:
    await _write(storage)
    await _write(storage, person=_OTHER, at=_NOW + timedelta(minutes=1))
    later = _NOW + timedelta(minutes=2)
    async with storage.transaction() as connection:
        waiting = await notices.newly_waiting(connection, later)
        assert waiting is not None
        assert (waiting.count, waiting.since) == (2, _NOW)
        assert await notices.newly_waiting(connection, later) is None
        assert await notices.again_at(connection, later) == later + timedelta(minutes=10)
    await _write(storage, "lagi", at=later)
    async with storage.transaction() as connection:
        assert await notices.newly_waiting(connection, later) is None


async def test_what_waits_too_long_is_reminded_of_again_and_again(storage: Storage) -> None:
    await _write(storage)
    day = timedelta(hours=24)
    async with storage.transaction() as connection:
        assert await notices.waiting_too_long(connection, _NOW, day) is None
        for number in (1, 2, 3):
            waiting = await notices.waiting_too_long(connection, _NOW + number * day, day)
            assert waiting is not None
            assert waiting.since == _NOW
            assert await notices.waiting_too_long(connection, _NOW + number * day, day) is None


async def test_jobs_go_with_the_person_who_is_erased(storage: Storage) -> None:
    from bot.desk.office import parse_office_hours
    from bot.people import rights

    begun = await _write(storage)
    async with storage.transaction() as connection:
        await notices.ask_for_jobs(
            connection,
            begun,
            message_id=7,
            reminds_after=timedelta(hours=24),
            hours=parse_office_hours("Senin–Jumat 08.00–16.00", ZoneInfo("Asia/Makassar")),
            now=_NOW,
        )
        assert await connection.scalar(select(func.count()).select_from(StoredJob)) == 2
    async with storage.transaction() as connection:
        await rights.erase(connection, _PERSON, update_id=5, now=_NOW)
        assert await connection.scalar(select(func.count()).select_from(StoredJob)) == 0
        assert await connection.scalar(select(func.count()).select_from(DeskMessage)) == 0
        assert await conversations.find(connection, begun.id) is None
