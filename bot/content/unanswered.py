"""Questions that the bot could not answer well, kept for the admins for thirty days.

Those that it had no answer to, those whose clarification offered nothing right, and those whose
answer didn't help. What an admin settles leaves the queue; it is settled once, whoever is first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dialog import questions
from bot.storage.models import Account, Unanswered
from bot.storage.storage import insert_into
from knowledge.scrubbing import Scrubbed, scrub
from knowledge.topics import Topic

_LONGEST_QUESTION = 1_000
_LONGEST_WHY = 200
ANSWERS = "queue_answer"
"""The kind of outbox run by which people get answers to what they asked earlier."""
UNHELPFUL = "unhelpful"
"""The outcome of a question whose answer didn't help."""


class Settled(StrEnum):
    """How a question left the queue."""

    PHRASING = "phrasing"
    """It was put into the draft of a topic."""
    TOPIC = "topic"
    """A new topic was begun with it."""
    ANSWERED = "answered"
    """Whoever asked got an answer."""
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Question:
    """A kept question, scrubbed. `asker` tells one person from another and nothing else."""

    id: int
    text: str
    guesses: Sequence[str]
    outcome: str
    asked_at: datetime
    asker: int = 0


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who may be answered, and what they asked last. For delivering only."""

    chat_id: int
    question: str


async def keep(  # noqa: PLR0913 -- one row, one argument a column
    connection: AsyncConnection,
    *,
    chat_id: int,
    question: Scrubbed,
    outcome: str,
    guesses: Sequence[str],
    now: datetime,
    answer_id: int | None = None,
) -> bool:
    """Keep a question. It takes `Scrubbed`, so that no unscrubbed text can get here.

    False when the question behind this answer is kept already.
    """
    statement = insert_into(connection, Unanswered).values(
        chat_id=chat_id,
        question=question.text[:_LONGEST_QUESTION],
        outcome=outcome,
        guesses=list(guesses),
        asked_at=now,
        answer_id=answer_id,
    )
    kept = await connection.scalar(
        statement.on_conflict_do_nothing(index_elements=["chat_id", "answer_id"]).returning(
            Unanswered.id
        )
    )
    return kept is not None


async def keep_unhelpful(
    connection: AsyncConnection, *, chat_id: int, answer_id: int, topic: Topic, now: datetime
) -> bool:
    """Keep the question behind an answer that didn't help, if it is known.

    That is the last one the chat asked, if this topic answered it. Of a topic that was chosen by a
    button no question is known; its title is what was noted then.
    """
    last = await questions.last(connection, chat_id)
    if last is None or last.topic != topic.id or last.question == topic.title:
        return False
    return await keep(
        connection,
        chat_id=chat_id,
        question=scrub(last.question),
        outcome=UNHELPFUL,
        guesses=[topic.id],
        now=now,
        answer_id=answer_id,
    )


async def take_back(connection: AsyncConnection, *, chat_id: int, answer_id: int) -> None:
    """The answer did help: forget the question behind it, unless it is settled already."""
    await connection.execute(
        delete(Unanswered).where(
            Unanswered.chat_id == chat_id,
            Unanswered.answer_id == answer_id,
            Unanswered.settled_at.is_(None),
        )
    )


async def newest(connection: AsyncConnection, limit: int) -> tuple[int, list[Question]]:
    """How many questions wait, and the newest of them."""
    waiting = Unanswered.settled_at.is_(None)
    total = await connection.scalar(select(func.count()).select_from(Unanswered).where(waiting))
    rows = await connection.execute(
        select(
            Unanswered.id,
            Unanswered.question,
            Unanswered.guesses,
            Unanswered.outcome,
            Unanswered.asked_at,
            Unanswered.chat_id,
        )
        .where(waiting)
        .order_by(Unanswered.asked_at.desc(), Unanswered.id.desc())
        .limit(limit)
    )
    askers: dict[int, int] = {}
    found = [
        Question(
            row.id,
            row.question,
            row.guesses,
            row.outcome,
            row.asked_at,
            askers.setdefault(row.chat_id, len(askers)),
        )
        for row in rows
    ]
    return total or 0, found


async def settle(
    connection: AsyncConnection,
    ids: Collection[int],
    how: Settled,
    now: datetime,
    why: str | None = None,
) -> list[int]:
    """Take questions out of the queue; the ids of those that weren't settled before.

    None of them: another admin was faster. `why` is for a dismissal: a key or scrubbed words.
    """
    rows = await connection.execute(
        update(Unanswered)
        .where(Unanswered.id.in_(ids), Unanswered.settled_at.is_(None))
        .values(settled_at=now, settled_as=how, settled_why=why[:_LONGEST_WHY] if why else None)
        .returning(Unanswered.id)
    )
    return sorted(row.id for row in rows)


async def askers(connection: AsyncConnection, ids: Collection[int]) -> list[Asker]:
    """Who asked these questions and may be written to: alone with the bot, not gone, not unwilling.

    Each once, with the question they asked last.
    """
    rows = await connection.execute(
        select(Unanswered.chat_id, Unanswered.question)
        .join(Account, Account.chat_id == Unanswered.chat_id)
        .where(
            Unanswered.id.in_(ids),
            Unanswered.chat_id > 0,  # a group's id is negative
            Unanswered.declined_at.is_(None),
            Account.unreachable_since.is_(None),
        )
        .order_by(Unanswered.asked_at, Unanswered.id)
    )
    last = {row.chat_id: row.question for row in rows}
    return [Asker(chat_id, question) for chat_id, question in sorted(last.items())]


async def decline(connection: AsyncConnection, chat_id: int, now: datetime) -> bool:
    """A person wants no reply to what they asked so far; False when nothing was waiting for one."""
    rows = await connection.execute(
        update(Unanswered)
        .where(
            Unanswered.chat_id == chat_id,
            Unanswered.settled_at.is_(None),
            Unanswered.declined_at.is_(None),
        )
        .values(declined_at=now)
        .returning(Unanswered.id)
    )
    return bool(rows.all())
