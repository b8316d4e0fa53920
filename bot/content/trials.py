"""What trying out a draft has shown: which questions would be answered otherwise."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from knowledge.trial import Outcome

MOST_EXAMPLES = 12
"""So many questions a report keeps, of those that go another way."""


class Asked(StrEnum):
    """Where a question comes from."""

    PHRASING = "phrasing"
    """A phrasing of a topic, served or of the draft."""
    REAL = "real"
    """Somebody asked it lately."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A question that would be answered otherwise."""

    question: str
    asked: Asked
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class GoldenFailure:
    """A question that must never go wrong and would. `right` are the topics that may answer."""

    question: str
    right: tuple[str, ...]
    happened: Outcome
    failed_before: bool
    """It goes wrong already, without the draft: it doesn't count against it."""


@dataclass(frozen=True, slots=True)
class GateReport:
    """What changes when the drafts are served."""

    drafts: dict[str, int]
    """The revision of each draft that was tried, by topic."""
    served: str
    """A digest of what else was served meanwhile."""
    phrasings: int
    """So many phrasings were asked; 0 when nothing that is searched by changes."""
    real: int
    """So many questions that people asked lately."""
    moved: int
    """Answered by another topic than before; a draft's phrasings that reach it don't count."""
    gained: int
    """Answered now, and not before."""
    lost: int
    """Answered before, and not now: asked back, or nothing found."""
    examples: tuple[Moved, ...]
    """At most MOST_EXAMPLES: moved before lost before gained, real questions first."""
    missed: tuple[str, ...]
    """Phrasings of the drafts that don't reach them, at most MOST_EXAMPLES."""
    missed_count: int
    golden: tuple[GoldenFailure, ...]
    seconds: float

    @property
    def blocking(self) -> tuple[GoldenFailure, ...]:
        """The golden questions that these drafts break."""
        return tuple(failure for failure in self.golden if not failure.failed_before)

    @property
    def has_passed(self) -> bool:
        """Whether the drafts may be published."""
        return not self.blocking

    @property
    def changes_nothing(self) -> bool:
        """Whether every question is answered by the same topic as before."""
        return not (self.moved or self.gained or self.lost)

    def is_of(self, topic: str, revision: int) -> bool:
        """Whether this revision of a draft was tried."""
        return self.drafts.get(topic) == revision


_REPORT = TypeAdapter(GateReport)


def to_json(report: GateReport) -> dict[str, Any]:
    """The report as the database keeps it."""
    stored: dict[str, Any] = _REPORT.dump_python(report, mode="json")
    return stored


def from_json(stored: dict[str, Any] | None) -> GateReport | None:
    """The report that the database kept; None for one in a form of the past: it is tried again."""
    if stored is None:
        return None
    try:
        return _REPORT.validate_python(stored)
    except ValueError:
        return None
