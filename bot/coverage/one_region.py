"""Replies about one region: its coverage, people not covered, groups of workers, its trend."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.coverage import comparing
from bot.coverage.book import Book
from bot.coverage.figures import EMPLOYED, FULL, TARGET, Basis, Figure
from bot.coverage.saying import (
    age,
    all_sources,
    amount_in_unit,
    brief,
    capitalised,
    counted_people,
    day,
    indicator_label,
    on_hundred,
    people,
    percent,
    points,
    region_name,
    remark,
    sources_line,
)
from bot.coverage.screens import Choice, CoverageReply, Screen, View
from knowledge.coverage import Segment
from knowledge.coverage.question import PROVINCE

_OCCUPATION = "Angka khusus untuk pekerjaan itu belum ada. Yang terdekat: {segment}."
_QUOTA = "kuota"
_NOT_COVERED_BY_IT = "Bukan angka kepesertaan"
_MOST_STEPS = 8


def region_reply(book: Book, view: View, today: date, *, occupation: bool = False) -> CoverageReply:
    """How far a region is, for all workers or for one group of them."""
    shown = book.shown(view.region, view.segment)
    lines = [_OCCUPATION.format(segment=view.segment.label), ""] if occupation else []
    if shown is not None:
        lines += _coverage(book, shown, today)
        sources = shown.sources
    else:
        parts, others = _known(book, view)
        lines += _without_percent(view, parts, others)
        sources = all_sources((*parts, *others))
    return CoverageReply("\n".join(lines), further_choices(view), sources=sources)


def _known(book: Book, view: View) -> tuple[list[Figure], list[Figure]]:
    """What there is where a percentage is missing: coverage figures, and other indicators."""
    if view.segment is Segment.ALL:
        return book.partial(view.region), []
    counted = book.counted(view.region, view.segment)
    return [counted] if counted else [], book.others(view.region, view.segment)


def _coverage(book: Book, figure: Figure, today: date) -> Iterator[str]:
    name = region_name(figure.region)
    who = "" if figure.segment is Segment.ALL else f", {figure.segment.label}"
    if figure.percent is not None:
        yield f"📍 <b>{name}{who}: {percent(figure.percent)} terlindungi</b>"
    yield f"Posisi {day(figure.as_of)}{age(figure.as_of, today)}"
    yield ""
    yield from _people(book, figure)
    basis = figure.basis.label
    if figure.denominator is not None:
        yield f"• Dihitung dari {people(figure.denominator)}: {basis}"
    else:
        yield f"• Dihitung dari: {basis}"
    if figure.announced is not None and figure.computed is not None and not figure.fits:
        yield f"• Diumumkan {percent(figure.announced)}, hitungan kami {percent(figure.computed)}"
    yield from _target(book, figure)
    yield from _change(book, figure)
    yield from _registry(book, figure)
    extra = on_hundred(figure) or _beside_bps(book, figure) or _remark(figure)
    if extra:
        yield ""
        yield extra
    yield ""
    yield sources_line(figure.sources)


def _people(book: Book, figure: Figure) -> Iterator[str]:
    """People covered and not, of this figure; else the newest count, with its own date."""
    if figure.numerator is not None:
        yield f"• Terlindungi: {people(figure.numerator)}"
    else:
        counted = book.counted(figure.region, figure.segment)
        if counted is not None and counted.numerator is not None:
            said = capitalised(counted_people(counted))
            yield f"• {said} ({day(counted.as_of)}, dari sumber lain)"
    if figure.not_covered is not None:
        yield f"• Belum: {people(figure.not_covered)} (hitungan kami)"
    elif figure.uncovered is not None:
        yield f"• Belum: {people(figure.uncovered)} (menurut sumber)"


def _target(book: Book, figure: Figure) -> Iterator[str]:
    target = book.latest(figure.region, TARGET, figure.segment)
    if target is not None and target.value is not None:
        yield f"• Target: {percent(target.value)} ({day(target.as_of)})"


def _registry(book: Book, figure: Figure) -> Iterator[str]:
    """What the list of names says, beside what is announced."""
    counted = book.by_registry(figure.region, figure.segment)
    if counted is None or figure.source.from_registry or counted.numerator is None:
        return
    share = f", {percent(counted.percent)}" if counted.percent is not None else ""
    yield f"• Menurut daftar nama kami: {people(counted.numerator)}{share} ({day(counted.as_of)})"


def _change(book: Book, figure: Figure) -> Iterator[str]:
    step = comparing.last_change(book.about(figure.region, figure.segment), figure)
    if step is not None and step.change is not None:
        yield f"• Perubahan: {points(step.change)}"


def _beside_bps(book: Book, figure: Figure) -> str:
    """A local target as denominator beside what BPS counts, as an estimate."""
    employed = book.latest(figure.region, EMPLOYED)
    if figure.basis is not Basis.LOCAL or figure.segment is not Segment.ALL or employed is None:
        return ""
    if employed.value is None or figure.numerator is None:
        return ""
    share = figure.numerator.value / employed.value.value * FULL
    return (
        f"⚠️ BPS mencatat {people(employed.value)} bekerja di sini ({day(employed.as_of)}). "
        f"Dengan pembagi itu hasilnya kira-kira {round(share)} % (perkiraan: tanggal dan cara "
        f"hitungnya berbeda)."
    )


def _remark(figure: Figure) -> str:
    said = remark(figure)
    return f"ℹ️ <i>{said}</i>" if said else ""


def _without_percent(
    view: View, parts: Sequence[Figure], others: Sequence[Figure]
) -> Iterator[str]:
    name = region_name(view.region)
    if view.segment is Segment.ALL:
        yield f"📍 <b>{name}: belum ada data untuk seluruh pekerja</b>"
    else:
        yield f"📍 <b>{name}, {view.segment.label}: belum ada persennya</b>"
    if parts or others:
        yield ""
        yield "Yang ada baru sebagian:" if view.segment is Segment.ALL else "Yang tercatat:"
    for part in parts:
        yield f"• {_part_label(part, view)}{brief(part)} ({day(part.as_of)}{doubt(part)})"
    for other in others:
        label = indicator_label(other.indicator)
        yield f"• {label}: {amount_in_unit(other)} ({day(other.as_of)}{doubt(other)})"
    if any(_NOT_COVERED_BY_IT in other.note for other in others):
        yield ""
        yield "Jumlah orang saja bukan berarti semuanya sudah jadi peserta."
    if any(_QUOTA in indicator_label(other.indicator) for other in others):
        yield ""
        yield "Kuota adalah jatah anggaran, belum tentu semuanya sudah jadi peserta."
    if view.segment is Segment.ALL and parts:
        yield ""
        yield "Angka sebagian itu bukan cakupan seluruh pekerja."
    sources = all_sources((*parts, *others))
    if sources:
        yield ""
        yield sources_line(sources[:4])
    yield ""
    yield whom_to_ask(view.region)


def _part_label(part: Figure, view: View) -> str:
    if part.segment is view.segment:
        return ""
    return f"{capitalised(part.segment.label)}: "


def doubt(figure: Figure) -> str:
    """What is said behind a figure whose note calls it into question."""
    return ", belum pasti" if figure.is_doubted else ""


def whom_to_ask(region: str) -> str:
    """Who is likely to have the figure."""
    where = "Kaltim" if region == PROVINCE else region_name(region)
    return (
        f"Untuk angka terbaru, tanyakan ke kantor cabang BPJS Ketenagakerjaan atau dinas tenaga "
        f"kerja {where}."
    )


def further_choices(view: View) -> tuple[tuple[Choice, ...], ...]:
    """What else can be seen of a region, and the way to others."""
    region, segment = view.region, view.segment
    rows: list[tuple[Choice, ...]] = [
        (
            Choice("👥 Per kelompok", View(Screen.BREAKDOWN, region)),
            Choice("📈 Tren", View(Screen.TREND, region, segment)),
        ),
        (
            Choice("📚 Semua angka", View(Screen.FIGURES, region)),
            Choice("📍 Daerah lain", View(Screen.PLACES)),
        ),
    ]
    if region == PROVINCE:
        rows.append((Choice("🗺 Semua daerah", View(Screen.OVERVIEW, segment=segment)),))
    return tuple(rows)
