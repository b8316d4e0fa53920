"""What every picture has: a title that says the finding, a legend, sources and dates."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.coverage.charts.canvas import Canvas, texture_of
from bot.coverage.charts.lettering import (
    Face,
    Fitted,
    balanced,
    clean,
    fitted,
    shortened,
    width_of,
    wrapped,
)
from bot.coverage.charts.palette import BAR, HAIRLINE, INK, SOFT_INK
from bot.coverage.pictures import Caption, Denominator, PercentKind, PictureFigure
from knowledge.figures.wording import percent, position, short_date

WIDTH = 1080
MARGIN = 48
INNER = WIDTH - 2 * MARGIN
SMALL = Face(30)
SMALL_BOLD = Face(30, bold=True)
BODY = Face(34)
STRONG = Face(38, bold=True)
VALUE = Face(40, bold=True)
_TITLES = (Face(56, bold=True), Face(50, bold=True), Face(44, bold=True))
_TITLE_LINES = 3
_AFTER_NUMBER = re.compile(r"(?<=\d) ")
ANNOUNCED_MARK = "*"


class Swatch(NamedTuple):
    """An entry of a legend: what a look means."""

    words: str
    fill: str
    overlay: str = ""
    outline: str = ""
    line: bool = False
    """An upright line rather than a patch."""
    dashed: bool = False


def heading(canvas: Canvas, caption: Caption) -> float:
    """Draw the title and the subtitle; return where the next thing begins."""
    y = float(MARGIN)
    title = _title(clean(caption.title))
    for line in balanced(title.lines, title.face, INNER):
        y += title.face.size * 1.18
        canvas.text(MARGIN, y - title.face.size * 0.2, line, title.face, INK)
    if caption.subtitle:
        y += 6
        for line in wrapped(clean(caption.subtitle), BODY, INNER, 2):
            y += BODY.size * 1.3
            canvas.text(MARGIN, y - BODY.size * 0.3, line, BODY, SOFT_INK)
    return y + 22


def _title(words: str) -> Fitted:
    """A title with its numbers kept beside what they count, if it fits that way."""
    together = _AFTER_NUMBER.sub("\N{NO-BREAK SPACE}", words)
    title = fitted(together, _TITLES, INNER, _TITLE_LINES)
    if " ".join(title.lines) == together:
        return title
    return fitted(words, _TITLES, INNER, _TITLE_LINES)


def footing(
    canvas: Canvas,
    y: float,
    figures: Sequence[PictureFigure],
    caption: Caption,
    source_lines: int = 2,
) -> float:
    """Draw dates and sources; return the height of the whole picture."""
    y += 14
    canvas.line((MARGIN, y), (WIDTH - MARGIN, y), HAIRLINE, 2)
    y += 10
    for line in _sources(figures, caption, source_lines):
        y += SMALL.size * 1.3
        canvas.text(MARGIN, y - SMALL.size * 0.25, line, SMALL, SOFT_INK)
    return y + MARGIN * 0.75


def note(canvas: Canvas, y: float, lead: str, rest: str) -> float:
    """Draw a remark of at most two lines, a bar before it; return where the next thing begins."""
    lines = wrapped(clean(f"{lead}: {rest}" if rest else lead), SMALL, INNER - 24, 2)
    height = SMALL.size * 1.3 * len(lines)
    canvas.rectangle(MARGIN, y + 4, 8, height - 2, "#E0A100", radius=4)
    for line in lines:
        y += SMALL.size * 1.3
        canvas.text(MARGIN + 24, y - SMALL.size * 0.25, line, SMALL, INK)
    return y + 18


def legend(
    canvas: Canvas, y: float, entries: Iterable[Swatch], left: float = MARGIN, width: float = INNER
) -> float:
    """Draw what looks mean, flowing over lines; return where the next thing begins."""
    x = left
    patch, gap = 44, 36
    for entry in entries:
        words = shortened(clean(entry.words), SMALL, width - patch - 14)
        needed = patch + 14 + width_of(words, SMALL)
        if x > left and x + needed > left + width:
            x, y = left, y + 46
        if entry.line:
            canvas.line(
                (x + patch / 2, y + 2), (x + patch / 2, y + 34), entry.fill, 5, dashed=entry.dashed
            )
        else:
            canvas.rectangle(x, y + 4, patch, 28, entry.fill, radius=5)
            if entry.overlay:
                canvas.rectangle(x, y + 4, patch, 28, entry.overlay, radius=5)
            if entry.outline:
                canvas.rectangle(
                    *(x, y + 4, patch, 28),
                    "none",
                    radius=5,
                    outline=entry.outline,
                    thickness=3,
                    dashed=True,
                )
        canvas.text(x + patch + 14, y + 29, words, SMALL, SOFT_INK)
        x += needed + gap
    return y + 46 if x > left else y


def denominators_of(figures: Sequence[PictureFigure]) -> list[Swatch]:
    """What the fills of figures with data tell about their denominators."""
    used = {figure.denominator for figure in figures}
    return [
        Swatch(f"dari {kind}" if kind is not Denominator.UNSTATED else kind, BAR, texture_of(kind))
        for kind in Denominator
        if kind in used
    ]


def remark(canvas: Canvas, y: float, words: str) -> float:
    """Draw a line of small words, if there are any; return where the next thing begins."""
    if not words:
        return y
    canvas.text(MARGIN, y + 29, shortened(clean(words), SMALL, INNER), SMALL, SOFT_INK)
    return y + 46


def value_of(figure: PictureFigure) -> str:
    """The percentage in words; a mark tells that it was announced rather than computed."""
    if figure.percent is None:
        return "belum ada data"
    mark = ANNOUNCED_MARK if figure.kind is PercentKind.ANNOUNCED else ""
    return clean(figure.wording or percent(figure.percent)) + mark


def fitted_value(figure: PictureFigure, faces: Sequence[Face], width: float) -> Fitted:
    """The percentage in a face in which it fits whole: half a number is another number."""
    words = value_of(figure)
    rounded = f"± {percent(round(figure.percent or 0.0))}"
    for tried in (words, rounded):
        chosen = fitted(tried, faces, width, 1)
        if chosen.lines == (tried,):
            return chosen
    return Fitted(faces[-1], ())


def date_of(figure: PictureFigure) -> str:
    """When the figure holds, or that nobody knows."""
    return position(figure.on) if figure.on else "tanpa tanggal"


def announced_note(figures: Sequence[PictureFigure]) -> str:
    """What the mark behind a value means, if one is used."""
    is_used = any(
        figure.percent is not None and figure.kind is PercentKind.ANNOUNCED for figure in figures
    )
    return f"{ANNOUNCED_MARK} persentase diumumkan sumbernya, bukan hasil hitungan" * is_used


def period_of(figures: Sequence[PictureFigure]) -> str:
    """The dates that figures are of: "Sep 2025", "Des 2023 – Sep 2025"; empty without any."""
    dates = sorted({figure.on for figure in figures if figure.on and figure.percent is not None})
    if not dates:
        return ""
    first, last = position(dates[0]), position(dates[-1])
    return first if first == last else f"{first} – {last}"


def _sources(figures: Sequence[PictureFigure], caption: Caption, most: int) -> list[str]:
    lines: list[str] = []
    period = period_of(figures)
    dates = [f"Data: {period}" if period else ""]
    if caption.made_on:
        dates.append(f"dibuat {short_date(caption.made_on)}")
    for line in (" · ".join(part for part in dates if part), announced_note(figures)):
        lines += wrapped(clean(line), SMALL, INNER, 2)
    sources = dict.fromkeys(
        clean(figure.source) for figure in figures if figure.percent is not None
    )
    named = [source for source in sources if source]
    if named:
        lines += _listed("Sumber: ", named, most)
    return lines


def _listed(lead: str, names: list[str], most: int) -> tuple[str, ...]:
    """As many names as fit on the lines, and how many more there are."""
    for count in range(len(names), 0, -1):
        left_out = len(names) - count
        words = lead + "; ".join(names[:count])
        words += f"; dan {left_out} lainnya" * (left_out > 0)
        lines = wrapped(words, SMALL, INNER, most)
        if " ".join(lines) == words:
            return lines
    return wrapped(lead + names[0], SMALL, INNER, most)
