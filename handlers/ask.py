"""Questions in people's own words: answered, asked back, or kept for the admins."""

from telegram import Update

from bot import dialog
from bot.content import unanswered
from bot.dialog import Step, replies
from bot.telegram.work import Turn
from handlers import (
    buttons,
    calculate,
    clarify,
    comments,
    coverage,
    outcomes,
    status,
    steps,
    urgent,
    words,
)
from handlers.answers import show_topic
from handlers.wordless import reply_to_wordless
from knowledge.context import Previous
from knowledge.library import Reply
from knowledge.scrubbing import NIK
from knowledge.topics import Action

_LONG = 600
"""Characters from which an unclear message is asked to be shorter."""
_FEWEST_WORDS_BESIDE_NIK = 3
""" "nik saya 64…" is no question, "cek nik saya 64…" is one."""

_NO_ANSWER = (
    "Maaf, saya belum punya jawaban yang pasti untuk ini, dan saya tidak mau menebak.\n\n"
    "Saya hanya paham urusan <b>BPJS Ketenagakerjaan</b> (Jamsostek). Pertanyaan Anda saya simpan "
    "tanpa nomor pribadi, supaya admin bisa menambahkan jawabannya."
)
_TOO_LONG = (
    "Pesan Anda panjang, dan saya belum menangkap pertanyaannya. Coba tulis <b>satu pertanyaan</b> "
    "pendek, misalnya: <i>“berapa iuran untuk nelayan?”</i>"
)
_HOW_TO_ASK = (
    "Tulis pertanyaan Anda di belakang /tanya, misalnya:\n"
    "<code>/tanya berapa iuran untuk nelayan</code>"
)
_EDITED_COMMAND = (
    "Perintah di pesan yang diubah tidak saya jalankan. Kirim lagi sebagai pesan baru, ya."
)


async def on_text(_: Update, turn: Turn) -> None:
    """A text message in private, or one that addresses the bot in a group."""
    step = _step_of(turn)
    waiting = steps.waiting_for(step)
    advice = None if step is None else urgent.advice_for(turn, turn.text)
    if step is None or waiting is None or (advice is not None and not waiting.takes_urgent):
        await _answer(turn, turn.text, step)
        return
    if advice is not None and not turn.is_admin:
        urgent.say(turn, advice, None)
    if await waiting.on_text(turn, step):
        pass
    elif waiting.remind is None:
        await _answer(turn, turn.text, step)
    else:
        await _answer(turn, turn.text, None)
        waiting.remind(turn, step)


async def on_tanya(_: Update, turn: Turn) -> None:
    """/tanya QUESTION."""
    question = " ".join(turn.args or [])
    if question.strip():
        await answer(turn, question)
    else:
        turn.reply(_HOW_TO_ASK, replaces=await _earlier_reply(turn))


async def on_edited(_: Update, turn: Turn) -> None:
    """A message was edited: its answer is replaced, or given anew when it isn't known any more."""
    step = _step_of(turn)
    waiting = steps.waiting_for(step)
    if step is not None and waiting is not None and waiting.on_edited is not None:
        waiting.on_edited(turn, step)
        return
    if not await comments.on_edited_comment(turn, step):
        await _answer(turn, turn.text, step)


async def on_edited_command(_: Update, turn: Turn) -> None:
    """A message became a command, or another one."""
    turn.reply(_EDITED_COMMAND, replaces=await _earlier_reply(turn))


async def answer(turn: Turn, text: str) -> None:
    """Answer a question; one in an edited message by replacing what was answered before."""
    await _answer(turn, text, _step_of(turn))


async def _answer(turn: Turn, text: str, step: Step | None) -> None:
    replaces = await _earlier_reply(turn)
    if reply_to_wordless(turn, text, replaces):
        return
    reply = turn.services.library.ask(
        text,
        may_clarify=not clarify.is_waiting(step),
        previous=_question_before(turn),
    )
    if _is_only_a_nik(reply):
        return
    turn.sample(reply.question)
    advice = urgent.advice_for(turn, text)
    if step is not None and (advice is not None or reply.outcome != "clarify"):
        await dialog.forget(turn.connection, turn.chat_id)
    if advice is not None:
        urgent.say(turn, advice, replaces)
    elif reply.outcome == "clarify":
        await clarify.ask_back(turn, reply, step, replaces)
    elif reply.outcome == "fallback" or reply.topic is None:
        await _admit(turn, reply, replaces)
    elif reply.topic.action is Action.CALCULATOR and reply.outcome == "action":
        calculate.begin(turn, reply.slots, reply.meant, replaces=replaces)
        turn.remember(reply.meant, reply.topic)
    elif reply.topic.action is Action.COVERAGE:
        await coverage.on_question(turn, reply, replaces=replaces)
    elif reply.topic.action is Action.STATUS_CHECK and reply.outcome == "action":
        await status.begin(turn, replaces=replaces)
    else:
        show_topic(turn, reply.topic, meant=reply.meant, also=reply.second, replaces=replaces)


def _question_before(turn: Turn) -> Previous | None:
    """What a new message in private may go on from; an edited one stands in an older place."""
    is_new = turn.update.edited_message is None
    return turn.work.previous if turn.is_private and is_new else None


def _step_of(turn: Turn) -> Step | None:
    """The step of a person; a group has none, since many talk there at once."""
    return turn.work.step if turn.is_private else None


async def _earlier_reply(turn: Turn) -> int | None:
    """The bot's message that answered the message at hand before it was edited."""
    message = turn.update.edited_message
    if message is None:
        return None
    return await replies.reply_to(turn.connection, turn.chat_id, message.message_id)


def _is_only_a_nik(reply: Reply) -> bool:
    """Whether a message says nothing beside a NIK, about which all is said already."""
    beside = reply.question.text.replace(NIK, " ").split()
    return reply.question.had_nik and len(beside) < _FEWEST_WORDS_BESIDE_NIK


async def _admit(turn: Turn, reply: Reply, replaces: int | None) -> None:
    too_long = len(reply.question.text) > _LONG
    people = words.people_to_talk_to(turn.services.library, turn.today)
    turn.reply(
        f"{_TOO_LONG if too_long else _NO_ANSWER}\n\n{people}",
        [[buttons.MENU_BUTTON]] if turn.is_private else [],
        replaces=replaces,
    )
    turn.count(outcomes.UNANSWERED, "long" if too_long else "unclear")
    await unanswered.keep(
        turn.connection,
        chat_id=turn.chat_id,
        question=reply.question,
        outcome=outcomes.UNANSWERED,
        guesses=[candidate.topic for candidate in reply.candidates],
        now=turn.now,
    )
