"""What a text means while a chat is in a step: the one table from steps to who waits for them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.dialog import Step
from bot.telegram.work import Turn
from handlers import calculate, clarify, comments, own_data, staff_typing, status, typed_reasons
from handlers.desk import blocking as desk_blocking
from handlers.desk import person as desk_person
from handlers.desk import staff as desk_staff
from handlers.desk import words as desk_words
from handlers.faq import typing as faq_typing
from handlers.figures import adding
from handlers.queue import answering as queue_answering
from handlers.queue import dismissing as queue_dismissing
from handlers.queue import into_topics as queue_topics
from handlers.uploads import chat as uploads


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody waits for a text. `on_text` gives False for one that is a question instead.

    With `remind` the step goes on after a question, and the person is told how. `on_other` gets
    pictures, voice notes and the like, `on_edited` a message that was changed; without them these
    are treated as at any other time.
    """

    on_text: Callable[[Turn, Step], Awaitable[bool]]
    remind: Callable[[Turn, Step], None] | None = None
    on_other: Callable[[Turn, Step], None] | None = None
    on_edited: Callable[[Turn, Step], None] | None = None
    takes_urgent: bool = False
    """Whether a message that calls for urgent advice is taken all the same, after the advice."""


def _written(
    on_text: Callable[[Turn, Step], Awaitable[bool]], on_other: Callable[[Turn, Step], None]
) -> Waiting:
    """Somebody writes to people, of an accident too; only new messages count."""
    return Waiting(
        on_text, on_other=on_other, on_edited=desk_words.on_edited_too_late, takes_urgent=True
    )


WAITING: Mapping[str, Waiting] = {
    calculate.STEP: Waiting(calculate.on_number),
    comments.WRITING: Waiting(comments.on_comment),
    uploads.TYPING: Waiting(uploads.on_typed),
    desk_person.STEP: _written(desk_person.on_text, desk_person.on_other),
    desk_staff.REPLYING: _written(desk_staff.on_text, desk_staff.on_other),
    queue_answering.WRITING: _written(queue_answering.on_text, queue_answering.on_other),
    queue_dismissing.TYPING: _written(queue_dismissing.on_text, typed_reasons.on_other),
    queue_topics.TITLE: _written(queue_topics.on_text, queue_topics.on_other),
    desk_blocking.TYPING: _written(desk_blocking.on_text, typed_reasons.on_other),
    **dict.fromkeys(
        status.WRITTEN, Waiting(status.on_text, status.remind, on_other=status.on_other)
    ),
    **dict.fromkeys(
        staff_typing.STEPS,
        Waiting(
            staff_typing.on_text,
            on_other=staff_typing.on_other,
            on_edited=staff_typing.on_edited,
        ),
    ),
    adding.STEP: Waiting(adding.on_text, adding.remind),
    **dict.fromkeys(
        faq_typing.STEPS,
        Waiting(
            faq_typing.on_text,
            on_other=faq_typing.on_other,
            on_edited=faq_typing.on_edited,
            takes_urgent=True,
        ),
    ),
}
_OTHERWISE_GOING_ON = frozenset({clarify.STEP, status.CONTACT, own_data.STEP})
"""Steps that wait for a tap or a contact."""


def waiting_for(step: Step | None) -> Waiting | None:
    """Who waits for a text; None when nobody does."""
    return WAITING.get(step.name) if step is not None else None


def is_going_on(step: Step | None) -> bool:
    """Whether there is something to cancel."""
    return step is not None and (step.name in WAITING or step.name in _OTHERWISE_GOING_ON)
