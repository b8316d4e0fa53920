"""/laporan: one's coverage update, when it comes and about what; and the buttons under one."""

from telegram import Update

from bot.coverage.digest.holidays import national_holiday
from bot.coverage.digest.slots import Rhythm, next_slot
from bot.coverage.replying import show
from bot.coverage.screens import decoded
from bot.people import subscriptions
from bot.people.roles import PROVINCE, RegionError, Regions
from bot.people.stopping import stop_all
from bot.people.subscriptions import Frequency, Subscribed
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, coverage, region_choice, staff_words
from handlers.report_jobs import REPORT_FILE, REPORT_PREVIEW

_NOT_FOR_YOU = (
    "Laporan cakupan dikirim kepada pejabat yang diundang admin. Akun ini belum terdaftar. "
    "Angka cakupan tetap bisa Anda lihat kapan saja: /cakupan"
)
_PANEL = "📊 <b>Laporan cakupan Anda</b>\n• Wilayah: <b>{regions}</b>\n• Waktu: <b>{rhythm}</b>\n"
_ACTIVE = "• Berikutnya: {next}"
_MOVED = " (digeser karena {holiday})"
_STOPPED = "• <b>Sedang dihentikan.</b> Tekan “Terima lagi” untuk melanjutkan."
_NONE_YET = (
    "📊 Anda belum menerima laporan cakupan. Sebagai admin Anda bisa menerimanya juga: seluruh "
    "Kalimantan Timur, setiap Senin pagi. Waktu dan wilayahnya bisa diubah."
)
_WHICH_DAY = "📅 Laporan datang setiap hari apa?"
_WHICH_HOUR = "🕗 Jam berapa ({zone})?"
_WHICH_REGIONS = "🗺️ Wilayah mana saja?"
_SAVED = "Sudah disimpan."
_NOT_YOURS = "Wilayah itu di luar penugasan Anda. Hubungi admin."
_SOON = "Sebentar, laporannya disiapkan."
_FILE_SOON = "Sebentar, berkasnya disiapkan."
_ONLY_IN_PRIVATE = "Atur laporan di obrolan pribadi dengan saya."
_HOURS = range(6, 21)
_IN_A_ROW = 5
_BACK = Button("« Kembali", f"{buttons.REPORT}:p")


async def on_report(_: Update, turn: Turn) -> None:
    """/laporan."""
    turn.say(*await _panel(turn))


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """A button of /laporan, or under a report; False for data that no such button has."""
    match parts[1:]:
        case ["v", *view]:
            return await _show_view(turn, ":".join(view))
        case ["u"]:
            turn.answer_tap(_FILE_SOON)
            await turn.ask_for_job(REPORT_FILE, {}, key=f"{REPORT_FILE}:{turn.chat_id}")
            return True
    if not turn.is_private:
        turn.answer_tap(_ONLY_IN_PRIVATE, alert=True)
        return True
    if not _may_receive(turn):
        turn.answer_tap(_NOT_FOR_YOU, alert=True)
        return True
    return await _on_setting(turn, parts[1:])


async def _show_view(turn: Turn, encoded: str) -> bool:
    """Details as a message of their own: the report stays as it is."""
    view = decoded(encoded)
    if view is None:
        return False
    turn.answer_tap()
    book = await turn.services.coverage.current(turn.connection)
    reply = show(view, book, turn.today)
    turn.say(reply.html, coverage.rows_of(reply))
    return True


def _may_receive(turn: Turn) -> bool:
    return turn.is_admin or turn.official is not None


def _allowed(turn: Turn) -> Regions:
    """The regions that somebody may choose from."""
    if turn.is_admin or turn.official is None:
        return (PROVINCE,)
    return turn.official.regions


async def _on_setting(turn: Turn, arguments: list[str]) -> bool:
    subscribed = await subscriptions.of(turn.connection, turn.chat_id)
    match arguments:
        case ["s"]:
            turn.answer_tap()
            turn.say(*await _panel(turn))
        case ["b"]:
            if subscribed is None:
                allowed = _allowed(turn)
                await subscriptions.subscribe(turn.connection, turn.chat_id, allowed, turn.now)
            turn.answer_tap()
            await _show_panel(turn)
        case ["p"]:
            turn.answer_tap()
            await _show_panel(turn)
        case _ if subscribed is not None:
            return await _on_subscribed(turn, subscribed, arguments)
        case _:
            return False
    return True


async def _on_subscribed(turn: Turn, subscribed: Subscribed, arguments: list[str]) -> bool:
    match arguments:
        case ["n"]:
            await _send_now(turn, subscribed)
        case ["x"]:
            await stop_all(turn.connection, turn.chat_id, turn.now)
            turn.answer_tap("Laporan dihentikan.")
            await _show_panel(turn)
        case ["r"]:
            await subscriptions.resume(turn.connection, turn.chat_id, turn.now)
            turn.answer_tap("Laporan dilanjutkan.")
            await _show_panel(turn)
        case [what, *rest]:
            return await _on_choice(turn, subscribed, what, rest)
        case _:
            return False
    return True


async def _on_choice(turn: Turn, subscribed: Subscribed, what: str, rest: list[str]) -> bool:
    """A day, an hour, how often, regions: asked for, or chosen."""
    number = buttons.number_in(rest[0]) if len(rest) == 1 else None
    rhythm = Rhythm(subscribed.frequency, subscribed.weekday, subscribed.hour)
    match what, number:
        case "d", None if not rest:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, _WHICH_DAY, _day_rows(subscribed))
        case "h", None if not rest:
            turn.answer_tap()
            zone = staff_words.zone_name(turn.services.settings.zone)
            html = _WHICH_HOUR.format(zone=zone)
            turn.edit(turn.tapped_message_id, html, _hour_rows(subscribed))
        case "d", int(day) if day < len(staff_words.WEEKDAYS):
            await _save_rhythm(turn, rhythm._replace(weekday=day))
        case "h", int(hour) if hour in _HOURS:
            await _save_rhythm(turn, rhythm._replace(hour=hour))
        case "f", None if not rest:
            await _save_rhythm(turn, rhythm._replace(frequency=_other(rhythm.frequency)))
        case "w", int(chosen) if region_choice.parsed(rest[0]) is not None:
            turn.answer_tap()
            _show_regions(turn, chosen)
        case "W", int(chosen) if region_choice.parsed(rest[0]) is not None:
            await _save_regions(turn, chosen)
        case _:
            return False
    return True


async def _send_now(turn: Turn, subscribed: Subscribed) -> None:
    turn.answer_tap(_SOON)
    data = {"regions": list(subscribed.regions), "frequency": subscribed.frequency.value}
    await turn.ask_for_job(REPORT_PREVIEW, data, key=f"{REPORT_PREVIEW}:{turn.chat_id}")


async def _save_rhythm(turn: Turn, rhythm: Rhythm) -> None:
    await subscriptions.change_rhythm(turn.connection, turn.chat_id, *rhythm, turn.now)
    turn.answer_tap(_SAVED)
    await _show_panel(turn)


async def _save_regions(turn: Turn, chosen: int) -> None:
    """The choice stands in the button and can be forged: it is held against the role."""
    try:
        regions = region_choice.regions_of(chosen)
    except RegionError:
        turn.answer_tap(region_choice.NONE_CHOSEN)
        return
    allowed = _allowed(turn)
    if PROVINCE not in allowed and not set(regions) <= set(allowed):
        turn.answer_tap(_NOT_YOURS, alert=True)
        return
    await subscriptions.change_regions(turn.connection, turn.chat_id, regions)
    turn.answer_tap(_SAVED)
    await _show_panel(turn)


def _show_regions(turn: Turn, chosen: int) -> None:
    rows = region_choice.rows(
        f"{buttons.REPORT}:w",
        f"{buttons.REPORT}:W",
        chosen,
        ready="💾 Simpan",
        allowed=_allowed(turn),
    )
    turn.edit(turn.tapped_message_id, _WHICH_REGIONS, [*rows, [_BACK]])


async def _show_panel(turn: Turn) -> None:
    turn.edit(turn.tapped_message_id, *await _panel(turn))


async def _panel(turn: Turn) -> tuple[str, list[list[Button]]]:
    subscribed = await subscriptions.of(turn.connection, turn.chat_id)
    if not _may_receive(turn):
        return _NOT_FOR_YOU, []
    admin = [[Button("📤 Kirim ke semua penerima …", f"{buttons.SENDING}:p")]] * turn.is_admin
    if subscribed is None:
        return _NONE_YET, [[Button("▶️ Terima laporan", f"{buttons.REPORT}:b")], *admin]
    zone = turn.services.settings.zone
    html = _PANEL.format(
        regions=region_choice.in_words(subscribed.regions),
        rhythm=staff_words.rhythm(subscribed, zone),
    )
    return html + _state(turn, subscribed), [*_rows(subscribed), *admin]


def _state(turn: Turn, subscribed: Subscribed) -> str:
    if not subscribed.active:
        return _STOPPED
    rhythm = Rhythm(subscribed.frequency, subscribed.weekday, subscribed.hour)
    slot = next_slot(rhythm, turn.now, turn.services.settings.zone, national_holiday)
    moved = _MOVED.format(holiday=slot.holiday) if slot.holiday else ""
    return _ACTIVE.format(next=staff_words.moment(turn, slot.moment)) + moved


def _rows(subscribed: Subscribed) -> list[list[Button]]:
    chosen = region_choice.choice_of(subscribed.regions)
    weekly = subscribed.frequency is Frequency.WEEKLY
    often = "🔁 Jadikan bulanan" if weekly else "🔁 Jadikan mingguan"
    go = (
        Button("⏸ Hentikan", f"{buttons.REPORT}:x")
        if subscribed.active
        else Button("▶️ Terima lagi", f"{buttons.REPORT}:r")
    )
    return [
        [Button("👀 Kirim sekarang ke saya", f"{buttons.REPORT}:n")],
        [
            Button("📅 Hari", f"{buttons.REPORT}:d"),
            Button("🕗 Jam", f"{buttons.REPORT}:h"),
        ],
        [Button(often, f"{buttons.REPORT}:f")],
        [Button("🗺️ Wilayah", f"{buttons.REPORT}:w:{chosen}"), go],
    ]


def _day_rows(subscribed: Subscribed) -> list[list[Button]]:
    days = [
        Button(_marked(name, is_on=day == subscribed.weekday), f"{buttons.REPORT}:d:{day}")
        for day, name in enumerate(staff_words.WEEKDAYS)
    ]
    return [days[:3], days[3:5], days[5:], [_BACK]]


def _hour_rows(subscribed: Subscribed) -> list[list[Button]]:
    hours = [
        Button(
            _marked(f"{hour:02}.00", is_on=hour == subscribed.hour), f"{buttons.REPORT}:h:{hour}"
        )
        for hour in _HOURS
    ]
    return [*(hours[at : at + _IN_A_ROW] for at in range(0, len(hours), _IN_A_ROW)), [_BACK]]


def _marked(label: str, *, is_on: bool) -> str:
    return f"✅ {label}" if is_on else label


def _other(frequency: Frequency) -> Frequency:
    return Frequency.MONTHLY if frequency is Frequency.WEEKLY else Frequency.WEEKLY
