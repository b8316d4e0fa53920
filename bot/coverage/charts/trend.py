"""One region over time; the line breaks where figures can't be compared."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.coverage.charts.bars import NOTHING
from bot.coverage.charts.canvas import Canvas, Picture
from bot.coverage.charts.describing import trend_sentence
from bot.coverage.charts.lettering import Face, width_of
from bot.coverage.charts.page import (
    BODY,
    INNER,
    MARGIN,
    SMALL,
    SMALL_BOLD,
    WIDTH,
    Swatch,
    date_of,
    footing,
    heading,
    legend,
    period_of,
    value_of,
)
from bot.coverage.charts.palette import HAIRLINE, INK, PAPER, SOFT_INK, TARGET
from bot.coverage.pictures import Caption, Denominator, PictureFigure
from knowledge.figures.wording import percent

_HEIGHT = 600
_AXIS_WIDTH = 84
_SIDE = 70
"""Room at both ends of the time axis for half a label."""
_GRID = 25
_VALUE = Face(36, bold=True)
_LINES = {
    Denominator.BPJS: "#2B74B8",
    Denominator.LOCAL: "#A96F00",
    Denominator.EMPLOYED: "#6A3D9A",
    Denominator.LABOUR_FORCE: "#0F7F6B",
    Denominator.UNSTATED: "#5F6B7A",
}


class _Dot(NamedTuple):
    x: float
    y: float
    figure: PictureFigure


class _Plot(NamedTuple):
    """The area of the line, and the percentage at its upper edge."""

    top: float
    highest: float

    def height_of(self, value: float) -> float:
        """The y of a percentage."""
        return self.top + _HEIGHT * (1 - min(max(value, 0.0), self.highest) / self.highest)


def trend_chart(figures: Sequence[PictureFigure], caption: Caption) -> Picture:
    """Figures of one region as a line over time.

    Args:
        figures: In any order; those without percentage or date are left out.
        caption: The words around the picture.
    """
    points = sorted(
        (figure for figure in figures if figure.percent is not None and figure.on),
        key=lambda figure: (figure.on, figure.denominator),
    )
    canvas = Canvas(WIDTH)
    y = heading(canvas, caption)
    if not points:
        canvas.text(MARGIN, y + 40, NOTHING, BODY, SOFT_INK)
        return Picture(
            canvas.svg(footing(canvas, y + 72, points, caption)), trend_sentence(points, caption)
        )
    plot = _Plot(y + 60, _highest(points))
    _axis(canvas, plot, points[-1].target)
    runs = _runs(_placed(points, plot))
    for run, following in pairwise(runs):
        x = (run[-1].x + following[0].x) / 2
        canvas.line((x, plot.top), (x, plot.top + _HEIGHT), SOFT_INK, 3, dashed=True)
    for run in runs:
        _run(canvas, run)
    dots = [dot for run in runs for dot in run]
    _values(canvas, dots, plot)
    _dates(canvas, dots, plot.top + _HEIGHT + 44)
    y = legend(canvas, plot.top + _HEIGHT + 76, _meanings(runs))
    return Picture(canvas.svg(footing(canvas, y, points, caption)), trend_sentence(points, caption))


def comparable(one: PictureFigure, other: PictureFigure) -> bool:
    """Whether a line may join two figures: shares of the same thing, found the same way."""
    return (
        one.denominator is other.denominator
        and one.denominator is not Denominator.UNSTATED
        and one.kind is other.kind
    )


def _highest(points: Sequence[PictureFigure]) -> float:
    top = max(100.0, *(max(point.percent or 0.0, point.target) for point in points))
    return -(-top // _GRID) * _GRID


def _placed(points: Sequence[PictureFigure], plot: _Plot) -> list[_Dot]:
    days = [point.on.toordinal() for point in points if point.on]
    span = days[-1] - days[0]
    left = MARGIN + _AXIS_WIDTH + _SIDE
    width = INNER - _AXIS_WIDTH - 2 * _SIDE
    return [
        _Dot(
            left + (width * (day - days[0]) / span if span else width / 2),
            plot.height_of(point.percent or 0.0),
            point,
        )
        for day, point in zip(days, points, strict=True)
    ]


def _runs(dots: list[_Dot]) -> list[list[_Dot]]:
    """Neighbours that may be compared, together."""
    runs = [[dots[0]]]
    for before, dot in pairwise(dots):
        if comparable(before.figure, dot.figure):
            runs[-1].append(dot)
        else:
            runs.append([dot])
    return runs


def _axis(canvas: Canvas, plot: _Plot, target: float) -> None:
    step = _GRID if plot.highest <= 200 else plot.highest / 8  # noqa: PLR2004 - eight lines fit
    level = 0.0
    while level <= plot.highest:
        y = plot.height_of(level)
        canvas.line((MARGIN + _AXIS_WIDTH, y), (WIDTH - MARGIN, y), HAIRLINE, 2)
        canvas.text(
            *(MARGIN + _AXIS_WIDTH - 16, y + 11, f"{level:.0f}"), SMALL, SOFT_INK, anchor="end"
        )
        level += step
    y = plot.height_of(target)
    canvas.line((MARGIN + _AXIS_WIDTH, y), (WIDTH - MARGIN, y), TARGET, 4, dashed=True)
    canvas.text(
        *(WIDTH - MARGIN, y - 14, _target_words(target)),
        *(SMALL_BOLD, TARGET),
        anchor="end",
        halo=PAPER,
    )


def _target_words(target: float) -> str:
    return f"target {percent(target)}"


def _run(canvas: Canvas, run: list[_Dot]) -> None:
    colour = _LINES[run[0].figure.denominator]
    if len(run) > 1:
        canvas.polyline([(dot.x, dot.y) for dot in run], colour, 7)
    for dot in run:
        canvas.circle(dot.x, dot.y, 14, colour, PAPER)


def _values(canvas: Canvas, dots: list[_Dot], plot: _Plot) -> None:
    """Write values above or below their dots, the newest and the oldest first, while they fit."""
    taken = [(dot.x - 14, dot.x + 14, dot.y) for dot in dots]
    target = dots[-1].figure.target
    begin = WIDTH - MARGIN - width_of(_target_words(target), SMALL_BOLD)
    taken.append((begin, WIDTH - MARGIN, plot.height_of(target) - 24))
    for dot in _by_importance(dots):
        words = value_of(dot.figure)
        half = width_of(words, _VALUE) / 2
        x = min(max(dot.x, MARGIN + _AXIS_WIDTH + half), WIDTH - MARGIN - half)
        for y in (dot.y - 40, dot.y + 46):
            is_free = all(
                x + half + 8 < left or right < x - half - 8 or abs(y - other) >= 38  # noqa: PLR2004
                for left, right, other in taken
            )
            if is_free and plot.top - 44 < y < plot.top + _HEIGHT - 10:
                taken.append((x - half, x + half, y))
                canvas.text(x, y + 13, words, _VALUE, INK, anchor="middle", halo=PAPER)
                break


def _dates(canvas: Canvas, dots: list[_Dot], y: float) -> None:
    taken: list[tuple[float, float]] = []
    for dot in _by_importance(dots):
        words = date_of(dot.figure)
        half = width_of(words, SMALL) / 2
        x = min(max(dot.x, MARGIN + half), WIDTH - MARGIN - half)
        if all(x + half + 16 < left or right < x - half - 16 for left, right in taken):
            taken.append((x - half, x + half))
            canvas.text(x, y, words, SMALL, SOFT_INK, anchor="middle")
        canvas.line((dot.x, y - 44), (dot.x, y - 34), SOFT_INK, 3)


def _by_importance(dots: list[_Dot]) -> list[_Dot]:
    """The newest, the oldest, then from the newest back."""
    return dots if len(dots) == 1 else [dots[-1], dots[0], *reversed(dots[1:-1])]


def _meanings(runs: list[list[_Dot]]) -> list[Swatch]:
    by_kind: dict[Denominator, list[PictureFigure]] = {}
    for run in runs:
        by_kind.setdefault(run[0].figure.denominator, []).extend(dot.figure for dot in run)
    entries = [
        Swatch(
            f"{'' if kind is Denominator.UNSTATED else 'dari '}{kind}, {period_of(figures)}",
            _LINES[kind],
        )
        for kind, figures in by_kind.items()
    ]
    if len(runs) > 1:
        entries.append(Swatch("garis terputus: tidak sebanding", SOFT_INK, line=True, dashed=True))
    return entries
