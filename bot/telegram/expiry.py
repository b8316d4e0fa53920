"""Messages of the bot that are deleted again after a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.jobs import Job, Worker, enqueue
from bot.storage.models import StoredJob
from bot.telegram.calls import delete
from bot.telegram.delivery import Delivery

DELETE_MESSAGE = "delete_message"


async def expire(
    connection: AsyncConnection, messages: Sequence[tuple[int, int, int]], now: datetime
) -> None:
    """Have messages deleted, each given as chat, message and seconds from now."""
    for chat_id, message_id, seconds in messages:
        await enqueue(
            connection,
            DELETE_MESSAGE,
            {"message_id": message_id},
            run_at=now + timedelta(seconds=seconds),
            chat_id=chat_id,
            key=f"{DELETE_MESSAGE}:{chat_id}:{message_id}",
        )


async def still_to_delete(connection: AsyncConnection, chat_id: int) -> list[int]:
    """The messages of a chat that are waiting to be deleted."""
    waiting = await connection.scalars(
        select(StoredJob.data).where(StoredJob.kind == DELETE_MESSAGE, StoredJob.chat_id == chat_id)
    )
    return [int(data["message_id"]) for data in waiting]


def deleter(delivery: Delivery) -> Worker:
    """The worker that deletes them; one that is gone already is as good as deleted."""

    async def delete_message(job: Job) -> None:
        await delivery.deliver([delete(job.chat_id or 0, job.data["message_id"])])

    return delete_message
