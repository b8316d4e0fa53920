"""Runs and their messages as services see them."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.outbox import (
    Message,
    NewRun,
    Progress,
    cancel_for,
    enqueue,
    failures,
    find,
    progress,
    resume,
    stop,
)
from bot.outbox.runs import close_finished
from bot.people.retention import forget_old
from bot.storage.models import OutboxMessage, OutboxRun
from bot.storage.storage import Storage
from bot.telegram.calls import send_text
from tests.outbox.office import RUN, digests, people

_NOW = datetime(2026, 5, 4, 0, 0, tzinfo=UTC)


async def _enqueue(storage: Storage, messages: list[Message], run: NewRun = RUN) -> int:
    async with storage.transaction() as connection:
        return await enqueue(connection, run, messages, _NOW)


async def _progress(storage: Storage, run: NewRun = RUN) -> Progress:
    async with storage.transaction() as connection:
        found = await find(connection, run.kind, run.key)
        assert found is not None
        return await progress(connection, found.id)


async def _run_id(storage: Storage) -> int:
    async with storage.transaction() as connection:
        run = await find(connection, RUN.kind, RUN.key)
    assert run is not None
    return run.id


async def test_what_is_enqueued_waits(storage: Storage) -> None:
    assert await _enqueue(storage, digests(people(3))) == 3
    assert await _progress(storage) == Progress(3, 0, 0, 0, 0)
    async with storage.transaction() as connection:
        run = await find(connection, RUN.kind, RUN.key)
    assert run is not None
    assert (run.state, run.created_at, run.created_by) == ("running", _NOW, None)


async def test_a_run_that_was_never_composed_is_not_found(storage: Storage) -> None:
    async with storage.transaction() as connection:
        assert await find(connection, "digest", "2026-W19") is None


async def test_composing_a_slot_a_second_time_adds_nothing(storage: Storage) -> None:
    assert await _enqueue(storage, digests(people(3))) == 3
    assert await _enqueue(storage, digests(people(3), "anders")) == 0
    assert (await _progress(storage)).total == 3


async def test_a_slot_takes_recipients_that_are_new(storage: Storage) -> None:
    await _enqueue(storage, digests(people(3)))
    assert await _enqueue(storage, digests(people(5))) == 2
    assert (await _progress(storage)).total == 5


async def test_another_slot_is_another_run(storage: Storage) -> None:
    await _enqueue(storage, digests(people(2)))
    assert await _enqueue(storage, digests(people(2)), NewRun("digest", "2026-W20", 7)) == 2
    assert await _enqueue(storage, digests(people(2)), NewRun("notice", "2026-W20")) == 2


async def test_what_is_rolled_back_is_not_enqueued(storage: Storage) -> None:
    async def fail_after_enqueueing() -> None:
        async with storage.transaction() as connection:
            await enqueue(connection, RUN, digests(people(3)), _NOW)
            raise LookupError

    with pytest.raises(LookupError):
        await fail_after_enqueueing()
    async with storage.transaction() as connection:
        assert await find(connection, RUN.kind, RUN.key) is None
        assert await connection.scalar(select(func.count()).select_from(OutboxMessage)) == 0


async def test_many_replicas_compose_one_slot_at_the_same_moment(storage: Storage) -> None:
    everybody = digests(people(50))
    orders = [everybody, everybody[::-1], everybody[25:] + everybody[:25], everybody]
    added = await asyncio.gather(*(_enqueue(storage, order) for order in orders))
    assert sorted(added) == [0, 0, 0, 50]


async def test_a_call_for_somebody_else_is_refused(storage: Storage) -> None:
    with pytest.raises(ValueError, match="another chat"):
        await _enqueue(storage, [Message(1, send_text(2, "halo"))])


async def test_stopping_cancels_what_waits_and_takes_nothing_more(storage: Storage) -> None:
    await _enqueue(storage, digests(people(3)))
    run_id = await _run_id(storage)
    async with storage.transaction() as connection:
        assert await stop(connection, run_id, _NOW) == 3
    assert await _enqueue(storage, digests(people(5))) == 0
    assert await _progress(storage) == Progress(0, 0, 0, 3, 0)


async def test_what_was_cancelled_for_another_reason_does_not_come_back(storage: Storage) -> None:
    await _enqueue(storage, digests(people(3)))
    run_id = await _run_id(storage)
    async with storage.transaction() as connection:
        assert await cancel_for(connection, people(1)[0], "withdrawn", _NOW) == 1
        assert await stop(connection, run_id, _NOW) == 2
        assert await resume(connection, run_id) == 2
    assert await _progress(storage) == Progress(2, 0, 0, 1, 0)


async def test_who_withdraws_from_one_kind_still_gets_the_others(storage: Storage) -> None:
    notice = NewRun("notice", "1")
    await _enqueue(storage, digests(people(1)))
    await _enqueue(storage, digests(people(1)), notice)
    async with storage.transaction() as connection:
        assert await cancel_for(connection, people(1)[0], "withdrawn", _NOW, kind="digest") == 1
    assert (await _progress(storage, notice)).waiting == 1


async def test_a_run_is_done_when_nothing_is_left_and_goes_on_with_new_recipients(
    storage: Storage,
) -> None:
    await _enqueue(storage, [])
    async with storage.transaction() as connection:
        await close_finished(connection)
        run = await find(connection, RUN.kind, RUN.key)
        assert run is not None
        assert run.state == "done"
        await enqueue(connection, RUN, digests(people(1)), _NOW)
        await close_finished(connection)
        run = await find(connection, RUN.kind, RUN.key)
        assert run is not None
        assert run.state == "running"
        assert await failures(connection, run.id) == []


async def test_messages_are_kept_for_sixty_days(storage: Storage) -> None:
    await _enqueue(storage, digests(people(3)))
    async with storage.transaction() as connection:
        await forget_old(connection, _NOW + timedelta(days=59))
        assert await connection.scalar(select(func.count()).select_from(OutboxMessage)) == 3
        await forget_old(connection, _NOW + timedelta(days=61))
        assert await connection.scalar(select(func.count()).select_from(OutboxMessage)) == 0
        await forget_old(connection, _NOW + timedelta(days=91))
        assert await connection.scalar(select(func.count()).select_from(OutboxRun)) == 0
