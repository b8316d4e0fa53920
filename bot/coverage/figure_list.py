"""All figures of one region with their sources and notes, conflicting ones side by side."""

from collections.abc import Iterator
from html import escape

from bot.coverage.book import Book
from bot.coverage.choosing import RULE
from bot.coverage.figures import COVERAGE, Figure
from bot.coverage.saying import (
    all_sources,
    amount_in_unit,
    counted_people,
    day,
    indicator_label,
    people,
    percent,
    region_name,
    source_line,
)
from bot.coverage.screens import Choice, CoverageReply, Screen, View
from knowledge.coverage import Segment

PER_PAGE = 5
_LONGEST_NOTE = 260


def figures_reply(book: Book, view: View) -> CoverageReply:
    """One page of a region's figures: coverage first, then other indicators, newest first."""
    listed = _all_of(book, view.region)
    pages = max(1, -(-len(listed) // PER_PAGE))
    page = min(view.page, pages - 1)
    name = region_name(view.region)
    lines = [f"📚 <b>Semua angka {name}</b> (halaman {page + 1} dari {pages})", ""]
    if page == 0:
        lines += [f"<i>{RULE}</i>", ""]
    shown = {segment: book.shown(view.region, segment) for segment in Segment}
    for figure in listed[page * PER_PAGE : (page + 1) * PER_PAGE]:
        lines += [*_figure(figure, shown[figure.segment]), ""]
    if not listed:
        lines.append("Belum ada data.")
    turning = []
    if page > 0:
        turning.append(Choice("‹ Sebelumnya", View(Screen.FIGURES, view.region, page=page - 1)))
    if page + 1 < pages:
        turning.append(Choice("Berikutnya ›", View(Screen.FIGURES, view.region, page=page + 1)))
    back = (Choice(f"‹ {name}", View(Screen.REGION, view.region)),)
    rows = (tuple(turning), back) if turning else (back,)
    return CoverageReply("\n".join(lines).strip(), rows, sources=all_sources(listed))


def _all_of(book: Book, region: str) -> list[Figure]:
    listed = [figure for segment in Segment for figure in book.about(region, segment)]
    return sorted(listed, key=lambda figure: figure.indicator != COVERAGE)


def _figure(figure: Figure, shown: Figure | None) -> Iterator[str]:
    is_shown = shown is not None and shown.key == figure.key
    mark = "✅ " if is_shown else "• "
    yield f"{mark}<b>{_said(figure)}</b>{' – yang ditampilkan' if is_shown else ''}"
    yield f"{figure.segment.label}, posisi {day(figure.as_of)}"
    yield source_line(figure.source)
    note = figure.note
    if note:
        cut = note if len(note) <= _LONGEST_NOTE else f"{note[:_LONGEST_NOTE].rstrip()}…"
        yield f"<i>{escape(cut)}</i>"


def _said(figure: Figure) -> str:
    if figure.indicator != COVERAGE:
        return f"{indicator_label(figure.indicator)}: {amount_in_unit(figure)}"
    parts = []
    if figure.announced is not None:
        parts.append(f"{percent(figure.announced)} (diumumkan)")
    if figure.computed is not None:
        parts.append(f"{percent(figure.computed)} (hitungan)")
    if figure.numerator is not None:
        parts.append(counted_people(figure))
    if figure.denominator is not None:
        parts.append(f"pembagi {people(figure.denominator)}: {figure.basis.label}")
    if figure.uncovered is not None:
        parts.append(f"belum: {people(figure.uncovered)}")
    return "; ".join(parts)
