"""What may be compared, ranked, or followed over time."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.coverage.amounts import Amount, Quality
from bot.coverage.comparing import (
    FURTHEST_APART,
    Obstacle,
    history,
    last_change,
    may_be_ranked,
    obstacles,
)
from bot.coverage.figures import Basis, Figure
from knowledge.coverage import Segment
from tests.coverage.figures import BPJS, BPJS_LATER, PRESS, coverage

_DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (coverage(50, region="64.71"), ()),
        (coverage(50, on=_DAY + FURTHEST_APART), ()),
        (coverage(50, on=_DAY + FURTHEST_APART + timedelta(days=1)), (Obstacle.DATES,)),
        (coverage(50, basis=Basis.LOCAL), (Obstacle.BASIS,)),
        (coverage(50, segment=Segment.EMPLOYEES), (Obstacle.SEGMENT,)),
        (coverage(Amount(Decimal(50), Quality.MORE_THAN)), (Obstacle.INEXACT,)),
        (coverage(), (Obstacle.NO_PERCENT,)),
    ],
)
def test_figures_are_compared_only_like_with_like(
    other: Figure, found: tuple[Obstacle, ...]
) -> None:
    assert obstacles(coverage(40), other) == found
    assert obstacles(other, coverage(40)) == found


def test_unexplained_denominators_are_not_compared() -> None:
    one, other = coverage(40, basis=Basis.UNKNOWN), coverage(50, basis=Basis.UNKNOWN)
    assert obstacles(one, other) == (Obstacle.BASIS_UNKNOWN,)


def test_a_change_is_told_between_comparable_figures_of_one_source_family() -> None:
    before = coverage(40, on=date(2026, 1, 31), source=BPJS)
    after = coverage(42.5, on=date(2026, 4, 30), source=BPJS_LATER)
    assert [step.change for step in history([after, before])] == [None, Decimal("2.5")]
    found = last_change([before, after], after)
    assert found is not None
    assert found.change == Decimal("2.5")


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (coverage(42, on=date(2026, 4, 30), source=PRESS), Obstacle.SOURCE),
        (coverage(42, on=date(2026, 4, 30), source=BPJS, basis=Basis.LOCAL), Obstacle.BASIS),
        (coverage(42, on=date(2026, 10, 31), source=BPJS), Obstacle.DATES),
    ],
)
def test_otherwise_there_is_a_reason_instead_of_an_arrow(after: Figure, why: Obstacle) -> None:
    before = coverage(40, on=date(2026, 1, 31), source=BPJS)
    step = history([before, after])[-1]
    assert step.change is None
    assert why in step.why_not
    assert last_change([before, after], after) is None


def test_a_change_skips_what_lies_between_and_is_not_comparable() -> None:
    before = coverage(40, on=date(2026, 1, 31), source=BPJS)
    between = coverage(90, on=date(2026, 2, 28), source=PRESS, basis=Basis.LOCAL)
    after = coverage(41, on=date(2026, 3, 31), source=BPJS_LATER)
    assert history([before, between, after])[-1].change == 1


def test_an_order_needs_every_two_to_be_comparable() -> None:
    same = [coverage(40, region="64.71"), coverage(50), coverage(60, region="64.74")]
    assert may_be_ranked(same)
    assert not may_be_ranked([*same, coverage(70, region="64.01", basis=Basis.LOCAL)])
