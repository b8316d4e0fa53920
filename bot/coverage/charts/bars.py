"""Regions, or the segments of one, as bars against their target."""

from collections.abc import Sequence

from bot.coverage.charts.canvas import Canvas, Picture
from bot.coverage.charts.describing import regions_sentence, segments_sentence
from bot.coverage.charts.page import BODY, MARGIN, WIDTH, footing, heading, legend, note, remark
from bot.coverage.charts.palette import SOFT_INK
from bot.coverage.charts.rows import Rows, abbreviations, bars, meanings, missing
from bot.coverage.pictures import Arrangement, Caption, PictureFigure, arranged

NOTHING = "Belum ada data untuk ditampilkan."


def bar_chart(
    figures: Sequence[PictureFigure],
    caption: Caption,
    *,
    focus: frozenset[str] = frozenset(),
) -> Picture:
    """Regions as bars: ranked where that is right, else by name and saying why.

    Args:
        figures: One for each region; without a percentage it is listed as having no data.
        caption: The words around the picture.
        focus: Codes of the regions to be set off, the reader's own.
    """
    order = arranged(figures)
    picture = _drawn(order, caption, focus, order.reason)
    return Picture(picture, regions_sentence(order, caption))


def segment_chart(figures: Sequence[PictureFigure], caption: Caption) -> Picture:
    """Segments of one region as bars, in the order given: a person may be in two of them."""
    order = Arrangement(
        shown=tuple(figure for figure in figures if figure.percent is not None),
        missing=tuple(figure for figure in figures if figure.percent is None),
        ranked=False,
        reason="",
    )
    return Picture(_drawn(order, caption, frozenset(), ""), segments_sentence(order, caption))


def _drawn(order: Arrangement, caption: Caption, focus: frozenset[str], reason: str) -> str:
    canvas = Canvas(WIDTH)
    y = heading(canvas, caption)
    if reason:
        y = note(canvas, y, "Tidak dapat diperingkat", f"{reason}. Urut abjad.")
    y = bars(canvas, y, Rows(order.shown, focus))
    if not order.shown and not order.missing:
        canvas.text(MARGIN, y + 40, NOTHING, BODY, SOFT_INK)
        y += 72
    y = missing(canvas, y, order.missing)
    y = legend(canvas, y, meanings(order.shown))
    y = remark(canvas, y, abbreviations(order.shown))
    return canvas.svg(footing(canvas, y, order.shown, caption))
