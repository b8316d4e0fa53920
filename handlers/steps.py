"""What a text means while a chat is in a step: the one table from steps to who waits for them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.dialog import Step
from bot.telegram.work import Turn
from handlers import calculate, clarify, comments, own_data, status
from handlers.figures import adding
from handlers.uploads import chat as uploads


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody waits for a text. `on_text` gives False for one that is a question instead.

    With `remind` the step goes on after a question, and the person is told how.
    """

    on_text: Callable[[Turn, Step], Awaitable[bool]]
    remind: Callable[[Turn, Step], None] | None = None


WAITING: Mapping[str, Waiting] = {
    calculate.STEP: Waiting(calculate.on_number),
    comments.WRITING: Waiting(comments.on_comment),
    uploads.TYPING: Waiting(uploads.on_typed),
    adding.STEP: Waiting(adding.on_text, adding.remind),
    **dict.fromkeys(status.WRITTEN, Waiting(status.on_text, status.remind)),
}
_OTHERWISE_GOING_ON = frozenset({clarify.STEP, status.CONTACT, own_data.STEP})
"""Steps that wait for a tap or a contact."""


def waiting_for(step: Step | None) -> Waiting | None:
    """Who waits for a text; None when nobody does."""
    return WAITING.get(step.name) if step is not None else None


def is_going_on(step: Step | None) -> bool:
    """Whether there is something to cancel."""
    return step is not None and (step.name in WAITING or step.name in _OTHERWISE_GOING_ON)
