"""SQLite for an asyncio program, in the thread of its event loop.

aiosqlite hands each statement to another thread and back, which costs ten times what the
statement itself does: point look-ups and small writes take 5 to 50 µs. The bot's transactions are
of that kind, so they run where they are asked for. Long work (imports, aggregates over a million
rows) belongs in a process or thread of its own, with a synchronous engine.

SQLAlchemy's aiosqlite dialect takes any driver of aiosqlite's shape; this is one without the
thread. `docs/decisions.md` has the figures.
"""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Self

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",  # survives a killed process; a power cut may cost the last writes
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-16000",
    "PRAGMA busy_timeout=0",  # waiting would stop the event loop; Storage waits without blocking
)


class _Cursor:
    """aiosqlite's cursor, as far as SQLAlchemy uses it."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Iterable[Any] = ()) -> Self:
        self._cursor.execute(statement, tuple(parameters))
        return self

    async def executemany(self, statement: str, rows: Iterable[Any]) -> Self:
        self._cursor.executemany(statement, rows)
        return self

    async def fetchone(self) -> Any:
        return self._cursor.fetchone()

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        return self._cursor.fetchmany(size or self.arraysize)

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()

    @property
    def description(self) -> Any:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid


class InlineConnection:
    """aiosqlite's connection, as far as SQLAlchemy uses it, without a thread behind it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection: sqlite3.Connection | None = connection

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            raise sqlite3.ProgrammingError("the connection is closed")
        return self._connection

    @property
    def isolation_level(self) -> str | None:
        """None: transactions begin where `Storage` says so."""
        return self._open().isolation_level

    def cursor(self) -> _Cursor:
        """A new cursor."""
        return _Cursor(self._open().cursor())

    def begin(self) -> None:
        """Begin a transaction that may write. Raises sqlite3.OperationalError while locked."""
        self._open().execute("BEGIN IMMEDIATE")

    async def create_function(
        self, name: str, arguments: int, function: Callable[..., Any], **options: Any
    ) -> None:
        """Give SQL a function; SQLAlchemy needs one for regular expressions."""
        self._open().create_function(name, arguments, function, **options)

    async def commit(self) -> None:
        """End the transaction; what it did stays."""
        self._open().commit()

    async def rollback(self) -> None:
        """End the transaction; nothing of it stays."""
        self._open().rollback()

    async def close(self) -> None:
        """Close the file; closing twice does nothing more."""
        self.stop()

    def stop(self) -> None:
        """Close at once; SQLAlchemy calls this when no event loop is left."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def connect(path: Path) -> InlineConnection:
    """Open a SQLite file with the settings the bot relies on (WAL, foreign keys).

    Transactions begin where `Storage` says BEGIN, not where Python's sqlite3 guesses.
    """
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return InlineConnection(connection)
