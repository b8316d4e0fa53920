"""Replies about several regions: all of them, compared, in order, and those that reached 100 %."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.coverage.book import Book, regencies
from bot.coverage.comparing import Obstacle, may_be_ranked, obstacles
from bot.coverage.figures import Basis, Figure
from bot.coverage.saying import (
    all_sources,
    brief,
    day,
    on_hundred,
    people,
    percent,
    region_name,
    short_day,
    sources_line,
)
from bot.coverage.screens import Choice, CoverageReply, Screen, View
from knowledge.coverage import Segment
from knowledge.coverage.question import PROVINCE
from knowledge.figures.wording import number

_NONE = "belum ada data"
_FEWEST_RANKED = 2


def _of(segment: Segment) -> str:
    return "" if segment is Segment.ALL else f", {segment.label}"


def overview_reply(book: Book, segment: Segment) -> CoverageReply:
    """The province and all ten regions, each with its date, in the order of their codes."""
    lines = [f"🗺 <b>Cakupan per daerah{_of(segment)}</b>", ""]
    province = book.shown(PROVINCE, segment)
    lines.append(f"<b>Kaltim: {_short(province)}</b>")
    lines += list(_listed(book, segment))
    lines += ["", _caution(book, segment)]
    known = [figure for _, figure in book.overview(segment) if figure is not None]
    return _of_all(lines, [*([province] if province else []), *known], segment)


def ranking_reply(book: Book, segment: Segment) -> CoverageReply:
    """An order where the figures allow one; else why there is none, and the dated list."""
    known = [
        (region.name, figure) for region, figure in book.overview(segment) if figure is not None
    ]
    figures = [figure for _, figure in known]
    missing = len(regencies()) - len(known)
    if len(known) >= _FEWEST_RANKED and may_be_ranked(figures):
        lines = [f"🏅 <b>Urutan cakupan{_of(segment)}</b>", "", *_in_order(known)]
        if missing:
            lines += ["", f"{missing} daerah belum punya angka, jadi tidak ikut diurutkan."]
        return _of_all(lines, figures, segment)
    lines = [f"🏅 <b>Peringkat belum bisa dibuat dengan jujur{_of(segment)}</b>", ""]
    lines += list(_why_no_ranking(known, missing))
    lines += ["", "Ini angka yang ada, dengan tanggalnya:", *_listed(book, segment)]
    return _of_all(lines, figures, segment)


def _of_all(lines: Sequence[str], figures: Sequence[Figure], segment: Segment) -> CoverageReply:
    """A reply about all regions. It would be too long with every source in it."""
    html = "\n".join([*lines, "", "Sumber tiap angka: pilih daerahnya."])
    codes = tuple(region.kemendagri_code for region in regencies())
    return CoverageReply(html, _choices(segment), codes, segment, all_sources(figures))


def _in_order(known: Sequence[tuple[str, Figure]]) -> Iterator[str]:
    ordered = sorted(
        known,
        key=lambda pair: (-(pair[1].percent.value if pair[1].percent else 0), pair[0]),
    )
    for place, (name, figure) in enumerate(ordered, start=1):
        yield f"{place}. {name}: <b>{_short(figure)}</b>"


def _why_no_ranking(known: Sequence[tuple[str, Figure]], missing: int) -> Iterator[str]:
    if missing:
        yield f"• {missing} dari {len(regencies())} daerah belum punya angka."
    days = sorted(figure.as_of for _, figure in known)
    against = {
        found for (_, one), (_, other) in combinations(known, 2) for found in obstacles(one, other)
    }
    if Obstacle.DATES in against:
        yield f"• Tanggalnya berjauhan: {day(days[0])} sampai {day(days[-1])}."
    if Obstacle.BASIS in against or Obstacle.BASIS_UNKNOWN in against:
        yield "• Cara hitungnya berbeda: ada yang dari jumlah pekerja, ada yang dari sasaran pemda."
    if Obstacle.INEXACT in against:
        yield "• Sebagian angkanya hanya perkiraan."


def reached_reply(book: Book, segment: Segment) -> CoverageReply:
    """Which regions have reached 100 %, which haven't, and for which nobody knows."""
    overview = book.overview(segment)
    reached = [(r.name, f) for r, f in overview if f is not None and f.has_reached_all]
    others = [(r.name, f) for r, f in overview if f is not None and not f.has_reached_all]
    unknown = [r.name for r, f in overview if f is None]
    lines = [f"✅ <b>Yang sudah 100 %{_of(segment)}</b>", ""]
    if reached:
        lines += [f"• {name}: diumumkan {_short(figure, full=True)}" for name, figure in reached]
    else:
        lines.append("Belum ada daerah yang diumumkan 100 %.")
    if others:
        lines += ["", "<b>Belum 100 %</b>"]
        lines += [f"• {name}: {_short(figure)}" for name, figure in others]
    if unknown:
        lines += ["", f"<b>Belum ada data</b>: {', '.join(unknown)}"]
    explained = next((on_hundred(figure) for _, figure in reached if on_hundred(figure)), "")
    if explained:
        lines += ["", explained]
    sources = all_sources(figure for _, figure in reached)
    if sources:
        lines += ["", sources_line(sources)]
    codes = tuple(region.kemendagri_code for region, _ in overview)
    return CoverageReply("\n".join(lines), _choices(segment), codes, segment, sources)


def comparison_reply(book: Book, regions: Sequence[str], segment: Segment) -> CoverageReply:
    """Regions side by side; the difference only where the figures are comparable."""
    found = [(code, book.shown(code, segment)) for code in regions]
    lines = [f"⚖️ <b>{' dan '.join(region_name(code) for code in regions)}{_of(segment)}</b>", ""]
    for code, figure in found:
        lines += _side(book, code, figure, segment)
    known = [figure for _, figure in found if figure is not None]
    lines.append("")
    lines.append(_verdict(known, len(found)))
    sources = all_sources(known)
    if sources:
        lines += ["", sources_line(sources)]
    rows = tuple(
        (Choice(f"📍 {region_name(code)}", View(Screen.REGION, code, segment)),)
        for code in regions[:4]
    )
    places = (Choice("🗺 Semua daerah", View(Screen.OVERVIEW, segment=segment)),)
    return CoverageReply("\n".join(lines), (*rows, places), tuple(regions), segment, sources)


def _side(book: Book, code: str, figure: Figure | None, segment: Segment) -> Iterator[str]:
    name = region_name(code)
    if figure is None or figure.percent is None:
        parts = book.partial(code) if segment is Segment.ALL else []
        yield f"• <b>{name}: {_NONE}</b>"
        for part in parts[:2]:
            yield f"  {part.segment.short_label}: {brief(part)} ({short_day(part.as_of)})"
        return
    yield f"• <b>{name}: {percent(figure.percent)}</b> ({day(figure.as_of)})"
    if figure.not_covered is not None:
        yield f"  Belum terlindungi: {people(figure.not_covered)}"
    yield f"  Dihitung dari: {figure.basis.label}"


def _verdict(known: Sequence[Figure], asked: int) -> str:
    if len(known) < asked:
        return "Tidak bisa dibandingkan: ada yang belum punya angka."
    against = dict.fromkeys(
        found for one, other in combinations(known, 2) for found in obstacles(one, other)
    )
    if against:
        why = ", ".join(obstacle.value for obstacle in against)
        return f"⚠️ Belum bisa dibandingkan langsung: {why}."
    high = max(known, key=lambda figure: figure.percent.value if figure.percent else 0)
    low = min(known, key=lambda figure: figure.percent.value if figure.percent else 0)
    if high.percent is None or low.percent is None or high.percent.value == low.percent.value:
        return "Keduanya sama."
    difference = number(float(high.percent.value - low.percent.value))
    return f"{region_name(high.region)} lebih tinggi {difference} poin."


def places_reply() -> CoverageReply:
    """The regions to choose from, two in a row."""
    choices = [
        Choice(region.name, View(Screen.REGION, region.kemendagri_code)) for region in regencies()
    ]
    rows = [tuple(choices[at : at + 2]) for at in range(0, len(choices), 2)]
    rows.append((Choice("Kaltim", View(Screen.REGION)), Choice("🗺 Semua", View(Screen.OVERVIEW))))
    return CoverageReply("📍 <b>Daerah mana?</b>", tuple(rows))


KUTAIS = ("64.02", "64.08", "64.07")


def which_kutai_reply(segment: Segment) -> CoverageReply:
    """Three regencies are called Kutai: ask back."""
    rows = tuple((Choice(region_name(c), View(Screen.REGION, c, segment)),) for c in KUTAIS)
    return CoverageReply("Ada tiga Kutai. <b>Kutai yang mana?</b>", rows)


def _listed(book: Book, segment: Segment) -> Iterator[str]:
    for region, figure in book.overview(segment):
        if figure is not None:
            yield f"• {region.name}: <b>{_short(figure)}</b>"
            continue
        parts = book.partial(region.kemendagri_code) if segment is Segment.ALL else []
        known = next((part for part in parts if part.percent is not None), None) or next(
            iter(parts), None
        )
        yield f"• {region.name}: {_NONE}{_instead(known)}"


def _instead(known: Figure | None) -> str:
    """What is known of a region without coverage of all workers, named as the part it is."""
    if known is None:
        return ""
    who = "" if known.segment is Segment.ALL else f"{known.segment.short_label} "
    return f"; {who}{brief(known)}, {short_day(known.as_of)}"


def _short(figure: Figure | None, *, full: bool = False) -> str:
    if figure is None or figure.percent is None:
        return _NONE
    when = day(figure.as_of) if full else short_day(figure.as_of)
    of_target = ", dari sasaran pemda" if figure.basis is Basis.LOCAL else ""
    return f"{percent(figure.percent)} ({when}{of_target})"


def _caution(book: Book, segment: Segment) -> str:
    known = [figure for _, figure in book.overview(segment) if figure is not None]
    if len(known) >= _FEWEST_RANKED and may_be_ranked(known):
        return "Tanggal dan cara hitungnya sama, jadi angka ini bisa dibandingkan."
    return "Tanggal dan cara hitungnya berbeda-beda, jadi daftar ini bukan peringkat."


def _choices(segment: Segment) -> tuple[tuple[Choice, ...], ...]:
    return (
        (
            Choice("📍 Pilih daerah", View(Screen.PLACES)),
            Choice("✅ Yang 100 %", View(Screen.REACHED, segment=segment)),
        ),
        (
            Choice("Kaltim", View(Screen.REGION, segment=segment)),
            Choice("🖼 Gambar", View(Screen.PICTURE, segment=segment)),
        ),
    )
