"""An accident happening right now: how to tell, and what to say first.

Somebody who writes "teman saya jatuh dari atap proyek barusan" needs the hospital before the
programme. The words that tell stand in `urgent.yaml` beside the advice.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.language.text import clean
from knowledge.topics import Source, TopicId, read_yaml

_FILE = Path(__file__).with_name("urgent.yaml")
_DOUBLE_VOWEL = re.compile(r"([aeiou])\1+")
_COMMA = re.compile(r"\s*[,;:]+\s*")
_SENTENCE_END = re.compile(r"\s*[.!?\n]+\s*")
_BETWEEN_WORDS = re.compile(r"[^\w,.]+")
_NEAR = 12
"""Words between what happened and the word that says when, beyond which they are two matters."""
_BESIDE = 4
"""Words between a person and what happened to them."""
_SHORT = 14
"""Words of a message that only reports: who asks for something writes more."""


class UrgentAdvice(BaseModel):
    """What to do first after an accident, and the words that show one is happening.

    The kinds of words are explained in the file. `HARM` in a pattern stands for any of `harm`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: str
    facts: tuple[str, ...]
    sources: tuple[Source, ...]
    checked: date
    related: tuple[TopicId, ...] = ()
    harm: tuple[str, ...] = Field(min_length=1)
    now: tuple[str, ...] = Field(min_length=1)
    today: tuple[str, ...] = Field(min_length=1)
    plea: tuple[str, ...] = Field(min_length=1)
    who: tuple[str, ...] = Field(min_length=1)
    asks: tuple[str, ...] = Field(min_length=1)
    question: tuple[str, ...] = Field(min_length=1)
    not_now: tuple[str, ...] = Field(min_length=1)
    other_senses: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _patterns_are_sound(self) -> "UrgentAdvice":
        try:
            _ = self._words
        except re.error as error:
            raise ValueError(f"{error.pattern!r}: {error}") from error
        return self

    def is_called_for(self, text: str) -> bool:
        """Whether a message tells of an accident that happens now or has just happened."""
        words = self._words
        said = _parts(text)
        if words.harm.search(said):  # most messages have none: nothing more needs looking at
            said = words.other_senses.sub(" ~ ", said)
        if not words.harm.search(said) or words.not_now.search(said):
            return False
        if words.is_near(words.now, said):
            return True
        if words.asks.search(said):
            return False
        if words.is_near(words.today, said):
            return True
        if not words.victim.search(said):
            return False
        is_report = len(said.split()) <= _SHORT and "?" not in text
        return bool(words.plea.search(said)) or (is_report and not words.question.search(said))

    @cached_property
    def _words(self) -> "_Words":
        harm = f"(?:{'|'.join(self.harm)})"
        who = f"(?:{'|'.join(self.who)})"

        def any_of(*patterns: str) -> re.Pattern[str]:
            return re.compile(rf"\b(?:{'|'.join(patterns).replace('HARM', harm)})\b")

        return _Words(
            harm=any_of(harm),
            now=any_of(*self.now),
            today=any_of(*self.today),
            plea=any_of(*self.plea),
            victim=any_of(rf"{who}(?: \w+){{0,{_BESIDE}}} {harm}"),
            asks=any_of(*self.asks),
            question=any_of(*self.question),
            not_now=any_of(*self.not_now),
            other_senses=any_of(*self.other_senses),
        )


def _parts(text: str) -> str:
    """A text as the patterns expect it: one space between words, commas and full stops apart."""
    said = _DOUBLE_VOWEL.sub(r"\1", clean(text))
    return _BETWEEN_WORDS.sub(" ", _COMMA.sub(" , ", _SENTENCE_END.sub(" . ", said)))


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns of the file, compiled."""

    harm: re.Pattern[str]
    now: re.Pattern[str]
    today: re.Pattern[str]
    plea: re.Pattern[str]
    victim: re.Pattern[str]
    asks: re.Pattern[str]
    question: re.Pattern[str]
    not_now: re.Pattern[str]
    other_senses: re.Pattern[str]

    def is_near(self, sign: re.Pattern[str], said: str) -> bool:
        """Whether a sign stands near something that happened."""
        harms = [match.span() for match in self.harm.finditer(said)]
        return any(
            said.count(" ", min(end, sign_end), max(start, sign_start)) <= _NEAR
            for sign_start, sign_end in (match.span() for match in sign.finditer(said))
            for start, end in harms
        )


@cache
def load_urgent_advice() -> UrgentAdvice:
    """Read the advice. Raises ValueError that names the file."""
    try:
        return UrgentAdvice.model_validate(read_yaml(_FILE))
    except ValueError as error:
        raise ValueError(f"{_FILE.name}: {error}") from error
