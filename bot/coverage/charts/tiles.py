"""The ten regencies as tiles, each in its place: on a true map Bontang can't be seen."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.coverage.charts.canvas import NO_DATA, Canvas, Picture, texture_of
from bot.coverage.charts.describing import regions_sentence
from bot.coverage.charts.lettering import Face, Fitted, fitted
from bot.coverage.charts.page import (
    INNER,
    MARGIN,
    SMALL,
    WIDTH,
    Swatch,
    date_of,
    denominators_of,
    fitted_value,
    footing,
    heading,
    legend,
    note,
)
from bot.coverage.charts.palette import (
    BAR,
    HAIRLINE,
    INK,
    MISSING,
    MISSING_LINES,
    PAPER,
    SOFT_INK,
    STEPS,
    TARGET,
    colour_of,
    ink_on,
)
from bot.coverage.pictures import (
    Caption,
    PictureFigure,
    arranged,
    outdated,
)
from knowledge.figures.wording import number


class Place(NamedTuple):
    """Where a region's tile lies, counted from the north-west, and its short name."""

    column: int
    row: int
    name: str


PLACES = {
    "64.11": Place(0, 0, "Mahulu"),
    "64.08": Place(2, 0, "Kutim"),
    "64.03": Place(3, 0, "Berau"),
    "64.07": Place(0, 1, "Kubar"),
    "64.02": Place(1, 1, "Kukar"),
    "64.72": Place(2, 1, "Samarinda"),
    "64.74": Place(3, 1, "Bontang"),
    "64.09": Place(1, 2, "PPU"),
    "64.71": Place(2, 2, "Balikpapan"),
    "64.01": Place(1, 3, "Paser"),
}
"""By Kemendagri code; neighbours stay neighbours as far as squares allow."""
_COLUMNS = 4
_ROWS = 4
_GAP = 12


class Map(NamedTuple):
    """What is drawn as tiles, and how high each is."""

    figures: Sequence[PictureFigure]
    tile_height: float = 190
    focus: frozenset[str] = frozenset()
    has_strips: bool = True
    """Whether tiles tell their denominators; the bars may do so."""


def tile_map(
    figures: Sequence[PictureFigure],
    caption: Caption,
    *,
    focus: frozenset[str] = frozenset(),
) -> Picture:
    """The regencies as tiles with name, percentage and date; regions elsewhere are left out."""
    figures = [figure for figure in figures if figure.code in PLACES]
    order = arranged(figures)
    canvas = Canvas(WIDTH)
    y = heading(canvas, caption)
    if order.reason:
        y = note(canvas, y, "Tidak dapat dibandingkan satu sama lain", order.reason + ".")
    y = tiles(canvas, y, Map(figures, focus=focus))
    y = legend(canvas, y, tile_meanings(figures))
    return Picture(
        canvas.svg(footing(canvas, y, order.shown, caption)), regions_sentence(order, caption)
    )


def tiles(canvas: Canvas, y: float, drawn: Map) -> float:
    """Draw a tile for each of the ten, and the scale; return where the next thing begins."""
    by_code = {figure.code: figure for figure in drawn.figures}
    old = outdated(drawn.figures)
    kinds = {figure.denominator for figure in drawn.figures if figure.percent is not None}
    width = (INNER - _GAP * (_COLUMNS - 1)) / _COLUMNS
    for code, place in PLACES.items():
        box = _Box(
            MARGIN + place.column * (width + _GAP),
            y + place.row * (drawn.tile_height + _GAP),
            width,
            drawn.tile_height,
        )
        figure = by_code.get(code)
        if figure is None or figure.percent is None:
            _empty_tile(canvas, box, place.name)
        else:
            _tile(canvas, box, place.name, figure)
            if len(kinds) > 1 and drawn.has_strips:
                _texture(canvas, box, figure)
            if figure in old:
                _dashes(canvas, box, figure)
        if code in drawn.focus:
            canvas.rectangle(
                *(box.x - 6, box.y - 6, box.width + 12, box.height + 12),
                "none",
                radius=18,
                outline=TARGET,
                thickness=6,
            )
    _scale_key(canvas, MARGIN + 2 * (width + _GAP) + 24, y + 3 * (drawn.tile_height + _GAP), width)
    return y + _ROWS * (drawn.tile_height + _GAP) + 12


def tile_meanings(figures: Sequence[PictureFigure]) -> list[Swatch]:
    """What stripes and outlines of the tiles mean."""
    known = [figure for figure in figures if figure.percent is not None]
    entries = denominators_of(known)
    if outdated(known):
        entries.append(Swatch("data lama, > 6 bulan di belakang", PAPER, outline=INK))
    return entries


class _Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


class _Sizes(NamedTuple):
    """Faces of the texts of a tile, and their baselines as parts of its height."""

    name: Face
    name_at: float
    value: Face
    value_at: float
    date: Face
    date_at: float


_HIGH = _Sizes(Face(34, bold=True), 0.27, Face(48, bold=True), 0.56, Face(30), 0.8)
_LOW = _Sizes(Face(30, bold=True), 0.29, Face(36, bold=True), 0.6, Face(28), 0.85)
_ROOMY = 170
"""Pixels of height from which on a tile has the larger letters."""
_PADDING = 24


def _tile(canvas: Canvas, box: _Box, name: str, figure: PictureFigure) -> None:
    """Name, value and date, as large as they fit."""
    colour = colour_of(figure.percent or 0.0)
    ink = ink_on(colour)
    canvas.rectangle(*box, colour, radius=14)
    size = _LOW if box.height < _ROOMY else _HIGH
    room = box.width - _PADDING
    _centred(canvas, box, size.name_at, fitted(name, (size.name,), room, 1), ink)
    values = (size.value, Face(34, bold=True), Face(28, bold=True))
    _centred(canvas, box, size.value_at, fitted_value(figure, values, room), ink)
    _centred(canvas, box, size.date_at, fitted(date_of(figure), (size.date,), room, 1), ink)


def _empty_tile(canvas: Canvas, box: _Box, name: str) -> None:
    canvas.rectangle(*box, NO_DATA, radius=14, outline=MISSING_LINES, thickness=2)
    size = _LOW if box.height < _ROOMY else _HIGH
    room = box.width - _PADDING
    _centred(canvas, box, 0.47, fitted(name, (size.name,), room, 1), INK, halo=MISSING)
    absent = fitted("belum ada data", (size.date, Face(28)), room, 1)
    _centred(canvas, box, 0.75, absent, INK, halo=MISSING)


def _centred(  # noqa: PLR0913 - a place, words and a look
    canvas: Canvas, box: _Box, part: float, words: Fitted, ink: str, *, halo: str = ""
) -> None:
    """Words in the middle of a tile, at a part of its height."""
    y = box.y + box.height * part
    middle = box.x + box.width / 2
    for line in words.lines:
        canvas.text(middle, y, line, words.face, ink, anchor="middle", halo=halo)


def _texture(canvas: Canvas, box: _Box, figure: PictureFigure) -> None:
    """A strip that tells the denominator where there are several."""
    strip = (box.x + 20, box.y + box.height - 24, box.width - 40, 14)
    canvas.rectangle(*strip, BAR, radius=4)
    texture = texture_of(figure.denominator)
    if texture:
        canvas.rectangle(*strip, texture, radius=4)
    canvas.rectangle(*strip, "none", radius=4, outline=PAPER, thickness=2)


def _dashes(canvas: Canvas, box: _Box, figure: PictureFigure) -> None:
    ink = ink_on(colour_of(figure.percent or 0.0))
    canvas.rectangle(
        *(box.x + 3, box.y + 3, box.width - 6, box.height - 6),
        "none",
        radius=11,
        outline=ink,
        thickness=3,
        dashed=True,
    )


def _scale_key(canvas: Canvas, x: float, y: float, width: float) -> None:
    """The classes of percentages in the empty south-east, where the sea is."""
    part = (2 * width - 24) / len(STEPS)
    canvas.text(x, y + 32, "persen terlindungi", SMALL, SOFT_INK)
    for index, step in enumerate(STEPS):
        left = x + index * part
        canvas.rectangle(left, y + 48, part, 34, step.colour, outline=HAIRLINE, thickness=1)
        if index:
            canvas.text(
                left, y + 116, number(STEPS[index - 1].up_to), SMALL, SOFT_INK, anchor="middle"
            )
