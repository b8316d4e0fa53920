"""Engines and transactions."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage.models import Base
from bot.storage.sqlite import InlineConnection, connect

_LOCK_PATIENCE = 10.0
"""Seconds a transaction waits for another process that writes to the same SQLite file."""
_FIRST_LOCK_PAUSE = 0.001
"""Seconds; epoll counts in milliseconds. An import lets go of the lock for as long, often."""
_LONGEST_LOCK_PAUSE = 0.005


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()


_OPTIONS: dict[str, Any] = {
    "hide_parameters": True,
    "json_serializer": _json,
    "json_deserializer": orjson.loads,
}


_SQLITE_CONNECTIONS = 64
"""A connection goes back to the pool a turn of the event loop after its transaction has ended."""


class DatabaseUrlError(ValueError):
    """A DATABASE_URL that names neither SQLite nor PostgreSQL."""


def parse_url(text: str) -> URL:
    """The database's URL with the driver the bot uses. Raises DatabaseUrlError."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Without the cause: it quotes the URL, and with it the password.
        raise DatabaseUrlError("DATABASE_URL is not a database URL") from None
    match url.get_backend_name():
        case "sqlite" if url.database in {None, "", ":memory:"}:
            raise DatabaseUrlError("DATABASE_URL names no file: sqlite:///path/to/file.sqlite3")
        case "sqlite":
            return url.set(drivername="sqlite+aiosqlite")
        case "postgresql" | "postgres":
            return url.set(drivername="postgresql+psycopg")
        case other:
            raise DatabaseUrlError(f"DATABASE_URL names {other}: use sqlite:// or postgresql://")


class Storage:
    """The database of one process. Close it with `close()`."""

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._sqlite_engine() if self.is_sqlite else self._postgresql_engine()

    def _sqlite_engine(self) -> AsyncEngine:
        path = Path(self.url.database or "")
        path.parent.mkdir(parents=True, exist_ok=True)

        async def open_file(*_: Any, **__: Any) -> InlineConnection:
            return connect(path)

        return create_async_engine(
            self.url, async_creator=open_file, pool_size=_SQLITE_CONNECTIONS, **_OPTIONS
        )

    def _postgresql_engine(self) -> AsyncEngine:
        return create_async_engine(
            self.url, pool_size=10, max_overflow=10, pool_pre_ping=True, **_OPTIONS
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write: committed at the end, rolled back if the block raises.

        On SQLite it takes the write lock at once (a later upgrade could fail half-way) and waits
        for another process's lock without blocking the event loop. Raises OperationalError when
        the database can't be reached or stays locked.
        """
        async with self.engine.connect() as connection:
            if self.is_sqlite:
                await _take_write_lock(connection)
            else:
                await connection.begin()
            try:
                yield connection
            except BaseException:
                await connection.rollback()
                raise
            await connection.commit()

    async def close(self) -> None:
        """Close all connections."""
        await self.engine.dispose()


async def _take_write_lock(connection: AsyncConnection) -> None:
    """Begin at the driver: through SQLAlchemy it costs more than the rest of a transaction."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _LOCK_PATIENCE
    driver: Any = (await connection.get_raw_connection()).driver_connection
    pause = _FIRST_LOCK_PAUSE
    while True:
        try:
            driver.begin()
        except sqlite3.OperationalError as error:
            if not is_locked(error) or loop.time() >= deadline:
                raise OperationalError("BEGIN IMMEDIATE", None, error) from error
            await asyncio.sleep(pause)
            pause = min(pause * 1.05, _LONGEST_LOCK_PAUSE)
        else:
            return


def is_locked(error: sqlite3.Error) -> bool:
    """Whether another process writes to the SQLite file."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    }


def is_away(error: BaseException) -> bool:
    """Whether the database can't be reached or is busy, so that the same may work later.

    SQLite's driver also calls wrong SQL and wrong types OperationalError and InterfaceError; those
    would fail for ever.
    """
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        return isinstance(error, OperationalError) and code != sqlite3.SQLITE_ERROR
    return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)


def insert_into(
    connection: AsyncConnection, table: type[Base]
) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT, in the dialect of the connection."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def personal_columns(table: Table) -> list[str]:
    """The names of a table's columns that are marked as personal."""
    return [column.name for column in table.columns if column.info["personal"]]
