"""Whether answers helped."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Feedback
from bot.storage.storage import insert_into
from knowledge.scrubbing import Scrubbed


async def vote(  # noqa: PLR0913 -- one row, one argument a column
    connection: AsyncConnection,
    *,
    chat_id: int,
    message_id: int,
    topic: str,
    helpful: bool,
    now: datetime,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Record a vote on one answer; a later vote on the same message replaces the earlier.

    `version` is the topic's version that was shown, where that is known.
    """
    statement = insert_into(connection, Feedback).values(
        chat_id=chat_id,
        message_id=message_id,
        topic=topic,
        helpful=helpful,
        version=version,
        reason=reason,
        given_at=now,
    )
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["chat_id", "message_id"],
            set_={"helpful": helpful, "reason": reason, "given_at": now},
        )
    )


async def comment(
    connection: AsyncConnection, *, chat_id: int, message_id: int, text: Scrubbed
) -> None:
    """Add a person's own words to a vote."""
    await connection.execute(
        update(Feedback)
        .where(Feedback.chat_id == chat_id, Feedback.message_id == message_id)
        .values(comment=text.text[:1_000])
    )


async def votes(connection: AsyncConnection, topic: str) -> list[tuple[bool, str | None]]:
    """The votes on a topic: helpful or not, and the reason."""
    rows = await connection.execute(
        select(Feedback.helpful, Feedback.reason).where(Feedback.topic == topic)
    )
    return [(row.helpful, row.reason) for row in rows]
