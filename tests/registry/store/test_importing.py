"""Importing a list: all of it or nothing; repeated and contradicting rows; replacing and adding."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select, update

from bot.registry.keys import NoSecretError, WrongKeyError
from bot.registry.memberships import Membership, Segment, Status
from bot.registry.rejects import Entry, Rejected
from bot.registry.store.database import sole_writer
from bot.registry.store.errors import (
    BusyError,
    FutureDateError,
    NoDateError,
    NoRowsError,
    OlderListError,
    RegistryError,
    ShrinkError,
)
from bot.registry.store.importing import Outcome
from bot.storage.migrations import synchronous_engine
from bot.storage.models import (
    RegistryCount,
    RegistryKey,
    RegistryPeople,
    RegistryRow,
    RegistryVersion,
)
from bot.storage.storage import parse_url
from tests.registry.store.lists import AS_OF, NOW, OTHER_SECRET, Office, member

_TABLES = (RegistryCount, RegistryKey, RegistryPeople, RegistryRow, RegistryVersion)


def _rows_held(url: str) -> dict[str, int]:
    engine = synchronous_engine(parse_url(url))
    with engine.connect() as connection:
        held = {
            table.__tablename__: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in _TABLES
        }
    engine.dispose()
    return held


async def test_everybody_in_the_list_is_found_and_nobody_else(office: Office) -> None:
    result = office.bring([member(1), member(2, status=Status.INACTIVE)])
    assert (result.outcome, result.read, result.rejected) == (Outcome.IMPORTED, 2, 0)
    assert (result.people, result.memberships, result.people_before) == (2, 2, 0)
    (ani,) = await office.details(1)
    assert (ani.name, ani.status, ani.region) == ("Orang Nomor 1", Status.ACTIVE, "64.72")
    assert ani.has_phone("6281200000001")
    (budi,) = await office.details(2)
    assert budi.status is Status.INACTIVE
    assert await office.details(3) == []


async def test_one_person_in_two_segments_is_one_person_with_two_memberships(
    office: Office,
) -> None:
    result = office.bring([member(1), member(1, segment=Segment.PU), member(2)])
    assert (result.people, result.memberships) == (2, 3)
    assert [each.segment for each in await office.details(1)] == [Segment.BPU, Segment.PU]


async def test_the_same_list_again_changes_nothing(office: Office) -> None:
    first = office.bring([member(1), member(2)])
    before = _rows_held(office.url)
    again = office.bring([member(1), member(2)])
    assert (again.outcome, again.version) == (Outcome.UNCHANGED, first.version)
    assert _rows_held(office.url) == before
    later = office.bring([member(1), member(2)], as_of=AS_OF + timedelta(days=1))
    assert later.outcome is Outcome.IMPORTED


async def test_another_list_replaces_everything(office: Office) -> None:
    office.bring([member(1), member(2)])
    office.bring([member(2, name="Nama Baru"), member(3)])
    assert await office.names(1, 2, 3) == ["Nama Baru", "Orang Nomor 3"]


async def test_an_older_list_is_refused(office: Office) -> None:
    office.bring([member(1)])
    with pytest.raises(OlderListError, match="rollback"):
        office.bring([member(2)], as_of=AS_OF - timedelta(days=1))
    assert await office.names(1, 2) == ["Orang Nomor 1"]


def test_a_list_from_the_future_is_refused(office: Office) -> None:
    with pytest.raises(FutureDateError):
        office.bring([member(1)], as_of=NOW.date() + timedelta(days=1))


async def test_a_list_whose_rows_all_have_a_date_needs_no_other(office: Office) -> None:
    dates = [date(2026, 8, 31), AS_OF]
    result = office.bring([member(n, data_date=day) for n, day in enumerate(dates)], as_of=None)
    assert result.as_of == AS_OF
    assert (await office.found(1)).as_of == AS_OF


def test_a_list_without_a_date_is_refused(office: Office) -> None:
    with pytest.raises(NoDateError, match="--as-of"):
        office.bring([member(1, data_date=AS_OF), member(2)], as_of=None)


async def test_a_list_without_a_good_row_changes_nothing(office: Office) -> None:
    office.bring([member(1)])
    with pytest.raises(NoRowsError):
        office.bring([])
    with pytest.raises(NoRowsError):
        office.bring([Rejected("Data", 2, "NIK", "NIK 15 angka, seharusnya 16")])
    assert office.rejected == [Rejected("Data", 2, "NIK", "NIK 15 angka, seharusnya 16")]
    with pytest.raises(NoRowsError):
        office.bring([member(2), member(2, status=Status.INACTIVE)], force=True)
    assert await office.names(1, 2) == ["Orang Nomor 1"]
    assert _rows_held(office.url)["registry_versions"] == 1


async def test_rows_that_say_the_same_count_once(office: Office) -> None:
    result = office.bring([member(1), member(2), member(1), member(1)])
    assert (result.people, result.identical, result.rejected) == (2, 2, 0)
    assert await office.names(1, 2) == ["Orang Nomor 1", "Orang Nomor 2"]


async def test_rows_that_contradict_each_other_are_all_rejected(office: Office) -> None:
    result = office.bring(
        [
            member(1),
            Rejected("Data", 3, "NIK", "NIK 15 angka, seharusnya 16"),
            member(2),
            member(1, status=Status.INACTIVE),
            member(1, segment=Segment.PU),
        ]
    )
    assert (result.people, result.memberships, result.rejected) == (2, 2, 3)
    assert [(row.row, row.column) for row in office.rejected] == [(2, None), (3, "NIK"), (5, None)]
    assert "lembar Data baris 2, lembar Data baris 5" in office.rejected[0].reason
    assert [each.segment for each in await office.details(1)] == [Segment.PU]


async def test_one_nik_with_two_peoples_names_is_rejected(office: Office) -> None:
    office.bring(
        [
            member(1, name="Siti Aminah"),
            member(1, name="Joko Wibowo", segment=Segment.PU),
            member(2, name="Hj. Siti Rahmah, S.Pd"),
            member(2, name="SITI RAHMA", segment=Segment.PU),
        ]
    )
    assert [row.row for row in office.rejected] == [2, 3]
    assert "nama yang jelas berbeda" in office.rejected[0].reason
    assert await office.details(1) == []
    assert len(await office.details(2)) == 2


async def test_reasons_name_no_value(office: Office) -> None:
    office.bring(
        [
            member(1, name="Siti Aminah"),
            member(1, name="Joko Wibowo", segment=Segment.PU),
            member(2),
            member(2, village="Sidodadi"),
            member(3),
        ]
    )
    assert len(office.rejected) == 4
    for row in office.rejected:
        assert not {"Siti", "Joko", "Sidodadi", "6472"} & set(row.reason.split())


async def test_adding_keeps_what_is_there_and_replaces_what_is_new(office: Office) -> None:
    office.bring([member(1), member(2), member(2, segment=Segment.PU), member(3)])
    result = office.bring([member(2, status=Status.INACTIVE), member(3), member(4)], add=True)
    assert (result.people, result.memberships, result.changed) == (4, 5, 2)
    assert await office.names(1, 2, 3, 4) == [f"Orang Nomor {number}" for number in (1, 2, 3, 4)]
    assert [(each.segment, each.status) for each in await office.details(2)] == [
        (Segment.BPU, Status.INACTIVE),
        (Segment.PU, Status.ACTIVE),
    ]


async def test_adding_what_is_there_already_changes_nothing(office: Office) -> None:
    first = office.bring([member(1), member(2)])
    again = office.bring([member(2)], add=True)
    assert (again.outcome, again.version) == (Outcome.UNCHANGED, first.version)
    assert _rows_held(office.url)["registry_versions"] == 1


async def test_adding_a_nik_under_another_name_is_rejected(office: Office) -> None:
    office.bring([member(1, name="Siti Aminah")])
    office.bring([member(1, name="Joko Wibowo", segment=Segment.PU), member(2)], add=True)
    assert [row.row for row in office.rejected] == [2]
    assert "data yang sudah ada" in office.rejected[0].reason
    assert await office.names(1, 2) == ["Siti Aminah", "Orang Nomor 2"]


async def test_adding_may_correct_a_name(office: Office) -> None:
    office.bring([member(1, name="Siti Aminah")])
    office.bring([member(1, name="Joko Wibowo")], add=True)
    assert await office.names(1) == ["Joko Wibowo"]


def _by_hand(members: list[Membership]) -> tuple[Counter[tuple[str, str, str]], dict[str, int]]:
    counts = Counter((each.region, each.segment.value, each.status.value) for each in members)
    people: dict[str, set[object]] = {}
    for each in members:
        people.setdefault(each.region, set()).add(each.nik)
    return counts, {region: len(who) for region, who in sorted(people.items())}


@pytest.mark.parametrize("seed", range(3))
async def test_counts_are_those_of_the_rows(office: Office, seed: int) -> None:
    dice = random.Random(seed)

    def some(numbers: range) -> dict[tuple[int, Segment], Membership]:
        return {
            (number, segment): member(
                number,
                segment=segment,
                region=dice.choice(["64.72", "64.71", "64.01"]),
                status=dice.choice(list(Status)),
            )
            for number in numbers
            for segment in dice.sample(list(Segment), dice.choice((1, 1, 1, 2, 3)))
        }

    first, added = some(range(60)), some(range(40, 90))
    office.bring(first.values())
    result = office.bring(added.values(), add=True)
    whole = list((first | added).values())
    statistics = await office.statistics()
    assert statistics is not None
    counts, people = _by_hand(whole)
    assert dict(statistics.counts) == dict(sorted(counts.items()))
    assert {region: each.people for region, each in statistics.by_region.items()} == people
    active = {each.nik for each in whole if each.status is Status.ACTIVE}
    assert statistics.everybody.active == len(active)
    assert statistics.people == result.people == len({each.nik for each in whole})
    assert statistics.memberships == result.memberships == len(whole)


async def test_a_list_of_less_than_half_is_refused_unless_it_is_meant(office: Office) -> None:
    office.bring([member(number) for number in range(10)])
    with pytest.raises(ShrinkError, match="--force") as caught:
        office.bring([member(number) for number in range(4)])
    assert (caught.value.people, caught.value.before) == (4, 10)
    assert await office.names(9) == ["Orang Nomor 9"]
    assert _rows_held(office.url)["registry_rows"] == 10
    result = office.bring([member(number) for number in range(4)], force=True)
    assert (result.people, result.shrinks) == (4, True)


async def test_a_dry_run_says_all_and_writes_nothing(office: Office) -> None:
    result = office.bring([member(1), member(2), member(2, village="Lain")], dry_run=True)
    assert (result.outcome, result.version) == (Outcome.WOULD_IMPORT, None)
    assert (result.people, result.rejected) == (1, 2)
    assert len(office.rejected) == 2
    assert set(_rows_held(office.url).values()) == {0}


async def test_a_file_that_breaks_off_changes_nothing(office: Office) -> None:
    office.bring([member(1)])

    def broken() -> Iterator[Entry]:
        yield Entry("Data", 2, member(2))
        raise LookupError("the file ends here")

    with pytest.raises(LookupError):
        office.bring(broken())
    assert await office.names(1, 2) == ["Orang Nomor 1"]
    assert office.bring([member(2)]).outcome is Outcome.IMPORTED


async def test_another_secret_is_refused(office: Office) -> None:
    office.bring([member(1)])
    stranger = Office(office.url, OTHER_SECRET)
    with pytest.raises(WrongKeyError, match="rekey"):
        stranger.bring([member(2)])
    with pytest.raises(NoSecretError):
        Office(office.url, SecretStr("")).bring([member(2)])
    assert await office.names(1, 2) == ["Orang Nomor 1"]


def test_one_import_at_a_time(office: Office) -> None:
    with sole_writer(office.url), pytest.raises(BusyError):
        office.bring([member(1)])
    assert office.bring([member(1)]).people == 1


async def test_a_version_taken_away_meanwhile_is_not_put_in_force(office: Office) -> None:
    office.bring([member(1)])

    def rows() -> Iterator[Membership]:
        yield member(2)
        engine = synchronous_engine(parse_url(office.url), writes=True)
        with engine.begin() as connection:
            connection.execute(update(RegistryVersion).values(as_of=date(2026, 10, 1)))
        engine.dispose()

    with pytest.raises(RegistryError):
        office.bring(rows())
    assert await office.names(1, 2) == ["Orang Nomor 1"]
