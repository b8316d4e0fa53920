"""May two figures be compared, and how did a region develop? Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.coverage.amounts import Quality
from bot.coverage.choosing import joined
from bot.coverage.figures import Basis, Figure
from bot.coverage.pictures import FAR_APART

FURTHEST_APART = FAR_APART


class Obstacle(StrEnum):
    """Why two figures are not compared; the value is how the reply says it."""

    DATES = "tanggalnya terlalu jauh"
    BASIS = "cara hitungnya berbeda"
    BASIS_UNKNOWN = "sumbernya tidak menjelaskan dihitung dari berapa pekerja"
    SEGMENT = "kelompok pekerjanya berbeda"
    SOURCE = "sumbernya berbeda"
    INEXACT = "angkanya hanya perkiraan"
    NO_PERCENT = "tidak ada persennya"


def obstacles(one: Figure, other: Figure) -> tuple[Obstacle, ...]:
    """Why two regions' figures may not be ranked or set against each other; empty if they may."""
    found = []
    if one.percent is None or other.percent is None:
        found.append(Obstacle.NO_PERCENT)
    if one.segment is not other.segment:
        found.append(Obstacle.SEGMENT)
    if abs(one.as_of - other.as_of) > FURTHEST_APART:
        found.append(Obstacle.DATES)
    if one.basis is not other.basis:
        found.append(Obstacle.BASIS)
    elif one.basis is Basis.UNKNOWN:
        found.append(Obstacle.BASIS_UNKNOWN)
    if not (is_firm(one) and is_firm(other)):
        found.append(Obstacle.INEXACT)
    return tuple(found)


def is_firm(figure: Figure) -> bool:
    """Whether a figure's percentage is one number and not a limit or a range."""
    percent = figure.percent
    return percent is None or percent.quality in {Quality.EXACT, Quality.ABOUT}


def change_obstacles(earlier: Figure, later: Figure) -> tuple[Obstacle, ...]:
    """Why a change between two figures of one region gets no arrow; empty if it gets one.

    A figure whose denominator nobody explained can still be followed from one source.
    """
    same_source = earlier.source.family == later.source.family
    found = [
        obstacle
        for obstacle in obstacles(earlier, later)
        if obstacle is not Obstacle.BASIS_UNKNOWN or not same_source
    ]
    return (*found, *(() if same_source else (Obstacle.SOURCE,)))


@dataclass(frozen=True, slots=True)
class Step:
    """A figure in a region's history, with the change since the one before where comparable."""

    figure: Figure
    change: Decimal | None
    """Percentage points; None for the first one and where `why_not` says why."""
    why_not: tuple[Obstacle, ...] = ()


def history(figures: Iterable[Figure]) -> list[Step]:
    """All announced percentages of one region and segment, oldest first.

    The change is to the newest earlier figure that is comparable; without one, `why_not` is about
    the figure right before.
    """
    ordered = sorted(
        (figure for figure in joined(figures) if figure.percent is not None),
        key=lambda figure: (
            figure.as_of,
            figure.source.published or figure.as_of,
            figure.import_id,
        ),
    )
    return [_step(figure, ordered[:position]) for position, figure in enumerate(ordered)]


def _step(figure: Figure, before: list[Figure]) -> Step:
    earlier = [other for other in before if other.as_of < figure.as_of]
    for other in reversed(earlier):
        if not change_obstacles(other, figure) and figure.percent and other.percent:
            return Step(figure, figure.percent.value - other.percent.value)
    return Step(figure, None, change_obstacles(earlier[-1], figure) if earlier else ())


def last_change(figures: Iterable[Figure], shown: Figure) -> Step | None:
    """The shown figure's change since the newest comparable earlier one; None without one."""
    for step in history(figures):
        if step.figure == shown and step.change is not None:
            return step
    return None


def may_be_ranked(figures: Iterable[Figure]) -> bool:
    """Whether figures of several regions may be put in order: each two of them comparable."""
    listed = list(figures)
    return all(
        not obstacles(one, other)
        for position, one in enumerate(listed)
        for other in listed[position + 1 :]
    )
