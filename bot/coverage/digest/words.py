"""A digest in words: short, for a phone. Telegram HTML of at most 4,096 characters. Pure."""

from collections.abc import Iterator, Sequence
from html import escape

from bot.coverage.digest.composing import Digest, Quota
from bot.coverage.digest.phrases import (
    age,
    change_words,
    has_reached,
    headline_words,
    moved_or_late,
    name_of,
    pace_words,
    region_lines,
    unknown_pace,
)
from bot.coverage.digest.standing import News, Standing
from bot.coverage.saying import amount_in_unit, counted_people, day, indicator_label, short_day
from bot.people.subscriptions import Frequency
from knowledge.figures.wording import long_date

LONGEST = 4_096
LONGEST_CAPTION = 1_024
_LINES_FOR_FEW = 3
"""Up to so many regions get two lines each."""
_PERIODS = {Frequency.WEEKLY: "minggu", Frequency.MONTHLY: "bulan"}
_WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_QUOTA_IS_NOT_PEOPLE = "Kuota adalah jatah anggaran, belum tentu semuanya sudah jadi peserta."
_QUOTA_OF = "kuota dari "
_CUT = "…"


def digest_html(digest: Digest) -> str:
    """The whole message. What doesn't fit is left out from the end, section by section."""
    sections = [section for section in _sections(digest) if section]
    while len("\n\n".join(sections)) > LONGEST and len(sections) > 1:
        sections.pop()
    return "\n\n".join(sections)


def caption(digest: Digest) -> str:
    """The line under the picture, which comes before the words."""
    where = ", ".join(name_of(region) for region in digest.regions)
    said = f"📊 Laporan cakupan {long_date(digest.occasion.today)}: {where}"
    return said if len(said) <= LONGEST_CAPTION else f"{said[: LONGEST_CAPTION - 1]}{_CUT}"


def alert_html(standings: Sequence[Standing]) -> str:
    """What changed between two digests."""
    lines = ["🔔 <b>Angka baru di wilayah Anda</b>", ""]
    for each in standings:
        reached = " 🎯 target tercapai" if each.crossed else ""
        lines.append(f"{region_lines(each, is_brief=False)}{reached}")
        if each.move.before is not None and each.move.before.percent is not None:
            before = each.move.before
            lines.append(f"   sebelumnya {before.percent} % ({short_day(before.as_of)})")
    return "\n".join(lines)[:LONGEST]


def _sections(digest: Digest) -> Iterator[str]:
    yield headline_words(digest.headline)
    yield "\n".join(_about(digest))
    yield "\n".join(_regions(digest))
    yield "\n".join(_changes(digest))
    yield "\n".join(_targets(digest))
    yield "\n".join(_old_data(digest))
    yield "\n".join(_quotas(digest.quotas))
    yield "\n".join(_asked(digest))


def _about(digest: Digest) -> Iterator[str]:
    occasion = digest.occasion
    yield f"📊 Laporan cakupan, {long_date(occasion.today)}"
    slot = occasion.slot
    if slot is not None and slot.holiday:
        yield f"<i>{escape(moved_or_late(slot.planned, slot.holiday))}</i>"
    if slot is not None and occasion.is_late:
        when = f"{_WEEKDAYS[slot.moment.weekday()]} {long_date(slot.moment.date())}"
        yield (
            f"<i>Ini laporan untuk {when} pukul {slot.moment:%H.%M}; terlambat karena ada gangguan "
            f"di pihak kami.</i>"
        )


def _regions(digest: Digest) -> Iterator[str]:
    is_brief = len(digest.standings) > _LINES_FOR_FEW
    yield "<b>Wilayah Anda</b>"
    for each in digest.standings:
        yield region_lines(each, is_brief=is_brief)
    if is_brief:
        yield "<i>“belum”: orang yang belum terlindungi.</i>"
    if sum(each.shown is not None for each in digest.standings) > 1:
        yield "<i>Tanggal dan cara hitungnya bisa berbeda, jadi jangan diperingkat.</i>"


def _changes(digest: Digest) -> Iterator[str]:
    period = _PERIODS[digest.occasion.frequency]
    if digest.is_first:
        yield "Ini laporan pertama Anda. Perubahan ditunjukkan mulai laporan berikutnya."
        return
    changed = [each for each in digest.standings if each.has_news]
    if not changed:
        yield f"<b>Tidak ada data baru {period} ini.</b> Angkanya sama dengan laporan sebelumnya."
        return
    yield "<b>Yang berubah sejak laporan sebelumnya</b>"
    fell = [each for each in changed if each.fell]
    rest = [each for each in changed if not each.fell]
    for each in (*fell, *rest):
        yield f"• {name_of(each.region)}: {change_words(each)}"


def _targets(digest: Digest) -> Iterator[str]:
    lines = [words for each in digest.standings if (words := pace_words(each))]
    reached = [each for each in digest.standings if has_reached(each)]
    unknown = [
        each
        for each in digest.standings
        if each.shown is not None and each.pace is None and not has_reached(each)
    ]
    if lines or reached or unknown:
        yield "<b>Menuju target</b>"
    yield from lines
    if reached:
        listed = ", ".join(name_of(each.region) for each in reached)
        yield f"• Tercapai menurut angka yang ada: {listed}"
    if unknown:
        listed = ", ".join(unknown_pace(each) for each in unknown)
        yield f"• Jumlah orangnya belum diketahui: {listed}"


def _old_data(digest: Digest) -> Iterator[str]:
    old = [each for each in digest.standings if each.is_old and each.shown is not None]
    none = [each for each in digest.standings if each.shown is None]
    if not old and not none:
        return
    if old:
        listed = ", ".join(f"{name_of(each.region)} ({age(each.days_old or 0)})" for each in old)
        yield f"🗓 <b>Data lebih dari 45 hari:</b> {listed}."
    if none:
        listed = ", ".join(name_of(each.region) for each in none)
        yield f"🗓 <b>Belum ada data seluruh pekerja:</b> {listed}."
    yield "Minta angka terbaru ke kantor cabang BPJS Ketenagakerjaan atau dinas tenaga kerja."


def _quotas(quotas: Sequence[Quota]) -> Iterator[str]:
    if not quotas:
        return
    yield "<b>Kuota pekerja rentan</b>"
    for quota in quotas:
        listed = "; ".join(
            f"{indicator_label(figure.indicator).removeprefix(_QUOTA_OF)}: "
            f"{amount_in_unit(figure)} ({short_day(figure.as_of)})"
            for figure in quota.budgeted
        )
        yield f"• {name_of(quota.region)}: {listed}."
        if quota.realised is not None and quota.realised.numerator is not None:
            yield (
                f"   Yang tercatat: {counted_people(quota.realised)} ({day(quota.realised.as_of)})."
            )
        else:
            yield "   Yang sudah terlindungi: belum ada datanya."
    yield f"<i>{_QUOTA_IS_NOT_PEOPLE}</i>"


def _asked(digest: Digest) -> Iterator[str]:
    if not digest.asked:
        return
    yield f"<b>Paling banyak ditanyakan pekerja {_PERIODS[digest.occasion.frequency]} ini</b>"
    for each in digest.asked:
        listed = ", ".join(f"{escape(topic)} ({count} kali)" for topic, count in each.topics)
        yield f"• {name_of(each.region)}: {listed}"


def is_worth_an_alert(of: Standing) -> bool:
    """Whether a reader is told at once: it fell, crossed its target, or moved by two points."""
    change = of.move.change
    if of.move.news is not News.CHANGED or change is None:
        return False
    return of.fell or of.crossed or abs(change) >= 2  # noqa: PLR2004 -- docs/coverage.md says it
