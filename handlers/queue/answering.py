"""One answer for everybody who asked the same: written, looked at, sent to each in their chat."""

import secrets
from datetime import timedelta
from html import escape
from typing import Any

from bot import dialog, outbox
from bot.content import unanswered
from bot.content.clusters import Cluster
from bot.content.unanswered import Settled
from bot.dialog import Step
from bot.outbox import NewRun
from bot.telegram.calls import Button, send_text
from bot.telegram.work import Turn
from handlers import buttons
from handlers.desk import words
from handlers.queue import settling
from handlers.queue.pages import back_button
from handlers.rights import ADMINS_ONLY
from knowledge.scrubbing import scrub

WRITING = "queue_answering"
_LASTS = timedelta(hours=1)
_LONGEST = 3_000
_LONGEST_QUESTION = 300

_WRITE = (
    "✉️ Tulis jawaban untuk {people} penanya, dalam satu pesan; huruf tebal dan tautan boleh. "
    "Sebelum dikirim, Anda melihatnya dulu. Tidak jadi? Tekan /batal."
)
_NOBODY = "Tidak ada penanya yang masih bisa dan mau dibalas."
_PREVIEW = (
    "👀 <b>Begini yang dibaca tiap penanya</b>, dengan pertanyaannya sendiri. Mau diubah? Tulis "
    "lagi saja.\n\n{message}"
)
_MESSAGE = (
    "💡 Anda pernah bertanya:\n<i>“{question}”</i>\n\n{answer}\n\n"
    "— Petugas. Tidak mau jawaban susulan seperti ini? Tekan /berhenti."
)
_SENT = "✅ Jawaban dikirim kepada {people} penanya; {questions} pertanyaan selesai."
_TOO_LONG = "Jawabannya terlalu panjang, paling banyak 3.000 huruf. Tulis lebih pendek."
_HAS_NIK = "Jawaban itu memuat angka yang mirip NIK. Tulis tanpa angka itu."
_IN_WORDS = "Jawab dengan kata-kata, ya: gambar dan berkas tidak diteruskan."


async def begin(turn: Turn, found: Cluster) -> None:
    """Wait for the answer."""
    people = await unanswered.askers(turn.connection, found.ids)
    if not people:
        turn.answer_tap(_NOBODY)
        return
    turn.answer_tap()
    step = await dialog.load(turn.connection, turn.chat_id, turn.now)
    if step is not None and step.name == WRITING and step.data["ids"] == found.ids:
        return  # a second tap
    data = {"ids": found.ids, "question": found.typical.text, "answer": None, "token": None}
    await _save(turn, data, step)
    turn.say(_WRITE.format(people=len(people)))


async def on_text(turn: Turn, step: Step) -> bool:
    """The answer: shown as people would read it."""
    message = turn.update.effective_message
    if not turn.is_admin:
        await dialog.forget(turn.connection, turn.chat_id)
        turn.say(ADMINS_ONLY)
        return True
    if message is None or not turn.text:
        turn.say(_IN_WORDS)
    elif scrub(turn.text).had_nik:
        turn.say(_HAS_NIK)
    elif len(turn.text) > _LONGEST:
        turn.say(_TOO_LONG)
    else:
        await _show(turn, step, message.text_html)
    return True


def on_other(turn: Turn, _: Step) -> None:
    """Something else where the answer is waited for."""
    turn.say(_IN_WORDS)


async def on_send(turn: Turn, token: str) -> bool:
    """The preview was approved; False for another preview than the newest."""
    step = await dialog.load(turn.connection, turn.chat_id, turn.now)
    if step is None or step.name != WRITING or step.data["token"] != token:
        return False
    await dialog.forget(turn.connection, turn.chat_id)
    turn.answer_tap()
    people = await unanswered.askers(turn.connection, step.data["ids"])
    settled = await settling.settle(turn, step.data["ids"], Settled.ANSWERED)
    if not settled:
        turn.edit(turn.tapped_message_id, settling.FASTER, [[back_button()]])
        return True
    messages = [
        outbox.Message(
            person.chat_id,
            send_text(
                person.chat_id,
                _words(person.question, step.data["answer"]),
                [[buttons.DESK_BUTTON]],
            ),
        )
        for person in people
    ]
    run = NewRun(unanswered.ANSWERS, f"{min(settled)}-{token}", turn.person_id)
    await outbox.enqueue(turn.connection, run, messages, turn.now)
    html = _SENT.format(people=len(people), questions=len(settled))
    turn.edit(turn.tapped_message_id, html, [[back_button()]])
    await settling.record(turn, settled, Settled.ANSWERED)
    return True


async def _show(turn: Turn, step: Step, answer: str) -> None:
    token = secrets.token_hex(8)
    await _save(turn, step.data | {"answer": answer, "token": token}, step)
    people = await unanswered.askers(turn.connection, step.data["ids"])
    rows = [[Button(f"✅ Kirim ke {len(people)} penanya", f"{buttons.QUEUE}:s:{token}")]]
    turn.say(_PREVIEW.format(message=_words(step.data["question"], answer)), rows)


async def _save(turn: Turn, data: dict[str, Any], step: Step | None) -> None:
    new = Step(WRITING, data, step.version if step else 0)
    await dialog.save(turn.connection, turn.chat_id, new, turn.now, _LASTS)


def _words(question: str, answer: str) -> str:
    asked = escape(words.shortened(question, _LONGEST_QUESTION))
    return _MESSAGE.format(question=asked, answer=answer)
