"""A sender's office, on both databases or on the faster one."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.migrations import upgrade
from bot.storage.storage import Storage
from tests.outbox.office import Office
from tests.outbox.office import office as open_office


@pytest.fixture
async def sqlite_storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """A migrated SQLite file, for what is not about the database."""
    url = f"sqlite:///{tmp_path / 'outbox.sqlite3'}"
    upgrade(url)
    opened = Storage(url)
    yield opened
    await opened.close()


@pytest.fixture
async def office(storage: Storage) -> AsyncIterator[Office]:
    """No limits: for what messages become of. On both databases."""
    async with open_office(storage) as opened:
        yield opened


@pytest.fixture
async def light_office(sqlite_storage: Storage) -> AsyncIterator[Office]:
    """The same on SQLite alone."""
    async with open_office(sqlite_storage) as opened:
        yield opened
