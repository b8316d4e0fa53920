import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.evaluation import (
    Row,
    RowsError,
    auroc,
    cross_validate,
    evaluate,
    expected_calibration_error,
    hold_out,
    leave_one_style_out,
    read_examples,
    read_rows,
    risk_coverage,
)
from knowledge.search import Candidate, Example, Ranking, Search

FIXED_KEYS = {
    "n", "n_in_scope", "n_out_of_scope", "top1", "top3", "answered_right", "answered_wrong",
    "clarified", "clarified_right", "fallback_in_scope", "oos_answered", "oos_rejected", "auroc",
    "median_us", "p99_us", "confusions",
}  # fmt: skip


@dataclass
class Memory:
    """Knows exactly what it was told, and nothing else."""

    known: dict[str, str | None]

    def rank(self, text: str) -> Ranking:
        topic = self.known.get(text)
        return Ranking((Candidate(topic, 0.9),), 0.9) if topic else Ranking((), 0.1)


def memorise(examples: Sequence[Example]) -> Search:
    return Memory({example.text: example.topic for example in examples})


def test_the_report_counts_what_became_of_every_question() -> None:
    search = Memory({"a": "x", "b": "y", "c": "z", "d": "x", "f": "x"})
    found = evaluate(
        search,
        [
            Row("a", "x"),
            Row("b", "x", ("y",)),
            Row("c", "x"),
            Row("e", "x"),
            Row("d", None),
            Row("f", None, ("x",)),
            Row("g", None),
        ],
    )
    assert (found.n, found.n_in_scope, found.n_out_of_scope) == (7, 4, 3)
    assert found.top1 == found.top3 == found.answered_right == 0.5
    assert found.answered_wrong == found.fallback_in_scope == 0.25
    assert found.clarified == found.clarified_right == 0
    assert found.oos_answered == found.oos_rejected == pytest.approx(1 / 3)
    assert [(c.topic, c.taken_for, c.count) for c in found.confusions] == [
        ("luar-topik", "x", 1),
        ("x", "z", 1),
    ]
    assert found.topics["x"].n == 4


def test_the_report_has_the_fixed_keys_and_is_json() -> None:
    plain = evaluate(Memory({}), [Row("a", "x", (), "baku")]).as_dict()
    assert set(plain) >= FIXED_KEYS
    assert json.loads(json.dumps(plain))["n"] == 1


def test_rates_of_nothing_are_none() -> None:
    found = evaluate(Memory({}), [Row("a", None)])
    assert found.top1 is None
    assert found.auroc is None
    assert found.oos_rejected == 1


def test_nobody_is_tried_on_what_it_learnt() -> None:
    rows = [Row(f"text {i}", "x") for i in range(10)]
    assert all(not t.ranking.candidates for t in cross_validate(memorise, rows, []))
    examples = [row.example() for row in rows]
    assert all(not t.ranking.candidates for t in hold_out(memorise, rows, examples))
    same = [Example("TEXT 1!", "x"), Example("text 11", "x")]
    learnt: list[str] = []

    def note(examples: Sequence[Example]) -> Search:
        learnt.extend(example.text for example in examples)
        return memorise(examples)

    cross_validate(note, [Row("text 1", "x")], same, folds=1)
    assert learnt == ["text 11"]


def test_questions_that_were_not_learnt_need_one_search_only() -> None:
    trained = []

    def count(examples: Sequence[Example]) -> Search:
        trained.append(len(examples))
        return memorise(examples)

    trials = hold_out(count, [Row("a", "x"), Row("b", "x")], [Example("c", "x")])
    assert trained == [1]
    assert len(trials) == 2


def test_a_style_is_tried_with_a_search_that_learnt_the_others() -> None:
    examples = [Example("a", "x", "baku"), Example("b", "x", "banjar"), Example("a", "x", "typo")]
    trials = leave_one_style_out(memorise, examples)
    assert set(trials) == {"baku", "banjar", "typo"}
    assert all(not t.ranking.candidates for found in trials.values() for t in found)


def test_auroc_is_the_chance_of_the_right_order() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1
    assert auroc([0.1], [0.9]) == 0
    assert auroc([0.5, 0.5], [0.5]) == 0.5
    assert auroc([], [0.5]) is None


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=12),
    st.lists(st.integers(0, 5), min_size=1, max_size=12),
)
def test_auroc_counts_ties_as_half(inside: list[int], outside: list[int]) -> None:
    pairs = [(a > b) + (a == b) / 2 for a in inside for b in outside]
    assert auroc(inside, outside) == pytest.approx(sum(pairs) / len(pairs))


def test_calibration_error_is_the_distance_of_confidence_from_truth() -> None:
    assert expected_calibration_error([1.0, 1.0], [True, True]) == 0
    assert expected_calibration_error([0.9] * 10, [True] * 9 + [False]) == pytest.approx(0)
    assert expected_calibration_error([0.95] * 2, [False, False]) == pytest.approx(0.95)


def test_risk_grows_with_coverage() -> None:
    points = risk_coverage([0.9, 0.8, 0.2, 0.1], [True, True, True, False], steps=4)
    assert points == ((0.25, 0, 0.9), (0.5, 0, 0.8), (0.75, 0, 0.2), (1, 0.25, 0.1))


def test_rows_are_read_with_all_or_the_least_columns(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(
        "\ufeffpertanyaan,topik,gaya,topik_lain\nberapa?,iuran,baku,diskon|cara\nbola,luar-topik,,\n",
        encoding="utf-8",
    )
    assert read_rows(file) == (
        Row("berapa?", "iuran", ("diskon", "cara"), "baku"),
        Row("bola", None),
    )
    file.write_text("pertanyaan,topik\nwake me,alarm\n", encoding="utf-8")
    assert read_examples(file) == (Example("wake me", "alarm"),)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("text,label\na,b\n", "no column pertanyaan, topik"),
        ("pertanyaan,topik\n", "no questions"),
        ("pertanyaan,topik\n,iuran\n", "line 2"),
        ("pertanyaan,topik\niuran\n", "line 2"),
    ],
)
def test_a_file_that_is_not_right_is_refused(content: str, problem: str, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(RowsError, match=problem):
        read_rows(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RowsError):
        read_rows(tmp_path / "none.csv")
