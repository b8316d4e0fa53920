"""What a picture or a file shows: figures ready to be drawn, and whether they may be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import inf
from typing import NamedTuple

FAR_APART = timedelta(days=180)
"""Figures whose dates are further apart aren't compared, in pictures and words alike."""


class Denominator(StrEnum):
    """What a percentage is a share of; its value is how it is called in a picture."""

    BPJS = "sasaran BPJS Ketenagakerjaan"
    LOCAL = "sasaran pemerintah daerah"
    EMPLOYED = "penduduk bekerja (BPS)"
    LABOUR_FORCE = "angkatan kerja (BPS)"
    UNSTATED = "penyebut tidak disebut"


class PercentKind(StrEnum):
    """Whether somebody announced the percentage or we divided."""

    ANNOUNCED = "diumumkan"
    COMPUTED = "dihitung"


@dataclass(frozen=True, slots=True)
class PictureFigure:
    """One figure of a region (or of a segment of it) to be drawn or written down."""

    code: str
    """Kemendagri code of the region, "64.72"."""
    label: str
    """What the figure is called in the picture: a region's name, or a segment's."""
    percent: float | None
    """Percent, 40.39; None when there are no data, which is not zero."""
    kind: PercentKind = PercentKind.COMPUTED
    on: date | None = None
    """The day the figure describes; the last day of a month stands for that month."""
    denominator: Denominator = Denominator.UNSTATED
    covered: int | None = None
    uncovered: int | None = None
    previous: float | None = None
    """The percentage before, only if it may be compared with this one."""
    target: float = 100.0
    source: str = ""
    wording: str = ""
    """The percentage as its source words it when that isn't one number: "66–67 %", "> 50 %"."""
    is_firm: bool = True
    """Whether the percentage is one number and not a limit or a range."""

    def __post_init__(self) -> None:
        """A bar has a length: ValueError for percentages that are negative or no numbers."""
        for value in (self.percent, self.previous, self.target):
            if value is not None and not 0 <= value < inf:
                raise ValueError("percentages are finite and not negative")


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a picture."""

    title: str
    """The finding, as a sentence."""
    subtitle: str = ""
    """What is measured."""
    made_on: date | None = None


class Arrangement(NamedTuple):
    """Figures in the order in which they are shown."""

    shown: tuple[PictureFigure, ...]
    missing: tuple[PictureFigure, ...]
    """Those without data."""
    ranked: bool
    reason: str
    """Why they can't be ranked, in Indonesian; empty when they are."""


def obstacle(figures: Sequence[PictureFigure]) -> str:
    """Why figures may not be compared with each other, in Indonesian; empty when they may.

    They may when all are shares of the same stated denominator at dates at most `FAR_APART`
    apart. One figure alone, or none, is compared with nothing.
    """
    known = [figure for figure in figures if figure.percent is not None]
    if len(known) < 2:  # noqa: PLR2004 - it takes two to compare
        return ""
    denominators = {figure.denominator for figure in known}
    obstacles = []
    if len(denominators) > 1:
        obstacles.append("penyebut berbeda")
    elif Denominator.UNSTATED in denominators:
        obstacles.append("penyebut tidak disebut")
    dates = [figure.on for figure in known if figure.on is not None]
    if len(dates) < len(known):
        obstacles.append("ada yang tanpa tanggal")
    elif max(dates) - min(dates) > FAR_APART:
        obstacles.append("tanggal berjauhan")
    if not all(figure.is_firm for figure in known):
        obstacles.append("ada yang hanya perkiraan")
    *first, last = obstacles or [""]
    return f"{', '.join(first)} dan {last}" if first else last


def arranged(figures: Sequence[PictureFigure]) -> Arrangement:
    """Figures from the highest percentage down, or by their names where ranking isn't right."""
    reason = obstacle(figures)
    known = (figure for figure in figures if figure.percent is not None)
    missing = (figure for figure in figures if figure.percent is None)

    def by_percent(figure: PictureFigure) -> tuple[float, str, str]:
        return -(figure.percent or 0.0), figure.label, figure.code

    return Arrangement(
        shown=tuple(sorted(known, key=_by_name if reason else by_percent)),
        missing=tuple(sorted(missing, key=_by_name)),
        ranked=not reason,
        reason=reason,
    )


def outdated(figures: Sequence[PictureFigure]) -> frozenset[PictureFigure]:
    """The figures that are older by more than `FAR_APART` than the newest, or without a date."""
    known = [figure for figure in figures if figure.percent is not None]
    newest = max((figure.on for figure in known if figure.on is not None), default=None)
    if newest is None:
        return frozenset()
    return frozenset(figure for figure in known if not figure.on or newest - figure.on > FAR_APART)


def _by_name(figure: PictureFigure) -> tuple[str, str]:
    return figure.label.casefold(), figure.code
