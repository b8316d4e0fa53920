"""Finding a person costs the same whether the person is there or not."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select, update

from bot.registry.keys import KeyRing, SealBrokenError, WrongKeyError
from bot.registry.memberships import Segment
from bot.registry.store.database import sole_writer
from bot.registry.store.finding import find, find_by_hash
from bot.storage.models import RegistryRow
from bot.storage.storage import Storage
from tests.registry.store.lists import OTHER_SECRET, Office, member, nik


@contextmanager
def _queries(storage: Storage) -> Iterator[list[str]]:
    made: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        made.append(statement)

    event.listen(storage.engine.sync_engine, "before_cursor_execute", note)
    yield made
    event.remove(storage.engine.sync_engine, "before_cursor_execute", note)


async def test_it_takes_one_query_and_one_opening_for_anybody(
    office: Office, storage: Storage
) -> None:
    office.bring([member(1), member(1, segment=Segment.PU), member(2)])
    keys = await office.keys()
    for number, there in ((1, True), (2, True), (3, False)):
        with _queries(storage) as made:
            async with storage.transaction() as connection:
                found = await find(connection, keys, nik(number))
                first = found.memberships[0].open(keys)
        assert len(made) == 1
        assert found.is_there is there
        assert (first.name == f"Orang Nomor {number}") is there


async def test_an_empty_registry_says_so_and_still_gives_something_to_open(
    office: Office, storage: Storage
) -> None:
    keys = await office.keys()
    async with storage.transaction() as connection:
        found = await find(connection, keys, nik(1))
    assert (found.is_there, found.as_of) == (False, None)
    decoy = found.memberships[0].open(keys)
    assert decoy.name


async def test_the_decoy_is_as_large_as_a_usual_row(office: Office) -> None:
    office.bring([member(1, district="Samarinda Ulu", village="Sidodadi")])
    there, absent = await office.found(1), await office.found(2)
    sizes = [len(found.memberships[0].value) for found in (there, absent)]
    assert abs(sizes[0] - sizes[1]) <= 64


async def test_a_dialog_that_has_only_the_hash_left_finds_the_same(
    office: Office, storage: Storage
) -> None:
    office.bring([member(1)])
    keys = await office.keys()
    async with storage.transaction() as connection:
        by_hash = await find_by_hash(connection, keys, keys.nik_hash(nik(1)))
        assert by_hash == await find(connection, keys, nik(1))


async def test_another_secret_gets_an_error_and_no_answer(office: Office, storage: Storage) -> None:
    office.bring([member(1)])
    stranger = KeyRing(OTHER_SECRET.get_secret_value())
    async with storage.transaction() as connection:
        for number in (1, 2):
            with pytest.raises(WrongKeyError):
                await find(connection, stranger, nik(number))
    with pytest.raises(WrongKeyError):
        await Office(office.url, OTHER_SECRET).keys()


async def test_rows_changed_or_exchanged_in_the_database_do_not_open(office: Office) -> None:
    office.bring([member(1), member(2)])
    with sole_writer(office.url) as engine, engine.begin() as connection:
        rows = connection.execute(select(RegistryRow.nik_hash, RegistryRow.sealed)).all()
        other = {rows[0].nik_hash: rows[1].sealed, rows[1].nik_hash: rows[0].sealed}
        for nik_hash, sealed in other.items():
            connection.execute(
                update(RegistryRow).where(RegistryRow.nik_hash == nik_hash).values(sealed=sealed)
            )
    for number in (1, 2):
        with pytest.raises(SealBrokenError):
            await office.details(number)
