"""Writing a version's rows, in the order of their keys, while the bot goes on working."""

import sqlite3
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from itertools import chain, islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, select, tuple_, update

from bot.registry.keys import HASH_BYTES
from bot.registry.store.errors import SupersededError
from bot.storage.models import RegistryRow, RegistryVersion

ROWS_PER_TRANSACTION = 500
"""Takes SQLite two to three milliseconds: as long as anything the bot writes may have to wait."""
_FEWEST_ROWS, _MOST_ROWS = 100, 1_000
_TURN = 0.002
"""Seconds a transaction is meant to take; on a busy machine that is fewer rows."""
PAUSE = 0.0011
"""Seconds between transactions: one look of those who wait (`Storage` looks each millisecond)."""
_ROWS_PER_STATEMENT = 50
FIRST = (b"", "")
_ROWS_PER_PAGE = 5_000
_ROWS_PER_TOUCH = 50_000
_ROWS_PER_COPY = 1_000
_COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_COPY_END = b"\xff\xff"
_CHECKPOINT_PAGES = 800
"""Fewer than SQLite's 1,000: the import moves the log into the file, not the bot's next update."""


class Row(NamedTuple):
    """A row of a version."""

    nik_hash: bytes
    segment: str
    sealed: bytes


def page_after(connection: Connection, version: int, last: tuple[bytes, str]) -> list[Row]:
    """A version's next rows in order after a key (`FIRST` to begin); none at the end."""
    key = (RegistryRow.nik_hash, RegistryRow.segment)
    page = (
        select(*key, RegistryRow.sealed)
        .where(RegistryRow.version == version, tuple_(*key) > last)
        .order_by(*key)
        .limit(_ROWS_PER_PAGE)
    )
    return [Row(row.nik_hash, row.segment, row.sealed) for row in connection.execute(page)]


def append_rows(
    engine: Engine, version: int, rows: Iterable[Row], written: Callable[[int], None]
) -> None:
    """Add rows to a version that is being filled; `written` is told how many there are so far.

    Raises SupersededError when somebody has taken the version away.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            _append_in_turns(connection, version, rows, written)
        else:
            _copy(connection, version, rows, written)


@contextmanager
def _transaction(driver: sqlite3.Connection) -> Iterator[None]:
    driver.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        driver.execute("ROLLBACK")
        raise
    driver.execute("COMMIT")


def driver_of(connection: Connection) -> Any:
    """The driver's own connection, no transaction begun."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        driver.execute("PRAGMA busy_timeout=60000")
        driver.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT_PAGES}")
    return driver


def _append_in_turns(
    connection: Connection, version: int, rows: Iterable[Row], written: Callable[[int], None]
) -> None:
    driver: sqlite3.Connection = driver_of(connection)
    rows = iter(rows)
    count = touched = 0
    fit = float(ROWS_PER_TRANSACTION)
    free_until = 0.0
    while batch := list(islice(rows, int(fit))):
        # The pause others need is as long as ever; the next rows are made ready in it.
        time.sleep(max(free_until - time.perf_counter(), 0))
        with _transaction(driver):
            start = time.perf_counter()
            insert_batch(driver, version, batch)
            took = time.perf_counter() - start
            count += len(batch)
            if count - touched >= _ROWS_PER_TOUCH:
                touched = count
                _touch(driver, version)
        free_until = time.perf_counter() + PAUSE
        wanted = len(batch) * _TURN / took
        fit = min(max((fit + wanted) / 2, _FEWEST_ROWS), _MOST_ROWS)
        written(count)


def insert_batch(driver: sqlite3.Connection, version: int, batch: list[Row]) -> None:
    """Insert rows, many in a statement: binding values is what costs."""
    for start in range(0, len(batch), _ROWS_PER_STATEMENT):
        some = batch[start : start + _ROWS_PER_STATEMENT]
        driver.execute(_insert(version, len(some)), tuple(chain.from_iterable(some)))


@lru_cache(maxsize=2 * _ROWS_PER_STATEMENT)
def _insert(version: int, rows: int) -> str:
    values = ", ".join([f"({version:d}, ?, ?, ?)"] * rows)
    return f"INSERT INTO registry_rows (version, nik_hash, segment, sealed) VALUES {values}"  # noqa: S608 -- a number of ours, no text


def _touch(driver: sqlite3.Connection, version: int) -> None:
    """Say that the import is alive, so that retention leaves its rows alone."""
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    touched = driver.execute(
        "UPDATE registry_versions SET touched_at = ? WHERE id = ? AND state = 'staging'",
        (now, version),
    )
    if touched.rowcount != 1:
        raise SupersededError


def _copy(
    connection: Connection, version: int, rows: Iterable[Row], written: Callable[[int], None]
) -> None:
    copy_rows(connection, version, rows, written)
    alive = connection.execute(
        update(RegistryVersion)
        .where(RegistryVersion.id == version, RegistryVersion.state == "staging")
        .values(touched_at=datetime.now(UTC))
    )
    if alive.rowcount != 1:
        connection.rollback()
        raise SupersededError
    connection.commit()


def copy_rows(
    connection: Connection, version: int, rows: Iterable[Row], written: Callable[[int], None]
) -> None:
    """PostgreSQL's quickest way in, within the connection's transaction."""
    with (
        driver_of(connection).cursor() as cursor,
        cursor.copy(
            "COPY registry_rows (version, nik_hash, segment, sealed) FROM STDIN (FORMAT BINARY)"
        ) as copy,
    ):
        rows = iter(rows)
        count = 0
        copy.write(_COPY_HEAD)
        while batch := list(islice(rows, _ROWS_PER_COPY)):
            copy.write(_in_binary(version, batch))
            count += len(batch)
            written(count)
        copy.write(_COPY_END)


def _in_binary(version: int, batch: list[Row]) -> bytes:
    """Rows in COPY's binary format: the number of fields, then each with its length before it."""
    start = struct.pack("!hiii", 4, 4, version, HASH_BYTES)
    middles = _Middles()
    parts: list[bytes] = []
    for nik_hash, segment, sealed in batch:
        parts += (start, nik_hash, middles[segment, len(sealed)], sealed)
    return b"".join(parts)


class _Middles(dict[tuple[str, int], bytes]):
    """What stands between hash and seal: the segment and both lengths. There are few of them."""

    def __missing__(self, key: tuple[str, int]) -> bytes:
        segment, length = key[0].encode(), key[1]
        middle = self[key] = struct.pack(f"!i{len(segment)}si", len(segment), segment, length)
        return middle
