"""Pieces of a digest's words: the headline, a region's line, what to reach. Telegram HTML. Pure."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.coverage.amounts import Quality
from bot.coverage.book import region_of_code
from bot.coverage.comparing import Obstacle
from bot.coverage.digest.headline import Deadline, Duty, Headline, Matter
from bot.coverage.digest.standing import Move, News, Standing
from bot.coverage.digest.target import roughly
from bot.coverage.figures import FULL, Figure
from bot.coverage.saying import (
    brief,
    day,
    percent,
    points,
    region_name,
    short_day,
)
from knowledge.coverage.question import PROVINCE
from knowledge.figures.wording import long_date, month_and_year, number

_MONTH = 30.44
_DUTIES = {
    Duty.CHANGED_BUDGET: (
        "usulkan tambahan iuran pekerja rentan lewat APBD Perubahan {year}, disetujui DPRD paling "
        "lambat {by}"
    ),
    Duty.NEXT_BUDGET: (
        "pastikan iuran pekerja rentan masuk APBD {year}, disetujui DPRD paling lambat {by}"
    ),
    Duty.DECREE: (
        "siapkan keputusan kepala daerah tentang penerima bantuan iuran {year}, paling lambat {by}"
    ),
}


def name_of(region: str) -> str:
    """The region as a reader calls it; the province by its own name."""
    return "Kalimantan Timur" if region == PROVINCE else region_name(region)


def age(days: int) -> str:
    """An age in plain words: "14 bulan", "50 hari"."""
    months = round(days / _MONTH)
    return f"{months} bulan" if months > 1 else f"{days} hari"


def headline_words(of: Headline) -> str:
    """The first line."""
    if of.standing is None:
        return "✅ <b>Tidak ada data baru, dan tidak ada yang mendesak.</b>"
    return _HEADLINES[of.matter](of, of.standing)


def _fell(_: Headline, of: Standing) -> str:
    return (
        f"📉 <b>Cakupan {name_of(of.region)} {_change(of.move)}: dari {_said(of.move.before)} "
        f"menjadi {_said(of.shown)}.</b> Cari sebabnya bersama kantor cabang BPJS Ketenagakerjaan."
    )


def _crossed(_: Headline, of: Standing) -> str:
    return (
        f"🎯 <b>{name_of(of.region)} mencapai target {percent(of.target.percent)}: sekarang "
        f"{_said(of.shown)}</b>."
    )


def _new(_: Headline, of: Standing) -> str:
    change = f", {_change(of.move)}" if of.move.change is not None else ""
    label = "Angka dikoreksi" if of.move.news is News.CORRECTED else "Angka baru"
    position = f" (posisi {day(of.shown.as_of)})" if of.shown else ""
    return f"🆕 <b>{label}: {name_of(of.region)} {_said(of.shown)}{change}</b>{position}."


def _uncovered(headline: Headline, of: Standing) -> str:
    position = f" (data {day(of.shown.as_of)})" if of.shown else ""
    said = f"👥 <b>{of.uncovered} pekerja {name_of(of.region)} belum terlindungi</b>{position}."
    return f"{said} {_duty(of.region, headline.deadline)}" if headline.deadline else said


def _duty(region: str, deadline: Deadline) -> str:
    what = _DUTIES[deadline.duty].format(year=deadline.year, by=long_date(deadline.by))
    found = region_of_code(region)
    if found is None or region == PROVINCE:
        return f"Disnakertrans dan BPKAD provinsi: {what}."
    return f"Disnaker dan BPKAD {found.kind.capitalize()} {name_of(region)}: {what}."


def _old(_: Headline, of: Standing) -> str:
    if of.shown is None:
        said = f"🗓 <b>{name_of(of.region)} belum punya angka untuk seluruh pekerja.</b>"
    else:
        said = f"🗓 <b>Angka {name_of(of.region)} sudah berumur {age(of.days_old or 0)}.</b>"
    return f"{said} Minta angka terbaru ke kantor cabang BPJS Ketenagakerjaan."


_HEADLINES: Mapping[Matter, Callable[[Headline, Standing], str]] = {
    Matter.FELL: _fell,
    Matter.CROSSED: _crossed,
    Matter.NEW: _new,
    Matter.UNCOVERED: _uncovered,
    Matter.OLD: _old,
}


def region_lines(of: Standing, *, is_brief: bool) -> str:
    """A region: percent, not yet covered, change, position; on two lines, or on one and a half."""
    name = name_of(of.region)
    if of.shown is None:
        known = "; ".join(
            f"{part.segment.short_label} {brief(part)} ({short_day(part.as_of)})"
            for part in of.partial[:2]
        )
        also = f" Yang ada: {known}." if known and not is_brief else ""
        return f"• <b>{name}</b>: belum ada data.{also}"
    parts = [_percent_of(of.shown)]
    if of.uncovered is not None:
        kind = "" if is_brief or of.shown.not_covered is None else " (hitungan)"
        parts.append(f"{of.uncovered} belum{kind}")
    change = change_words(of)
    if is_brief:
        parts += [short_day(of.shown.as_of), *([change] if change else [])]
        return f"• <b>{name}</b>: {' · '.join(parts)}"
    old = f", {age(of.days_old)} lalu" if of.is_old and of.days_old else ""
    below = [f"posisi {day(of.shown.as_of)}{old}", *([change] if change else [])]
    return f"• <b>{name}</b>: {' · '.join(parts)}\n   <i>{' · '.join(below)}</i>"


def change_words(of: Standing) -> str:
    """What is new about a region. An arrow stands only between figures that can be compared."""
    move = of.move
    if move.news is News.CHANGED:
        return f"{_arrow(move)} {_change(move)}"
    if move.news is News.FIRST:
        change = of.step.change if of.step else None
        return "" if change is None else f"{points(change)} dari angka sebelumnya"
    said = {
        News.NEW: "🆕 angka baru",
        News.OTHER: f"🆕 angka lain, tidak dibandingkan{_why_not(move.why_not)}",
        News.CORRECTED: f"dikoreksi dari {_said(move.before)}",
        News.GONE: "angka lama ditarik",
    }
    return said.get(move.news, "")


def pace_words(of: Standing) -> str:
    """The pace that the target takes; "" where nobody can tell."""
    if of.pace is None:
        return ""
    goal = f"{percent(of.target.percent)} pada {month_and_year(of.pace.by)}"
    return (
        f"• {name_of(of.region)}: ±{number(roughly(of.pace.per_week))} orang per minggu sampai "
        f"{goal} ({number(of.pace.people)} orang lagi){_missed(of)}"
    )


def has_reached(of: Standing) -> bool:
    """Whether the figure is at the target or above, without a doubt about its size."""
    shown = of.shown.percent if of.shown else None
    firm = shown is not None and shown.quality in {Quality.EXACT, Quality.MORE_THAN}
    return firm and shown is not None and shown.value >= of.target.percent


def unknown_pace(of: Standing) -> str:
    """A region with a percentage whose people nobody counted, for a list."""
    goal = "" if of.target.percent == FULL else f" (target {percent(of.target.percent)})"
    return f"{name_of(of.region)}{goal}{_missed(of)}"


def _missed(of: Standing) -> str:
    missed = of.target.missed
    if missed is None or missed.value is None:
        return ""
    return f" (target daerah {percent(missed.value)} sudah lewat waktunya)"


def _said(figure: Figure | None) -> str:
    return brief(figure) if figure is not None else "–"


def _percent_of(figure: Figure | None) -> str:
    """A percentage; what nobody announced is marked as worked out."""
    if figure is None or figure.percent is None:
        return _said(figure)
    computed = "" if figure.announced is not None else " (hitungan)"
    if figure.announced is not None and figure.computed is not None and not figure.fits:
        computed = f" (hitungan kami {percent(figure.computed)})"
    return f"{percent(figure.percent)}{computed}"


def _change(move: Move) -> str:
    return points(move.change) if move.change is not None else ""


def _arrow(move: Move) -> str:
    if move.change is None or not move.change:
        return "="
    return "▲" if move.change > 0 else "▼"


def _why_not(why: tuple[Obstacle, ...]) -> str:
    return f" ({why[0].value})" if why else ""


def moved_or_late(planned: date, holiday: str) -> str:
    """Why the digest comes on another day."""
    return f"Dijadwalkan {long_date(planned)}; digeser karena {holiday}."
