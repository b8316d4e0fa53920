"""A sender's office, on both databases or on the faster one."""

from collections.abc import AsyncIterator

import pytest

from bot.storage.storage import Storage
from tests.outbox.office import Office
from tests.outbox.office import office as open_office
from tests.storage.conftest import sqlite_storage

__all__ = ["light_office", "office", "sqlite_storage"]


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
