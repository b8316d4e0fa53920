"""Staged rows come back in order, and what is put on disk meanwhile names nobody."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registry.keys import KeyRing
from bot.registry.sealing import flat
from bot.registry.store import stage as stage_module
from bot.registry.store.sealer import Batch, OwnSealer
from bot.registry.store.stage import Stage
from tests.registry.store.lists import SECRET, member, nik

_HASHES = st.lists(st.binary(min_size=2, max_size=2), max_size=60)


@given(_HASHES, st.integers(1, 20))
def test_rows_come_by_hash_and_those_of_one_as_they_were_taken(
    hashes: list[bytes], most_waiting: int
) -> None:
    rows = [(each, 0, place, b"sealed") for place, each in enumerate(hashes)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stage_module, "MOST_WAITING", most_waiting)
        stage = Stage(io.BytesIO())
        for row in rows:
            stage.add([row])
        lists = list(stage.in_order())
    assert [row for some in lists for row in some] == sorted(rows, key=lambda row: row[0])
    assert len(lists) == 256
    assert all(row[0][0] == byte for byte, some in enumerate(lists) for row in some)


def test_on_disk_are_only_hashes_and_sealed_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage_module, "MOST_WAITING", 10)
    file = io.BytesIO()
    keys = KeyRing(SECRET.get_secret_value())
    people = [member(number, name="Ani Rahayu", village="Sidodadi") for number in range(20)]
    rows = [flat(person) for person in people]
    OwnSealer(keys, Stage(file)).take(Batch([0] * 20, list(range(20)), rows))
    written = file.getvalue()
    assert all(keys.nik_hash(nik(number)) in written for number in range(20))
    for person in people:
        for text in (person.nik.digits(), person.phone, person.kpj, "Ani Rahayu", "Sidodadi"):
            assert str(text).encode() not in written
