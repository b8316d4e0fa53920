"""The picture that goes with the weekly message: bars and the tile map on one phone screen."""

from collections.abc import Sequence
from dataclasses import replace

from bot.coverage.charts.canvas import Canvas, Picture
from bot.coverage.charts.describing import regions_sentence
from bot.coverage.charts.page import WIDTH, footing, heading, legend, note
from bot.coverage.charts.rows import Rows, bars, meanings, missing
from bot.coverage.charts.tiles import PLACES, Map, tiles
from bot.coverage.pictures import Caption, PictureFigure, arranged

_TILE_HEIGHT = 122
_SHORT_NAMES = {"64": "Kaltim"} | {code: place.name for code, place in PLACES.items()}


def digest_chart(
    figures: Sequence[PictureFigure],
    caption: Caption,
    *,
    focus: frozenset[str] = frozenset(),
) -> Picture:
    """Bars, then the tile map, with short names; dates stand in the tiles.

    Args:
        figures: One for each regency; others, the province for one, are among the bars only.
        caption: The words around the picture.
        focus: Codes of the regions to be set off, the reader's own.
    """
    order = arranged(figures)
    canvas = Canvas(WIDTH)
    y = heading(canvas, caption)
    if order.reason:
        y = note(canvas, y, "Tidak dapat diperingkat", f"{order.reason}. Urut abjad.")
    short = [_short(figure) for figure in order.shown]
    y = bars(canvas, y, Rows(short, focus, is_compact=True))
    y = missing(canvas, y, [figure for figure in order.missing if figure.code not in PLACES])
    y = tiles(canvas, y + 12, Map(figures, _TILE_HEIGHT, focus, has_strips=False))
    y = legend(canvas, y, meanings(order.shown))
    height = footing(canvas, y, order.shown, caption, source_lines=1)
    return Picture(canvas.svg(height), regions_sentence(order, caption))


def _short(figure: PictureFigure) -> PictureFigure:
    return replace(figure, label=_SHORT_NAMES.get(figure.code, figure.label))
