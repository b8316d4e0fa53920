"""Employees: both shares, the wage ceiling of JP by date, JKK by risk."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.contributions.employees import (
    EmployeeContribution,
    EmployeeLine,
    EmployeeRequest,
    Package,
    calculate,
    monthly_wage,
)
from knowledge.contributions.errors import CalculationError, Problem
from knowledge.contributions.months import Month
from knowledge.contributions.programmes import Programme
from knowledge.facts import Confidence, load_facts

TODAY = date(2026, 11, 22)


def of(
    wage: int,
    risk_group: int | None = 1,
    package: Package = Package.ALL,
    month: Month | None = None,
    today: date = TODAY,
) -> EmployeeContribution:
    request = EmployeeRequest(wage=wage, risk_group=risk_group, package=package, month=month)
    return calculate(request, today)


def shares(result: EmployeeContribution) -> dict[Programme, tuple[int, int]]:
    return {line.programme: (line.employer, line.employee) for line in result.lines}


def test_both_shares_of_a_wage_of_four_million() -> None:
    result = of(4_000_000)
    assert shares(result) == {
        Programme.JKK: (9_600, 0),
        Programme.JKM: (12_000, 0),
        Programme.JHT: (148_000, 80_000),
        Programme.JP: (80_000, 40_000),
        Programme.JKP: (0, 0),
    }
    assert result.employee == 120_000
    assert result.employer == 249_600
    assert result.total == 369_600


@pytest.mark.parametrize(
    ("group", "jkk"), [(1, 24_000), (2, 54_000), (3, 89_000), (4, 127_000), (5, 174_000)]
)
def test_the_employer_pays_jkk_by_risk_group(group: int, jkk: int) -> None:
    assert shares(of(10_000_000, group))[Programme.JKK] == (jkk, 0)


def test_an_unknown_risk_group_gives_a_range_for_the_employer_only() -> None:
    result = of(10_000_000, None)
    assert result.lines[0] == EmployeeLine(Programme.JKK, 24_000, 0, 174_000)
    assert result.employer_at_most - result.employer == 150_000
    assert result.employee == of(10_000_000, 5).employee


@pytest.mark.parametrize(
    ("today", "ceiling"),
    [(date(2026, 2, 28), 10_547_400), (date(2026, 3, 1), 11_086_300)],
)
def test_jp_is_calculated_up_to_the_ceiling_of_the_month(today: date, ceiling: int) -> None:
    result = of(20_000_000, today=today)
    assert result.pension_ceiling == ceiling
    assert shares(result)[Programme.JP] == (ceiling * 2 // 100, ceiling // 100)


def test_the_ceiling_does_not_touch_a_wage_below_it_nor_the_other_programmes() -> None:
    assert of(11_086_300).pension_ceiling is None
    assert shares(of(20_000_000))[Programme.JHT] == (740_000, 400_000)


def test_a_ceiling_older_than_a_year_is_said_to_be_so() -> None:
    assert not of(20_000_000, month=Month(2027, 2)).ceiling_may_have_risen
    outdated = of(20_000_000, month=Month(2027, 3))
    assert outdated.ceiling_may_have_risen
    assert outdated.confidence is Confidence.MEDIUM
    assert not of(5_000_000, month=Month(2027, 3)).ceiling_may_have_risen


def test_smaller_businesses_take_part_in_fewer_programmes() -> None:
    assert Programme.JP not in shares(of(4_000_000, package=Package.WITHOUT_PENSION))
    basic = of(4_000_000, package=Package.ACCIDENT_AND_DEATH)
    assert set(shares(basic)) == {Programme.JKK, Programme.JKM}
    assert basic.employee == 0
    assert basic.unemployment is None


def test_jkp_is_paid_from_at_most_five_million() -> None:
    for wage, monthly in ((3_000_000, 1_800_000), (5_000_000, 3_000_000), (9_000_000, 3_000_000)):
        unemployment = of(wage).unemployment
        assert unemployment is not None
        assert (unemployment.monthly, unemployment.months) == (monthly, 6)


def test_a_very_low_wage_gets_the_floor_and_says_it_is_not_sure() -> None:
    low = of(300_000)
    assert low.accident.death_lump_sum == 20_000_000
    assert low.accident.raised_to_floor
    assert low.confidence is Confidence.MEDIUM
    assert of(4_000_000).confidence is Confidence.HIGH


def test_a_day_labourers_month_has_twenty_five_days() -> None:
    assert monthly_wage(150_000, TODAY) == 3_750_000


@pytest.mark.parametrize(
    ("wage", "group", "month", "problem"),
    [
        (0, 1, None, Problem.NOT_POSITIVE),
        (-5, 1, None, Problem.NOT_POSITIVE),
        (1_000_000_001, 1, None, Problem.ABSURD),
        (4_000_000, 0, None, Problem.RISK_GROUP),
        (4_000_000, 6, None, Problem.RISK_GROUP),
        (4_000_000, 1, Month(2025, 2), Problem.NO_FIGURE),
    ],
)
def test_what_cannot_be_calculated_is_refused(
    wage: int, group: int, month: Month | None, problem: Problem
) -> None:
    with pytest.raises(CalculationError) as caught:
        of(wage, group, month=month)
    assert caught.value.problem is problem


wages = st.integers(1, 1_000_000_000)


@given(wages, wages, st.sampled_from(Package), st.sampled_from([None, 1, 2, 3, 4, 5]))
def test_a_higher_wage_never_pays_less(
    one: int, other: int, package: Package, group: int | None
) -> None:
    lower, higher = (of(wage, group, package) for wage in sorted([one, other]))
    assert lower.employee <= higher.employee
    assert lower.employer <= higher.employer
    assert lower.employer_at_most <= higher.employer_at_most


@given(wages, st.sampled_from(Package), st.sampled_from([None, 1, 2, 3, 4, 5]))
def test_totals_are_sums_of_lines(wage: int, package: Package, group: int | None) -> None:
    result = of(wage, group, package)
    assert result.total == sum(line.employer + line.employee for line in result.lines)
    assert (result.employer == result.employer_at_most) is (
        group is not None or result.lines[0].employer == result.lines[0].employer_at_most
    )
    assert set(result.facts) <= set(load_facts())
