from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coverage.pictures import (
    FAR_APART,
    Denominator,
    PictureFigure,
    arranged,
    obstacle,
    outdated,
)
from tests.coverage.samples import COMPARABLE, MIXED, MONTH, figure

figures = st.builds(
    figure,
    st.text(max_size=5),
    st.none() | st.floats(0, 300),
    on=st.none() | st.dates(),
    denominator=st.sampled_from(Denominator),
)


def test_comparable_figures_are_ranked_from_the_highest() -> None:
    order = arranged(COMPARABLE)
    assert order.ranked
    assert [shown.label for shown in order.shown[:3]] == ["Kutai Timur", "Bontang", "Kutai Barat"]


def test_different_denominators_are_not_ranked() -> None:
    order = arranged([figure("B", 90.0, denominator=Denominator.LOCAL), figure("A", 20.0)])
    assert not order.ranked
    assert order.reason == "penyebut berbeda"
    assert [shown.label for shown in order.shown] == ["A", "B"]


def test_an_unstated_denominator_is_not_the_same_as_another_unstated_one() -> None:
    one = figure("A", 20.0, denominator=Denominator.UNSTATED)
    assert obstacle([one, replace(one, label="B")]) == "penyebut tidak disebut"


@pytest.mark.parametrize(
    ("apart", "expected"),
    [(FAR_APART, ""), (FAR_APART + timedelta(days=1), "tanggal berjauhan")],
)
def test_dates_may_be_half_a_year_apart(apart: timedelta, expected: str) -> None:
    assert obstacle([figure(), figure("Paser", on=MONTH - apart)]) == expected


def test_a_figure_without_a_date_is_not_compared() -> None:
    assert obstacle([figure(), figure("Paser", on=None)]) == "ada yang tanpa tanggal"


def test_every_obstacle_is_named() -> None:
    assert obstacle(MIXED) == "penyebut berbeda dan tanggal berjauhan"


def test_one_figure_is_compared_with_nothing() -> None:
    assert not obstacle([figure(denominator=Denominator.UNSTATED, on=None)])


def test_figures_long_before_the_newest_are_outdated() -> None:
    assert {old.label for old in outdated(MIXED)} == {"Paser"}


@pytest.mark.parametrize("percent", [-1.0, float("nan"), float("inf")])
def test_a_percentage_is_a_number_from_zero_up(percent: float) -> None:
    with pytest.raises(ValueError, match="finite"):
        figure(percent=percent)


@given(st.lists(figures))
def test_no_figure_is_lost_and_none_without_data_is_shown(given_: list[PictureFigure]) -> None:
    order = arranged(given_)
    assert sorted(map(id, order.shown + order.missing)) == sorted(map(id, given_))
    assert all(shown.percent is not None for shown in order.shown)
    if order.ranked:
        percents = [shown.percent or 0.0 for shown in order.shown]
        assert percents == sorted(percents, reverse=True)
    assert order == arranged(given_[::-1]) or len(set(given_)) < len(given_) or _has_equals(given_)


def _has_equals(given_: list[PictureFigure]) -> bool:
    """Figures that differ in nothing that they are ordered by."""
    return len({(each.label.casefold(), each.code) for each in given_}) < len(given_)
