"""A SQLite storage, for what only SQLite does."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.migrations import upgrade
from bot.storage.storage import Storage


@pytest.fixture
async def sqlite_storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """A migrated SQLite file `test.sqlite3` in the test's folder, opened."""
    url = f"sqlite:///{tmp_path / 'test.sqlite3'}"
    upgrade(url)
    opened = Storage(url)
    yield opened
    await opened.close()
