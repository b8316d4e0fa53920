from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.figures import CurrentFigure, Figure, Figures, load_figures

DISCOUNT = Figure.model_validate(
    {
        "meaning": "Potongan iuran",
        "unit": "persen",
        "values": [
            {"value": 50, "from": date(2026, 4, 1), "until": date(2026, 12, 31), "source": "PP"}
        ],
    }
)
LIMIT = Figure.model_validate(
    {
        "meaning": "Batas upah",
        "unit": "rupiah",
        "values": [
            {"value": 11_086_300, "from": date(2026, 3, 1), "source": "Surat"},
            {"value": 10_547_400, "until": date(2026, 2, 28), "source": "Surat"},
        ],
    }
)
WORDS = Figure.model_validate(
    {"meaning": "Lapor", "unit": "teks", "values": [{"value": "2×24 jam", "facts": ["F-A-01"]}]}
)


def current(figure: Figure, day: date) -> CurrentFigure:
    found = figure.on(day)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), "50%"),
        (date(2026, 12, 31), "50%"),
        (date(2027, 1, 1), None),
    ],
)
def test_a_figure_holds_from_its_first_to_its_last_day(day: date, expected: str | None) -> None:
    figure = DISCOUNT.on(day)
    assert (figure and str(figure)) == expected


def test_a_new_value_takes_over_on_its_first_day() -> None:
    assert str(LIMIT.on(date(2026, 2, 28))) == "Rp10.547.400"
    assert str(LIMIT.on(date(2026, 3, 1))) == "Rp11.086.300"


def test_a_figure_tells_its_last_day_and_its_bare_number() -> None:
    figure = current(DISCOUNT, date(2026, 11, 22))
    assert figure.until == "31 Desember 2026"
    assert figure.until_month == "Desember 2026"
    assert figure.number == "50"
    assert figure.amount == 50


def test_a_figure_without_an_end_has_no_last_day() -> None:
    figure = current(LIMIT, date(2026, 3, 1))
    with pytest.raises(ValueError, match="Batas upah: has no last day"):
        _ = figure.until


def test_words_cannot_be_calculated_with() -> None:
    figure = current(WORDS, date(2026, 1, 1))
    assert str(figure) == "2×24 jam"
    with pytest.raises(TypeError, match="Lapor: not a number"):
        _ = figure.amount


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        (
            [
                {"value": 1, "until": date(2026, 5, 1), "facts": ["F-A-01"]},
                {"value": 2, "from": date(2026, 5, 1), "facts": ["F-A-01"]},
            ],
            "two values hold on 2026-05-01",
        ),
        (
            [{"value": 1, "facts": ["F-A-01"]}, {"value": 2, "facts": ["F-A-01"]}],
            "two values hold",
        ),
        ([{"value": 1}], "a value needs facts or a source"),
        (
            [{"value": 1, "from": date(2026, 5, 2), "until": date(2026, 5, 1), "source": "PP"}],
            "'from' is after 'until'",
        ),
        ([], "at least 1 item"),
    ],
)
def test_a_figure_that_contradicts_itself_is_refused(
    values: list[dict[str, object]], problem: str
) -> None:
    with pytest.raises(ValidationError, match=problem):
        Figure.model_validate({"meaning": "Angka", "unit": "angka", "values": values})


def test_the_days_of_change_are_the_first_days_of_what_is_new() -> None:
    figures = Figures({"diskon": DISCOUNT, "batas": LIMIT, "lapor": WORDS})
    assert list(figures.days_of_change()) == [
        date(2026, 3, 1),
        date(2026, 4, 1),
        date(2027, 1, 1),
    ]


@given(st.dates(date(2014, 1, 1), date(2035, 1, 1)))
def test_between_days_of_change_nothing_changes(day: date) -> None:
    figures = load_figures()
    if day not in set(figures.days_of_change()):
        before, after = figures.on(day - timedelta(days=1)), figures.on(day)
        assert {key: str(value) for key, value in before.items()} == {
            key: str(value) for key, value in after.items()
        }


@pytest.mark.parametrize(
    ("day", "general", "transport", "discounted"),
    [
        (date(2026, 3, 31), None, "50%", "Rp8.400"),
        (date(2026, 4, 1), "50%", "50%", "Rp8.400"),
        (date(2026, 12, 31), "50%", "50%", "Rp8.400"),
        (date(2027, 1, 1), None, "50%", "Rp8.400"),
        (date(2027, 3, 31), None, "50%", "Rp8.400"),
        (date(2027, 4, 1), None, None, None),
    ],
)
def test_the_contribution_discount_ends_when_the_rule_ends(
    day: date, general: str | None, transport: str | None, discounted: str | None
) -> None:
    figures = load_figures().on(day)
    wording = {key: figure and str(figure) for key, figure in figures.items()}
    assert wording["diskon_umum"] == general
    assert wording["diskon_transportasi"] == transport
    assert wording["bpu_dua_program_diskon"] == discounted
    assert wording["bpu_dua_program"] == "Rp16.800"
