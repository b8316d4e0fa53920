"""What a short message means after the one before: "kalau yang 3 program?", "di bontang?".

A message goes on from the last one only when it looks like it, and when it doesn't make sense by itself:
a new subject is never read in the light of the old one.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.language import normalise
from knowledge.search import Ranking

_DATA = Path(__file__).parent / "language" / "data" / "followups.txt"
_MOST_WORDS = 8
_MOST_CONTENT = 3
"""Content words from which a message that is clear by itself is a subject of its own."""
_SHORT = 5
_LONGEST = 300
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Previous:
    """The question before, scrubbed, and the topic that answered it."""

    question: str
    topic: str

    def joined_with(self, text: str) -> str:
        """Both messages as one, the newer one last and whole."""
        return f"{self.question[-_LONGEST:]} {text}"


def looks_like_going_on(text: str) -> bool:
    """Whether a message is short and leans on something said before."""
    reading = normalise(text)
    if not reading.typed or len(reading.typed) > _MOST_WORDS:
        return False
    if reading.typed[0] in _openers() or len(reading.content) <= 1:
        return True
    leans = any(len(word) > 5 and word.endswith("nya") for word in reading.typed)  # noqa: PLR2004 -- "syaratnya", not "punya"
    return leans and len(reading.typed) <= _SHORT


def stands_alone(text: str, ranking: Ranking) -> bool:
    """Whether a message that could go on is clear enough to be a subject of its own."""
    if not ranking.candidates or ranking.candidates[0].confidence < _SURE:
        return False
    return len(normalise(text).content) >= _MOST_CONTENT


@cache
def _openers() -> frozenset[str]:
    lines = _DATA.read_text(encoding="utf-8").splitlines()
    return frozenset(
        word
        for line in lines
        if line.startswith("openers:")
        for word in line.removeprefix("openers:").split()
    )
