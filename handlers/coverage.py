"""/cakupan and questions on coverage: figures of the regions, with buttons to further ones."""

from telegram import Update

from bot.coverage.replying import reply_to, show
from bot.coverage.screens import CoverageReply, Screen, decoded
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, outcomes
from handlers.answers import ALSO_ASKED
from handlers.coverage_picture import ask_for_picture
from knowledge.coverage import CoverageQuestion, understood
from knowledge.library import Reply
from knowledge.scrubbing import scrub, without_markers
from knowledge.topics import Topic

_TOPIC = "cakupan-wilayah"


async def on_coverage(_: Update, turn: Turn) -> None:
    """/cakupan, alone or with a region or a question."""
    sentence = without_markers(scrub(" ".join(turn.args or [])).text)
    await begin(turn, understood(sentence))
    turn.remember(sentence or _TOPIC, turn.services.library.topics[_TOPIC])


async def on_question(turn: Turn, reply: Reply, *, replaces: int | None = None) -> None:
    """A question in a person's own words, which the search knows to be about coverage."""
    asked = understood(without_markers(reply.question.text), before=reply.meant)
    await begin(turn, asked, also=reply.second, replaces=replaces)
    if reply.topic is not None:
        turn.remember(reply.meant, reply.topic)


async def begin(
    turn: Turn,
    question: CoverageQuestion,
    *,
    also: Topic | None = None,
    replaces: int | None = None,
) -> None:
    """Answer a question that is understood; `also` is a further topic it asks for."""
    book = await turn.services.coverage.current(turn.connection)
    reply = reply_to(question, book, turn.today)
    html, rows = reply.html, rows_of(reply)
    if also is not None:
        html = f"{html}\n\n{ALSO_ASKED}"
        rows = [[buttons.topic_button(also)], *rows]
    turn.reply(html, rows, replaces=replaces)
    turn.count(outcomes.ANSWERED, _TOPIC)
    if replaces is None:
        await ask_for_picture(turn, reply)


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """A button under a coverage reply; False for data that no such button has."""
    view = decoded(":".join(parts[1:]))
    if view is None:
        return False
    turn.answer_tap()
    book = await turn.services.coverage.current(turn.connection)
    reply = show(view, book, turn.today)
    turn.edit(turn.tapped_message_id, reply.html, rows_of(reply))
    if view.screen is Screen.PICTURE:
        await ask_for_picture(turn, reply)
    return True


def rows_of(reply: CoverageReply) -> list[list[Button]]:
    """The buttons that lead on from a reply."""
    return [
        [Button(choice.label, f"{buttons.COVERAGE}:{choice.view.encoded()}") for choice in row]
        for row in reply.choices
    ]
