"""What is said before anything else: to somebody in an accident, to somebody in despair."""

from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, outcomes
from handlers.answers import Message
from knowledge.distress import load_distress_advice


def advice_for(turn: Turn, text: str) -> Message | None:
    """The advice that a message calls for; None for an ordinary one."""
    library = turn.services.library
    despair = load_distress_advice()
    if despair.is_called_for(text):
        return despair.answer, [[Button(despair.link.label, url=despair.link.url)]]
    accident = library.urgent_advice
    if accident.is_called_for(text):
        rows = [[buttons.topic_button(library.topics[name])] for name in accident.related]
        return library.answers.text(accident.answer, turn.today), rows
    return None


def say(turn: Turn, advice: Message, replaces: int | None) -> None:
    """Give the advice."""
    turn.reply(*advice, replaces=replaces)
    turn.count(outcomes.ANSWERED, "urgent")
