"""How moments, spans and states of the desk are said."""

from datetime import datetime, timedelta, tzinfo

from bot.desk import OfficeHours, State
from bot.dialog import Step
from bot.telegram.work import Turn
from knowledge.figures.wording import long_date

_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
STATES = {State.WAITING: "menunggu", State.ANSWERED: "dibalas", State.CLOSED: "selesai"}
_AS_A_NEW_MESSAGE = (
    "Pesan yang diubah tidak saya pakai. Kirim sebagai pesan baru, atau tekan /batal."
)

_OPEN_NOW = "Sekarang jam kerja."
_CLOSED_NOW = "Sekarang di luar jam kerja; petugas ada lagi <b>{day} pukul {time}</b>."


def on_edited_too_late(turn: Turn, _: Step) -> None:
    """An earlier message was edited while a new one is waited for."""
    turn.say(_AS_A_NEW_MESSAGE)


def opening(hours: OfficeHours, now: datetime) -> str:
    """Whether somebody is there, and if not, when."""
    opens = hours.next_opening(now)
    if opens == now:
        return _OPEN_NOW
    local = opens.astimezone(hours.zone)
    day = f"{_DAYS[local.weekday()]}, {long_date(local.date())}"
    return _CLOSED_NOW.format(day=day, time=f"{local:%H.%M}")


def span(lasted: timedelta) -> str:
    """A time that has passed, in its largest unit: "3 jam"."""
    minutes = max(0, int(lasted.total_seconds())) // 60
    if minutes < 60:  # noqa: PLR2004 -- minutes of an hour
        return f"{minutes} menit"
    if minutes < 48 * 60:
        return f"{minutes // 60} jam"
    return f"{minutes // (24 * 60)} hari"


def moment(at: datetime, zone: tzinfo) -> str:
    """A moment in few letters: "25/11 10.02"."""
    return f"{at.astimezone(zone):%d/%m %H.%M}"


def shortened(text: str, longest: int) -> str:
    """A text in one line, cut where it is too long."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= longest else one_line[: longest - 1] + "…"
