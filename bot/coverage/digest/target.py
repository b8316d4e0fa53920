"""What is to be reached by when, and how many people a week that takes. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from bot.coverage.book import Book
from bot.coverage.figures import FULL, TARGET, Figure

_NAMED_YEAR = re.compile(r"\b[Tt]arget(?: untuk| tahun)? (20\d\d)\b")
_DAYS_IN_A_WEEK = 7
_SAID_EXACTLY = 100


@dataclass(frozen=True, slots=True)
class Target:
    """A percentage to be reached. `said` is the figure that names it; None: everybody."""

    percent: Decimal
    by: date
    said: Figure | None = None
    missed: Figure | None = None
    """A target of the region's own whose year is over."""


@dataclass(frozen=True, slots=True)
class Pace:
    """So many people are still to be covered until then, and so many a week; both above zero."""

    people: int
    per_week: int
    by: date


def target_of(book: Book, region: str, by: date, today: date) -> Target:
    """The region's own target while it holds, else everybody until the configured day.

    A target holds until the end of the year that its note names ("Target 2025"), and as long as
    nobody names another where the note names none.
    """
    said = book.latest(region, TARGET)
    if said is None or said.value is None or not said.value.value:
        return Target(FULL, by)
    named = _NAMED_YEAR.search(said.note)
    last_day = date(int(named[1]), 12, 31) if named else None
    if last_day is not None and last_day < today:
        return Target(FULL, by, missed=said)
    return Target(said.value.value, last_day or by, said)


def pace_to(target: Target, figure: Figure, today: date) -> Pace | None:
    """The pace that is needed; None when nobody is missing, nobody knows, or the day has passed."""
    missing = _missing(target.percent, figure)
    days = (target.by - today).days
    if missing is None or missing <= 0 or days <= 0:
        return None
    weeks = max(Decimal(days) / _DAYS_IN_A_WEEK, Decimal(1))
    return Pace(_whole(missing), _whole(missing / weeks), target.by)


def roughly(people: int) -> int:
    """Rounded up to two digits: 1.873 becomes 1.900. Up to a hundred it stays exact."""
    if people <= _SAID_EXACTLY:
        return people
    step: int = 10 ** (len(str(people)) - 2)
    return -(-people // step) * step


def _missing(percent: Decimal, figure: Figure) -> Decimal | None:
    if figure.numerator is not None and figure.denominator is not None:
        return figure.denominator.value * percent / FULL - figure.numerator.value
    if figure.uncovered is not None and percent == FULL:
        return figure.uncovered.value
    return None


def _whole(people: Decimal) -> int:
    return int(people.to_integral_value(ROUND_CEILING))
