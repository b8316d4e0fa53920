"""Closing a cluster without an answer, with a reason."""

from datetime import timedelta

from bot import dialog
from bot.content.clusters import Cluster
from bot.content.unanswered import Settled
from bot.dialog import Step
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons
from handlers.queue import settling
from handlers.queue.pages import back_button
from handlers.typed_reasons import typed_reason

TYPING = "queue_dismissing"
_LASTS = timedelta(minutes=10)
_OWN_WORDS = "lain"
_REASONS = {
    "luar": "Bukan urusan BPJS Ketenagakerjaan",
    "ada": "Jawabannya sudah ada",
    "kabur": "Maksudnya tidak jelas",
    "iseng": "Hanya coba-coba",
    _OWN_WORDS: "Lainnya",
}
_WHY = "🗑 <b>Tutup {count} pertanyaan tanpa jawaban?</b>\nPilih alasannya:"
_WRITE = "Tulis alasannya, paling banyak 200 huruf. Tidak jadi? Tekan /batal."
_DONE = "🗑 {count} pertanyaan ditutup."


def ask_why(turn: Turn, found: Cluster) -> None:
    """Offer the reasons."""
    turn.answer_tap()
    name, key = buttons.QUEUE, found.key
    rows = [[Button(label, f"{name}:d:{key}:{reason}")] for reason, label in _REASONS.items()]
    rows.append([Button("« Tidak jadi", f"{name}:c:{key}:0")])
    turn.edit(turn.tapped_message_id, _WHY.format(count=len(found.questions)), rows)


async def on_reason(turn: Turn, found: Cluster, reason: str) -> bool:
    """A reason was chosen; False for one that doesn't exist."""
    if reason not in _REASONS:
        return False
    turn.answer_tap()
    if reason == _OWN_WORDS:
        step = await dialog.load(turn.connection, turn.chat_id, turn.now)
        new = Step(TYPING, {"ids": found.ids}, step.version if step else 0)
        await dialog.save(turn.connection, turn.chat_id, new, turn.now, _LASTS)
        turn.say(_WRITE)
        return True
    turn.edit(turn.tapped_message_id, await _dismiss(turn, found.ids, reason), [[back_button()]])
    return True


async def on_text(turn: Turn, step: Step) -> bool:
    """The reason in an admin's own words."""
    why = await typed_reason(turn)
    if why is not None:
        turn.say(await _dismiss(turn, step.data["ids"], why), [[back_button()]])
    return True


async def _dismiss(turn: Turn, ids: list[int], why: str) -> str:
    settled = await settling.settle(turn, ids, Settled.DISMISSED, why)
    if not settled:
        return settling.FASTER
    reason = why if why in _REASONS else _OWN_WORDS  # what somebody wrote is not for the log
    await settling.record(turn, settled, Settled.DISMISSED, reason)
    return _DONE.format(count=len(settled))
