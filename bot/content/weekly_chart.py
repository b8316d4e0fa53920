"""The questions of the last weeks as a picture: a bar a week, parted by outcome."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.content.statistics import LEAST, Week, share, shown
from bot.coverage.charts.canvas import Canvas, Picture
from bot.coverage.charts.page import (
    INNER,
    MARGIN,
    SMALL,
    SMALL_BOLD,
    WIDTH,
    Swatch,
    footing,
    heading,
    legend,
)
from bot.coverage.charts.palette import HAIRLINE, INK, MISSING, SOFT_INK
from bot.coverage.pictures import Caption
from knowledge.figures.wording import short_date

_HEIGHT = 460
_WIDEST = 150
_LEVELS = 4


class _Part(NamedTuple):
    words: str
    outcomes: tuple[str, ...]
    colour: str


_PARTS = (
    _Part("terjawab", ("answer", "action"), "#2467A8"),
    _Part("ditanya balik", ("clarify",), "#8DB6DA"),
    _Part("belum terjawab", ("fallback",), "#B3440B"),
)


def weekly_chart(weeks: Sequence[Week], caption: Caption) -> Picture:
    """A bar for each week. A week with fewer than five questions is only said to have so few."""
    canvas = Canvas(WIDTH)
    top = heading(canvas, caption) + 50
    highest = max((week.questions for week in weeks), default=0)
    highest = max(-(-highest // _LEVELS) * _LEVELS, _LEVELS * 2)
    for level in range(_LEVELS + 1):
        y = top + _HEIGHT * (1 - level / _LEVELS)
        canvas.line((MARGIN, y), (WIDTH - MARGIN, y), HAIRLINE, 2)
        words = shown(highest * level // _LEVELS) if level else ""
        canvas.text(MARGIN, y - 8, words, SMALL, SOFT_INK)
    pitch = (INNER - 90) / max(len(weeks), 1)
    every = -(-len(weeks) // 6)
    for at, week in enumerate(weeks):
        middle = MARGIN + 90 + pitch * (at + 0.5)
        _bar(canvas, week, middle, min(pitch * 0.7, _WIDEST), top, highest)
        if (len(weeks) - 1 - at) % every == 0:
            words = short_date(week.begins).rsplit("\N{NO-BREAK SPACE}", 1)[0]
            canvas.text(middle, top + _HEIGHT + 42, words, SMALL, SOFT_INK, anchor="middle")
    y = legend(canvas, top + _HEIGHT + 70, [Swatch(part.words, part.colour) for part in _PARTS])
    return Picture(canvas.svg(footing(canvas, y, (), caption)), finding(weeks))


def finding(weeks: Sequence[Week]) -> str:
    """The chart in one sentence. Weeks that are too small to be told are left out of the sum."""
    told = [week for week in weeks if week.questions >= LEAST]
    if not told:
        few = min(sum(week.questions for week in weeks), LEAST - 1)
        return f"{shown(few)} pertanyaan dalam {len(weeks)} minggu"
    total = sum(week.questions for week in told)
    answered = sum(week.outcomes.get(name, 0) for week in told for name in _PARTS[0].outcomes)
    percent = share(answered, total)
    how = f", {percent}\N{NO-BREAK SPACE}% terjawab" if percent is not None else ""
    return f"{shown(total)} pertanyaan dalam {len(weeks)} minggu{how}"


def _bar(  # noqa: PLR0913, PLR0917 -- a bar has a place and a scale
    canvas: Canvas, week: Week, middle: float, width: float, top: float, highest: int
) -> None:
    left, floor = middle - width / 2, top + _HEIGHT
    if 0 < week.questions < LEAST:
        canvas.rectangle(left, floor - 8, width, 8, MISSING, outline=SOFT_INK, thickness=2)
        canvas.text(middle, floor - 20, shown(week.questions), SMALL, SOFT_INK, anchor="middle")
        return
    y = floor
    for part in _PARTS:
        count = sum(week.outcomes.get(name, 0) for name in part.outcomes)
        height = _HEIGHT * count / highest
        y -= height
        if count:
            canvas.rectangle(left, y, width, height, part.colour)
    canvas.text(middle, y - 12, shown(week.questions), SMALL_BOLD, INK, anchor="middle")
