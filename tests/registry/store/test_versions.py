"""Versions: going back, going forth, what is kept, what is deleted."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.registry.store.database import reading, sole_writer
from bot.registry.store.errors import BusyError, NoSuchVersionError
from bot.registry.store.versions import (
    State,
    Version,
    delete_abandoned,
    forget_everything,
    list_versions,
    roll_back,
)
from bot.storage.models import RegistryCount, RegistryPeople, RegistryRow, RegistryVersion
from bot.storage.storage import Storage
from tests.registry.store.lists import AS_OF, NOW, Office, member


def _versions(office: Office) -> list[Version]:
    with reading(office.url) as engine, engine.connect() as connection:
        return list_versions(connection)


def _rows(office: Office) -> int:
    with reading(office.url) as engine, engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(RegistryRow)) or 0


def _bring(office: Office, number: int) -> None:
    office.bring([member(number)], as_of=AS_OF + timedelta(days=number))


async def test_going_back_twice_is_possible_and_no_more(office: Office) -> None:
    for number in range(4):
        _bring(office, number)
    assert _rows(office) == 3
    assert roll_back(office.url, now=NOW).people == 1
    assert await office.names(1, 2, 3) == ["Orang Nomor 2"]
    roll_back(office.url, now=NOW)
    assert await office.names(1, 2, 3) == ["Orang Nomor 1"]
    with pytest.raises(NoSuchVersionError):
        roll_back(office.url, now=NOW)


async def test_going_back_is_recorded(office: Office) -> None:
    for number in range(2):
        _bring(office, number)
    roll_back(office.url, now=NOW, by=77)
    newest, oldest = _versions(office)
    assert (newest.state, newest.withdrawn_at, newest.withdrawn_by) == (State.WITHDRAWN, NOW, 77)
    assert (oldest.state, oldest.withdrawn_at) == (State.CURRENT, None)


async def test_one_can_go_forth_again_until_the_next_import(office: Office) -> None:
    for number in range(2):
        _bring(office, number)
    newest = _versions(office)[0].id
    roll_back(office.url, now=NOW)
    roll_back(office.url, now=NOW, to=newest)
    assert await office.names(0, 1) == ["Orang Nomor 1"]
    roll_back(office.url, now=NOW)
    office.bring([member(5)], as_of=AS_OF + timedelta(days=2))
    assert {version.state for version in _versions(office)} == {State.CURRENT, State.PREVIOUS}
    assert await office.names(0, 1, 5) == ["Orang Nomor 5"]


@pytest.mark.parametrize("to", [None, 1, 99])
def test_an_empty_registry_has_nothing_to_go_back_to(office: Office, to: int | None) -> None:
    with pytest.raises(NoSuchVersionError):
        roll_back(office.url, now=NOW, to=to)


def test_the_current_version_is_nothing_to_go_back_to(office: Office) -> None:
    _bring(office, 1)
    with pytest.raises(NoSuchVersionError):
        roll_back(office.url, now=NOW, to=_versions(office)[0].id)


async def test_forgetting_leaves_nothing(office: Office) -> None:
    for number in range(3):
        _bring(office, number)
    assert forget_everything(office.url) == 1
    with reading(office.url) as engine, engine.connect() as connection:
        for table in (RegistryRow, RegistryVersion, RegistryCount, RegistryPeople):
            assert connection.scalar(select(func.count()).select_from(table)) == 0
    assert await office.statistics() is None
    assert forget_everything(office.url) == 0
    assert (await office.found(1)).as_of is None


def test_nothing_is_changed_while_an_import_runs(office: Office) -> None:
    _bring(office, 1)
    with sole_writer(office.url):
        with pytest.raises(BusyError):
            roll_back(office.url, now=NOW)
        with pytest.raises(BusyError):
            forget_everything(office.url)


async def test_retention_deletes_what_a_dead_import_left_and_nothing_else(
    office: Office, storage: Storage
) -> None:
    _bring(office, 1)
    _bring(office, 2)
    async with storage.transaction() as connection:
        await connection.execute(
            update(RegistryVersion)
            .where(RegistryVersion.state == "previous")
            .values(state=State.STAGING, touched_at=NOW)
        )
    await delete_abandoned(storage, NOW + timedelta(minutes=59))
    assert _rows(office) == 2
    await delete_abandoned(storage, NOW + timedelta(minutes=61))
    assert _rows(office) == 1
    assert [version.state for version in _versions(office)] == [State.CURRENT]
    assert await office.names(1, 2) == ["Orang Nomor 2"]
