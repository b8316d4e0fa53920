"""Somebody who doesn't want to live any more: how to tell, and what to say instead of an answer.

"saya capek hidup, mau mati saja" shares words with topics on benefits and lapsed memberships. None
of them may be the answer. The words that tell stand in `distress.yaml` beside the advice.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from knowledge.language.text import clean
from knowledge.topics import Link, Source, read_yaml

_FILE = Path(__file__).with_name("distress.yaml")
_BETWEEN_WORDS = re.compile(r"[^\w]+")


class DistressAdvice(BaseModel):
    """Where help is, and the words that call for it; the file explains their kinds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: str
    link: Link
    sources: tuple[Source, ...] = Field(min_length=1)
    checked: date
    wants: str
    oneself: str
    told: tuple[str, ...] = Field(min_length=1)
    oneself_told: tuple[str, ...] = ()
    not_meant: tuple[str, ...] = ()

    def is_called_for(self, text: str) -> bool:
        """Whether a message tells of wanting to die, one's own or another's."""
        said = _BETWEEN_WORDS.sub(" ", clean(text))
        return bool(self._patterns.told.search(self._patterns.not_meant.sub(" ~ ", said)))

    @cached_property
    def _patterns(self) -> "_Patterns":
        def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
            joined = "|".join(patterns).replace("WANTS", self.wants).replace("SELF", self.oneself)
            return re.compile(rf"\b(?:{joined})\b")

        return _Patterns(any_of((*self.told, *self.oneself_told)), any_of(self.not_meant))


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The patterns of the file, compiled."""

    told: re.Pattern[str]
    not_meant: re.Pattern[str]


@cache
def load_distress_advice() -> DistressAdvice:
    """Read the advice. Raises ValueError that names the file."""
    try:
        return DistressAdvice.model_validate(read_yaml(_FILE))
    except ValueError as error:
        raise ValueError(f"{_FILE.name}: {error}") from error
