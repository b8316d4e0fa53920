"""A figure's values over time, when further ones are laid over those of the files.

The files are the first edition. A later value wins on its own days; what held before it ends the
day before. Pure arithmetic on days, so that all replicas come to the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from knowledge.figures import Figure, Figures, Period

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LaterValue:
    """A value that is added to a figure: the next period's, or one that corrects what holds.

    `source` is its legal source in words, `url` the page where it can be read.
    """

    figure: str
    value: float | str
    since: date
    until: date | None
    source: str
    url: str | None = None
    corrects: bool = False

    def as_period(self) -> Period:
        """As a period of the figure."""
        return Period.model_validate(
            {"value": self.value, "from": self.since, "until": self.until, "source": self.source}
        )


class Obstacle(Enum):
    """Why a value can't be added."""

    ENDS_BEFORE_IT_BEGINS = auto()
    OVERLAPS = auto()
    """Another value holds on some of its days, with an end of its own or a later beginning."""
    NOTHING_TO_CORRECT = auto()
    """No value holds on its first day."""
    WOULD_END = auto()
    """The figure always has a value, and would have none after its last day."""
    CHANGES_NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Hindered:
    """An obstacle, and the period that stands in the way where there is one."""

    obstacle: Obstacle
    period: Period | None = None


def laid_over(figure: Figure, later: LaterValue) -> Figure:
    """The figure with a later value, which wins on its days. Never fails.

    What holds on its first day ends the day before; what begins within it begins the day after it,
    if it lasts that long.
    """
    values: list[Period] = [later.as_period()]
    for period in figure.values:
        if _begins(period) < later.since:
            ends_before = _ends(period) < later.since
            values.append(period if ends_before else _cut(period, until=later.since - _DAY))
        elif later.until is not None and _ends(period) > later.until:
            after = max(_begins(period), later.until + _DAY)
            values.append(_cut(period, since=after))
    ordered = tuple(sorted(values, key=_begins))
    return figure.model_copy(update={"values": ordered})


def with_later_values(figures: Figures, later: Sequence[LaterValue]) -> Figures:
    """The figures with later values, in the order in which they were added.

    Values of a figure that is no more are left out.
    """
    by_id = dict(figures.by_id)
    for value in later:
        if value.figure in by_id:
            by_id[value.figure] = laid_over(by_id[value.figure], value)
    return Figures(by_id)


def hindrance(figure: Figure, later: LaterValue, today: date) -> Hindered | None:
    """Why a value may not be added; None when it may."""
    if later.until is not None and later.until < later.since:
        return Hindered(Obstacle.ENDS_BEFORE_IT_BEGINS)
    begun = next((period for period in figure.values if period.holds_on(later.since)), None)
    if later.corrects and begun is None:
        return Hindered(Obstacle.NOTHING_TO_CORRECT)
    for period in sorted(figure.values, key=_begins):
        overlaps = _begins(period) <= (later.until or date.max) and later.since <= _ends(period)
        gives_way = period is begun and (
            later.corrects or (period.until is None and _begins(period) < later.since)
        )
        if overlaps and not gives_way:
            return Hindered(Obstacle.OVERLAPS, period)
    if begun is not None and begun.value == later.value and begun.until == later.until:
        return Hindered(Obstacle.CHANGES_NOTHING, begun)
    if always_holds(figure, today) and not always_holds(laid_over(figure, later), today):
        return Hindered(Obstacle.WOULD_END)
    return None


def always_holds(figure: Figure, day: date) -> bool:
    """Whether the figure has a value on each day from a day on."""
    needed = day
    for period in sorted(figure.values, key=_begins):
        if _ends(period) < needed:
            continue
        if _begins(period) > needed:
            return False
        if period.until is None:
            return True
        needed = period.until + _DAY
    return False


def _begins(period: Period) -> date:
    return period.since or date.min


def _ends(period: Period) -> date:
    return period.until or date.max


def _cut(period: Period, *, since: date | None = None, until: date | None = None) -> Period:
    """The same value for fewer days."""
    return period.model_copy(
        update={"since": since or period.since, "until": until or period.until}
    )
