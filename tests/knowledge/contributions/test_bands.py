"""The bands are Appendix A of the fact sheet, row by row, in all of its columns."""

import re
from datetime import date
from pathlib import Path

import pytest

import knowledge.facts
from knowledge.contributions.bands import band_of, load_bands
from knowledge.contributions.months import Month
from knowledge.contributions.own_account import (
    OwnAccountContribution,
    OwnAccountRequest,
    calculate,
)
from knowledge.contributions.programmes import Programme
from knowledge.facts import Confidence
from knowledge.figures import load_figures

DISCOUNTED = date(2026, 11, 22)
NORMAL = date(2027, 4, 1)
SHEET = Path(knowledge.facts.__file__).with_name("fakta.md").read_text(encoding="utf-8")
APPENDIX = SHEET.split("## Lampiran A.")[1].split("## Lampiran B.")[0]


def rows() -> list[tuple[list[int], list[int]]]:
    """Each row: number and borders of the income, then the amounts in the table's order."""
    found = []
    for line in APPENDIX.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if cells[0].isdigit():
            borders = [int(text.replace(".", "")) for text in re.findall(r"\d[\d.]+", cells[1])]
            amounts = [int(cell.replace(".", "")) for cell in cells[2:]]
            found.append(([int(cells[0]), *borders], amounts))
    return found


def contribution(income: int, programmes: int, today: date) -> OwnAccountContribution:
    return calculate(OwnAccountRequest(income=income, programmes=programmes), today)


@pytest.mark.parametrize(("place", "amounts"), rows(), ids=lambda value: str(value[0]))
def test_a_row_of_the_appendix_is_reproduced(place: list[int], amounts: list[int]) -> None:
    number, *borders = place
    base, jkk, jht, two, three, two_discounted, three_discounted, death = amounts
    for income in borders:
        band = band_of(income)
        assert (band.number, band.base) == (number, base)
        normal = contribution(income, 3, NORMAL)
        assert [line.due for line in normal.stretches[0].lines] == [jkk, 6_800, jht]
        assert normal.total == three
        assert contribution(income, 2, NORMAL).total == two
        assert contribution(income, 2, DISCOUNTED).total == two_discounted
        assert contribution(income, 3, DISCOUNTED).total == three_discounted
        assert normal.accident.death_lump_sum == death


def test_the_appendix_and_the_table_have_as_many_rows_as_the_regulation() -> None:
    assert len(rows()) == len(load_bands()) == load_figures().on(NORMAL)["bpu_lapis"].amount  # type: ignore[union-attr]


def test_the_first_and_last_band_give_the_lowest_and_highest_contributions() -> None:
    figures = load_figures().on(NORMAL)
    for income, name in ((1, "terendah"), (10**9, "tertinggi")):
        lines = contribution(income, 3, NORMAL).stretches[0].lines
        by_programme = {line.programme: line.due for line in lines}
        for programme in (Programme.JKK, Programme.JHT):
            figure = figures[f"bpu_{programme.lower()}_{name}"]
            assert figure is not None
            assert by_programme[programme] == figure.amount


def test_one_and_a_half_million_pays_on_its_band_not_on_itself() -> None:
    assert band_of(1_500_000).base == 1_600_000
    assert contribution(1_500_000, 2, NORMAL).stretches[0].lines[0].due == 16_000


def test_an_income_below_the_first_band_pays_the_lowest() -> None:
    assert band_of(1).number == band_of(999_999).number == band_of(1_000_000).number == 1


@pytest.mark.parametrize(
    ("income", "number"),
    [(1_099_000, 1), (1_099_001, 1), (1_099_999, 1), (1_100_000, 2), (20_199_500, 32)],
)
def test_an_income_between_two_rows_stays_in_the_lower_one(income: int, number: int) -> None:
    assert band_of(income).number == number


def test_only_the_two_bands_that_official_examples_confirm_are_certain() -> None:
    sure = [band.number for band in load_bands() if band.confidence is Confidence.HIGH]
    assert sure == [1, 2]
    assert contribution(1_200_000, 3, DISCOUNTED).confidence is Confidence.HIGH
    assert contribution(1_300_000, 3, DISCOUNTED).confidence is Confidence.MEDIUM


def test_months_count_over_the_year() -> None:
    assert Month(2026, 11).plus(2) == Month(2027, 1)
    assert Month(2027, 1).plus(-3) == Month(2026, 10)
    assert str(Month.of(date(2026, 12, 31))) == "Desember 2026"
    with pytest.raises(ValueError, match="no month 13"):
        Month(2026, 13)
