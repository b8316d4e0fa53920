"""Groups as recipients: offered to the admin who added the bot, confirmed with regions, removed."""

from html import escape

from bot.people import groups
from bot.people.groups import Group
from bot.people.naming import kept_title
from bot.people.roles import RegionError
from bot.telegram.calls import Button, send_text
from bot.telegram.work import Turn
from handlers import buttons, region_choice
from handlers.rights import actor_of

_OFFER = (
    "👥 Anda menambahkan saya ke grup <b>{title}</b>.\n\nKirim <b>laporan cakupan</b> setiap Senin "
    "pagi ke grup itu? Pilih wilayahnya, lalu tekan Kirim. Semua anggota grup akan melihatnya."
)
_DECLINED = "Baik, grup <b>{title}</b> tidak menerima laporan."
_CONFIRMED = (
    "✅ Grup <b>{title}</b> menerima laporan <b>{regions}</b> setiap Senin pagi.\n\n"
    "Ubah atau hentikan di /petugas."
)
_GONE = "Grup itu sudah tidak terdaftar."
_SHOWN = "👥 <b>{title}</b>\n• Wilayah: <b>{regions}</b>"
_SURE = "Berhenti mengirim laporan ke grup <b>{title}</b>?"
_REMOVED = "Grup <b>{title}</b> tidak lagi menerima laporan."
_PUT_OUT = (
    "👥 Grup <b>{title}</b> mengeluarkan saya. Laporan ke grup itu berhenti. "
    "Tambahkan saya lagi kalau itu keliru."
)
_WHICH_REGIONS = "🗺️ Wilayah untuk grup <b>{title}</b>:"
_BACK = Button("« Semua petugas", f"{buttons.STAFF}:l:0")


async def offer(turn: Turn) -> None:
    """An admin brought the bot into this group: ask in private whether it shall get reports."""
    chat = turn.update.effective_chat
    title = kept_title(chat.title if chat else None)
    group = await groups.offer(turn.connection, turn.chat_id, title, turn.person_id, turn.now)
    if group is not None:
        html = _OFFER.format(title=escape(title))
        turn.work.calls.append(send_text(turn.person_id, html, _offer_rows(group, 0)))


async def put_out(turn: Turn) -> None:
    """This group removed the bot: nothing is sent to it any more, and its admin is told."""
    group = await groups.gone(turn.connection, turn.chat_id, turn.now)
    if group is not None and group.confirmed_by is not None:
        html = _PUT_OUT.format(title=escape(group.title))
        turn.work.calls.append(send_text(group.confirmed_by, html))


async def on_tap(turn: Turn, arguments: list[str]) -> None:
    """A button about a group, tapped by an admin."""
    match arguments:
        case [what, number, *rest] if number.isascii() and number.isdigit():
            group = await groups.with_id(turn.connection, int(number[:12]))
            if group is None:
                turn.answer_tap(_GONE)
                turn.edit(turn.tapped_message_id, _GONE, [[_BACK]])
            else:
                await _on_group(turn, group, what, rest)
        case _:
            turn.answer_tap(buttons.STALE)


async def _on_group(turn: Turn, group: Group, what: str, rest: list[str]) -> None:
    chosen = region_choice.parsed(rest[0]) if len(rest) == 1 else None
    title = escape(group.title)
    match what:
        case "w" if chosen is not None:
            turn.answer_tap()
            words = _WHICH_REGIONS if group.is_confirmed else _OFFER
            html = words.format(title=title)
            turn.edit(turn.tapped_message_id, html, _offer_rows(group, chosen))
        case "y" if chosen is not None:
            await _confirm(turn, group, chosen)
        case "n" if not rest and not group.is_confirmed:
            await groups.remove(turn.connection, actor_of(turn), group.id, turn.now)
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, _DECLINED.format(title=title))
        case "g" if not rest and group.is_confirmed:
            turn.answer_tap()
            regions = region_choice.in_words(group.regions)
            html = _SHOWN.format(title=title, regions=regions)
            turn.edit(turn.tapped_message_id, html, _rows(group))
        case "c" if not rest and group.is_confirmed:
            turn.answer_tap()
            rows = [
                [Button("🚫 Ya, hentikan", f"{buttons.RECIPIENT}:x:{group.id}")],
                [Button("Tidak jadi", f"{buttons.RECIPIENT}:g:{group.id}")],
            ]
            turn.edit(turn.tapped_message_id, _SURE.format(title=title), rows)
        case "x" if not rest and group.is_confirmed:
            await groups.remove(turn.connection, actor_of(turn), group.id, turn.now)
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, _REMOVED.format(title=title), [[_BACK]])
        case _:
            turn.answer_tap(buttons.STALE)


async def _confirm(turn: Turn, group: Group, chosen: int) -> None:
    try:
        regions = region_choice.regions_of(chosen)
    except RegionError:
        turn.answer_tap(region_choice.NONE_CHOSEN)
        return
    confirmed = await groups.confirm(turn.connection, actor_of(turn), group.id, regions, turn.now)
    turn.answer_tap()
    if confirmed is None:
        turn.edit(turn.tapped_message_id, _GONE, [[_BACK]])
        return
    html = _CONFIRMED.format(title=escape(confirmed.title), regions=region_choice.in_words(regions))
    turn.edit(turn.tapped_message_id, html)


def _offer_rows(group: Group, chosen: int) -> list[list[Button]]:
    toggle, done = f"{buttons.RECIPIENT}:w:{group.id}", f"{buttons.RECIPIENT}:y:{group.id}"
    if group.is_confirmed:
        back = Button("« Batal", f"{buttons.RECIPIENT}:g:{group.id}")
        return [*region_choice.rows(toggle, done, chosen, ready="💾 Simpan"), [back]]
    no = Button("Tidak usah", f"{buttons.RECIPIENT}:n:{group.id}")
    return [*region_choice.rows(toggle, done, chosen, ready="✅ Kirim"), [no]]


def _rows(group: Group) -> list[list[Button]]:
    chosen = region_choice.choice_of(group.regions)
    return [
        [Button("🗺️ Ubah wilayah", f"{buttons.RECIPIENT}:w:{group.id}:{chosen}")],
        [Button("🚫 Hentikan", f"{buttons.RECIPIENT}:c:{group.id}")],
        [_BACK],
    ]
