"""Was the answer helpful? Two buttons, an optional reason, an optional sentence."""

from datetime import timedelta
from typing import TypeGuard

from bot import dialog
from bot.content import feedback, unanswered
from bot.dialog import Step, replies
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons
from handlers.answers import answer_buttons
from knowledge.scrubbing import scrub
from knowledge.topics import Topic

WRITING = "comment"
_WRITTEN = "commented"
_LASTS = timedelta(minutes=10)
"""How long a comment is waited for, and how long it can be changed."""

REASONS = {
    "salah": "Isinya salah",
    "meleset": "Bukan itu maksud saya",
    "bingung": "Sulit dipahami",
    "kurang": "Kurang lengkap",
}
_THANKS = "Terima kasih! 🙏"
_WHY = "Apa yang kurang? Pilih satu, atau abaikan saja."
_WRITE = (
    "Tulis apa yang kurang, dalam satu pesan. Jangan tulis NIK atau nomor lain, ya.\n\n"
    "Tidak jadi? Tekan /batal."
)
_NOTED = (
    "Terima kasih, catatan Anda saya simpan untuk admin. 🙏\n\n"
    "Kalau tadi itu pertanyaan, kirim sekali lagi, ya."
)
_CHANGED = "Terima kasih, catatan Anda sudah saya ubah. 🙏"


async def on_helpful(turn: Turn, topic: Topic, version: int | None) -> None:
    """👍."""
    await _vote(turn, topic, version, helpful=True)
    await unanswered.take_back(
        turn.connection, chat_id=turn.chat_id, answer_id=turn.tapped_message_id
    )
    turn.answer_tap(_THANKS)
    _show_voted(turn, topic)


async def on_not_helpful(turn: Turn, topic: Topic, version: int | None) -> None:
    """👎: offer reasons in place of the vote."""
    await _vote(turn, topic, version, helpful=False)
    turn.answer_tap(_WHY)
    about = topic.id if version is None else f"{version}:{topic.id}"
    reasons = [Button(label, f"{buttons.REASON}:{key}:{about}") for key, label in REASONS.items()]
    rows = [reasons[:2], reasons[2:]]
    if turn.is_private:
        rows.append([Button("✍️ Tulis sendiri", f"{buttons.COMMENT}:{about}")])
    turn.edit_buttons(turn.tapped_message_id, rows)


async def on_reason(turn: Turn, topic: Topic, version: int | None, reason: str) -> None:
    """A reason was chosen."""
    if reason not in REASONS:
        turn.answer_tap(buttons.STALE)
        return
    await _vote(turn, topic, version, helpful=False, reason=reason)
    turn.answer_tap(_THANKS)
    _show_voted(turn, topic, helpful=False)


async def on_write(turn: Turn, topic: Topic, version: int | None) -> None:
    """The person wants to write what was missing."""
    step = await dialog.load(turn.connection, turn.chat_id, turn.now)
    turn.answer_tap()
    if _is_awaited(step) and step.data["message_id"] == turn.tapped_message_id:
        return  # a second tap on the same button
    await _vote(turn, topic, version, helpful=False)
    await _go_to(turn, WRITING, {"message_id": turn.tapped_message_id}, step)
    _show_voted(turn, topic, helpful=False)
    turn.say(_WRITE)


def _is_awaited(step: Step | None) -> TypeGuard[Step]:
    """Whether the next message is the sentence."""
    return step is not None and step.name == WRITING


async def on_comment(turn: Turn, step: Step) -> bool:
    """The sentence itself."""
    await _keep(turn, step)
    data = {"message_id": step.data["message_id"], "written_in": turn.message_id}
    await _go_to(turn, _WRITTEN, data, step)
    turn.say(_NOTED)
    return True


async def on_edited_comment(turn: Turn, step: Step | None) -> bool:
    """The sentence was edited; False when the edited message is none."""
    if step is None or step.name != _WRITTEN or step.data["written_in"] != turn.message_id:
        return False
    await _keep(turn, step)
    replaces = await replies.reply_to(turn.connection, turn.chat_id, turn.message_id)
    turn.reply(_CHANGED, replaces=replaces)
    return True


async def _vote(
    turn: Turn, topic: Topic, version: int | None, *, helpful: bool, reason: str | None = None
) -> None:
    await feedback.vote(
        turn.connection,
        chat_id=turn.chat_id,
        message_id=turn.tapped_message_id,
        topic=topic.id,
        helpful=helpful,
        version=version or None,
        reason=reason,
        now=turn.now,
    )
    if not helpful and turn.is_private:
        is_new = await unanswered.keep_unhelpful(
            turn.connection,
            chat_id=turn.chat_id,
            answer_id=turn.tapped_message_id,
            topic=topic,
            now=turn.now,
        )
        if is_new:
            turn.count(unanswered.UNHELPFUL, topic.id)


async def _keep(turn: Turn, step: Step) -> None:
    await feedback.comment(
        turn.connection,
        chat_id=turn.chat_id,
        message_id=step.data["message_id"],
        text=scrub(turn.text),
    )


async def _go_to(turn: Turn, name: str, data: dict[str, int], step: Step | None) -> None:
    version = step.version if step else 0
    await dialog.save(turn.connection, turn.chat_id, Step(name, data, version), turn.now, _LASTS)


def _show_voted(turn: Turn, topic: Topic, *, helpful: bool = True) -> None:
    """The buttons without the vote; whoever wasn't helped can write to a person."""
    rows = answer_buttons(turn.services.library, topic, voted=True)
    if not helpful and turn.is_private and [buttons.DESK_BUTTON] not in rows:
        rows = [[buttons.DESK_BUTTON], *rows]
    turn.edit_buttons(turn.tapped_message_id, rows)
