"""Real parts for all tests: SQLite files, a PostgreSQL server, the bot, its Bot API server."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from bot.storage.migrations import upgrade
from bot.storage.storage import Storage
from knowledge.library import Library, build_library
from tests.chat import Chat, Conversation, conversation
from tests.postgres import PostgresServer, postgres_server

DATABASES = ["sqlite", "postgresql"]


@pytest.fixture(scope="session", autouse=True)
def _short_tracebacks() -> None:
    """What the bot logs is shown with a failing test; by default with every variable's value."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        ]
    )


@pytest.fixture(scope="session")
def library() -> Library:
    """The project's own content and search, built once."""
    return build_library()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL server of the tests' own."""
    with postgres_server(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite file, to be copied: migrating takes fifty times as long."""
    path = tmp_path_factory.mktemp("template") / "migrated.sqlite3"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=DATABASES)
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_file: Path
) -> Iterator[str]:
    """An empty, migrated database of each kind; a test that takes it runs on both."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        with server.empty_database() as url:
            yield url
        return
    path = tmp_path / "test.sqlite3"
    shutil.copyfile(migrated_file, path)
    yield f"sqlite:///{path}"


@pytest.fixture
async def storage(database_url: str) -> AsyncIterator[Storage]:
    """The database, opened."""
    opened = Storage(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def talk(library: Library, database_url: str) -> AsyncIterator[Conversation]:
    """The real bot, connected over HTTP to the local Bot API server, and people to talk to it."""
    async with conversation(library, database_url) as running:
        yield running


@pytest.fixture
def worker(talk: Conversation) -> Chat:
    """A worker's private chat with the bot."""
    return talk.with_person("pekerja")


@pytest.fixture
def admin(talk: Conversation) -> Chat:
    """An admin's private chat with the bot."""
    return talk.with_person("admin")
