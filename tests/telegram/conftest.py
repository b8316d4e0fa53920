"""The parts of `bot.telegram`, real ones, against the local Bot API server."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.postgres import PostgresServer
from tests.telegram.workbench import Bench
from tests.telegram.workbench import bench as workbench


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    """A migrated SQLite file, for tests that are not about the database."""
    shutil.copyfile(migrated_file, tmp_path / "bot.sqlite3")
    return f"sqlite:///{tmp_path / 'bot.sqlite3'}"


@pytest.fixture
def postgres_url(postgres: PostgresServer) -> str:
    """A migrated PostgreSQL database, for tests of what only a server does."""
    return postgres.new_database()


@pytest.fixture
async def bench(sqlite_url: str) -> AsyncIterator[Bench]:
    """A bot that says what was said to it."""
    async with workbench(sqlite_url) as opened:
        yield opened
