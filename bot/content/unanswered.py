"""Questions that the bot could not answer, kept for the admins for thirty days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Unanswered
from knowledge.scrubbing import Scrubbed

_LONGEST_QUESTION = 1_000


@dataclass(frozen=True, slots=True)
class Question:
    """A kept question, scrubbed."""

    text: str
    guesses: Sequence[str]
    asked_at: datetime


async def keep(  # noqa: PLR0913 -- one row, one argument a column
    connection: AsyncConnection,
    *,
    chat_id: int,
    question: Scrubbed,
    outcome: str,
    guesses: Sequence[str],
    now: datetime,
) -> None:
    """Keep a question. It takes `Scrubbed`, so that no unscrubbed text can get here."""
    await connection.execute(
        insert(Unanswered).values(
            chat_id=chat_id,
            question=question.text[:_LONGEST_QUESTION],
            outcome=outcome,
            guesses=list(guesses),
            asked_at=now,
        )
    )


async def newest(connection: AsyncConnection, limit: int) -> tuple[int, list[Question]]:
    """How many questions are kept, and the newest of them."""
    total = await connection.scalar(select(func.count()).select_from(Unanswered))
    rows = await connection.execute(
        select(Unanswered.question, Unanswered.guesses, Unanswered.asked_at)
        .order_by(Unanswered.asked_at.desc(), Unanswered.id.desc())
        .limit(limit)
    )
    return total or 0, [Question(row.question, row.guesses, row.asked_at) for row in rows]
