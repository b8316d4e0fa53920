"""Migrant workers: by the length of the contract, singly beyond it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.contributions.errors import CalculationError, Problem
from knowledge.contributions.migrants import (
    MigrantContribution,
    MigrantLine,
    MigrantRequest,
    Part,
    Stage,
    calculate,
    named_lengths,
)
from knowledge.facts import Confidence, load_facts

TODAY = date(2026, 11, 22)


def of(
    months: int, stage: Stage = Stage.CONTRACT, *, goes_alone: bool = False, saving: int = 0
) -> MigrantContribution:
    request = MigrantRequest(months=months, stage=stage, goes_alone=goes_alone, saving=saving)
    return calculate(request, TODAY)


@pytest.mark.parametrize(("months", "total"), [(6, 108_000), (12, 189_000), (24, 332_500)])
def test_the_lengths_of_the_regulation(months: int, total: int) -> None:
    result = of(months)
    assert result.total == total
    assert result.confidence is Confidence.HIGH
    assert of(months, Stage.BEFORE).total == total + 37_500


def test_who_goes_alone_pays_nothing_for_the_time_before() -> None:
    assert of(24, Stage.BEFORE, goes_alone=True).total == 332_500


def test_months_beyond_a_length_are_paid_singly() -> None:
    assert of(36).lines == (
        MigrantLine(Part.CONTRACT, 24, 332_500),
        MigrantLine(Part.EXTRA_MONTHS, 12, 162_000),
    )
    assert of(36).confidence is Confidence.HIGH
    between = of(18)
    assert between.total == 189_000 + 6 * 13_500
    assert between.confidence is Confidence.MEDIUM


def test_a_contract_shorter_than_the_shortest_pays_the_shortest() -> None:
    assert of(3).lines == (MigrantLine(Part.CONTRACT, 6, 108_000),)
    assert of(3).confidence is Confidence.MEDIUM


def test_the_official_example_of_an_extension_of_three_years() -> None:
    assert of(36, Stage.EXTENSION).total == 486_000


def test_savings_are_named_apart_from_what_is_paid_at_once() -> None:
    assert of(24, saving=100_000).total == of(24).total
    assert of(24).saving_range == (50_000, 600_000)


def test_benefits() -> None:
    benefits = of(24).benefits
    assert benefits.death_during_work == 85_000_000
    assert benefits.death_otherwise == 42_000_000
    assert benefits.total_disability == 112_000_000


def test_the_named_lengths_are_in_order() -> None:
    assert named_lengths(TODAY) == (6, 12, 24)


@pytest.mark.parametrize(
    ("months", "saving", "problem"),
    [
        (0, 0, Problem.MONTHS),
        (-1, 0, Problem.MONTHS),
        (61, 0, Problem.MONTHS),
        (24, 49_999, Problem.SAVING),
        (24, 600_001, Problem.SAVING),
        (24, -1, Problem.SAVING),
    ],
)
def test_what_cannot_be_calculated_is_refused(months: int, saving: int, problem: Problem) -> None:
    with pytest.raises(CalculationError) as caught:
        of(months, saving=saving)
    assert caught.value.problem is problem


@given(st.integers(1, 60), st.sampled_from(Stage), st.booleans())
def test_totals_are_sums_of_lines(months: int, stage: Stage, goes_alone: bool) -> None:  # noqa: FBT001 -- drawn by position
    result = of(months, stage, goes_alone=goes_alone)
    assert result.total == sum(line.amount for line in result.lines) > 0
    assert set(result.facts) <= set(load_facts())
