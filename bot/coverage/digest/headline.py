"""The one thing that matters this time, for one reader. Pure.

The first that applies, and of several regions the first by the rule's own order:

1. a region fell: the one that fell most;
2. a region reached its target: the one that is highest;
3. there is a new figure: the newest;
4. people aren't covered: the region with most of them, with who must act by when;
5. figures are missing or older than 45 days: the oldest;
6. nothing is new.

A correction, and a figure that can't be compared, count as new figures, never as a fall.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto

from bot.coverage.digest.standing import News, Standing
from knowledge.coverage.question import PROVINCE

_OCTOBER, _DECEMBER = 10, 12
_NEW = frozenset({News.NEW, News.CHANGED, News.OTHER, News.CORRECTED})


class Matter(Enum):
    """What a headline is about, in the order of importance."""

    FELL = auto()
    CROSSED = auto()
    NEW = auto()
    UNCOVERED = auto()
    OLD = auto()
    NOTHING = auto()


class Duty(Enum):
    """What can be done for people not covered, by the budget's calendar.

    UU 23/2014: a changed budget is agreed three months before the year ends (art. 317), next
    year's budget one month before it begins (art. 312). Who gets contributions paid is decided by
    the head of the region in December (docs/coverage.md).
    """

    CHANGED_BUDGET = auto()
    NEXT_BUDGET = auto()
    DECREE = auto()


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is to be done until when; `year` is the budget's."""

    duty: Duty
    by: date
    year: int


@dataclass(frozen=True, slots=True)
class Headline:
    """What matters, and where. `deadline` goes with people not covered."""

    matter: Matter
    standing: Standing | None = None
    deadline: Deadline | None = None


def headline(standings: Sequence[Standing], today: date) -> Headline:
    """What matters most."""
    fell = [each for each in standings if each.fell]
    if fell:
        return Headline(Matter.FELL, min(fell, key=lambda each: each.move.change or Decimal(0)))
    crossed = [each for each in standings if each.crossed]
    if crossed:
        return Headline(Matter.CROSSED, max(crossed, key=_percent))
    new = [each for each in standings if each.shown and each.move.news in _NEW]
    if new:
        return Headline(Matter.NEW, max(new, key=lambda each: -(each.days_old or 0)))
    uncovered = [each for each in standings if each.uncovered and each.uncovered.value > 0]
    if uncovered:
        most = max(uncovered, key=lambda each: each.uncovered.value if each.uncovered else 0)
        return Headline(Matter.UNCOVERED, most, deadline(today))
    old = [each for each in standings if each.shown is None or each.is_old]
    if old:
        return Headline(Matter.OLD, max(old, key=_oldest))
    return Headline(Matter.NOTHING)


def deadline(today: date) -> Deadline:
    """The next day by which a budget can still be made to hold more people."""
    if today.month < _OCTOBER:
        return Deadline(Duty.CHANGED_BUDGET, date(today.year, 9, 30), today.year)
    if today.month < _DECEMBER:
        return Deadline(Duty.NEXT_BUDGET, date(today.year, 11, 30), today.year + 1)
    return Deadline(Duty.DECREE, date(today.year, 12, 31), today.year + 1)


def _percent(of: Standing) -> Decimal:
    return of.shown.percent.value if of.shown and of.shown.percent else Decimal(0)


def _oldest(of: Standing) -> tuple[bool, int, bool]:
    """No figure at all is older than any; the province itself comes after its regions."""
    return of.shown is None, of.days_old or 0, of.region != PROVINCE
