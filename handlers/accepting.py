"""An invitation's link is opened: what one gets, how to stop, and nothing granted without a tap."""

from html import escape

from bot.people import invitations
from bot.people.invitations import Invited, Standing
from bot.people.naming import kept_name
from bot.people.roles import Role
from bot.telegram.calls import Button, send_text
from bot.telegram.work import Turn
from handlers import buttons, staff_words
from handlers.profile import menu_of

_YES = "y"
_NO = "n"
_ASK = "✉️ <b>Anda diundang</b>\n\n{offer}\n\n{gets}\n\nTerima undangan ini?"
_OFFICIAL_GETS = (
    "Yang Anda dapat: <b>laporan cakupan</b> wilayah Anda di obrolan ini, setiap <b>Senin pukul "
    "08.00 {zone}</b>. Kapan saja bisa dihentikan dengan /berhenti.\n\n"
    "Yang disimpan: nama akun Telegram Anda, instansi, dan wilayah di atas. Admin dapat melihatnya."
)
_ADMIN_GETS = (
    "Yang Anda dapat: hak <b>admin</b> bot ini, antara lain melihat pertanyaan yang belum terjawab "
    "dan mengundang petugas. Semua perubahan dicatat atas nama akun Anda.\n\n"
    "Yang disimpan: nama akun Telegram Anda dan instansi di atas. Admin lain dapat melihatnya. "
    "Ingin berhenti? Lepas peran Anda di /petugas."
)
_WELCOME_OFFICIAL = (
    "✅ <b>Undangan diterima.</b>\n\n{offer}\n\nLaporan pertama datang Senin pukul 08.00 {zone}. "
    "Hentikan kapan saja dengan /berhenti. Semua perintah: /bantuan"
)
_WELCOME_ADMIN = "✅ <b>Undangan diterima.</b>\n\n{offer}\n\nSemua perintah Anda: /bantuan"
_DECLINED = "Baik, undangan tidak diterima. Tidak ada yang berubah."
_TOLD = "👤 Undangan Anda sudah diterima oleh akun <b>{name}</b>.\n\n{offer}\n\nLihat /petugas."
_REFUSALS = {
    Standing.UNKNOWN: (
        "Tautan undangan ini tidak dikenal. Mungkin tersalin tidak lengkap. "
        "Minta admin mengirim tautannya lagi."
    ),
    Standing.WITHDRAWN: "Undangan ini sudah ditarik. Minta admin membuat undangan baru.",
    Standing.EXPIRED: (
        "Undangan ini sudah lewat masa berlakunya (7 hari). Minta admin membuat undangan baru."
    ),
    Standing.USED: (
        "Undangan ini sudah dipakai; satu tautan hanya untuk satu orang. "
        "Minta admin membuat undangan baru."
    ),
    Standing.ACCEPTED: "Undangan ini sudah Anda terima. Semua perintah Anda: /bantuan",
    Standing.OWN: "Ini undangan buatan Anda sendiri. Kirim tautannya kepada orang yang diundang.",
    Standing.HAS_ROLE: (
        "Anda sudah punya peran ini, jadi undangannya tidak terpakai dan masih berlaku. "
        "Perubahan wilayah atau instansi: hubungi admin."
    ),
}


async def on_link(turn: Turn, token: str) -> None:
    """/start with an invitation's token: nothing is changed yet."""
    opened = await invitations.look(
        turn.connection, token, turn.person_id, turn.services.settings.admin_ids, turn.now
    )
    if opened.standing is not Standing.OPEN or opened.invited is None:
        turn.say(_REFUSALS[opened.standing])
        return
    rows = [
        [Button("✅ Terima", f"{buttons.ACCEPT}:{_YES}:{token}")],
        [Button("Tidak", f"{buttons.ACCEPT}:{_NO}")],
    ]
    gets = _ADMIN_GETS if opened.invited.role is Role.ADMIN else _OFFICIAL_GETS
    zone = staff_words.zone_name(turn.services.settings.zone)
    turn.say(_ASK.format(offer=_offer(opened.invited), gets=gets.format(zone=zone)), rows)


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """Yes or no; False for forged data."""
    match parts[1:]:
        case [choice] if choice == _NO and turn.is_private:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, _DECLINED)
        case [choice, token] if choice == _YES and turn.is_private:
            turn.answer_tap()
            await _accept(turn, token)
        case _:
            return False
    return True


async def _accept(turn: Turn, token: str) -> None:
    person = turn.update.effective_user
    name = kept_name(person.first_name, person.last_name) if person else ""
    opened = await invitations.accept(
        turn.connection,
        token,
        person_id=turn.person_id,
        name=name,
        admin_ids=turn.services.settings.admin_ids,
        now=turn.now,
    )
    if opened.standing is not Standing.OPEN or opened.invited is None:
        turn.edit(turn.tapped_message_id, _REFUSALS[opened.standing])
        return
    _welcome(turn, opened.invited, name)


def _welcome(turn: Turn, invited: Invited, name: str) -> None:
    is_admin = invited.role is Role.ADMIN
    offer = _offer(invited)
    words = _WELCOME_ADMIN if is_admin else _WELCOME_OFFICIAL
    zone = staff_words.zone_name(turn.services.settings.zone)
    turn.edit(turn.tapped_message_id, words.format(offer=offer, zone=zone))
    turn.work.calls.append(
        menu_of(
            turn.person_id,
            is_admin=is_admin or turn.is_admin,
            is_official=not is_admin or turn.official is not None,
        )
    )
    if invited.created_by is not None:
        told = _TOLD.format(name=escape(name), offer=offer)
        turn.work.calls.append(send_text(invited.created_by, told))


def _offer(invited: Invited) -> str:
    return staff_words.described(invited.role, invited.regions, invited.agency, invited.title)
