"""Which of conflicting figures is shown; docs/coverage.md states the rule."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.coverage.amounts import between, exactly
from bot.coverage.choosing import chosen, joined
from bot.coverage.figures import Figure, Source
from tests.coverage.figures import BPJS, GOVERNMENT, PRESS, coverage

_OLD, _NEW = date(2025, 1, 31), date(2025, 9, 30)


def test_the_newest_position_is_shown_whoever_announced_it() -> None:
    newest = coverage(40, on=_NEW, source=PRESS)
    assert chosen([coverage(90, on=_OLD, source=BPJS), newest]) == newest


def test_on_the_same_day_bpjs_goes_before_government_before_press() -> None:
    press, office, bpjs = (coverage(50, source=s) for s in (PRESS, GOVERNMENT, BPJS))
    assert chosen([press, bpjs, office]) == bpjs
    assert chosen([press, office]) == office


def test_a_doubted_figure_goes_behind_one_that_is_not() -> None:
    doubted = coverage(50, source=BPJS, note="Segmen disimpulkan; perlu dicek.")
    sure = coverage(60, source=PRESS)
    assert chosen([doubted, sure]) == sure
    assert chosen([doubted]) == doubted


def test_with_both_counts_before_percent_only() -> None:
    counted = coverage(covered=40, workers=100, source=Source("B", "https://b.example/1"))
    assert chosen([coverage(45), counted]) == counted


def test_exact_before_a_range_and_late_publication_before_early() -> None:
    exact = coverage(50)
    assert chosen([coverage(between(exactly(40).value, exactly(60).value)), exact]) == exact
    late = coverage(
        52, source=replace(PRESS, url="https://b.example/1", published=date(2026, 3, 1))
    )
    assert chosen([exact, late]) == late


def test_what_the_registry_counts_never_hides_what_was_announced() -> None:
    registry = coverage(covered=10, workers=100, on=date(2026, 11, 1),
                        source=Source("Registri", from_registry=True))  # fmt: skip
    announced = coverage(90, on=_OLD)
    assert chosen([registry, announced]) == announced
    assert chosen([registry]) == registry


def test_a_count_without_a_percentage_is_never_shown_as_coverage() -> None:
    assert chosen([coverage(covered=60000)]) is None
    assert chosen([]) is None


def test_a_missing_numerator_is_taken_from_another_source_only_if_it_fits() -> None:
    announced = coverage(90.43, workers=90052)
    other = Source("B", "https://b.example/1")
    fitting, wrong = coverage(covered=81436, source=other), coverage(covered=65894, source=other)
    whole = chosen([announced, fitting])
    assert whole is not None
    assert whole.numerator == exactly(81436)
    assert whole.sources == (PRESS, other)
    assert chosen([announced, wrong]) == announced
    elsewhen = replace(fitting, as_of=_OLD)
    assert joined([announced, elsewhen])[0] == announced


_FIGURES = st.lists(
    st.builds(
        coverage,
        st.sampled_from([None, 40, 40.5, 100, 150]),
        on=st.sampled_from([_OLD, _NEW]),
        source=st.sampled_from([BPJS, PRESS, GOVERNMENT]),
        covered=st.sampled_from([None, 40, 60]),
        workers=st.sampled_from([None, 100]),
        note=st.sampled_from(["", "Konflik."]),
        import_id=st.integers(0, 3),
    ),
    max_size=6,
)


@given(_FIGURES, st.randoms(use_true_random=False))
def test_the_choice_does_not_depend_on_the_order(figures: list[Figure], random: object) -> None:
    first = chosen(figures)
    shuffled = list(figures)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis types its Random as object
    second = chosen(shuffled)
    percents = [
        None if found is None else (found.percent, found.as_of) for found in (first, second)
    ]
    assert percents[0] == percents[1]
    if first is not None:
        assert first.as_of == max(f.as_of for f in joined(figures) if f.percent is not None)
