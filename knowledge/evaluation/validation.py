"""Trying a search on questions that it has not seen."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.decision import Decision, decide
from knowledge.evaluation.rows import Row
from knowledge.language import normalise
from knowledge.search.examples import Example
from knowledge.search.ranking import Ranking, Search

Trainer = Callable[[Sequence[Example]], Search]


@dataclass(frozen=True, slots=True)
class Trial:
    """One question tried."""

    row: Row
    ranking: Ranking
    decision: Decision
    seconds: float
    """Time that ranking and deciding took."""


def try_rows(search: Search, rows: Sequence[Row]) -> tuple[Trial, ...]:
    """Ask every question once."""
    trials = []
    for row in rows:
        begin = time.perf_counter()
        ranking = search.rank(row.text)
        decision = decide(ranking)
        trials.append(Trial(row, ranking, decision, time.perf_counter() - begin))
    return tuple(trials)


def without(examples: Sequence[Example], rows: Sequence[Row]) -> tuple[Example, ...]:
    """The examples whose text is not among the rows, however it is capitalised or punctuated."""
    asked = {_same(row.text) for row in rows}
    return tuple(example for example in examples if _same(example.text) not in asked)


def cross_validate(
    trainer: Trainer, rows: Sequence[Row], examples: Sequence[Example], *, folds: int = 5
) -> tuple[Trial, ...]:
    """Try every row with a search that learnt from ``examples`` and the rows of the other folds.

    Examples with the same text as a tried row are left out. The folds share out every topic evenly.
    """
    trials: list[Trial] = []
    for fold in _folds(rows, folds):
        tried = [rows[i] for i in sorted(fold)]
        learnt = [row.example() for i, row in enumerate(rows) if i not in fold]
        trials.extend(try_rows(trainer(without([*examples, *learnt], tried)), tried))
    return tuple(trials)


def hold_out(
    trainer: Trainer, rows: Sequence[Row], examples: Sequence[Example], *, folds: int = 5
) -> tuple[Trial, ...]:
    """Try every row with a search that learnt from ``examples`` but not from that row.

    Where no row is among the examples, one search tries them all; otherwise each of the folds has a
    search of its own, which learnt from everything but the fold's texts. Rows are never added.
    """
    if len(without(examples, rows)) == len(examples):
        return try_rows(trainer(examples), rows)
    trials: list[Trial] = []
    for fold in _folds(rows, folds):
        tried = [rows[i] for i in sorted(fold)]
        trials.extend(try_rows(trainer(without(examples, tried)), tried))
    return tuple(trials)


def leave_one_style_out(
    trainer: Trainer, examples: Sequence[Example]
) -> Mapping[str, tuple[Trial, ...]]:
    """Try the examples of every style with a search that learnt from the other styles only."""
    result = {}
    for style in sorted({example.style for example in examples}):
        tried = [Row(e.text, e.topic, (), e.style) for e in examples if e.style == style]
        learnt = without([e for e in examples if e.style != style], tried)
        result[style] = try_rows(trainer(learnt), tried)
    return result


def _folds(rows: Sequence[Row], folds: int) -> list[frozenset[int]]:
    # Sorted by topic and dealt out in turn: every fold gets its share of every topic. Sorting by
    # the text within a topic keeps the order of the file, which often goes by style, out of it.
    order = sorted(range(len(rows)), key=lambda i: (rows[i].topic or "", rows[i].text[::-1]))
    return [frozenset(order[fold::folds]) for fold in range(folds) if order[fold::folds]]


def _same(text: str) -> tuple[str, ...]:
    return normalise(text).typed
