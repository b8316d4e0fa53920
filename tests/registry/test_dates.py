"""Dates and months as they are found in lists."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registry.reading import Field
from bot.registry.reading.cells import BadCellError
from bot.registry.reading.dates import EARLIEST, Calendar, DateOrder, read_date, read_month
from bot.spreadsheets import Cell
from tests.registry.lists import TODAY, Read, people, person, read, refusal

CALENDAR = Calendar(TODAY)
MONTHS = ["Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September"]
MONTHS += ["Oktober", "November", "Desember"]


@pytest.mark.parametrize(
    "written",
    [
        *("31/05/2024", "31-05-24", "31.5.2024", "2024-05-31", "2024/5/31", "2024-05-31 00:00:00"),
        *("31 Mei 2024", "31-Mei-24", "31 MEI 2024", "31mei2024", "20240531", "31052024"),
        *("31/05/2024 00:00", "45443", 45443.0, 45443.75, date(2024, 5, 31)),
        datetime(2024, 5, 31, 8, 30),  # noqa: DTZ001 -- spreadsheets know no time zones
    ],
)
def test_a_day_is_read_in_all_its_forms(written: Cell) -> None:
    assert read_date(written, Field.START, CALENDAR) == date(2024, 5, 31)


@pytest.mark.parametrize("written", ["", "-", "0", 0.0, "00/00/0000", "null"])
def test_no_day_is_none(written: Cell) -> None:
    assert read_date(written, Field.START, CALENDAR) is None


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("01/01/1900", "tanggal mulai sebelum 1977, tidak mungkin"),
        (1.0, "tanggal mulai sebelum 1977, tidak mungkin"),
        (date(1900, 1, 1), "tanggal mulai sebelum 1977, tidak mungkin"),
        ("01/01/2090", "tanggal mulai di masa depan"),
        ("26/11/2026", "tanggal mulai di masa depan"),
        (69400.0, "tanggal mulai di masa depan"),
        ("31/02/2024", "tanggal mulai tidak terbaca"),
        ("13/13/2024", "tanggal mulai tidak terbaca"),
        ("kemarin", "tanggal mulai tidak terbaca"),
        ("2024", "tanggal mulai tidak terbaca"),
        (2024.0, "tanggal mulai tidak terbaca"),
        ("31 Foo 2024", "tanggal mulai tidak terbaca"),
        ("=TODAY()", "tanggal mulai berisi rumus, seharusnya nilai"),
    ],
)
def test_days_that_cannot_be_are_rejected_with_the_reason(written: Cell, reason: str) -> None:
    with pytest.raises(BadCellError) as caught:
        read_date(written, Field.START, CALENDAR)
    assert caught.value.reason == reason


@given(st.dates(EARLIEST, TODAY))
def test_any_day_is_read_back_from_any_form(day: date) -> None:
    forms: list[Cell] = [
        day,
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day.day}-{MONTHS[day.month - 1][:3].upper()}-{day:%y}",
        f"{day:%d.%m.%y}",
        float((day - date(1899, 12, 30)).days),
    ]
    assert {read_date(form, Field.START, CALENDAR) for form in forms} == {day}
    american = Calendar(TODAY, DateOrder.MONTH_FIRST)
    assert read_date(f"{day:%m/%d/%Y}", Field.START, american) == day


@given(st.dates(EARLIEST, TODAY))
def test_any_month_is_read_back_from_any_form(day: date) -> None:
    forms: list[Cell] = [
        day,
        f"{day:%Y-%m}",
        f"{day:%m/%Y}",
        f"{day:%Y%m}",
        f"{day:%m%Y}",
        f"{day:%m-%Y}",
        f"{MONTHS[day.month - 1]} {day.year}",
        f"{MONTHS[day.month - 1][:3]}-{day.year}",
        float(f"{day:%Y%m}"),
        f"{day:%d/%m/%Y}",
    ]
    assert {read_month(form, Field.LAST_PAID, CALENDAR) for form in forms} == {f"{day:%Y-%m}"}


@pytest.mark.parametrize("written", ["Sep-26", "09/26", "sept 2026", "SEPTEMBER'26"])
def test_short_years_of_months(written: str) -> None:
    assert read_month(written, Field.LAST_PAID, CALENDAR) == "2026-09"


def test_a_year_can_be_paid_in_advance_and_no_more() -> None:
    assert read_month("2027-11", Field.LAST_PAID, CALENDAR) == "2027-11"
    with pytest.raises(BadCellError, match="masa depan"):
        read_month("2028-01", Field.LAST_PAID, CALENDAR)


@given(st.text() | st.floats() | st.integers() | st.datetimes() | st.booleans())
def test_any_cell_gives_a_day_or_a_reason(cell: Cell) -> None:
    for reader in (read_date, read_month):
        for order in (*DateOrder, None):
            error = refusal(reader, cell, Field.LAST_PAID, Calendar(TODAY, order))
            assert error is None or error.field is Field.LAST_PAID


def with_starts(*starts: str, said: tuple[str, ...] = ()) -> Read:
    rows = [[*person(number), start] for number, start in enumerate(starts, 1)]
    return read(people(rows, "Tgl Mulai"), *said)


def test_days_come_first_unless_the_file_shows_otherwise() -> None:
    assert with_starts("05/06/2024", "25/12/2024").memberships[0].start == date(2024, 6, 5)
    american = with_starts("05/06/2024", "12/25/2024", "12/26/2024", "12/27/2024")
    assert american.memberships[0].start == date(2024, 5, 6)


def test_dates_of_both_orders_in_one_file_are_not_guessed() -> None:
    mixed = ("05/06/2024", "25/12/2024", "12/25/2024", "07/07/2024")
    found = with_starts(*mixed)
    assert [m.start for m in found.memberships] == [
        date(2024, 12, 25),
        date(2024, 12, 25),
        date(2024, 7, 7),
    ]
    assert found.reasons == ["tanggal mulai bisa berarti dua hari: urutan tidak jelas"]
    said = with_starts(*mixed, said=("tanggal=dmy",))
    assert said.memberships[0].start == date(2024, 6, 5)
    assert said.reasons == ["tanggal mulai tidak terbaca"]


def test_a_wrong_day_rejects_the_row_since_columns_may_have_shifted() -> None:
    found = with_starts("01/01/2090", "", f"{TODAY + timedelta(days=1):%d/%m/%Y}")
    assert len(found.entries) == 1
    assert [row.column for row in found.rejected] == ["Tgl Mulai", "Tgl Mulai"]
