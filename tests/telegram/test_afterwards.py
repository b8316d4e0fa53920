"""What is noted after an answer: soon, in one go, and not lost when the bot stops."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select, text

from bot.content import tallies
from bot.dialog.replies import reply_to
from bot.people import accounts
from bot.storage import storage as storage_module
from bot.storage.models import Account
from bot.storage.storage import Storage
from bot.telegram import afterwards as afterwards_module
from bot.telegram.afterwards import Afterwards
from bot.telegram.delivery import Delivered
from tests.telegram.workbench import WORKER, Bench

_ANSWERED = Delivered(replies=((WORKER, 1, 2),))


def _at(day: int) -> datetime:
    return datetime(2026, 5, day, 9, tzinfo=UTC)


@contextmanager
def _another_process_writes_to(file: Path) -> Iterator[None]:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


async def _account(storage: Storage, chat_id: int = WORKER) -> tuple[date, date, bool] | None:
    """First seen, last seen, and whether the chat can be written to."""
    async with storage.transaction() as connection:
        row = (await connection.execute(select(Account).where(Account.chat_id == chat_id))).first()
    return (row.first_seen, row.last_seen, row.unreachable_since is None) if row else None


async def test_notes_are_written_a_moment_later_by_themselves(bench: Bench) -> None:
    bench.afterwards.delivered(1, _ANSWERED)
    bench.afterwards.seen(WORKER, 1)
    await asyncio.sleep(0.3)
    async with bench.storage.transaction() as connection:
        assert await reply_to(connection, WORKER, 1) == 2
    assert await _account(bench.storage) == (date(2026, 5, 4), date(2026, 5, 4), True)


async def test_many_notes_are_one_transaction(bench: Bench) -> None:
    commits: list[object] = []
    event.listen(bench.storage.engine.sync_engine, "commit", commits.append)
    for number in range(1, 101):
        bench.afterwards.delivered(number, Delivered(replies=((number, 1, 2),)))
        bench.afterwards.seen(number, number)
    await asyncio.sleep(0.3)
    assert len(commits) == 1


async def test_stopping_writes_what_is_left(bench: Bench) -> None:
    bench.afterwards.delivered(1, _ANSWERED)
    bench.afterwards.counted(Counter({("answer", "iuran-bpu"): 2}))
    await bench.afterwards.close()
    async with bench.storage.transaction() as connection:
        assert await reply_to(connection, WORKER, 1) == 2
        assert await tallies.of_day(connection, date(2026, 5, 4)) == {("answer", "iuran-bpu"): 2}


async def test_stopping_waits_for_a_batch_that_is_being_written(database_url: str) -> None:
    storage = Storage(database_url)
    afterwards = Afterwards(storage, lambda: _at(4))
    afterwards.delivered(1, _ANSWERED)
    writing = asyncio.create_task(afterwards.flush())
    await asyncio.sleep(0)
    afterwards.delivered(2, Delivered(replies=((WORKER, 3, 4),)))
    await afterwards.close()
    async with storage.transaction() as connection:
        assert await reply_to(connection, WORKER, 1) == 2
        assert await reply_to(connection, WORKER, 3) == 4
    await writing
    await storage.close()


async def test_a_locked_database_gets_the_notes_when_it_is_free(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage_module, "_LOCK_PATIENCE", 0.05)
    monkeypatch.setattr(afterwards_module, "_PAUSE_WHILE_AWAY", 0.05)
    bench.afterwards.delivered(1, _ANSWERED)
    with _another_process_writes_to(tmp_path / "bot.sqlite3"):
        await bench.afterwards.flush()
        assert bench.afterwards.has_delivered(1)
        bench.afterwards.delivered(2, Delivered(replies=((WORKER, 1, 9),)))
    await asyncio.sleep(0.3)
    assert not bench.afterwards.has_delivered(1)
    async with bench.storage.transaction() as connection:
        assert await reply_to(connection, WORKER, 1) == 9


async def test_stopping_is_not_held_up_for_ever_by_a_locked_database(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage_module, "_LOCK_PATIENCE", 0.05)
    bench.afterwards.delivered(1, _ANSWERED)
    with _another_process_writes_to(tmp_path / "bot.sqlite3"):
        async with asyncio.timeout(2):
            await bench.afterwards.close()


async def test_notes_that_the_database_refuses_for_good_are_dropped(bench: Bench) -> None:
    async with bench.storage.transaction() as connection:
        await connection.execute(text("DROP TABLE sent_replies"))
    bench.afterwards.delivered(1, _ANSWERED)
    await bench.afterwards.flush()
    assert not bench.afterwards.has_delivered(1)


async def test_a_chat_is_noted_once_a_day(bench: Bench) -> None:
    writes = []
    engine = bench.storage.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *details: writes.append(details[2]))
    for day in (4, 4, 4, 5):
        bench.moment[0] = _at(day)
        bench.afterwards.seen(WORKER, 1)
        await bench.afterwards.flush()
    assert sum("INSERT INTO accounts" in statement for statement in writes) == 2
    assert await _account(bench.storage) == (date(2026, 5, 4), date(2026, 5, 5), True)


async def test_who_blocked_the_bot_is_unreachable_until_they_write_again(bench: Bench) -> None:
    bench.afterwards.seen(WORKER, 1)
    await bench.afterwards.flush()
    bench.afterwards.noted(Delivered(unreachable=frozenset({WORKER})))
    await bench.afterwards.flush()
    assert await _account(bench.storage) == (date(2026, 5, 4), date(2026, 5, 4), False)
    bench.afterwards.seen(WORKER, 1)
    await bench.afterwards.flush()
    assert await _account(bench.storage) == (date(2026, 5, 4), date(2026, 5, 4), True)


async def test_who_blocks_and_comes_back_within_a_moment_is_reachable(bench: Bench) -> None:
    bench.afterwards.noted(Delivered(unreachable=frozenset({WORKER})))
    bench.afterwards.seen(WORKER, 1)
    await bench.afterwards.flush()
    assert await _account(bench.storage) == (date(2026, 5, 4), date(2026, 5, 4), True)


async def test_the_update_that_tells_of_a_block_does_not_count_as_writing(bench: Bench) -> None:
    person = bench.door.person(WORKER)
    await bench.receiver.receive(bench.message())
    await bench.afterwards.flush()
    async with bench.storage.transaction() as connection:
        await accounts.unreachable(connection, {WORKER}, bench.moment[0])
    bench.moment[0] += timedelta(days=1)
    await person.block()
    updates = await bench.api.call("getUpdates", {})
    blocking = next(update for update in updates if "my_chat_member" in update)
    await bench.receiver.receive(blocking)
    await bench.afterwards.flush()
    assert await _account(bench.storage) == (date(2026, 5, 4), date(2026, 5, 4), False)


async def test_a_group_keeps_its_row_when_it_becomes_a_supergroup(bench: Bench) -> None:
    bench.afterwards.seen(-4001, 1)
    await bench.afterwards.flush()
    bench.afterwards.noted(Delivered(moved=((-4001, -1002000000001),)))
    await bench.afterwards.flush()
    assert await _account(bench.storage, -4001) is None
    assert await _account(bench.storage, -1002000000001) is not None


async def test_counts_belong_to_the_day_they_happened_on(bench: Bench) -> None:
    bench.afterwards.counted(Counter({("answer", "x"): 1}))
    bench.moment[0] = _at(5)
    bench.afterwards.counted(Counter({("answer", "x"): 2}))
    await bench.afterwards.flush()
    async with bench.storage.transaction() as connection:
        assert await tallies.of_day(connection, date(2026, 5, 4)) == {("answer", "x"): 1}
        assert await tallies.of_day(connection, date(2026, 5, 5)) == {("answer", "x"): 2}
