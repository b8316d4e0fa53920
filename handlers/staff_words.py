"""How people with a role, their regions and their reports are spoken of."""

from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from bot.people.naming import LONGEST, SHORTEST, NameProblem
from bot.people.roles import Regions, Role
from bot.people.subscriptions import Frequency, Subscribed
from bot.telegram.work import Turn
from handlers import region_choice
from knowledge.figures.wording import long_date

ROLES = {Role.ADMIN: "admin", Role.OFFICIAL: "pejabat penerima laporan"}
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_REFUSALS = {
    NameProblem.TOO_SHORT: f"Terlalu pendek. Tulis paling sedikit {SHORTEST} huruf.",
    NameProblem.TOO_LONG: f"Terlalu panjang. Paling banyak {LONGEST} huruf.",
    NameProblem.NOT_ONE_LINE: "Tulis dalam satu baris saja.",
    NameProblem.LINK: "Jangan pakai tautan atau nama akun.",
    NameProblem.MARKUP: "Jangan pakai tanda seperti &lt; &gt; * _ [ ].",
    NameProblem.PERSONAL: "Jangan tulis nomor pribadi (NIK, telepon) atau alamat surel.",
    NameProblem.COMMAND: "Itu tampak seperti perintah, bukan nama.",
}


def refusal(problem: NameProblem) -> str:
    """Why a typed name is not taken, and what to do."""
    return f"{_REFUSALS[problem]}\n\nTulis lagi, atau tekan /batal."


def described(role: Role, regions: Regions, agency: str, title: str | None) -> str:
    """A role with all that belongs to it, as lines of HTML."""
    where = f"{escape(title)}, {escape(agency)}" if title else escape(agency)
    lines = [f"• Sebagai: <b>{ROLES[role]}</b>", f"• Instansi: <b>{where}</b>"]
    if role is Role.OFFICIAL:
        lines.append(f"• Wilayah: <b>{region_choice.in_words(regions)}</b>")
    return "\n".join(lines)


def rhythm(subscribed: Subscribed, zone: ZoneInfo) -> str:
    """When a report comes."""
    day = WEEKDAYS[subscribed.weekday]
    when = f"pukul {subscribed.hour:02}.00 {zone_name(zone)}"
    if subscribed.frequency is Frequency.MONTHLY:
        return f"setiap {day} pertama dalam bulan, {when}"
    return f"setiap {day} {when}"


def zone_name(zone: ZoneInfo) -> str:
    """What people call a time zone."""
    return _ZONES.get(zone.key, zone.key)


def moment(turn: Turn, at: datetime) -> str:
    """A day and an hour, by the clock of the configured time zone."""
    local = at.astimezone(turn.services.settings.zone)
    return f"{long_date(local.date())} pukul {local:%H.%M} {zone_name(turn.services.settings.zone)}"
