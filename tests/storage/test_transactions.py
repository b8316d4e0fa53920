"""Transactions: all or nothing, waited for without stopping anybody else."""

import asyncio
import random
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import storage as storage_module
from bot.storage.models import ReceivedUpdate
from bot.storage.storage import DatabaseUrlError, Storage, is_away, parse_url

_NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


async def _add(connection: AsyncConnection, update_id: int, **more: Any) -> None:
    await connection.execute(
        insert(ReceivedUpdate).values(update_id=update_id, received_at=_NOW, **more)
    )


async def _add_twice(storage: Storage, **more: Any) -> None:
    async with storage.transaction() as connection:
        await _add(connection, 1, **more)
        await _add(connection, 1, **more)


async def _count(storage: Storage) -> int:
    async with storage.transaction() as connection:
        return await connection.scalar(select(func.count()).select_from(ReceivedUpdate)) or 0


async def test_what_a_transaction_wrote_stays(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await _add(connection, 1)
    assert await _count(storage) == 1


async def test_a_transaction_that_raises_leaves_nothing(storage: Storage) -> None:
    async def write_and_fail() -> None:
        async with storage.transaction() as connection:
            await _add(connection, 1)
            raise LookupError

    with pytest.raises(LookupError):
        await write_and_fail()
    assert await _count(storage) == 0


async def test_a_transaction_whose_statement_fails_leaves_nothing(storage: Storage) -> None:
    with pytest.raises(IntegrityError):
        await _add_twice(storage)
    assert await _count(storage) == 0


async def test_a_transaction_that_is_cancelled_leaves_nothing(storage: Storage) -> None:
    async def write_and_wait() -> None:
        async with storage.transaction() as connection:
            await _add(connection, 1)
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await _count(storage) == 0


async def test_transactions_cancelled_at_any_moment_leave_a_working_database(
    storage: Storage,
) -> None:
    moments = random.Random(4)

    async def write(update_id: int) -> None:
        async with storage.transaction() as connection:
            await _add(connection, update_id)
            await asyncio.sleep(0)
            await connection.execute(text("SELECT 1"))

    tasks = [asyncio.create_task(write(number)) for number in range(60)]
    for task in moments.sample(tasks, 30):
        await asyncio.sleep(moments.choice((0, 0, 0.002)))
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(result is None or isinstance(result, asyncio.CancelledError) for result in results)
    # A transaction cancelled after its commit is there all the same.
    assert results.count(None) <= await _count(storage) < len(tasks)
    await write(1_000)


async def test_writers_take_turns(storage: Storage) -> None:
    async def write_slowly(update_id: int) -> None:
        async with storage.transaction() as connection:
            await _add(connection, update_id)
            await asyncio.sleep(0.005)

    await asyncio.gather(*(write_slowly(number) for number in range(30)))
    assert await _count(storage) == 30


def _lock(file: Path) -> sqlite3.Connection:
    other_process = sqlite3.connect(file, isolation_level=None)
    other_process.execute("BEGIN IMMEDIATE")
    return other_process


@pytest.fixture
async def file(tmp_path: Path, sqlite_storage: Storage) -> Path:
    assert sqlite_storage.is_sqlite
    return tmp_path / "test.sqlite3"


async def test_another_processs_lock_is_waited_for_without_stopping_the_event_loop(
    sqlite_storage: Storage, file: Path
) -> None:
    other_process = _lock(file)

    async def write() -> float:
        began = time.monotonic()
        async with sqlite_storage.transaction() as connection:
            await _add(connection, 1)
        return time.monotonic() - began

    writing = asyncio.create_task(write())
    longest = 0.0
    for _ in range(60):
        before = time.monotonic()
        await asyncio.sleep(0.005)
        longest = max(longest, time.monotonic() - before)
    assert not writing.done()
    other_process.execute("ROLLBACK")
    other_process.close()
    assert await writing >= 0.25
    assert longest < 0.25
    assert await _count(sqlite_storage) == 1


async def test_a_lock_that_stays_is_given_up(
    sqlite_storage: Storage, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage_module, "_LOCK_PATIENCE", 0.1)
    other_process = _lock(file)
    with pytest.raises(OperationalError, match="locked") as caught:
        await _count(sqlite_storage)
    assert is_away(caught.value)
    other_process.close()
    assert await _count(sqlite_storage) == 0


async def test_who_waits_for_a_lock_can_be_cancelled(sqlite_storage: Storage, file: Path) -> None:
    other_process = _lock(file)
    waiting = asyncio.create_task(_count(sqlite_storage))
    await asyncio.sleep(0.05)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    other_process.close()
    assert await _count(sqlite_storage) == 0


async def test_sqlite_keeps_a_log_beside_the_file_so_that_readers_never_wait(
    sqlite_storage: Storage, file: Path
) -> None:
    reader = sqlite3.connect(file)
    async with sqlite_storage.transaction() as connection:
        await _add(connection, 1)
        assert reader.execute("SELECT count(*) FROM received_updates").fetchone() == (0,)
        assert reader.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    reader.close()


async def test_a_closed_storage_leaves_no_lock_and_no_open_file(
    sqlite_storage: Storage, file: Path
) -> None:
    await _count(sqlite_storage)
    await sqlite_storage.close()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("BEGIN EXCLUSIVE")
    connection.close()


@pytest.mark.parametrize(
    "statement", ["SELECT * FROM no_such_table", "SELEKT 1", "SELECT nothing FROM accounts"]
)
async def test_wrong_sql_does_not_count_as_a_database_that_is_away(
    storage: Storage, statement: str
) -> None:
    async with storage.transaction() as connection:
        with pytest.raises(DBAPIError) as caught:
            await connection.execute(text(statement))
    assert not is_away(caught.value)


async def test_a_broken_constraint_does_not_count_as_a_database_that_is_away(
    storage: Storage,
) -> None:
    with pytest.raises(IntegrityError) as caught:
        await _add_twice(storage)
    assert not is_away(caught.value)
    assert not is_away(LookupError())


async def test_an_error_does_not_quote_what_was_to_be_written(storage: Storage) -> None:
    with pytest.raises(IntegrityError) as caught:
        await _add_twice(storage, calls=[{"text": "rahasia Ani"}])
    assert "rahasia Ani" not in str(caught.value)


async def test_a_server_that_is_not_there_counts_as_away() -> None:
    storage = Storage("postgresql://bot:rahasia@127.0.0.1:9/x")
    with pytest.raises(OperationalError) as caught:
        await _count(storage)
    assert is_away(caught.value)
    assert "rahasia" not in str(caught.value)
    await storage.close()


@pytest.mark.parametrize(
    ("text", "driver"),
    [
        ("sqlite:///var/x.sqlite3", "sqlite+aiosqlite"),
        ("sqlite+pysqlite:////abs/x.sqlite3", "sqlite+aiosqlite"),
        ("postgresql://u:p@h/d", "postgresql+psycopg"),
        ("postgresql+asyncpg://u:p@h/d", "postgresql+psycopg"),
        ("postgres://u:p@h/d?sslmode=require", "postgresql+psycopg"),
    ],
)
def test_the_driver_is_the_bots_own_choice(text: str, driver: str) -> None:
    assert parse_url(text).drivername == driver


@pytest.mark.parametrize(
    "text",
    ["", "rahasia", "mysql://u:rahasia@h/d", "sqlite://", "sqlite:///:memory:", "://rahasia@"],
)
def test_any_other_database_is_refused_without_showing_the_password(text: str) -> None:
    with pytest.raises(DatabaseUrlError) as caught:
        parse_url(text)
    assert "rahasia" not in str(caught.value)
