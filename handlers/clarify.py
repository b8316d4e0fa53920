"""A question that may mean several things is asked back, once, with a way out."""

from datetime import timedelta

from bot import dialog
from bot.content import unanswered
from bot.dialog import Step
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, outcomes, words
from knowledge.library import Reply
from knowledge.scrubbing import scrub

STEP = "clarifying"
_LASTS = timedelta(minutes=15)
_LONGEST_QUESTION = 1_000

_WHICH = "Maksud Anda yang mana? Tekan yang paling cocok:"
_IS_IT_THIS = "Apakah ini yang Anda maksud?"
_NONE_OF_THESE = (
    "Maaf, berarti saya belum punya jawabannya. Pertanyaan Anda saya simpan tanpa nomor pribadi, "
    "supaya admin bisa menambahkan. Boleh juga coba tulis dengan kata lain."
)
_NONE_OF_THESE_IN_GROUP = (
    "Maaf, berarti saya belum punya jawabannya. Coba tulis dengan kata lain, ya."
)


def is_waiting(step: Step | None) -> bool:
    """Whether the last question was asked back and nothing was chosen since."""
    return step is not None and step.name == STEP


def question_asked_back(step: Step | None) -> str:
    """The question that is being asked back, scrubbed; "" when none is."""
    return str(step.data["question"]) if step is not None and step.name == STEP else ""


async def ask_back(turn: Turn, reply: Reply, step: Step | None, replaces: int | None) -> None:
    """Offer the topics that may be meant; remember the question in case it is none of them."""
    asked_in = turn.message_id
    way_out = "Bukan semua itu" if len(reply.options) > 1 else "Bukan itu"
    rows = [[buttons.topic_button(topic)] for topic in reply.options]
    rows.append([Button(way_out, f"{buttons.NONE_OF_THESE}:{asked_in}")])
    turn.reply(_WHICH if len(reply.options) > 1 else _IS_IT_THIS, rows, replaces=replaces)
    turn.count(outcomes.CLARIFIED, reply.options[0].id)
    if turn.is_private:
        data = {
            "asked_in": asked_in,
            "question": reply.question.text[:_LONGEST_QUESTION],
            "options": [topic.id for topic in reply.options],
        }
        version = step.version if step else 0
        await dialog.save(
            turn.connection, turn.chat_id, Step(STEP, data, version), turn.now, _LASTS
        )


async def on_none_of_these(turn: Turn, asked_in: str) -> None:
    """None of the offered topics was meant: keep the question, offer people."""
    if not turn.is_private:
        turn.answer_tap()
        turn.edit(turn.tapped_message_id, _NONE_OF_THESE_IN_GROUP)
        return
    step = await dialog.load(turn.connection, turn.chat_id, turn.now)
    if step is None or step.name != STEP or str(step.data["asked_in"]) != asked_in:
        turn.answer_tap(buttons.STALE)
        return
    turn.answer_tap()
    await dialog.forget(turn.connection, turn.chat_id)
    await unanswered.keep(
        turn.connection,
        chat_id=turn.chat_id,
        question=scrub(step.data["question"]),
        outcome=outcomes.CLARIFIED,
        guesses=step.data["options"],
        now=turn.now,
    )
    people = words.people_to_talk_to(turn.services.library, turn.today)
    rows = [[buttons.DESK_BUTTON], [buttons.MENU_BUTTON]]
    turn.edit(turn.tapped_message_id, f"{_NONE_OF_THESE}\n\n{people}", rows)
    turn.count("wrong_clarification", step.data["options"][0])
