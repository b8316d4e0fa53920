"""Replies on how many people of a region aren't covered yet."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.coverage.book import Book, regencies
from bot.coverage.choosing import joined
from bot.coverage.figures import Figure
from bot.coverage.one_region import doubt, further_choices, region_reply, whom_to_ask
from bot.coverage.saying import (
    age,
    all_sources,
    day,
    people,
    percent,
    region_name,
    short_day,
    sources_line,
)
from bot.coverage.screens import CoverageReply, View
from knowledge.coverage import Segment
from knowledge.coverage.question import PROVINCE


def uncovered_reply(book: Book, view: View, today: date) -> CoverageReply:
    """How many people aren't covered yet: the number first, then where it comes from."""
    shown = book.shown(view.region, view.segment)
    name = region_name(view.region)
    who = "pekerja" if view.segment is Segment.ALL else view.segment.label
    if shown is None:
        return region_reply(book, view, today)
    if shown.not_covered is not None:
        lines = [
            f"📍 <b>{name}: {shown.not_covered} {who} belum terlindungi</b>",
            f"Posisi {day(shown.as_of)}{age(shown.as_of, today)}",
            "",
            f"{shown.denominator} pekerja dikurangi {shown.numerator} peserta (hitungan kami).",
            f"Cakupannya {percent(shown.percent)}." if shown.percent else "",
            f"Dihitung dari: {shown.basis.label}.",
            "",
            sources_line(shown.sources),
        ]
        return CoverageReply("\n".join(lines), further_choices(view), sources=shown.sources)
    said = _said_uncovered(book, view.region)
    lines = list(_uncovered_unknown(book, shown, said, today))
    sources = all_sources((shown, *said))
    lines += ["", sources_line(sources), "", whom_to_ask(view.region)]
    return CoverageReply("\n".join(lines), further_choices(view), sources=sources)


def _said_uncovered(book: Book, region: str) -> list[Figure]:
    """Figures in which a source says itself how many people aren't covered."""
    return [
        figure
        for segment in Segment
        for figure in joined(book.about(region, segment))
        if figure.uncovered is not None
    ]


def _uncovered_unknown(
    book: Book, shown: Figure, said: Sequence[Figure], today: date
) -> Iterator[str]:
    name = region_name(shown.region)
    yield f"📍 <b>{name}: jumlah orang yang belum terlindungi belum diketahui</b>"
    yield ""
    if shown.percent is not None:
        yield (
            f"Yang ada persennya: {percent(shown.percent)} terlindungi, posisi {day(shown.as_of)}"
            f"{age(shown.as_of, today)}. Sumbernya tidak menyebut jumlah orangnya."
        )
    if said:
        yield ""
        yield "Sumber lain menyebut yang belum terlindungi:"
    for figure in said:
        if figure.uncovered is not None:
            label = figure.segment.label
            yield (f"• {label}: {people(figure.uncovered)} ({day(figure.as_of)}{doubt(figure)})")
    if shown.region == PROVINCE:
        yield from _known_elsewhere(book)


def _known_elsewhere(book: Book) -> Iterator[str]:
    known = [
        (region.name, figure)
        for region in regencies()
        if (figure := book.shown(region.kemendagri_code)) and figure.not_covered is not None
    ]
    if known:
        yield ""
        yield "Yang diketahui per daerah:"
    for name, figure in known:
        yield f"• {name}: {figure.not_covered} orang belum ({short_day(figure.as_of)})"
