"""The questions that must never go wrong, asked of the project's own content."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from knowledge.golden import Area, Demand, Failure, GoldenRow, failures, load_golden
from knowledge.language import normalise
from knowledge.library import Library, training_examples
from knowledge.search import Candidate, Ranking


def test_no_golden_question_goes_wrong(library: Library) -> None:
    wrong = failures(library)
    assert not wrong, f"{len(wrong)} of {len(load_golden())} golden questions:\n" + _list(wrong)


def test_no_golden_question_is_among_the_phrasings_that_the_search_learns_from(
    library: Library,
) -> None:
    learnt = {_same(example.text) for example in training_examples(library.topics)}
    assert not [row.text for row in load_golden() if _same(row.text) in learnt]


def test_no_golden_question_stands_twice() -> None:
    counts = Counter(_same(row.text) for row in load_golden())
    assert not [words for words, count in counts.items() if count > 1]


def test_every_topic_has_a_golden_question_and_no_other_topic_is_named(library: Library) -> None:
    asked = {row.right[0] for row in load_golden() if row.demand is not Demand.REJECT}
    named = {topic for row in load_golden() for topic in row.right}
    assert asked == set(library.topics)
    assert named <= set(library.topics)


def test_the_golden_questions_are_many_and_money_and_safety_come_first() -> None:
    areas = Counter(row.area for row in load_golden())
    assert areas.total() >= 220
    assert areas[Area.MONEY] + areas[Area.SAFETY] >= areas.total() / 2
    assert min(areas[area] for area in Area) >= 10


def test_out_of_scope_is_an_area_of_its_own() -> None:
    rows = load_golden()
    assert all((row.area is Area.OUTSIDE) == (row.demand is Demand.REJECT) for row in rows)


@dataclass(frozen=True)
class Certain:
    """A search that is sure of one topic, or torn between several, or of none."""

    topics: tuple[str, ...]

    def rank(self, text: str) -> Ranking:
        confidence = 0.96 / max(1, len(self.topics))
        candidates = tuple(Candidate(topic, confidence) for topic in self.topics)
        return Ranking(candidates, in_scope=0.96 if candidates else 0.0)


@pytest.mark.parametrize(
    ("demand", "right", "found", "passes"),
    [
        (Demand.ANSWER, ("a", "b"), ("a",), True),
        (Demand.ANSWER, ("a", "b"), ("b",), True),
        (Demand.ANSWER, ("a",), ("c",), False),
        (Demand.ANSWER, ("a",), ("a", "c"), False),
        (Demand.ANSWER, ("a",), (), False),
        (Demand.ANSWER_OR_ASK, ("a",), ("a",), True),
        (Demand.ANSWER_OR_ASK, ("a",), ("c", "a"), True),
        (Demand.ANSWER_OR_ASK, ("a",), ("c", "d"), False),
        (Demand.ANSWER_OR_ASK, ("a",), (), False),
        (Demand.REJECT, (), (), True),
        (Demand.REJECT, (), ("c", "d"), True),
        (Demand.REJECT, (), ("c",), False),
        (Demand.REJECT, ("c",), ("c",), True),
    ],
)
def test_what_passes(
    demand: Demand, right: tuple[str, ...], found: tuple[str, ...], *, passes: bool
) -> None:
    row = GoldenRow("pertanyaan", right, demand, Area.GENERAL)
    assert (not failures(Certain(found), [row])) == passes


@pytest.mark.parametrize(("right", "passes"), [("klaim-jkk", True), ("iuran-bpu", False)])
def test_what_is_taken_for_an_accident_happening_now_has_to_be_one(
    right: str, *, passes: bool
) -> None:
    row = GoldenRow("tolong, teman saya barusan jatuh", (right,), Demand.ANSWER, Area.SAFETY)
    assert (not failures(Certain(("iuran-bpu",)), [row])) == passes


def test_a_failure_reads_as_a_sentence() -> None:
    row = GoldenRow("berapa iurannya", ("iuran-bpu",), Demand.ANSWER, Area.MONEY)
    (failure,) = failures(Certain(("diskon-iuran",)), [row])
    assert str(failure) == (
        "'berapa iurannya' (jawab: iuran-bpu): answered by diskon-iuran; "
        "likeliest: diskon-iuran 0.96"
    )


def _same(text: str) -> tuple[str, ...]:
    return normalise(text).typed


def _list(found: Iterable[Failure]) -> str:
    return "\n".join(f"- {failure}" for failure in found)
