"""Arithmetic on one figure."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coverage.amounts import Amount, Quality, between
from bot.coverage.figures import Publisher, Source
from tests.coverage.figures import coverage


def test_a_percentage_is_computed_only_of_both_counts() -> None:
    assert coverage(covered=141278, workers=349784).computed == Decimal("40.39")
    assert coverage(covered=141278).computed is None
    assert coverage(workers=349784).computed is None
    assert coverage(covered=5, workers=0).computed is None


def test_announced_and_computed_stand_apart() -> None:
    figure = coverage(70.86, covered=962711, workers=1350000)
    assert (str(figure.percent), figure.computed) == ("70,86", Decimal("71.31"))
    assert not figure.fits


@pytest.mark.parametrize(
    ("announced", "covered", "workers", "fits"),
    [
        (87, 69528, 79691, True),
        (150, 77074, 51086, True),
        (90.43, 81436, 90052, True),
        (24, 15000, 67000, False),
        (Amount(Decimal(50), Quality.MORE_THAN), 60, 100, True),
        (Amount(Decimal(50), Quality.MORE_THAN), 40, 100, False),
        (between(Decimal(66), Decimal(67)), 665, 1000, True),
        (between(Decimal(66), Decimal(67)), 700, 1000, False),
    ],
)
def test_rounded_and_cut_percentages_fit_their_counts(
    announced: float | Amount,
    covered: int,
    workers: int,
    fits: bool,  # noqa: FBT001 -- a case
) -> None:
    assert coverage(announced, covered=covered, workers=workers).fits is fits


@given(st.integers(0, 10**8), st.integers(1, 10**8))
def test_covered_and_not_covered_make_the_whole(covered: int, workers: int) -> None:
    figure = coverage(covered=covered, workers=workers)
    rest = figure.not_covered
    if covered > workers:
        assert rest is None
        assert figure.computed is not None
        assert figure.computed >= 100
    else:
        assert rest is not None
        assert rest.value + covered == workers


@given(st.integers(0, 10**8), st.integers(1, 10**8))
def test_a_rounded_computation_always_fits_itself(covered: int, workers: int) -> None:
    computed = coverage(covered=covered, workers=workers).computed
    assert computed is not None
    assert coverage(Amount(computed), covered=covered, workers=workers).fits


def test_100_percent_counts_as_reached_and_almost_100_does_not() -> None:
    assert coverage(100).has_reached_all
    assert coverage(covered=150, workers=100).has_reached_all
    assert not coverage(99.99).has_reached_all
    assert not coverage(Amount(Decimal(100), Quality.AT_MOST)).has_reached_all
    assert not coverage(Amount(Decimal(100), Quality.ALMOST)).has_reached_all
    assert not coverage(between(Decimal(95), Decimal(100))).has_reached_all


@pytest.mark.parametrize(
    ("source", "publisher"),
    [
        (Source("x", "https://www.bpjsketenagakerjaan.go.id/berita/1"), Publisher.BPJS),
        (Source("x", "https://kaltim.bps.go.id/1"), Publisher.GOVERNMENT),
        (Source("BPJS Ketenagakerjaan hebat (Koran)", "https://koran.example/1"), Publisher.PRESS),
        (Source("BPJS", "https://bpjsketenagakerjaan.go.id.palsu.example/1"), Publisher.PRESS),
        (Source("Laporan (Kanwil BPJS Ketenagakerjaan)"), Publisher.BPJS),
        (Source("Paparan (Pemkab Paser)"), Publisher.GOVERNMENT),
        (Source("Katanya"), Publisher.PRESS),
        (Source("Registri", from_registry=True), Publisher.REGISTRY),
    ],
)
def test_who_stands_behind_a_source_is_told_by_its_address(
    source: Source, publisher: Publisher
) -> None:
    assert source.publisher is publisher
