"""What a short message means after the one before: "kalau yang 3 program?", "di bontang?".

A message goes on from the last one only when it looks like it, and when it doesn't make sense by
itself: a new subject is never read in the light of the old one.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from knowledge.language import Reading, normalise
from knowledge.search import Ranking

_DATA = Path(__file__).parent / "language" / "data" / "followups.txt"
_MOST_WORDS = 8
_MOST_CONTENT = 3
"""Content words from which a message that is clear by itself is a subject of its own."""
_FEW = 2
_SHORT, _VERY_SHORT = 5, 4
_SHORTEST_POINTER = 5
""" "syaratnya" points back, "punya" doesn't."""
_LONGEST = 300
_SURE = 0.9
_CLEARLY_OUT_OF_SCOPE = 0.1


@dataclass(frozen=True, slots=True)
class Previous:
    """The question before, scrubbed, and the topic that answered it."""

    question: str
    topic: str

    def joined_with(self, text: str) -> str:
        """Both messages as one, the newer one last and whole."""
        return f"{self.question[-_LONGEST:]} {text}"


def leans_on_before(text: str) -> bool:
    """Whether a message is short and begins or points like one that goes on: "terus syaratnya?"."""
    reading = _reading(text)
    if not reading.typed or len(reading.typed) > _MOST_WORDS:
        return False
    if reading.typed[0] in _openers():
        return True
    points = any(len(word) > _SHORTEST_POINTER and word.endswith("nya") for word in reading.typed)
    return points and len(reading.typed) <= _SHORT


def is_very_short(text: str) -> bool:
    """Whether a message has so few words that it may go on without saying so: "kena denda gak?".

    A single word is a subject: who writes "klaim" begins anew.
    """
    return 1 < len(_reading(text).typed) <= _VERY_SHORT


def is_its_own_subject(text: str, ranking: Ranking) -> bool:
    """Whether a message says enough by itself, be it something the bot answers or clearly not."""
    content = len(_reading(text).content)
    if content >= _FEW and ranking.in_scope < _CLEARLY_OUT_OF_SCOPE:
        return True
    best = ranking.candidates[0].confidence if ranking.candidates else 0.0
    return best >= _SURE and content >= _MOST_CONTENT


@lru_cache(maxsize=1_024)
def _reading(text: str) -> Reading:
    """A scrubbed text's reading; each message is looked at twice here, frequent ones often."""
    return normalise(text)


@cache
def _openers() -> frozenset[str]:
    lines = _DATA.read_text(encoding="utf-8").splitlines()
    return frozenset(
        word
        for line in lines
        if line.startswith("openers:")
        for word in line.removeprefix("openers:").split()
    )
