"""Own-account workers: discounts by date and sector, several months, errors."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.contributions.errors import CalculationError, Problem
from knowledge.contributions.months import Month
from knowledge.contributions.own_account import (
    Discount,
    OwnAccountContribution,
    OwnAccountRequest,
    calculate,
    most_months,
    payable_months,
    sector_matters,
)
from knowledge.contributions.programmes import Programme
from knowledge.facts import load_facts

TODAY = date(2026, 11, 22)
LOWEST = 1_000_000
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
incomes = st.integers(1, 1_000_000_000)


def of(today: date = TODAY, **changed: Any) -> OwnAccountContribution:
    return calculate(replace(OwnAccountRequest(income=LOWEST), **changed), today)


requests = st.builds(
    OwnAccountRequest,
    income=incomes,
    programmes=st.sampled_from([2, 3]),
    months=st.integers(1, 12),
    is_transport=st.booleans(),
    paid_by_government=st.booleans(),
)


def test_the_lowest_contribution_is_half_price_while_the_discount_lasts() -> None:
    assert of().total == 8_400
    assert of(programmes=3).total == 28_400
    assert of(date(2027, 4, 1)).total == 16_800
    assert of(date(2027, 4, 1), programmes=3).total == 36_800


def test_the_official_example_of_the_second_band() -> None:
    jkk = of(income=1_100_000).stretches[0].lines[0]
    assert (jkk.programme, jkk.normal, jkk.due) == (Programme.JKK, 12_000, 6_000)


@pytest.mark.parametrize(
    ("today", "others", "transport"),
    [
        (date(2025, 12, 31), 16_800, 16_800),
        (date(2026, 1, 1), 16_800, 8_400),
        (date(2026, 3, 31), 16_800, 8_400),
        (date(2026, 4, 1), 8_400, 8_400),
        (date(2026, 12, 31), 8_400, 8_400),
        (date(2027, 1, 1), 16_800, 8_400),
        (date(2027, 3, 31), 16_800, 8_400),
        (date(2027, 4, 1), 16_800, 16_800),
    ],
)
def test_the_discount_depends_on_day_and_sector(today: date, others: int, transport: int) -> None:
    assert of(today).total == others
    assert of(today, is_transport=True).total == transport


def test_each_sector_is_told_its_own_last_month() -> None:
    assert of().stretches[0].discount == Discount(50, Month(2026, 12))
    assert of(is_transport=True).stretches[0].discount == Discount(50, Month(2027, 3))


def test_a_year_paid_before_the_discount_ends_is_partly_at_the_normal_rate() -> None:
    result = of(months=12, programmes=3)
    assert [(part.first, part.last, part.months, part.due) for part in result.stretches] == [
        (Month(2026, 11), Month(2026, 12), 2, 28_400),
        (Month(2027, 1), Month(2027, 10), 10, 36_800),
    ]
    assert result.total == 2 * 28_400 + 10 * 36_800
    assert result.normal_total == 12 * 36_800
    assert result.saved == 2 * 8_400
    assert "F-IURAN-08" in result.facts


def test_arrears_from_before_the_discount_are_paid_in_full() -> None:
    result = of(date(2026, 4, 10), months=4, first_month=Month(2026, 2))
    assert [(part.months, part.due) for part in result.stretches] == [(2, 16_800), (2, 8_400)]


def test_a_contribution_paid_by_the_government_has_no_discount() -> None:
    result = of(months=3, paid_by_government=True, is_transport=True)
    assert result.total == result.normal_total == 3 * 16_800
    assert "F-IURAN-05" in result.facts


def test_benefits_follow_the_base_of_the_band() -> None:
    result = of(income=1_500_000)
    assert result.accident.death_lump_sum == 48 * 1_600_000
    assert result.accident.death_total == 48 * 1_600_000 + 22_000_000
    assert result.accident.total_disability == 56 * 1_600_000
    assert result.accident.unable_to_work == 1_600_000
    assert (result.death.full, result.death.while_waiting, result.death.waiting_months) == (
        42_000_000,
        10_000_000,
        3,
    )
    assert of().accident.death_total == 70_000_000


def test_months_that_can_be_paid_at_once_come_from_the_figures() -> None:
    assert payable_months(TODAY) == (1, 2, 3, 6, 12)
    assert most_months(TODAY) == 12


def test_the_sector_matters_until_both_discounts_are_over() -> None:
    assert sector_matters(Month(2026, 11), 1)
    assert sector_matters(Month(2027, 3), 1)
    assert not sector_matters(Month(2027, 4), 12)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"income": 0}, Problem.NOT_POSITIVE),
        ({"income": -1}, Problem.NOT_POSITIVE),
        ({"income": 1_000_000_001}, Problem.ABSURD),
        ({"programmes": 1}, Problem.PROGRAMMES),
        ({"programmes": 4}, Problem.PROGRAMMES),
        ({"months": 0}, Problem.MONTHS),
        ({"months": 13}, Problem.MONTHS),
        ({"first_month": Month(2026, 7)}, Problem.FIRST_MONTH),
        ({"first_month": Month(2027, 12)}, Problem.FIRST_MONTH),
    ],
)
def test_what_cannot_be_calculated_is_refused(changed: dict[str, Any], problem: Problem) -> None:
    with pytest.raises(CalculationError) as caught:
        of(**changed)
    assert caught.value.problem is problem


@given(incomes, incomes, days, st.sampled_from([2, 3]))
def test_a_higher_income_never_costs_less_or_buys_less(
    one: int, other: int, today: date, programmes: int
) -> None:
    lower, higher = (
        of(today, income=income, programmes=programmes) for income in sorted([one, other])
    )
    assert lower.total <= higher.total
    assert lower.accident.death_total <= higher.accident.death_total


@given(requests, days)
def test_totals_are_sums_of_months_and_lines(request: OwnAccountRequest, today: date) -> None:
    result = calculate(request, today)
    first = Month.of(today)
    singly = 0
    for step in range(request.months):
        month = first.plus(step)
        one = OwnAccountRequest(
            income=request.income,
            programmes=request.programmes,
            is_transport=request.is_transport,
            paid_by_government=request.paid_by_government,
        )
        singly += calculate(one, month.first_day).total
    assert result.total == singly
    assert sum(part.months for part in result.stretches) == request.months
    for part in result.stretches:
        assert part.due == sum(line.due for line in part.lines)
        assert part.normal == sum(line.normal for line in part.lines)
    assert result.saved == result.normal_total - result.total >= 0


@given(requests, days)
def test_the_discount_halves_jkk_and_jkm_and_never_touches_jht(
    request: OwnAccountRequest, today: date
) -> None:
    for part in calculate(request, today).stretches:
        for line in part.lines:
            halved = part.discount is not None and line.programme is not Programme.JHT
            assert line.due * (2 if halved else 1) == line.normal


@given(requests, days)
def test_every_fact_named_is_on_the_fact_sheet(request: OwnAccountRequest, today: date) -> None:
    facts = calculate(request, today).facts
    assert set(facts) <= set(load_facts())
    assert len(set(facts)) == len(facts)
