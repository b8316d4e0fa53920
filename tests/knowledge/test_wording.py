from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.figures.wording import (
    Unit,
    long_date,
    month_and_year,
    number,
    percent,
    position,
    rupiah,
    short_date,
    worded,
)

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
SIZES = {"juta": 1_000_000, "miliar": 1_000_000_000}


def read_number(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))


def read_rupiah(text: str) -> float:
    amount, _, size = text.removeprefix("Rp").partition(" ")
    return read_number(amount) * SIZES.get(size, 1)


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (16800, Unit.RUPIAH, "Rp16.800"),
        (8400, Unit.RUPIAH, "Rp8.400"),
        (42_000_000, Unit.RUPIAH, "Rp42 juta"),
        (1_500_000, Unit.RUPIAH, "Rp1,5 juta"),
        (11_086_300, Unit.RUPIAH, "Rp11.086.300"),
        (2_000_000_000, Unit.RUPIAH, "Rp2 miliar"),
        (1_250_000_000, Unit.RUPIAH, "Rp1.250.000.000"),
        (0.54, Unit.PERCENT, "0,54%"),
        (0.3, Unit.PERCENT, "0,3%"),
        (5, Unit.PERCENT, "5%"),
        (59, Unit.YEARS, "59 tahun"),
        (24, Unit.MONTHS, "24 bulan"),
        (5, Unit.WORKING_DAYS, "5 hari kerja"),
        (2, Unit.PEOPLE, "2 orang"),
        (141278, Unit.NUMBER, "141.278"),
        ("2×24 jam", Unit.WORDS, "2×24 jam"),
    ],
)
def test_a_value_is_written_as_people_write_it(
    value: float | str, unit: Unit, expected: str
) -> None:
    assert worded(value, unit) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "0"), (0.999, "1"), (0.001, "0"), (-0.5, "-0,5"), (1234.5, "1.234,5")],
)
def test_a_number_never_ends_in_a_bare_comma(value: float, expected: str) -> None:
    assert number(value) == expected


@given(st.integers(0, 10**12))
def test_no_rupiah_is_lost_in_writing(amount: int) -> None:
    assert read_rupiah(rupiah(amount)) == amount


@given(st.integers(0, 10**10).map(lambda hundredths: hundredths / 100))
def test_two_decimals_survive_writing(value: float) -> None:
    assert read_number(number(value)) == value


@given(st.dates())
def test_a_date_can_be_read_back(day: date) -> None:
    number_of_day, month, year = long_date(day).split()
    assert date(int(year), MONTHS.index(month) + 1, int(number_of_day)) == day
    assert month_and_year(day) == f"{month} {year}"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (70.86, "70,86 %"),
        (100, "100 %"),
        (99.999, "99,99 %"),
        (100.001, "100 %"),
        (1234.5, "1.234,5 %"),
        (0, "0 %"),
    ],
)
def test_percentages_have_up_to_two_decimals_and_never_round_up_to_a_hundred(
    value: float, expected: str
) -> None:
    assert percent(value).replace("\N{NO-BREAK SPACE}", " ") == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 9, 30), "Sep 2025"),
        (date(2024, 2, 29), "Feb 2024"),
        (date(2025, 5, 14), "14 Mei 2025"),
        (date(2025, 8, 1), "1 Agu 2025"),
        (date(2026, 12, 31), "Des 2026"),
    ],
)
def test_a_position_at_the_end_of_a_month_stands_for_the_month(day: date, expected: str) -> None:
    assert position(day).replace("\N{NO-BREAK SPACE}", " ") == expected


def test_short_dates_keep_their_day() -> None:
    assert short_date(date(2025, 10, 31)).split("\N{NO-BREAK SPACE}") == ["31", "Okt", "2025"]
