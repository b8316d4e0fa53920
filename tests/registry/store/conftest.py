"""An office with an empty registry, on both databases."""

import pytest

from tests.registry.store.lists import Office


@pytest.fixture
def office(database_url: str) -> Office:
    return Office(database_url)
