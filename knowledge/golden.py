"""The questions that must never go wrong: money and safety first, at least one for every topic.

They stand in `golden.csv` and nowhere among the phrasings that the search learns from. A search
that fails one of them isn't fit to be served.
"""

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from knowledge.decision import decide
from knowledge.library import Library
from knowledge.scrubbing import scrub
from knowledge.search import Search
from knowledge.topics import OUT_OF_SCOPE
from knowledge.urgency import load_urgent_advice

_FILE = Path(__file__).with_name("golden.csv")
_COLUMNS = ("pertanyaan", "topik", "topik_lain", "harus", "kelompok")


class Demand(StrEnum):
    """What has to become of a question."""

    ANSWER = "jawab"
    """Answered by a right topic; an accident happening now, by the advice on it."""
    ANSWER_OR_ASK = "jawab-atau-tanya"
    """Answered by a right topic, or asked back with a right one to choose."""
    REJECT = "tolak"
    """Out of scope: answered by none but the topics that are right as well; may be asked back."""


class Area(StrEnum):
    """What is at stake."""

    MONEY = "uang"
    SAFETY = "keselamatan"
    FRAUD = "penipuan"
    PRIVACY = "privasi"
    GENERAL = "umum"
    OUTSIDE = "luar"


@dataclass(frozen=True, slots=True)
class GoldenRow:
    """One question and what has to become of it."""

    text: str
    right: tuple[str, ...]
    """The topics that may answer, best first; for what is out of scope often none."""
    demand: Demand
    area: Area

    def __str__(self) -> str:
        right = " or ".join(self.right) or OUT_OF_SCOPE
        return f"{self.text!r} ({self.demand}: {right})"


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that went wrong, and what happened instead."""

    row: GoldenRow
    happened: str
    topic: str | None = None
    """The topic that answers instead; None when none does."""
    offered: tuple[str, ...] = ()
    """The topics to choose from, where it is asked back."""

    def __str__(self) -> str:
        return f"{self.row}: {self.happened}"


@cache
def load_golden() -> tuple[GoldenRow, ...]:
    """The golden questions in the file's order. Raises ValueError that names the line."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restkey="rest", restval="")
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            raise ValueError(f"{_FILE.name}: the columns must be {', '.join(_COLUMNS)}")
        return tuple(_row(record, reader.line_num) for record in reader)


def failures(asked: Library | Search, rows: Sequence[GoldenRow] | None = None) -> list[Failure]:
    """The questions that go wrong, in order; those of the file unless others are given.

    A bare search is asked as a library asks its own, so that it can be tried before it serves.
    """
    rows = load_golden() if rows is None else rows
    outcomes = ((row, _outcome(asked, row.text)) for row in rows)
    return [
        Failure(row, str(outcome), outcome.topic, outcome.options)
        for row, outcome in outcomes
        if not _meets(row, outcome)
    ]


def rows_for(topics: Collection[str]) -> list[GoldenRow]:
    """The golden questions for content with these topics.

    Where none of the right topics is left, no other may answer in their place.
    """
    rows = []
    for row in load_golden():
        right = tuple(topic for topic in row.right if topic in topics)
        demand = row.demand if right else Demand.REJECT
        rows.append(replace(row, right=right, demand=demand))
    return rows


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a question: the topic that answered, or the topics to choose from."""

    first: tuple[str, ...]
    """An accident happens now: the topics that the advice on it, given instead, goes with."""
    topic: str | None
    options: tuple[str, ...]
    ranked: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        if self.first:
            what = "taken for an accident happening now"
        elif self.topic is not None:
            what = f"answered by {self.topic}"
        elif self.options:
            what = "asked back"
        else:
            what = "not answered"
        best = ", ".join(f"{topic} {confidence:.2f}" for topic, confidence in self.ranked[:3])
        return f"{what}; likeliest: {best or 'none'}"


def _outcome(asked: Library | Search, text: str) -> _Outcome:
    advice = load_urgent_advice()
    first = advice.related if advice.is_called_for(scrub(text).text) else ()
    if isinstance(asked, Library):
        reply = asked.ask(text)
        topic = reply.topic.id if reply.topic else None
        options = tuple(option.id for option in reply.options)
        candidates = reply.candidates
    else:
        ranking = asked.rank(scrub(text).text)
        decision = decide(ranking)
        topic, options, candidates = decision.topic, decision.options, ranking.candidates
    return _Outcome(first, topic, options, tuple((c.topic, c.confidence) for c in candidates))


def _meets(row: GoldenRow, outcome: _Outcome) -> bool:
    if outcome.first:
        return any(topic in row.right for topic in outcome.first)
    if row.demand is Demand.REJECT:
        return outcome.topic is None or outcome.topic in row.right
    if row.demand is Demand.ANSWER_OR_ASK and outcome.topic is None:
        return any(option in row.right for option in outcome.options)
    return outcome.topic in row.right


def _row(record: dict[str, str], line: int) -> GoldenRow:
    topic = record["topik"]
    others = tuple(other for other in record["topik_lain"].split("|") if other)
    try:
        demand, area = Demand(record["harus"]), Area(record["kelompok"])
    except ValueError as error:
        raise ValueError(f"{_FILE.name}: line {line}: {error}") from error
    if not record["pertanyaan"] or not topic or "rest" in record:
        raise ValueError(f"{_FILE.name}: line {line}: needs a question, a topic and five columns")
    if (topic == OUT_OF_SCOPE) != (demand is Demand.REJECT):
        raise ValueError(f"{_FILE.name}: line {line}: {demand} doesn't go with {topic}")
    right = others if topic == OUT_OF_SCOPE else (topic, *others)
    return GoldenRow(record["pertanyaan"], right, demand, area)
