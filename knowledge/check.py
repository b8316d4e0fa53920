"""The content check: topics, figures and facts agree with each other, on every day that matters.

`jamsosbot faq check` prints what this module finds; nothing that has a finding may be served.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from knowledge.answers import AnswerError, fill
from knowledge.facts import Confidence, Fact, load_facts
from knowledge.figures import Figures, Period, load_figures
from knowledge.figures.wording import Unit, number, worded
from knowledge.markup import MarkupError, visible_text
from knowledge.topics import FOLDER, Kind, Topic, read_topic
from knowledge.urgency import load_urgent_advice

LONGEST_ANSWER = 1_200
"""Visible characters. Telegram takes 4,096; nobody reads that on a phone."""

_TYPED_NUMBER = re.compile(
    r"Rp\s?\d[\d.,]*"
    r"|\b\d+(?:[.,]\d+)*\s?%"
    r"|\b\d+(?:[.,]\d+)*\s(?:persen|ribu|juta|miliar|tahun|thn|bulan|minggu|hari|jam|menit|kali|orang|anak)\b"
    r"|\b\d+\s?[x×]\s?\d+\s?jam\b"
    r"|\b\d{1,3}\s?(?:[x×](?!\w)|(?:kg|kilogram)\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_TEMPLATE_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_HEDGES = ("belum pasti", "belum dapat dipastikan")


class Problem(Enum):
    """What can be wrong, in words for developers; handlers have others for admins."""

    UNREADABLE = "{detail}"
    UNKNOWN_FACT = "unknown fact {fact}"
    NO_FACT = "names no fact"
    NO_SOURCE = "names no source"
    UNKNOWN_RELATED = "related topic {topic} does not exist"
    RELATED_TO_ITSELF = "is related to itself"
    RELATED_TWICE = "names a related topic twice"
    NO_ACTION = "is an action topic without an action"
    TYPED_NUMBER = "{typed!r} is typed by hand: make it a figure"
    UNSURE = "states {facts} (rendah) without saying that it is 'belum pasti'"
    NOT_SHOWABLE = "on {day}: {error}"
    LENGTH = "on {day}: {length} characters, at most {most} are allowed"
    NO_PHRASING = "has no example question"
    OTHERS_PHRASING = "{text!r} stands under {topic} too"
    PHRASING_TWICE = "{text!r} stands there twice"
    UNBACKED = "{value} stands in none of its facts"
    NEEDED = "is needed by the program"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in the content: where, and what."""

    place: str
    problem: Problem
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """What is wrong."""
        return self.problem.value.format_map(self.values)

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


_Problems = Iterator[tuple[Problem, Mapping[str, object]]]


def check_all(today: date) -> list[Finding]:
    """Everything that is wrong with the content files; an empty list when nothing is."""
    findings: list[Finding] = []
    topics: dict[str, Topic] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        try:
            topics[path.stem] = read_topic(path)
        except ValueError as error:
            findings.append(Finding(path.stem, Problem.UNREADABLE, {"detail": error}))
    try:
        figures = load_figures()
        facts = load_facts()
    except ValueError as error:
        return [*findings, Finding("figures and facts", Problem.UNREADABLE, {"detail": error})]
    days = days_that_matter(figures, today)
    findings += check_figures(figures, facts)
    for topic in topics.values():
        findings += check_topic(topic, topics, figures, facts, days)
    findings += check_phrasings(topics)
    findings += _check_urgent_advice(topics, figures, facts, days)
    return findings


def days_that_matter(figures: Figures, today: date) -> list[date]:
    """Today, and the days around each change of a figure from today on."""
    changes = [day for day in figures.days_of_change() if day > today]
    return [today, *(day - timedelta(days=step) for day in changes for step in (1, 0))]


def check_topic(
    topic: Topic,
    topics: Mapping[str, Topic],
    figures: Figures,
    facts: Mapping[str, Fact],
    days: list[date],
) -> Iterator[Finding]:
    """What is wrong with one topic."""
    for problem, values in (
        *_problems_with_sources(topic, facts),
        *_problems_with_links(topic, topics),
        *_problems_with_template(topic.answer, topic.facts, facts),
        *_problems_with_text(topic.answer, figures, days),
    ):
        yield Finding(topic.id, problem, values)


def _problems_with_sources(topic: Topic, facts: Mapping[str, Fact]) -> _Problems:
    for fact in topic.facts:
        if fact not in facts:
            yield Problem.UNKNOWN_FACT, {"fact": fact}
    if topic.kind is Kind.TALK:
        return
    if not topic.facts and topic.id != "cakupan-wilayah":
        yield Problem.NO_FACT, {}
    if not topic.sources:
        yield Problem.NO_SOURCE, {}


def _problems_with_links(topic: Topic, topics: Mapping[str, Topic]) -> _Problems:
    for related in topic.related:
        if related not in topics:
            yield Problem.UNKNOWN_RELATED, {"topic": related}
        if related == topic.id:
            yield Problem.RELATED_TO_ITSELF, {}
    if len(set(topic.related)) < len(topic.related):
        yield Problem.RELATED_TWICE, {}
    if topic.kind is Kind.ACTION and topic.action is None:
        yield Problem.NO_ACTION, {}


def _problems_with_template(
    template: str, fact_ids: tuple[str, ...], facts: Mapping[str, Fact]
) -> _Problems:
    for typed in _TYPED_NUMBER.finditer(_TEMPLATE_TAG.sub("", template)):
        yield Problem.TYPED_NUMBER, {"typed": typed[0]}
    unsure = [
        fact for fact in fact_ids if fact in facts and facts[fact].confidence is Confidence.LOW
    ]
    if unsure and not any(hedge in template.lower() for hedge in _HEDGES):
        yield Problem.UNSURE, {"facts": ", ".join(unsure)}


def _problems_with_text(template: str, figures: Figures, days: list[date]) -> _Problems:
    """Problems of the filled template, on the first day that shows them."""
    for day in days:
        try:
            length = len(visible_text(fill(template, figures.on(day))))
        except (AnswerError, MarkupError) as error:
            yield Problem.NOT_SHOWABLE, {"day": day, "error": error}
            return
        if not 0 < length <= LONGEST_ANSWER:
            yield Problem.LENGTH, {"day": day, "length": length, "most": LONGEST_ANSWER}
            return


def check_phrasings(topics: Mapping[str, Topic]) -> Iterator[Finding]:
    """Each topic can be asked for, and no phrasing means two topics."""
    owner: dict[str, str] = {}
    for topic in topics.values():
        phrasings = [text for texts in topic.examples.values() for text in texts]
        if not phrasings:
            yield Finding(topic.id, Problem.NO_PHRASING)
        typed: set[str] = set()
        for text in phrasings:
            # Faces and signs alone are phrasings too ("👍👍").
            said = " ".join(_WORD.findall(text.lower())) or text
            if owner.setdefault(said, topic.id) != topic.id:
                values = {"text": text, "topic": owner[said]}
                yield Finding(topic.id, Problem.OTHERS_PHRASING, values)
            as_typed = " ".join(text.lower().split())
            if as_typed in typed:
                yield Finding(topic.id, Problem.PHRASING_TWICE, {"text": text})
            typed.add(as_typed)


def _check_urgent_advice(
    topics: Mapping[str, Topic], figures: Figures, facts: Mapping[str, Fact], days: list[date]
) -> Iterator[Finding]:
    try:
        advice = load_urgent_advice()
    except ValueError as error:
        yield Finding("urgent", Problem.UNREADABLE, {"detail": error})
        return
    for related in advice.related:
        if related not in topics:
            yield Finding("urgent", Problem.UNKNOWN_RELATED, {"topic": related})
    for fact in advice.facts:
        if fact not in facts:
            yield Finding("urgent", Problem.UNKNOWN_FACT, {"fact": fact})
    for problem, values in (
        *_problems_with_template(advice.answer, advice.facts, facts),
        *_problems_with_text(advice.answer, figures, days),
    ):
        yield Finding("urgent", problem, values)


def check_figures(figures: Figures, facts: Mapping[str, Fact]) -> Iterator[Finding]:
    """Each value stands, as people write it, in one of the facts it names."""
    for key, figure in figures.by_id.items():
        for period in figure.values:
            for fact in period.facts:
                if fact not in facts:
                    yield Finding(f"figure {key}", Problem.UNKNOWN_FACT, {"fact": fact})
            if not _is_backed(period, figure.unit, facts):
                yield Finding(f"figure {key}", Problem.UNBACKED, {"value": period.value})


def _is_backed(period: Period, unit: Unit, facts: Mapping[str, Fact]) -> bool:
    if period.worked_out or period.source:
        return True
    text = " ".join(facts[fact].text for fact in period.facts if fact in facts)
    return any(
        re.search(rf"(?<![\d.,]){re.escape(spelling)}(?![\d]|[.,]\d)", text, re.IGNORECASE)
        for spelling in _spellings(period.value, unit)
    )


def _spellings(value: float | str, unit: Unit) -> Iterator[str]:
    """The ways the fact sheet may write a value."""
    yield worded(value, unit)
    if isinstance(value, str):
        return
    yield number(value)
    yield f"{value:.2f}".replace(".", ",")  # 0,30%
    if unit is Unit.RUPIAH:
        for size, name in ((1_000, "ribu"), (1_000_000, "juta"), (1_000_000_000, "miliar")):
            yield f"{number(value / size)} {name}"


def main(arguments: list[str]) -> int:
    """Print the findings, those of the named topics where names are given; 1 if there are any."""
    findings = check_all(date.today())  # noqa: DTZ011 -- the writer's own day will do
    shown = [f for f in findings if not arguments or f.place in arguments]
    for finding in shown:
        print(finding)  # noqa: T201
    return 1 if shown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
