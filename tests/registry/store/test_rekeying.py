"""A new SECRET_KEY: everything is found with it, nothing with the old one, or nothing happened."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr
from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, insert, select

from bot.registry.keys import KeyRing, NoSecretError, WrongKeyError
from bot.registry.memberships import Segment
from bot.registry.store import rekeying
from bot.registry.store.database import reading, sole_writer
from bot.registry.store.importing import Outcome
from bot.registry.store.key_store import hash_columns
from bot.registry.store.rekeying import rekey
from bot.registry.store.versions import forget_everything, roll_back
from bot.storage.models.base import nik_hash
from tests.registry.store.lists import AS_OF, NOW, OTHER_SECRET, SECRET, Office, member, nik

_THIRD_SECRET = SecretStr("kunci-ketiga-yang-panjangnya-juga-lebih-dari-32")


async def test_everybody_is_found_with_the_new_key(office: Office) -> None:
    office.bring([member(1)])
    office.bring([member(1), member(1, segment=Segment.PU), member(2)])
    done = rekey(office.url, SECRET, OTHER_SECRET, now=NOW)
    assert done.rows == 4
    renewed = Office(office.url, OTHER_SECRET)
    assert await renewed.names(1, 2, 3) == ["Orang Nomor 1", "Orang Nomor 2"]
    assert len(await renewed.details(1)) == 2
    roll_back(office.url, now=NOW)
    assert await renewed.names(1, 2) == ["Orang Nomor 1"]


async def test_nothing_is_found_with_the_old_key(office: Office) -> None:
    office.bring([member(1)])
    rekey(office.url, SECRET, OTHER_SECRET, now=NOW)
    with pytest.raises(WrongKeyError):
        await office.keys()
    with pytest.raises(WrongKeyError):
        office.bring([member(2)])
    old = KeyRing(SECRET.get_secret_value())
    with reading(office.url) as engine, engine.connect() as connection:
        held = str(connection.exec_driver_sql("SELECT nik_hash FROM registry_rows").all())
    assert str(old.nik_hash(nik(1))) not in held


async def test_keys_can_be_changed_again_and_lists_imported_in_between(office: Office) -> None:
    office.bring([member(1)])
    rekey(office.url, SECRET, OTHER_SECRET, now=NOW)
    second = Office(office.url, OTHER_SECRET)
    second.bring([member(2)], add=True)
    rekey(office.url, OTHER_SECRET, _THIRD_SECRET, now=NOW)
    third = Office(office.url, _THIRD_SECRET)
    assert await third.names(1, 2) == ["Orang Nomor 1", "Orang Nomor 2"]
    third.bring([member(1), member(3)], add=True)
    assert await third.names(1, 2, 3) == [f"Orang Nomor {number}" for number in (1, 2, 3)]


async def test_the_list_from_before_is_taken_for_new_and_says_the_same(office: Office) -> None:
    office.bring([member(1)])
    rekey(office.url, SECRET, OTHER_SECRET, now=NOW)
    renewed = Office(office.url, OTHER_SECRET)
    assert renewed.bring([member(1)]).outcome is Outcome.IMPORTED
    assert await renewed.names(1) == ["Orang Nomor 1"]


async def test_a_wrong_or_missing_key_changes_nothing(office: Office) -> None:
    office.bring([member(1)])
    with pytest.raises(WrongKeyError):
        rekey(office.url, OTHER_SECRET, _THIRD_SECRET, now=NOW)
    for old, new in ((SECRET, None), (None, OTHER_SECRET), (SECRET, SecretStr("pendek"))):
        with pytest.raises(NoSecretError):
            rekey(office.url, old, new, now=NOW)
    assert rekey(office.url, SECRET, SECRET, now=NOW).rows == 0
    assert await office.names(1) == ["Orang Nomor 1"]


async def test_a_change_that_breaks_off_leaves_everything_as_it_was(office: Office) -> None:
    office.bring([member(1)], as_of=AS_OF)
    office.bring([member(1), member(2)])

    def fail(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rekey(office.url, SECRET, OTHER_SECRET, now=NOW, progress=fail)
    assert await office.names(1, 2) == ["Orang Nomor 1", "Orang Nomor 2"]
    rekey(office.url, SECRET, OTHER_SECRET, now=NOW)
    assert await Office(office.url, OTHER_SECRET).names(1, 2) == ["Orang Nomor 1", "Orang Nomor 2"]


@pytest.fixture
def looked_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """Another table that holds hashes of NIKs."""
    table = Table(
        "looked_up",
        MetaData(),
        Column("nik_hash", LargeBinary(16), primary_key=True),
        Column("bound", LargeBinary(16)),
    )
    with sole_writer(office.url) as engine, engine.begin() as connection:
        table.create(connection)
    monkeypatch.setattr(rekeying, "hash_columns", lambda: [table.c.nik_hash, table.c.bound])
    yield table
    with sole_writer(office.url) as engine, engine.begin() as connection:
        table.drop(connection)


async def test_hashes_in_other_tables_are_renewed_too(office: Office, looked_up: Table) -> None:
    keys = await office.keys()
    hashes = [keys.nik_hash(nik(number)) for number in range(50)]

    def fill(connection: Connection) -> None:
        connection.execute(
            insert(looked_up),
            [
                {"nik_hash": each, "bound": hashes[0] if n else None}
                for n, each in enumerate(hashes)
            ],
        )

    with sole_writer(office.url) as engine, engine.begin() as connection:
        fill(connection)
    assert rekey(office.url, SECRET, OTHER_SECRET, now=NOW).other_hashes == 51
    renewed = await Office(office.url, OTHER_SECRET).keys()
    with reading(office.url) as engine, engine.connect() as connection:
        rows = connection.execute(select(looked_up)).all()
    assert {row.nik_hash for row in rows} == {renewed.nik_hash(nik(number)) for number in range(50)}
    assert {row.bound for row in rows} == {None, renewed.nik_hash(nik(0))}


def test_marked_columns_are_found_by_their_mark() -> None:
    info = nik_hash().column.info
    assert info["personal"]
    assert info["nik_hash"]
    assert all(column.table.name != "registry_rows" for column in hash_columns())


async def test_after_a_lost_key_one_can_begin_again_with_another(office: Office) -> None:
    office.bring([member(1)])
    forget_everything(office.url)
    with pytest.raises(WrongKeyError):
        Office(office.url, OTHER_SECRET).bring([member(1)])
    forget_everything(office.url, keys_too=True)
    renewed = Office(office.url, OTHER_SECRET)
    renewed.bring([member(1)])
    assert await renewed.names(1) == ["Orang Nomor 1"]
