"""Blocking somebody from the desk, with a reason, and letting them in again. They can still ask."""

from datetime import timedelta
from html import escape

from bot import dialog
from bot.desk import Block, ClosedBy, Conversation, State, blocks, conversations
from bot.dialog import Step
from bot.people import audit
from bot.telegram.calls import Button, send_text
from bot.telegram.work import Turn
from handlers import buttons
from handlers.answers import Message
from handlers.desk import words
from handlers.typed_reasons import typed_reason

TYPING = "desk_blocking"
_LASTS = timedelta(minutes=10)
_PER_PAGE = 8
_OWN_WORDS = "lain"
_REASONS = {
    "kasar": "Kata-kata kasar",
    "ancaman": "Ancaman",
    "iklan": "Iklan atau penipuan",
    "iseng": "Main-main terus",
    _OWN_WORDS: "Lainnya",
}
LIST_BUTTON = Button("🚫 Yang diblokir", f"{buttons.DESK_STAFF}:x:0")
_BACK = Button("« Semua pesan", f"{buttons.DESK_STAFF}:l:w:0")

_WHY = (
    "🚫 <b>Blokir orang di percakapan #{number}?</b>\nIa tidak bisa menulis pesan untuk petugas "
    "lagi, dan diberi tahu. Bertanya kepada bot tetap bisa. Pilih alasannya:"
)
_WRITE = "Tulis alasannya, paling banyak 200 huruf. Orangnya bisa membacanya lewat /data_saya."
_DONE = "🚫 Diblokir. Buka lagi lewat /pesan kalau perlu."
_ALREADY = "Orang ini sudah diblokir."
_GONE = "Percakapan ini sudah dihapus orangnya."
_TOLD = (
    "Petugas menutup percakapan #{number}, dan Anda tidak bisa menulis pesan untuk petugas lagi. "
    "Bertanya kepada saya tetap bisa. Untuk bicara dengan petugas BPJS Ketenagakerjaan, telepon "
    "<b>175</b>."
)
_LIST = "🚫 <b>{total} orang diblokir dari pesan untuk petugas</b>\nTekan untuk membuka lagi."
_NOBODY = "🚫 Tidak ada yang diblokir."
_LIFTED = "Blokirnya dibuka."
_LIFTED_ALREADY = "Blokir ini sudah dibuka."


def block_button(number: int) -> Button:
    """The way to block whoever wrote a conversation."""
    return Button("🚫 Blokir", f"{buttons.DESK_STAFF}:b:{number}")


def lift_button(block_id: int) -> Button:
    """The way to let somebody in again."""
    return Button("🔓 Buka blokir", f"{buttons.DESK_STAFF}:u:{block_id}")


async def on_tap(turn: Turn, arguments: list[str]) -> bool:
    """A button about a block, tapped by an admin; False for forged data."""
    match arguments:
        case ["b", number] if buttons.number_in(number) is not None:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *_reasons(number))
        case ["b", number, reason] if (
            reason in _REASONS and (known := buttons.number_in(number)) is not None
        ):
            await _on_reason(turn, known, reason)
        case ["u", number] if (known := buttons.number_in(number)) is not None:
            await _lift(turn, known)
        case ["x", page] if (known := buttons.number_in(page)) is not None:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, *await _list(turn, min(known, 10_000)))
        case _:
            return False
    return True


async def on_text(turn: Turn, step: Step) -> bool:
    """The reason in an admin's own words."""
    note = await typed_reason(turn)
    if note is not None:
        known = await conversations.find(turn.connection, step.data["conversation"])
        turn.say(await _block(turn, known, _OWN_WORDS, note), [[_BACK]])
    return True


def _reasons(number: str) -> Message:
    name = buttons.DESK_STAFF
    rows = [[Button(label, f"{name}:b:{number}:{key}")] for key, label in _REASONS.items()]
    rows.append([Button("« Tidak jadi", f"{name}:v:{number}")])
    return _WHY.format(number=number), rows


async def _on_reason(turn: Turn, number: int, reason: str) -> None:
    if reason == _OWN_WORDS:
        turn.answer_tap()
        step = await dialog.load(turn.connection, turn.chat_id, turn.now)
        new = Step(TYPING, {"conversation": number}, step.version if step else 0)
        await dialog.save(turn.connection, turn.chat_id, new, turn.now, _LASTS)
        turn.say(_WRITE)
        return
    turn.answer_tap()
    known = await conversations.find(turn.connection, number)
    turn.edit(turn.tapped_message_id, await _block(turn, known, reason, None), [[_BACK]])


async def _block(turn: Turn, known: Conversation | None, reason: str, note: str | None) -> str:
    """Block, close the open conversation, tell the person; what the admin is told."""
    if known is None:
        return _GONE
    blocked = await blocks.block(
        turn.connection, known.chat_id, reason=reason, note=note, by=turn.person_id, now=turn.now
    )
    if blocked is None:
        return _ALREADY
    going_on = await conversations.open_of(turn.connection, known.chat_id)
    if going_on is not None and going_on.state is not State.CLOSED:
        await conversations.close(turn.connection, going_on.id, ClosedBy.BLOCK, turn.now)
    html = _TOLD.format(number=known.id)
    turn.work.calls.append(send_text(known.chat_id, html))
    await audit.record(
        turn.connection,
        turn.person_id,
        "desk.block",
        f"conversation/{known.id}",
        turn.now,
        reason=reason,
    )
    return _DONE


async def _lift(turn: Turn, block_id: int) -> None:
    if not await blocks.lift(turn.connection, block_id):
        turn.answer_tap(_LIFTED_ALREADY)
        return
    turn.answer_tap(_LIFTED)
    turn.edit(turn.tapped_message_id, *await _list(turn, 0))
    await audit.record(
        turn.connection, turn.person_id, "desk.unblock", f"block/{block_id}", turn.now
    )


async def _list(turn: Turn, page: int) -> Message:
    total, shown = await blocks.page(turn.connection, _PER_PAGE, page * _PER_PAGE)
    name = buttons.DESK_STAFF
    zone = turn.services.settings.zone
    lines = [
        f"{block.id}. {words.moment(block.at, zone)} – {escape(_reason_of(block))}"
        for block in shown
    ]
    rows = [[Button(f"🔓 Buka blokir {block.id}", f"{name}:u:{block.id}")] for block in shown]
    turning = []
    if page > 0:
        turning.append(Button("‹ Sebelumnya", f"{name}:x:{page - 1}"))
    if (page + 1) * _PER_PAGE < total:
        turning.append(Button("Berikutnya ›", f"{name}:x:{page + 1}"))
    if turning:
        rows.append(turning)
    rows.append([_BACK])
    if not total:
        return _NOBODY, rows
    return "\n".join([_LIST.format(total=total), "", *lines]), rows


def _reason_of(block: Block) -> str:
    return block.note or _REASONS.get(block.reason, block.reason)
