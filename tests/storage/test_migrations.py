"""The migrations make the schema that the models describe, on both databases."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from pydantic import SecretStr
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.migrations import (
    SchemaError,
    alembic_config,
    ensure_schema,
    synchronous_engine,
    upgrade,
    versions,
)
from bot.storage.models import Base
from bot.storage.storage import parse_url
from tests.chat import make_settings, make_token

if TYPE_CHECKING:
    from tests.postgres import PostgresServer

_EMPTY = ["sqlite", "postgresql"]


@pytest.fixture(params=_EMPTY)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        return server.new_database(migrated=False)
    return f"sqlite:///{tmp_path / 'new' / 'empty.sqlite3'}"


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_migrations_and_models_agree(database_url: str) -> None:
    engine = synchronous_engine(parse_url(database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []
        assert _tables(connection) == set(Base.metadata.tables)
    engine.dispose()


def test_migrations_can_be_taken_back_and_applied_again(database_url: str) -> None:
    engine = synchronous_engine(parse_url(database_url))
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
        assert _tables(connection) == set()
    engine.dispose()
    assert versions(database_url)[0] is None
    upgrade(database_url)
    has, wants = versions(database_url)
    assert has == wants


def test_an_empty_database_is_brought_up_to_date(empty_url: str) -> None:
    has, wants = versions(empty_url)
    assert (has, wants == "") == (None, False)
    assert upgrade(empty_url) == wants
    assert versions(empty_url) == (wants, wants)


def test_upgrading_twice_changes_nothing(database_url: str) -> None:
    assert upgrade(database_url) == upgrade(database_url)


async def test_the_bot_refuses_a_database_that_is_not_up_to_date(empty_url: str) -> None:
    settings = make_settings(make_token(), "http://127.0.0.1:9", empty_url)
    with pytest.raises(SchemaError, match="jamsosbot db upgrade"):
        await ensure_schema(settings)
    upgrade(empty_url)
    await ensure_schema(settings)


async def test_the_default_file_is_made_and_migrated_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'var' / 'jamsosbot.sqlite3'}"
    monkeypatch.setattr("bot.settings.DEFAULT_DATABASE_URL", url)
    settings = make_settings(make_token(), "http://127.0.0.1:9", url)
    assert settings.database_url == SecretStr(url)
    await ensure_schema(settings)
    has, wants = versions(url)
    assert has == wants


def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    upgrade(empty_url)
    engine = synchronous_engine(parse_url(empty_url))
    with engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
        connection.exec_driver_sql("CREATE TABLE unanswered (id int)")
    with pytest.raises(SQLAlchemyError, match="unanswered"):
        upgrade(empty_url)
    with engine.connect() as connection:
        assert _tables(connection) == {"unanswered"}
    engine.dispose()


def test_passwords_with_any_character_reach_the_driver() -> None:
    assert parse_url("postgresql://bot:a%40b%2Fc@db/jamsosbot").password == "a@b/c"  # noqa: S105 -- nobody's password
