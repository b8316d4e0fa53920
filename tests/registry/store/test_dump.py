"""Without the key, a copy of the database answers no question about anybody."""

import hashlib
import hmac
from datetime import date
from pathlib import Path

from sqlalchemy import select

from bot.registry.store.database import reading
from bot.storage.models import Base, RegistryRow
from tests.registry.store.lists import SECRET, Office, member, nik

_PEOPLE = 40


def _dump(url: str) -> bytes:
    """Everything that is in the database, tables and all."""
    parts = []
    with reading(url) as engine, engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            for row in connection.execute(table.select()):
                parts += [
                    value if isinstance(value, bytes) else str(value).encode() for value in row
                ]
    return b"\n".join(parts)


def _filled(office: Office) -> bytes:
    office.bring(
        member(number, name="Ani Rahayu", village="Sidodadi", start=date(2024, 1, 1))
        for number in range(_PEOPLE)
    )
    return _dump(office.url)


def test_names_numbers_and_places_are_not_in_it(office: Office) -> None:
    dump = _filled(office)
    for number in range(_PEOPLE):
        person = member(number)
        for text in (person.nik.digits(), person.phone, person.kpj, "Ani Rahayu", "Sidodadi"):
            assert str(text).encode() not in dump


def test_trying_a_known_nik_finds_nothing(office: Office) -> None:
    dump = _filled(office)
    in_database = {dump[start : start + 16] for start in range(len(dump) - 15)}
    keys_at_hand = [b"", b"jamsosbot", b"nik hash", *dump.split(b"\n")]
    for number in range(_PEOPLE):
        digits = nik(number).digits().encode()
        tried = [
            hashlib.new(name, digits).digest()
            for name in hashlib.algorithms_guaranteed
            if not name.startswith("shake")
        ]
        tried += [hmac.digest(key, digits, "sha256") for key in keys_at_hand]
        found = [each for each in tried if each[:16] in in_database]
        assert found == []
        assert not any(each.hex()[:32].encode() in dump for each in tried)


def test_with_the_key_the_same_trial_finds_everybody(office: Office) -> None:
    """Or else the test above could not fail."""
    from bot.registry.keys import KeyRing

    dump = _filled(office)
    keys = KeyRing(SECRET.get_secret_value())
    assert all(keys.nik_hash(nik(number)) in dump for number in range(_PEOPLE))


def test_people_of_the_same_name_look_different(office: Office) -> None:
    _filled(office)
    with reading(office.url) as engine, engine.connect() as connection:
        sealed = connection.scalars(select(RegistryRow.sealed)).all()
    assert len(sealed) == _PEOPLE
    assert len({value[12:] for value in sealed}) == _PEOPLE
    assert len({len(value) for value in sealed}) == 1


def test_nothing_readable_is_left_on_disk(tmp_path: Path) -> None:
    from bot.storage.migrations import upgrade

    office = Office(f"sqlite:///{tmp_path / 'registry.sqlite3'}")
    upgrade(office.url)
    _filled(office)
    files = [file for file in tmp_path.iterdir() if file.is_file()]
    assert {file.name.removeprefix("registry.sqlite3") for file in files} <= {
        "", "-wal", "-shm", "-import",
    }  # fmt: skip
    for file in files:
        content = file.read_bytes()
        assert b"Ani Rahayu" not in content
        assert not any(nik(number).digits().encode() in content for number in range(_PEOPLE))
