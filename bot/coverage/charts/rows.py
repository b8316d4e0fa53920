"""Bars in rows: shared by the bar chart, the segments and the digest."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.coverage.charts.canvas import NO_DATA, Canvas, texture_of
from bot.coverage.charts.lettering import Face, clean, fitted, width_of, wrapped
from bot.coverage.charts.page import (
    INNER,
    MARGIN,
    SMALL,
    SMALL_BOLD,
    STRONG,
    VALUE,
    Swatch,
    date_of,
    denominators_of,
    fitted_value,
    value_of,
)
from bot.coverage.charts.palette import (
    BAND,
    BAR,
    BAR_BEYOND,
    BAR_OLD,
    FALL,
    INK,
    PAPER,
    RISE,
    SOFT_INK,
    TARGET,
)
from bot.coverage.pictures import PictureFigure, outdated
from knowledge.figures.wording import number, percent

_LONGEST = 200.0
"""Percent at which a bar ends however much more it stands for; the value says the rest."""
_EVERYBODY = 100.0
"""Percent; the target nobody has to be told."""
_UP, _DOWN = "▲", "▼"
_UNCOVERED = "belum"
_VALUE_WIDTH = 190
ROOMY = 104
COMPACT = 47


class Rows(NamedTuple):
    """What is drawn as bars, and how."""

    figures: Sequence[PictureFigure]
    focus: frozenset[str] = frozenset()
    """Codes of the reader's own regions."""
    is_compact: bool = False


class Scale(NamedTuple):
    """Where percentages lie."""

    left: float
    width: float
    top: float

    def at(self, value: float) -> float:
        """The x of a percentage."""
        return self.left + self.width * min(max(value, 0.0), self.top) / self.top


class _Row(NamedTuple):
    figure: PictureFigure
    y: float
    scale: Scale
    is_old: bool
    ground: str
    """The colour behind the row."""
    marks_target: bool
    """Whether the row has a target of its own, not the one line through all rows."""


def bars(canvas: Canvas, y: float, rows: Rows) -> float:
    """Draw a row for each figure, and the target; return where the next thing begins."""
    if not rows.figures:
        return y
    scale = _scale(rows)
    old = outdated(rows.figures)
    height = COMPACT if rows.is_compact else ROOMY
    target = common_target(rows.figures)
    if target is not None:
        y = _target_label(canvas, y, scale, target)
    end = y + height * len(rows.figures)
    drawn = [
        _Row(figure, y + index * height, scale, figure in old, PAPER, target is None)
        for index, figure in enumerate(rows.figures)
    ]
    for index, row in enumerate(drawn):
        if row.figure.code in rows.focus:
            canvas.rectangle(MARGIN - 20, row.y - 1, INNER + 40, height - 3, BAND, radius=12)
            drawn[index] = row._replace(ground=BAND)
    if target is not None:
        x = scale.at(target)
        canvas.line((x, y - 4), (x, end - 10), TARGET, 4, dashed=True)
    for row in drawn:
        (_compact_row if rows.is_compact else _roomy_row)(canvas, row)
    return end


def common_target(figures: Sequence[PictureFigure]) -> float | None:
    """The target that all figures share, if they do."""
    targets = {figure.target for figure in figures}
    return targets.pop() if len(targets) == 1 else None


def meanings(figures: Sequence[PictureFigure]) -> list[Swatch]:
    """What fills and lines of the bars mean."""
    known = [figure for figure in figures if figure.percent is not None]
    entries = denominators_of(known)
    if outdated(known):
        entries.append(Swatch("data lama, > 6 bulan di belakang", BAR_OLD, outline=INK))
    if any(figure.percent is not None and figure.percent > figure.target for figure in known):
        entries.append(Swatch("di atas target", BAR_BEYOND))
    if known and common_target(known) is None:
        entries.append(Swatch("target tiap baris", TARGET, line=True))
    return entries


def abbreviations(figures: Sequence[PictureFigure]) -> str:
    """What the short remarks in roomy rows mean; empty where there are none."""
    parts = []
    if any(_change(figure) for figure in figures):
        parts.append(f"{_UP} {_DOWN} poin dari angka sebelumnya")
    if any(_people(figure).endswith(_UNCOVERED) for figure in figures):
        parts.append(f"{_UNCOVERED}: belum terlindungi")
    return " · ".join(parts)


def missing(canvas: Canvas, y: float, figures: Sequence[PictureFigure]) -> float:
    """Draw the names of those without data; return where the next thing begins."""
    if not figures:
        return y
    canvas.rectangle(MARGIN, y + 6, 44, 30, NO_DATA, radius=5)
    lead = "Belum ada data:"
    canvas.text(MARGIN + 58, y + 32, lead, SMALL_BOLD, INK)
    names = clean(", ".join(figure.label for figure in figures))
    begin = MARGIN + 58 + width_of(lead + "  ", SMALL_BOLD)
    if width_of(names, SMALL) <= INNER + MARGIN - begin:
        canvas.text(begin, y + 32, names, SMALL, SOFT_INK)
        return y + 54
    y += 36
    for line in wrapped(names, SMALL, INNER - 58, 3):
        y += SMALL.size * 1.3
        canvas.text(MARGIN + 58, y - SMALL.size * 0.25, line, SMALL, SOFT_INK)
    return y + 22


def _scale(rows: Rows) -> Scale:
    top = max(100.0, *(max(figure.percent or 0.0, figure.target) for figure in rows.figures))
    label = 236 if rows.is_compact else 0
    return Scale(MARGIN + label, INNER - label - _VALUE_WIDTH, min(top, _LONGEST))


def _target_label(canvas: Canvas, y: float, scale: Scale, target: float) -> float:
    words = f"target {percent(target)}"
    half = width_of(words, SMALL_BOLD) / 2
    x = min(max(scale.at(target), MARGIN + half), MARGIN + INNER - half)
    canvas.text(x, y + 28, words, SMALL_BOLD, TARGET, anchor="middle")
    return y + 44


def _roomy_row(canvas: Canvas, row: _Row) -> None:
    figure, y, ground = row.figure, row.y + 36, row.ground
    change = _change(figure)
    details = [date_of(figure)]
    if row.marks_target and figure.target != _EVERYBODY:
        details.append(f"target {percent(figure.target)}")
    detail = " · ".join(details)
    words = clean(figure.label)
    taken = width_of(detail, SMALL) + width_of(change, SMALL_BOLD) + 72
    room = INNER - taken - width_of(_people(figure), SMALL)
    label = fitted(words, (STRONG, Face(34, bold=True)), room, 1)
    if label.lines == (words,):
        canvas.text(MARGIN + INNER, y, _people(figure), SMALL, SOFT_INK, anchor="end", halo=ground)
    else:
        label = fitted(words, (Face(34, bold=True),), INNER - taken, 1)
    name = label.lines[0] if label.lines else ""
    canvas.text(MARGIN, y, name, label.face, INK, halo=ground)
    x = MARGIN + width_of(name, label.face) + 20
    canvas.text(x, y, detail, SMALL, SOFT_INK, halo=ground)
    x += width_of(detail, SMALL) + 20
    canvas.text(x, y, change, SMALL_BOLD, RISE if change.startswith(_UP) else FALL, halo=ground)
    _bar(canvas, row, row.y + 50, 32)
    _value(canvas, row, row.y + 80, VALUE)


def _compact_row(canvas: Canvas, row: _Row) -> None:
    faces = (Face(34, bold=True), Face(28, bold=True))
    label = fitted(clean(row.figure.label), faces, row.scale.left - MARGIN - 16, 1)
    for line in label.lines:
        canvas.text(MARGIN, row.y + 34, line, label.face, INK)
    _bar(canvas, row, row.y + 7, 31)
    _value(canvas, row, row.y + 36, STRONG)


def _bar(canvas: Canvas, row: _Row, y: float, height: float) -> None:
    figure, scale = row.figure, row.scale
    reached = figure.percent or 0.0
    end, target = scale.at(reached), scale.at(figure.target)
    box = (scale.left, y, max(end - scale.left, 3), height)
    canvas.rectangle(*box, BAR_OLD if row.is_old else BAR, radius=6)
    if reached > figure.target:
        canvas.rectangle(target, y, max(end - target, 3), height, BAR_BEYOND, radius=6)
    texture = texture_of(figure.denominator)
    if texture:
        canvas.rectangle(*box, texture, radius=6)
    if row.is_old:
        canvas.rectangle(*box, "none", radius=6, outline=INK, thickness=3, dashed=True)
    if reached > scale.top:
        _broken_end(canvas, end, y, height, row.ground)
    if row.marks_target or reached > figure.target:
        canvas.line((target, y - 6), (target, y + height + 6), TARGET, 5)


def _broken_end(canvas: Canvas, end: float, y: float, height: float, ground: str) -> None:
    """Two slanted cuts near the end: the bar would be longer."""
    top, bottom = y - 3, y + height + 3
    for x in (end - 46, end - 28):
        canvas.polygon([(x + 10, top), (x + 18, top), (x + 4, bottom), (x - 4, bottom)], ground)


def _value(canvas: Canvas, row: _Row, baseline: float, face: Face) -> None:
    """Write the value behind the bar, or behind the row's own target if it would cover that."""
    words = value_of(row.figure)
    end, target = (row.scale.at(at) for at in (row.figure.percent or 0.0, row.figure.target))
    covers = row.marks_target and end <= target < end + width_of(words, face) + 22
    x = (target if covers else end) + 14
    faces = (face, Face(34, bold=True), SMALL_BOLD)
    chosen = fitted_value(row.figure, faces, MARGIN + INNER - x)
    if chosen.lines:
        canvas.text(x, baseline, chosen.lines[0], chosen.face, INK, halo=row.ground)


def _people(figure: PictureFigure) -> str:
    if figure.percent is not None and figure.percent > _EVERYBODY:
        return "di atas 100\N{NO-BREAK SPACE}%"
    if figure.uncovered:
        return f"{number(figure.uncovered)} {_UNCOVERED}"
    return ""


def _change(figure: PictureFigure) -> str:
    """How many points it moved since the comparable figure before; empty without one."""
    if figure.previous is None or figure.percent is None:
        return ""
    points = round(figure.percent - figure.previous, 2)
    if not points:
        return ""
    return f"{_UP if points > 0 else _DOWN}\N{NO-BREAK SPACE}{number(abs(points))}"
