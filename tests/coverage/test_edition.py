"""The figures that come with the program, and what is shown of them."""

import csv
from datetime import date

import pytest

from bot.coverage.book import Book, regencies
from bot.coverage.edition import FILE, packaged_edition
from bot.coverage.figures import COVERAGE, Basis, Publisher
from bot.coverage.importing import read_file
from bot.coverage.saying import percent
from knowledge.coverage import Segment
from tests.coverage.figures import TODAY


@pytest.fixture(scope="module")
def book() -> Book:
    """The packaged figures."""
    return packaged_edition().book


def test_the_file_is_whole_and_every_row_is_taken() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 165
    assert len({row["sumber_url"] for row in rows}) == 85
    read = read_file(FILE.name, FILE.read_bytes(), TODAY)
    assert read.problems == ()
    assert read.notices == ()
    coverage_rows = {"cakupan_persen", "peserta_aktif", "peserta_terdaftar", "tenaga_kerja",
                     "belum_terlindungi", "pekerja_rentan_terlindungi"}  # fmt: skip
    others = [row for row in rows if row["indikator"] not in coverage_rows]
    figures = [figure for _, figure in read.figures]
    assert sum(figure.indicator != COVERAGE for figure in figures) == len(others)
    parts = sum(
        part is not None
        for figure in figures
        for part in (figure.announced, figure.numerator, figure.denominator, figure.uncovered)
    )
    # The ends of one range, "65-68 persen", are one percentage.
    assert parts == len(rows) - len(others) - 1


@pytest.mark.parametrize(
    ("region", "said", "as_of", "basis"),
    [
        ("64", "lebih dari 50 %", date(2026, 2, 2), Basis.UNKNOWN),
        ("64.72", "40,39 %", date(2025, 9, 30), Basis.BPJS),
        ("64.71", "66–67 %", date(2025, 9, 22), Basis.UNKNOWN),
        ("64.74", "100 %", date(2025, 5, 14), Basis.UNKNOWN),
        ("64.08", "100 %", date(2025, 5, 14), Basis.UNKNOWN),
        ("64.01", "90,43 %", date(2023, 12, 31), Basis.LOCAL),
        ("64.11", "12,7 %", date(2025, 7, 23), Basis.UNKNOWN),
    ],
)
def test_what_is_known_of_each_region_is_shown(
    book: Book, region: str, said: str, as_of: date, basis: Basis
) -> None:
    shown = book.shown(region)
    assert shown is not None
    assert shown.percent is not None
    assert (percent(shown.percent), shown.as_of, shown.basis) == (said, as_of, basis)


@pytest.mark.parametrize("region", ["64.02", "64.07", "64.03", "64.09"])
def test_four_regions_have_no_figure_for_all_workers(book: Book, region: str) -> None:
    assert book.shown(region) is None
    assert book.partial(region)


def test_samarinda_is_counted_out(book: Book) -> None:
    shown = book.shown("64.72")
    assert shown is not None
    assert [str(part) for part in (shown.numerator, shown.denominator, shown.not_covered)] == [
        "141.278",
        "349.784",
        "208.506",
    ]


def test_kutim_is_what_was_announced_and_neither_sum_of_its_segments(book: Book) -> None:
    shown = book.shown("64.08")
    assert shown is not None
    assert shown.source.publisher is Publisher.BPJS
    assert shown.computed is None
    formal, informal = (book.shown("64.08", s) for s in (Segment.EMPLOYEES, Segment.OWN_ACCOUNT))
    assert formal is not None
    assert informal is not None
    assert (str(formal.announced), str(formal.computed)) == ("87", "87.25")
    assert (str(informal.announced), str(informal.computed)) == ("150", "150.87")


def test_paser_is_put_together_from_two_sources_that_agree(book: Book) -> None:
    shown = book.shown("64.01")
    assert shown is not None
    assert [str(shown.numerator), str(shown.denominator)] == ["81.436", "90.052"]
    assert [source.host for source in shown.sources] == ["sorotonline.com", "infopaser.id"]


def test_quotas_are_no_coverage(book: Book) -> None:
    for region in regencies():
        for figure in book.about(region.kemendagri_code, Segment.VULNERABLE):
            if "apbd" in figure.indicator:
                assert figure.percent is None
                assert figure.numerator is None


def test_doubted_figures_are_marked(book: Book) -> None:
    doubted = book.shown("64", Segment.VULNERABLE)
    assert doubted is not None
    assert doubted.is_doubted
    samarinda = book.shown("64.72")
    assert samarinda is not None
    assert not samarinda.is_doubted
