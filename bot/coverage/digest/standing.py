"""Where a region stands, beside what its reader was told the last time. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum, auto

from bot.coverage.amounts import Amount
from bot.coverage.book import Book
from bot.coverage.comparing import Obstacle, Step, change_obstacles, last_change
from bot.coverage.digest.target import Pace, Target, pace_to, target_of
from bot.coverage.figures import Figure

OLD_AFTER = timedelta(days=45)
Told = Mapping[str, Figure | None]
"""What a reader was told of each region; None: that there are no data."""


class News(Enum):
    """What is new about a region since the reader was told."""

    FIRST = auto()
    """The reader was told nothing of it before."""
    SAME = auto()
    NEW = auto()
    """There was no figure."""
    CHANGED = auto()
    """A newer figure that can be compared; `Move.change` says by how much."""
    OTHER = auto()
    """Another figure that can't be compared; `Move.why_not` says why."""
    CORRECTED = auto()
    """The same source gives the same day another number."""
    GONE = auto()
    """The figure was taken back."""


@dataclass(frozen=True, slots=True)
class Move:
    """From what the reader was told to what holds now. `change` is in percentage points."""

    news: News
    before: Figure | None = None
    change: Decimal | None = None
    why_not: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A region now. `shown` None: nobody knows; `partial` is what is known then."""

    region: str
    shown: Figure | None
    move: Move
    step: Step | None
    """The last comparable change in the region's history, whoever was told of it."""
    target: Target
    pace: Pace | None
    days_old: int | None
    partial: tuple[Figure, ...] = ()

    @property
    def uncovered(self) -> Amount | None:
        """People not covered: worked out, else as the source says."""
        return (self.shown.not_covered or self.shown.uncovered) if self.shown else None

    @property
    def is_old(self) -> bool:
        """Whether the figure is older than 45 days."""
        return self.days_old is not None and self.days_old > OLD_AFTER.days

    @property
    def fell(self) -> bool:
        """Whether it is below what the reader was told, by a figure that can be compared."""
        return self.move.change is not None and self.move.change < 0

    @property
    def crossed(self) -> bool:
        """Whether it reached its target since the reader was told."""
        change, shown = self.move.change, self.shown
        if change is None or change <= 0 or shown is None or shown.percent is None:
            return False
        return shown.percent.value >= self.target.percent > shown.percent.value - change

    @property
    def has_news(self) -> bool:
        """Whether anything is new since the reader was told."""
        return self.move.news not in {News.FIRST, News.SAME}


def standing(book: Book, region: str, told: Told, by: date, today: date) -> Standing:
    """Where a region stands. `by` is the day on which everybody is to be covered."""
    shown = book.shown(region)
    target = target_of(book, region, by, today)
    return Standing(
        region=region,
        shown=shown,
        move=_move(region, shown, told),
        step=last_change(book.about(region), shown) if shown else None,
        target=target,
        pace=pace_to(target, shown, today) if shown else None,
        days_old=(today - shown.as_of).days if shown else None,
        partial=() if shown else tuple(book.partial(region)),
    )


def _move(region: str, shown: Figure | None, told: Told) -> Move:
    before = told.get(region)
    if shown is None or before is None:
        return Move(_news_without(region, shown, told), before)
    if before.key == shown.key:
        same = before.percent == shown.percent
        return Move(News.SAME if same else News.CORRECTED, before)
    why_not = change_obstacles(before, shown)
    percents = before.percent, shown.percent
    if why_not or shown.as_of <= before.as_of or None in percents:
        return Move(News.OTHER, before, why_not=why_not)
    return Move(News.CHANGED, before, _value(shown) - _value(before))


def _news_without(region: str, shown: Figure | None, told: Told) -> News:
    """What is new where there is no figure now, or was none before."""
    if region not in told:
        return News.FIRST
    if shown is not None:
        return News.NEW
    return News.GONE if told[region] is not None else News.SAME


def _value(of: Figure) -> Decimal:
    return of.percent.value if of.percent else Decimal(0)
