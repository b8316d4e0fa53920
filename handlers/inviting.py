"""/undang: an admin makes a one-time link to a role, with buttons and one or two typed lines."""

from datetime import timedelta
from urllib.parse import quote

from telegram import Update

from bot import dialog
from bot.dialog import Step
from bot.people import invitations
from bot.people.invitations import Invited
from bot.people.roles import RegionError, Role
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, region_choice, staff_words
from handlers.rights import actor_of

AGENCY = "inviting: agency"
TITLE = "inviting: title"
PAYLOAD = "i-"
"""What an invitation's token follows in a link."""
_LASTS = timedelta(minutes=30)

_WHOM = "✉️ <b>Undang siapa?</b>\nUndangan berupa tautan sekali pakai, berlaku 7 hari."
_WHICH_REGIONS = (
    "🗺️ <b>Laporan wilayah mana yang akan diterima?</b>\nBoleh lebih dari satu, lalu tekan Lanjut."
)
_WHICH_AGENCY = (
    "🏢 Tulis <b>nama instansinya</b>, misalnya: <i>Dinas Tenaga Kerja Kota Samarinda</i>\n\n"
    "Tidak jadi? Tekan /batal."
)
_WHICH_TITLE = (
    "Tulis <b>jabatannya</b>, misalnya: <i>Kepala Bidang Hubungan Industrial</i>, "
    "atau tekan tombol di bawah."
)
_LINK = (
    "✉️ <b>Undangan siap.</b> Kirim tautan ini hanya kepada orangnya:\n\n{link}\n\n"
    "{offer}\n"
    "• Berlaku sampai: <b>{until}</b>, untuk <b>satu orang</b>\n\n"
    "⚠️ Siapa pun yang pertama membuka tautan ini bisa menerimanya, jadi jangan kirim ke grup. "
    "Tautan hanya tampil sekali di sini. Salah kirim? Tarik undangannya."
)
_SHARE = "Undangan dari bot Jamsostek Kaltim. Jangan teruskan, hanya untuk Anda."
_WITHDRAWN = "Undangan sudah ditarik. Tautannya tidak berlaku lagi."
_TOO_LATE = "Undangan ini sudah dipakai atau sudah ditarik. Lihat /petugas."


async def on_invite(_: Update, turn: Turn) -> None:
    """/undang."""
    _ask_whom(turn)


async def on_tap(turn: Turn, arguments: list[str]) -> None:
    """A button of the invitation's dialog, tapped by an admin."""
    match arguments:
        case ["new"]:
            turn.answer_tap()
            _ask_whom(turn)
        case ["o"]:
            _show_regions(turn, 0)
        case ["o", choice] if (chosen := region_choice.parsed(choice)) is not None:
            _show_regions(turn, chosen)
        case ["n", choice] if (chosen := region_choice.parsed(choice)) is not None:
            await _on_regions(turn, chosen)
        case ["a"]:
            turn.answer_tap()
            await _ask_agency(turn, {"role": Role.ADMIN.value, "regions": []})
        case ["t"]:
            await _on_no_title(turn)
        case ["x", number] if number.isascii() and number.isdigit():
            await _on_withdraw(turn, int(number[:12]))
        case _:
            turn.answer_tap(buttons.STALE)


async def on_agency(turn: Turn, step: Step, agency: str) -> None:
    """The agency was typed."""
    if step.data["role"] == Role.ADMIN:
        await dialog.forget(turn.connection, turn.chat_id)
        await _create(turn, Invited(Role.ADMIN, (), agency))
        return
    data = {**step.data, "agency": agency}
    await _go_to(turn, TITLE, data, step)
    turn.say(_WHICH_TITLE, [[Button("Tanpa jabatan", f"{buttons.INVITE}:t")]])


async def on_title(turn: Turn, step: Step, title: str | None) -> None:
    """The title was typed, or left out: all is known."""
    await dialog.forget(turn.connection, turn.chat_id)
    data = step.data
    offer = Invited(Role(data["role"]), tuple(data["regions"]), data["agency"], title)
    await _create(turn, offer)


def _ask_whom(turn: Turn) -> None:
    rows = [
        [Button("🏛️ Pejabat", f"{buttons.INVITE}:o")],
        [Button("🛠️ Admin", f"{buttons.INVITE}:a")],
    ]
    turn.say(_WHOM, rows)


def _show_regions(turn: Turn, chosen: int) -> None:
    turn.answer_tap()
    rows = region_choice.rows(f"{buttons.INVITE}:o", f"{buttons.INVITE}:n", chosen)
    turn.edit(turn.tapped_message_id, _WHICH_REGIONS, rows)


async def _on_regions(turn: Turn, chosen: int) -> None:
    try:
        regions = region_choice.regions_of(chosen)
    except RegionError:
        turn.answer_tap(region_choice.NONE_CHOSEN)
        return
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, f"🗺️ Wilayah: <b>{region_choice.in_words(regions)}</b>")
    await _ask_agency(turn, {"role": Role.OFFICIAL.value, "regions": list(regions)})


async def _ask_agency(turn: Turn, data: dict[str, object]) -> None:
    await _go_to(turn, AGENCY, data, turn.work.step)
    turn.say(_WHICH_AGENCY)


async def _on_no_title(turn: Turn) -> None:
    step = turn.work.step
    if step is None or step.name != TITLE:
        turn.answer_tap(buttons.STALE)
        return
    turn.answer_tap()
    turn.edit_buttons(turn.tapped_message_id, [])
    await on_title(turn, step, None)


async def _create(turn: Turn, offer: Invited) -> None:
    token, invited = await invitations.create(turn.connection, actor_of(turn), offer, turn.now)
    link = f"https://t.me/{turn.services.bot_username}?start={PAYLOAD}{token}"
    share = f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(_SHARE)}"
    html = _LINK.format(
        link=link,
        offer=staff_words.described(offer.role, offer.regions, offer.agency, offer.title),
        until=staff_words.moment(turn, invited.expires_at or turn.now),
    )
    withdraw = Button("🚫 Tarik undangan", f"{buttons.INVITE}:x:{invited.id}")
    turn.say(html, [[Button("📤 Kirim ke orangnya", url=share)], [withdraw]])


async def _on_withdraw(turn: Turn, invitation_id: int) -> None:
    done = await invitations.withdraw(turn.connection, actor_of(turn), invitation_id, turn.now)
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, _WITHDRAWN if done else _TOO_LATE)


async def _go_to(turn: Turn, name: str, data: dict[str, object], step: Step | None) -> None:
    version = step.version if step else 0
    await dialog.save(turn.connection, turn.chat_id, Step(name, data, version), turn.now, _LASTS)
