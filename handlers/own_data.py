"""/data_saya and /hapus_data: a person sees what is held about them, and has it erased."""

import secrets
from datetime import timedelta

from telegram import Update

from bot import dialog
from bot.dialog import Step
from bot.files import keep_file
from bot.people import rights
from bot.telegram import expiry
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, data_file, holdings

STEP = "erasing"
_LASTS = timedelta(minutes=10)
"""How long the question whether to erase waits for an answer."""

_HELD = (
    "📄 <b>Yang saya simpan tentang Anda</b>\n\n{held}\n\n"
    "NIK tidak ada di sini, karena tidak pernah saya simpan. Isi lengkapnya ada di berkas berikut."
)
_NOTHING_HELD = "Saat ini tidak ada data tentang Anda yang saya simpan. 👍"
_FILE = "Isi lengkap data Anda. Buka di ponsel dengan peramban, misalnya Chrome."

_ASK = "🗑 <b>Hapus data Anda dari bot ini?</b>"
_GOING = "<b>Yang dihapus sekarang juga:</b>\n{lines}"
_NOTHING_GOING = "Saat ini tidak ada yang perlu dihapus."
_REMAINING = "<b>Yang tetap ada:</b>\n{lines}"
_NOT_THE_MEMBERSHIP = (
    "Persetujuan Anda ikut dicabut. Kepesertaan BPJS Ketenagakerjaan Anda <b>tidak berubah</b>: "
    "yang dihapus hanya catatan di bot ini. Ini tidak bisa dibatalkan."
)
_NAMED_IN_SETTINGS = (
    "Anda admin menurut pengaturan di server bot ini. Itu tidak ikut terhapus; mintalah kepada "
    "pengelola server."
)
_DONE = "✅ <b>Data Anda sudah dihapus.</b>"
_GONE = "<b>Yang dihapus:</b>\n{lines}"
_NOTHING_GONE = "Tidak ada catatan lain tentang Anda."
_FROM_NOW_ON = (
    "Persetujuan Anda sudah dicabut. Isi obrolan ini ada di Telegram Anda; hapus sendiri di sana "
    "kalau mau. Kalau Anda menulis lagi, nomor akun Anda dicatat lagi supaya saya bisa membalas."
)
_KEPT = "Baik, tidak ada yang dihapus."
_STALE = "Tombol ini sudah tidak berlaku. Kirim /hapus_data lagi, ya."
_ONLY_IN_PRIVATE = "Ini hanya untuk obrolan pribadi. Lanjutkan berdua dengan saya:"


async def on_own_data(_: Update, turn: Turn) -> None:
    """/data_saya."""
    await _show(turn)


async def on_erase(_: Update, turn: Turn) -> None:
    """/hapus_data."""
    await _ask(turn)


TAPS = (buttons.OWN_DATA, buttons.ERASE, buttons.ERASE_NOW, buttons.KEEP)


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """A tap on one of the buttons about a person's data; False for forged data."""
    match parts:
        case [buttons.OWN_DATA]:
            if await _begins_in_private(turn):
                await _show(turn)
        case [buttons.ERASE]:
            if await _begins_in_private(turn):
                await _ask(turn)
        case [(buttons.ERASE_NOW | buttons.KEEP) as name, asked]:
            if not await _was_asked(turn, asked):
                turn.answer_tap(_STALE)
            elif name == buttons.ERASE_NOW:
                await _erase(turn)
            else:
                await _keep(turn)
        case _:
            return False
    return True


async def _erase(turn: Turn) -> None:
    """Erase at once, and say what is gone and what stays."""
    discreet = await expiry.still_to_delete(turn.connection, turn.chat_id)
    gone = await rights.erase(
        turn.connection, turn.chat_id, update_id=turn.update.update_id, now=turn.now
    )
    turn.work.erased = True
    turn.answer_tap()
    turn.delete(discreet)  # what was to be deleted in a while, nobody would remember to
    lines = holdings.going_lines(gone)
    parts = [_DONE, _GONE.format(lines="\n".join(lines)) if lines else _NOTHING_GONE]
    remaining = holdings.remaining_lines(gone, for_admin=turn.is_admin)
    if remaining:
        parts.append(_REMAINING.format(lines="\n".join(remaining)))
    turn.edit(turn.tapped_message_id, _filled(turn, [*parts, _FROM_NOW_ON]))
    turn.count("rights", "erased")


async def _keep(turn: Turn) -> None:
    """Not to be erased after all."""
    await dialog.forget(turn.connection, turn.chat_id)
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, _KEPT)


async def _show(turn: Turn) -> None:
    held = await rights.held_about(turn.connection, turn.chat_id)
    turn.count("rights", "shown")
    if not held:
        turn.say(_NOTHING_HELD)
        return
    lines = "\n".join(holdings.held_lines(held))
    turn.say(_HELD.format(held=lines), [[buttons.ERASE_BUTTON]])
    key = await keep_file(
        turn.connection,
        data_file.data_file(held, turn.now, turn.services.settings.zone),
        name=data_file.NAME,
        media_type=data_file.MEDIA_TYPE,
        now=turn.now,
        chat_id=turn.chat_id,
    )
    turn.hand_over(key, _FILE)


async def _ask(turn: Turn) -> None:
    expected = await rights.would_erase(turn.connection, turn.chat_id)
    lines = holdings.going_lines(expected)
    parts = [_ASK, _GOING.format(lines="\n".join(lines)) if lines else _NOTHING_GOING]
    remaining = holdings.remaining_lines(expected, for_admin=turn.is_admin)
    if remaining:
        parts.append(_REMAINING.format(lines="\n".join(remaining)))
    parts += [f"⚠️ {warning}" for warning in holdings.warnings(expected)]
    if turn.chat_id in turn.services.settings.admin_ids:
        parts.append(f"⚠️ {_NAMED_IN_SETTINGS}")
    asked = secrets.token_hex(8)
    await dialog.save(turn.connection, turn.chat_id, Step(STEP, {"asked": asked}), turn.now, _LASTS)
    rows = [
        [Button("🗑 Ya, hapus data saya", f"{buttons.ERASE_NOW}:{asked}")],
        [Button("Tidak jadi", f"{buttons.KEEP}:{asked}")],
    ]
    turn.say(_filled(turn, [*parts, _NOT_THE_MEMBERSHIP]), rows)


async def _was_asked(turn: Turn, asked: str) -> bool:
    """Whether this is the last question asked of this person, and still waits for an answer."""
    if not turn.is_private:
        return False
    step = await dialog.load(turn.connection, turn.chat_id, turn.now)
    return step is not None and step.name == STEP and step.data["asked"] == asked


async def _begins_in_private(turn: Turn) -> bool:
    """Whether a tap may go on here; from a group it leads to the private chat."""
    turn.answer_tap()
    if turn.is_private:
        await dialog.forget(turn.connection, turn.chat_id)
        return True
    turn.say(_ONLY_IN_PRIVATE, [[buttons.private_chat_button(turn.services.bot_username)]])
    return False


def _filled(turn: Turn, parts: list[str]) -> str:
    return turn.services.library.answers.text("\n\n".join(parts), turn.today)
