"""An admin sends a document: which kind is it, what would it do, shall it be taken in?"""

from datetime import timedelta
from html import escape

from bot import dialog
from bot.dialog import Step
from bot.telegram import calls
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from bot.uploads import Choice, State, Stored, steps
from handlers import buttons
from handlers.uploads.work import APPLY, EXAMINE

LARGEST = 20_000_000
"""Bytes that Telegram lets bots fetch."""
TYPING = "upload_option"
_LASTS = timedelta(minutes=10)
_LONGEST_VALUE = 100

_WHAT_IS_IT = "📎 <b>{name}</b>\nBerkas apa ini? Belum ada yang diubah sebelum Anda menyetujui."
_TOO_LARGE = (
    "📎 Berkasnya terlalu besar ({size} MB). Lewat Telegram paling besar 20 MB. Bagi menjadi "
    "beberapa berkas, atau minta pengelola mengimpornya di komputer server."
)
_READING = "⏳ <b>{name}</b>\nSedang saya baca …"
_APPLYING = "⏳ <b>{name}</b>\nSedang saya masukkan …"
_CANCELLED = "Dibatalkan. Tidak ada yang diubah."
_NOT_ADMIN = "Hanya admin yang bisa memasukkan berkas."
_TOO_LONG = "Jawabannya terlalu panjang. Tulis yang pendek saja, atau tekan /batal."


async def on_document(turn: Turn) -> None:
    """A document from an admin, in private."""
    message = turn.update.effective_message
    document = message.document if message is not None else None
    if document is None:
        return
    name = document.file_name or "berkas"
    if (document.file_size or 0) > LARGEST:
        size = round((document.file_size or 0) / 1_000_000)
        turn.say(_TOO_LARGE.format(size=size))
        return
    upload_id = await steps.receive(
        turn.connection,
        chat_id=turn.chat_id,
        message_id=turn.message_id,
        file_id=document.file_id,
        file_name=name,
        now=turn.now,
    )
    rows = [
        [Button(kind.label, buttons.upload_data(upload_id, key))]
        for key, kind in turn.services.upload_kinds.items()
    ]
    rows.append([Button("✖️ Batal", buttons.upload_data(upload_id, buttons.UPLOAD_CANCEL))])
    turn.say(_WHAT_IS_IT.format(name=escape(name)), rows)


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """A button under an upload; False for forged data."""
    match parts:
        case [_, upload_id, choice] if turn.is_private:
            await _on_button(turn, upload_id, choice)
            return True
    return False


async def _on_button(turn: Turn, upload_id: str, choice: str) -> None:
    """The id may be forged: only the chat's own uploads are found."""
    if not turn.is_admin:
        turn.answer_tap(_NOT_ADMIN, alert=True)
        return
    upload = await _own(turn, upload_id)
    if upload is None:
        turn.answer_tap(buttons.STALE)
    elif choice == buttons.UPLOAD_CANCEL:
        await _cancel(turn, upload)
    elif choice == buttons.UPLOAD_CONFIRM:
        await _confirm(turn, upload)
    elif choice in turn.services.upload_kinds:
        await _read(turn, upload, choice, {})
    else:
        await _choose(turn, upload, choice)


async def on_typed(turn: Turn, step: Step) -> bool:
    """The typed value of an option."""
    value = " ".join(turn.text.split())
    if len(value) > _LONGEST_VALUE:
        turn.say(_TOO_LONG)
        return True
    await dialog.forget(turn.connection, turn.chat_id)
    upload = await _own(turn, str(step.data["upload"]))
    if upload is None or not turn.is_admin:
        turn.say(buttons.STALE)
        return True
    options = upload.options | {step.data["option"]: value}
    await _read(turn, upload, upload.kind or "", options)
    return True


async def _own(turn: Turn, upload_id: str) -> Stored | None:
    number = buttons.number_in(upload_id)
    return None if number is None else await steps.load(turn.connection, number, turn.chat_id)


async def _choose(turn: Turn, upload: Stored, number: str) -> None:
    chosen = _choice(upload, number)
    if chosen is None or upload.state is not State.SHOWN:
        turn.answer_tap(buttons.STALE)
    elif chosen.prompt is not None:
        await _ask_to_type(turn, upload, chosen)
    else:
        await _read(turn, upload, upload.kind or "", chosen.chosen(upload.options))


def _choice(upload: Stored, number: str) -> Choice | None:
    at = buttons.number_in(number)
    return upload.choices[at] if at is not None and at < len(upload.choices) else None


async def _ask_to_type(turn: Turn, upload: Stored, chosen: Choice) -> None:
    turn.answer_tap()
    earlier = await dialog.load(turn.connection, turn.chat_id, turn.now)
    data = {"upload": upload.id, "option": chosen.option}
    step = Step(TYPING, data, earlier.version if earlier else 0)
    await dialog.save(turn.connection, turn.chat_id, step, turn.now, _LASTS)
    turn.say(chosen.prompt or "")


async def _read(turn: Turn, upload: Stored, kind: str, options: dict[str, str]) -> None:
    """Have the document looked at; the preview takes the place of the message with the buttons."""
    panel_id = turn.tapped_message_id or upload.panel_id or 0
    if not await steps.read(turn.connection, upload, kind, options, panel_id):
        turn.answer_tap(buttons.STALE)
        return
    turn.answer_tap()
    turn.edit(panel_id, _READING.format(name=escape(upload.file_name)))
    await turn.ask_for_job(EXAMINE, {"upload": upload.id})


async def _confirm(turn: Turn, upload: Stored) -> None:
    if not await steps.confirm(turn.connection, upload):
        turn.answer_tap(buttons.STALE)
        return
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, _APPLYING.format(name=escape(upload.file_name)))
    await turn.ask_for_job(APPLY, {"upload": upload.id})


async def _cancel(turn: Turn, upload: Stored) -> None:
    if not await steps.cancel(turn.connection, upload):
        turn.answer_tap(buttons.STALE)
        return
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, _CANCELLED)
    kind = turn.services.upload_kinds.get(upload.kind or "")
    if kind is None or kind.holds_personal_data:
        turn.work.calls.append(calls.delete(turn.chat_id, upload.message_id))
