"""What a further value of a figure would do: every answer that names it, before and after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.answers import AnswerError, figures_in, fill
from knowledge.check import days_that_matter, problems_with_text
from knowledge.contributions.examples import worked_examples
from knowledge.figures import Figures
from knowledge.figures.sums import no_longer_adding_up
from knowledge.figures.timeline import LaterValue, laid_over
from knowledge.library import Library
from knowledge.topics import Topic


@dataclass(frozen=True, slots=True)
class Change:
    """An answer (or a calculation) on the first day, in HTML; None where there was none."""

    title: str
    before: str | None
    after: str | None

    @property
    def is_one(self) -> bool:
        """Whether anything changes."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Problem:
    """An answer (or a calculation) that could not be given on `day`.

    `without` are the figures it names that have no value then.
    """

    title: str
    day: date
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change on `day`, and why it must not be confirmed if there are `problems`."""

    day: date
    answers: tuple[Change, ...]
    """Of every topic that names the figure, those that change first."""
    calculations: tuple[Change, ...]
    """Examples of the calculator that would come out otherwise."""
    not_adding_up: tuple[str, ...]
    """Figures that are sums and would not be any more."""
    problems: tuple[Problem, ...]


def preview(library: Library, later: LaterValue, today: date) -> Preview:
    """Look at a value before it is added; nothing is changed."""
    before = library.answers.figures
    after = Figures({**before.by_id, later.figure: laid_over(before.by_id[later.figure], later)})
    day = max(later.since, today)
    affected = topics_naming(library, later.figure)
    answers = [
        Change(
            topic.title,
            _filled(topic.answer, before, day),
            _filled(topic.answer, after, day),
        )
        for topic in affected
    ]
    return Preview(
        day=day,
        answers=tuple(sorted(answers, key=lambda change: not change.is_one)),
        calculations=tuple(_calculations(before, after, day)),
        not_adding_up=tuple(no_longer_adding_up(after, later.figure, day)),
        problems=tuple(_problems(library, affected, later.figure, after, today)),
    )


def topics_naming(library: Library, figure: str) -> list[Topic]:
    """The topics whose answers name a figure, in the order of their titles."""
    found = (topic for topic in library.topics.values() if figure in figures_in(topic.answer))
    return sorted(found, key=lambda topic: topic.title)


def _filled(template: str, figures: Figures, day: date) -> str | None:
    try:
        return fill(template, figures.on(day))
    except AnswerError:
        return None


def _calculations(before: Figures, after: Figures, day: date) -> Iterator[Change]:
    earlier, later = worked_examples(before, day), worked_examples(after, day)
    for name, said in later.items():
        change = Change(name, earlier[name], said)
        if change.is_one:
            yield change


def _problems(
    library: Library, affected: list[Topic], figure: str, after: Figures, today: date
) -> Iterator[Problem]:
    days = days_that_matter(after, today)
    templates = [(topic.title, topic.answer) for topic in affected]
    urgent = library.urgent_advice.answer
    if figure in figures_in(urgent):
        templates.append(("nasihat darurat", urgent))
    for title, template in templates:
        yield from _problem_with(title, template, after, days)
    last = max(today, days[-1])
    earlier = worked_examples(library.answers.figures, last)
    for name, said in worked_examples(after, last).items():
        if said is None and earlier[name] is not None:
            yield Problem(f"/hitung ({name})", last)


def _problem_with(
    title: str, template: str, figures: Figures, days: list[date]
) -> Iterator[Problem]:
    """The first day on which a template can't be filled, or is too long, if there is one."""
    for day in days:
        if next(problems_with_text(template, figures, [day]), None) is not None:
            current = figures.on(day)
            without = sorted(key for key in figures_in(template) if current.get(key) is None)
            yield Problem(title, day, tuple(without))
            return
