"""The registry's way to the database: synchronous, one writer of lists at a time."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Engine, text
from sqlalchemy.engine import URL

from bot.registry.store.errors import BusyError
from bot.storage.migrations import synchronous_engine
from bot.storage.storage import is_locked, parse_url

_ADVISORY_LOCK = 6_472_990_101
"""PostgreSQL's lock for "somebody changes the registry"; the number is ours to choose."""


@contextmanager
def reading(database_url: str) -> Iterator[Engine]:
    """The database for reading."""
    engine = synchronous_engine(parse_url(database_url))
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def sole_writer(database_url: str) -> Iterator[Engine]:
    """The database for a process that changes the registry; there is one at a time.

    The lock is gone with the process, whatever ends it. Raises BusyError when somebody else has it.
    """
    url = parse_url(database_url)
    engine = synchronous_engine(url, writes=True)
    is_sqlite = url.get_backend_name() == "sqlite"
    try:
        with _locked_file(url) if is_sqlite else _locked_server(engine):
            yield engine
    finally:
        engine.dispose()


@contextmanager
def _locked_file(url: URL) -> Iterator[None]:
    """A lock that the bot's own transactions don't meet: on an empty file beside the database."""
    beside = sqlite3.connect(f"{url.database}-import", isolation_level=None, timeout=0)
    with closing(beside):
        try:
            beside.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if is_locked(error):
                raise BusyError from None
            raise
        yield


@contextmanager
def _locked_server(engine: Engine) -> Iterator[None]:
    lock = {"lock": _ADVISORY_LOCK}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), lock):
            raise BusyError
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), lock)
