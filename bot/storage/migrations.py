"""The database's schema: which version it has, which it should have, and how it gets there."""

import asyncio
import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from bot.settings import Settings
from bot.storage.storage import parse_url

_HERE = Path(__file__).parent


class SchemaError(Exception):
    """The database has another schema than this program; the message says what to do."""


def alembic_config(connection: Connection | None = None) -> Config:
    """What Alembic needs to know; commands that touch the database need the connection."""
    config = Config()
    config.set_main_option("script_location", str(_HERE / "alembic"))
    config.set_main_option("version_locations", str(_HERE / "versions"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def synchronous_engine(url: URL, *, writes: bool = False) -> Engine:
    """The same database for programs without an event loop; all of a transaction or nothing.

    Python's sqlite3 commits each CREATE TABLE by itself unless it is told when to begin. With
    `writes` each transaction takes SQLite's write lock at its start, waiting for other writers.
    """
    if url.get_backend_name() != "sqlite":
        return create_engine(url, hide_parameters=True)
    engine = create_engine(url.set(drivername="sqlite"), hide_parameters=True)
    how = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "connect")
    def leave_transactions_alone(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(how)

    return engine


def upgrade(database_url: str) -> str:
    """Bring the schema up to date, in one transaction; the version it has then.

    Raises SQLAlchemyError when the database can't be reached.
    """
    url = parse_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = synchronous_engine(url)
    try:
        with engine.begin() as connection:
            command.upgrade(alembic_config(connection), "head")
            return MigrationContext.configure(connection).get_current_revision() or ""
    finally:
        engine.dispose()


def versions(database_url: str) -> tuple[str | None, str]:
    """The version the database has (None: no schema yet) and the one it should have."""
    url = parse_url(database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return None, _head()
    engine = synchronous_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision(), _head()
    finally:
        engine.dispose()


def _head() -> str:
    return ScriptDirectory.from_config(alembic_config()).get_current_head() or ""


async def ensure_schema(settings: Settings) -> None:
    """Migrate the default SQLite file by itself; refuse any other database that isn't up to date.

    Raises SchemaError, which says what to run.
    """
    url = settings.database_url.get_secret_value()
    if settings.uses_default_database:
        await asyncio.to_thread(upgrade, url)
        return
    has, wants = await asyncio.to_thread(versions, url)
    if has != wants:
        raise SchemaError("the database's schema is not up to date: run `jamsosbot db upgrade`")
