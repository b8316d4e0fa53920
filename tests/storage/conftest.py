"""A SQLite storage, for what only SQLite does."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.storage import Storage


@pytest.fixture
async def sqlite_storage(tmp_path: Path, migrated_file: Path) -> AsyncIterator[Storage]:
    """A migrated SQLite file `test.sqlite3` in the test's folder, opened."""
    shutil.copyfile(migrated_file, tmp_path / "test.sqlite3")
    opened = Storage(f"sqlite:///{tmp_path / 'test.sqlite3'}")
    yield opened
    await opened.close()
