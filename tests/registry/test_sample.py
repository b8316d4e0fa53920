"""Invented people: valid, the same every time, and of nobody."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from bot.demo.people import DEFAULT_PEOPLE
from bot.registry.memberships import Segment, Status
from bot.registry.names import same_name
from bot.registry.nik import Nik
from bot.registry.rejects import Entry
from bot.registry.sample import (
    COLUMNS,
    SampleError,
    demo_people,
    sample_denominators,
    sample_entries,
    write_csv,
)
from bot.registry.sample.regions import REGIONS
from knowledge.regions import load_regions
from tests.registry.messy import write_messy_xlsx

PEOPLE = 6_000
AS_OF = date(2025, 5, 14)


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return list(sample_entries(PEOPLE))


def test_every_nik_has_the_form_of_one(entries: list[Entry]) -> None:
    for entry in entries:
        digits = entry.membership.nik.digits()
        assert Nik.parse(digits) == entry.membership.nik
        day = int(digits[6:8])
        assert 1 <= day <= 31 or 41 <= day <= 71


def test_no_nik_can_be_somebodys(entries: list[Entry]) -> None:
    most_districts = 20  # Kutai Kartanegara has as many kecamatan as that, numbered from 01
    for entry in entries:
        digits = entry.membership.nik.digits()
        assert f"{digits[:2]}.{digits[2:4]}" == entry.membership.region
        assert digits[4:6] == "99"
        assert int(digits[4:6]) > most_districts


def test_the_same_seed_gives_the_same_people(entries: list[Entry]) -> None:
    assert list(sample_entries(PEOPLE)) == entries
    assert list(sample_entries(PEOPLE, seed=65)) != entries


def test_people_are_as_many_as_asked_for_and_some_have_two_segments(entries: list[Entry]) -> None:
    memberships = Counter(entry.membership.nik for entry in entries)
    assert len(memberships) == PEOPLE
    assert set(memberships.values()) == {1, 2}
    assert 0.01 < sum(count == 2 for count in memberships.values()) / PEOPLE < 0.06
    for entry in entries:
        assert memberships[entry.membership.nik] == 1 or entry.membership.name
    keys = {(entry.membership.nik, entry.membership.segment) for entry in entries}
    assert len(keys) == len(entries)


def test_one_person_has_one_name_phone_and_card(entries: list[Entry]) -> None:
    identities = {
        (row.nik, row.name, row.region, row.phone, row.kpj, row.status)
        for row in (entry.membership for entry in entries)
    }
    assert len(identities) == PEOPLE


@pytest.mark.parametrize("people", [500, PEOPLE])
def test_the_regencies_reach_their_shares(people: int) -> None:
    active: dict[str, set[Nik]] = {}
    for row in (entry.membership for entry in sample_entries(people)):
        if row.status is Status.ACTIVE:
            active.setdefault(row.region, set()).add(row.nik)
    denominators = sample_denominators(people)
    for region in REGIONS:
        denominator = denominators[region.code]
        reached = len(active.get(region.code, ()))
        assert reached == denominator.active
        assert abs(reached - region.covered * denominator.workers) <= 0.5
    for everybody_covered in ("64.08", "64.74"):
        assert denominators[everybody_covered].active == denominators[everybody_covered].workers > 0


def test_the_sample_covers_every_regency_and_says_that_it_is_one() -> None:
    denominators = sample_denominators(PEOPLE)
    assert set(denominators) == {
        region.kemendagri_code for region in load_regions() if region.kind != "provinsi"
    }
    assert sum(denominator.registered for denominator in denominators.values()) == PEOPLE
    assert {denominator.kind for denominator in denominators.values()} == {"contoh rekaan"}


def test_rows_are_consistent(entries: list[Entry]) -> None:
    seen = set()
    for row in (entry.membership for entry in entries):
        seen.add(row.segment)
        assert {"JKK", "JKM"} <= set(row.programmes)
        if row.segment in (Segment.RENTAN, Segment.JAKON):
            assert len(row.programmes) == 2
        if "JKP" in row.programmes:
            assert row.segment is Segment.PU
        assert row.start is not None
        assert row.last_paid is not None
        assert f"{row.start:%Y-%m}" <= row.last_paid <= f"{AS_OF:%Y-%m}"
        assert (row.last_paid >= "2025-04") == (row.status is Status.ACTIVE)
        assert row.phone is None or row.phone.startswith("62840")
        assert row.kpj is None or (len(row.kpj) == 11 and row.kpj.isdigit())
        if row.segment is Segment.PU:
            assert row.funding == "perusahaan"
        if row.funding == "DBH sawit":
            assert row.segment is Segment.RENTAN
            assert row.region < "64.7"
    assert seen == set(Segment)


def test_an_empty_sample_is_one_and_an_impossible_one_is_refused() -> None:
    assert list(sample_entries(0)) == []
    with pytest.raises(SampleError):
        sample_entries(-1)
    with pytest.raises(SampleError):
        sample_entries(10**10)


def test_the_demo_people_are_found_by_their_own_names() -> None:
    worker = DEFAULT_PEOPLE[0]
    active, lapsed, twice = demo_people()
    assert same_name(worker.name, active.name)
    assert active.phone == worker.phone_number.removeprefix("+")
    assert {row.status for row in active.memberships} == {Status.ACTIVE}
    assert {row.status for row in lapsed.memberships} == {Status.INACTIVE}
    assert len({row.segment for row in twice.memberships}) == 2
    for person in demo_people():
        assert {row.nik for row in person.memberships} == {Nik.parse(person.nik)}
        assert {entry.membership for entry in person.entries()} == set(person.memberships)


def test_the_demo_people_are_nobody_of_the_sample(entries: list[Entry]) -> None:
    rows = [entry.membership for entry in entries]
    for person in demo_people():
        assert Nik.parse(person.nik) not in {row.nik for row in rows}
        assert person.kpj not in {row.kpj for row in rows}
        assert person.phone is None or person.phone not in {row.phone for row in rows}


def test_a_list_is_written_as_agencies_exchange_it(entries: list[Entry], tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    assert write_csv(path, entries) == len(entries)
    with path.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    assert tuple(heading) == COLUMNS
    assert len(rows) == len(entries)
    assert [row[0] for row in rows] == [entry.membership.nik.digits() for entry in entries]
    regions = {region.name for region in load_regions()}
    assert {row[2] for row in rows} <= regions
    assert {row[5] for row in rows} == set(Segment)
    assert all(row[8] == "" or row[8].startswith("0840") for row in rows)


def test_a_messy_workbook_has_good_and_bad_rows(entries: list[Entry], tmp_path: Path) -> None:
    path = tmp_path / "daftar.xlsx"
    written = write_messy_xlsx(path, entries[:400])
    assert path.read_bytes()[:2] == b"PK"
    assert written.good + written.bad == 400
    assert written.bad == 10
    assert written.sheets > 1
