"""What a search gives back, and the protocol that every search follows."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Candidate:
    """One topic that may answer."""

    topic: str
    confidence: float
    """Calibrated probability, 0 to 1, that this topic is a right answer."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The topics most likely to answer a text, best first."""

    candidates: tuple[Candidate, ...]
    in_scope: float
    """Calibrated probability, 0 to 1, that any topic answers."""


class Search(Protocol):
    """Ranks topics for a text."""

    def rank(self, text: str) -> Ranking:
        """The likeliest topics for any text. Never fails, in bounded time."""
        ...
