"""Who is told how far an import is, and which rows it doesn't take."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from bot.registry.rejects import Rejected


class Phase(Enum):
    """What an import is at."""

    READING = auto()
    WRITING = auto()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is, in rows."""

    phase: Phase
    read: int
    rejected: int
    written: int
    to_write: int
    """About how many there will be."""


def _ignore(_: object) -> None:
    return


@dataclass(frozen=True)
class Watcher:
    """Who is told while an import runs."""

    progress: Callable[[Progress], None] = _ignore
    rejected: Callable[[Iterator[Rejected]], None] = _ignore
    """Given all rows that aren't taken, in the list's order, once: also when the import fails."""
