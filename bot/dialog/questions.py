"""What a chat asked last, so that the next message can go on from it."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import LastQuestion
from bot.storage.storage import insert_into
from knowledge.context import Previous

GOING_ON_WITHIN = timedelta(minutes=5)
"""After so long a message begins anew."""


async def last(connection: AsyncConnection, chat_id: int) -> Previous | None:
    """The question a chat asked last, as long as it is kept."""
    row = (
        await connection.execute(
            select(LastQuestion.question, LastQuestion.topic).where(LastQuestion.chat_id == chat_id)
        )
    ).one_or_none()
    return Previous(row.question, row.topic) if row is not None else None


async def remember(
    connection: AsyncConnection, asked: Mapping[int, Previous], now: datetime
) -> None:
    """Keep the last question of each chat."""
    if not asked:
        return
    statement = insert_into(connection, LastQuestion)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["chat_id"],
            set_={
                "question": statement.excluded.question,
                "topic": statement.excluded.topic,
                "asked_at": statement.excluded.asked_at,
            },
        ),
        [
            {
                "chat_id": chat_id,
                "question": asked_.question,
                "topic": asked_.topic,
                "asked_at": now,
            }
            for chat_id, asked_ in sorted(asked.items())
        ],
    )
