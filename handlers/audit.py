"""/audit: admins see who changed what, newest first."""

from html import escape

from telegram import Update

from bot.people import audit, roles
from bot.people.audit import Entry
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, region_choice
from handlers.answers import Message

_PER_PAGE = 10
_HEAD = "📜 <b>Catatan perubahan</b> ({total})\nYang terbaru dulu. Catatan tidak bisa diubah."
_NONE = "📜 Belum ada perubahan yang dicatat."
_TERMINAL = "sistem"
_ACTIONS = {
    "invitation.create": "membuat undangan",
    "invitation.accept": "menerima undangan",
    "invitation.withdraw": "menarik undangan",
    "role.regions": "mengubah wilayah",
    "role.agency": "mengubah instansi",
    "role.revoke": "mencabut peran",
    "role.grant": "memberi peran",
    "group.confirm": "menjadikan grup penerima laporan",
    "group.remove": "menghapus grup penerima",
    "group.gone": "grup mengeluarkan bot",
    "figure.add": "menambah nilai angka",
    "figure.approve": "menyetujui nilai angka",
    "figure.refuse": "menolak nilai angka",
    "figure.withdraw": "menarik nilai angka",
    "upload.members": "memasukkan daftar peserta",
    "upload.coverage": "memasukkan angka cakupan",
    "upload.content": "memasukkan berkas jawaban",
    "registry.import": "memasukkan daftar peserta",
    "registry.rollback": "mengembalikan daftar peserta",
    "registry.forget": "menghapus daftar peserta",
    "registry.rekey": "mengganti kunci registri",
    "desk.reply": "membalas pesan",
    "desk.close": "menutup percakapan",
    "desk.block": "memblokir dari pesan untuk petugas",
    "desk.unblock": "membuka blokir",
    "queue.phrasing": "menambah pertanyaan ke topik",
    "queue.topic": "membuat topik dari pertanyaan",
    "queue.answer": "menjawab para penanya",
    "queue.dismiss": "menutup pertanyaan",
    "content.publish": "menerbitkan isi topik",
    "content.submit": "meminta persetujuan isi topik",
    "content.approve": "menyetujui dan menerbitkan isi topik",
    "content.reject": "menolak isi topik",
    "content.rollback": "mengembalikan versi lama topik",
    "content.take_over": "mengambil alih rancangan topik",
    "content.take_file": "memakai isi berkas untuk topik",
    "content.import": "mengimpor isi topik",
    "content.keep": "mempertahankan isi topik dari obrolan",
}
"""Actions in the reader's words; one that isn't here is shown by its own name."""


async def on_audit(_: Update, turn: Turn) -> None:
    """/audit."""
    turn.say(*await _page(turn, 0))


async def on_tap(turn: Turn, arguments: list[str]) -> None:
    """Another page, tapped by an admin."""
    match arguments:
        case [page] if page.isascii() and page.isdigit() and len(page) <= 6:  # noqa: PLR2004 -- more pages than anybody turns
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *await _page(turn, int(page)))
        case _:
            turn.answer_tap(buttons.STALE)


async def _page(turn: Turn, page: int) -> Message:
    total, entries = await audit.newest(turn.connection, _PER_PAGE, skip=page * _PER_PAGE)
    if total == 0:
        return _NONE, []
    names = {grant.person_id: grant.name for grant in await roles.all_held(turn.connection)}
    lines = [_in_a_line(turn, entry, names) for entry in entries]
    turning = []
    if page > 0:
        turning.append(Button("‹ Lebih baru", f"{buttons.AUDIT}:{page - 1}"))
    if (page + 1) * _PER_PAGE < total:
        turning.append(Button("Lebih lama ›", f"{buttons.AUDIT}:{page + 1}"))
    return "\n".join([_HEAD.format(total=total), "", *lines]), [turning] if turning else []


def _in_a_line(turn: Turn, entry: Entry, names: dict[int, str]) -> str:
    local = entry.at.astimezone(turn.services.settings.zone)
    if entry.actor_id is None:
        actor = _TERMINAL
    elif entry.actor_id in names:
        actor = names[entry.actor_id]
    else:
        actor = f"akun {entry.actor_id}"
    action = _ACTIONS.get(entry.action, entry.action)
    if entry.details.get("retires"):
        action = f"{action} (ditarik)"
    regions = entry.details.get("regions")
    about = f", {region_choice.in_words(tuple(regions))}" if isinstance(regions, list) else ""
    return (
        f"{entry.number}. {local:%d/%m/%Y %H.%M} – {escape(actor)}: {escape(action)} "
        f"(<code>{escape(entry.target)}</code>{escape(about)})"
    )
