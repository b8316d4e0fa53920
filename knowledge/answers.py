"""Answers as readers get them: templates filled with the figures of the day."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto

from jinja2 import Undefined, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from knowledge.facts import Confidence, load_facts
from knowledge.figures import CurrentFigure, Figures
from knowledge.topics import Topic

_UNDEFINED = re.compile(r"'(\w+)' is undefined")


class Gap(Enum):
    """Why a template can't be filled."""

    UNKNOWN_FIGURE = auto()
    NO_VALUE = auto()
    BROKEN = auto()


class AnswerError(ValueError):
    """A template that cannot be filled: unknown figure, no value on that day, broken syntax.

    `what` is the unknown figure's name, or what Jinja says.
    """

    def __init__(self, gap: Gap, message: str, what: str = "") -> None:
        super().__init__(message)
        self.gap = gap
        self.what = what


class _NoGuessing(Undefined):
    """An unknown figure is an error, wherever it is used."""

    __str__ = Undefined._fail_with_undefined_error  # noqa: SLF001 -- Jinja's own StrictUndefined does this
    __bool__ = Undefined._fail_with_undefined_error  # noqa: SLF001


def _never_empty(value: object) -> object:
    if value is None:
        raise AnswerError(Gap.NO_VALUE, "a figure is used on a day on which it has no value")
    return value


_TEMPLATES = ImmutableSandboxedEnvironment(
    autoescape=False,  # templates are Telegram HTML themselves; figures hold no markup
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=_NoGuessing,
    finalize=_never_empty,
)


def fill(template: str, values: dict[str, CurrentFigure | None]) -> str:
    """Fill a template with the figures of one day. Raises AnswerError."""
    try:
        return _TEMPLATES.from_string(template).render(values).strip()
    except AnswerError:
        raise
    except UndefinedError as error:
        name = _UNDEFINED.match(str(error))
        raise AnswerError(Gap.UNKNOWN_FIGURE, str(error), name[1] if name else "") from error
    except Exception as error:  # Jinja raises whatever an expression raises
        raise AnswerError(Gap.BROKEN, str(error), str(error)) from error


@dataclass(frozen=True, slots=True)
class Answer:
    """A topic's answer on one day."""

    topic: Topic
    html: str
    must_be_checked: bool
    lapsed: bool


@dataclass
class Answers:
    """Fills answers and keeps them for the day: a template is filled once a day, not per reader."""

    figures: Figures
    _day: date = date.min
    _values: dict[str, CurrentFigure | None] = field(default_factory=dict)
    _filled: dict[str, Answer] = field(default_factory=dict)

    def of(self, topic: Topic, day: date) -> Answer:
        """The answer of a topic on a day. Raises AnswerError."""
        self._turn_to(day)
        answer = self._filled.get(topic.id)
        if answer is None or answer.topic is not topic:
            answer = Answer(
                topic=topic,
                html=fill(topic.answer, self._values),
                must_be_checked=rests_on(topic, Confidence.MEDIUM),
                lapsed=topic.has_lapsed_on(day),
            )
            self._filled[topic.id] = answer
        return answer

    def text(self, template: str, day: date) -> str:
        """A template that is no topic, filled with the figures of the day. Raises AnswerError."""
        self._turn_to(day)
        return fill(template, self._values)

    def _turn_to(self, day: date) -> None:
        if day != self._day:
            self._day, self._values, self._filled = day, self.figures.on(day), {}


def rests_on(topic: Topic, confidence: Confidence) -> bool:
    """Whether some fact under the topic has that confidence."""
    facts = load_facts()
    return any(facts[fact].confidence is confidence for fact in topic.facts if fact in facts)
