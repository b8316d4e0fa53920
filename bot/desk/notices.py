"""What the desk does by itself, as jobs: tell the admins, remind them, close what has gone quiet.

Every message asks for a job of its own, and whichever comes first speaks for all that wait: so
nothing is told twice, and nothing is forgotten by two that come at the same moment.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import jobs
from bot.desk.conversations import STAYS_OPEN, Conversation, State
from bot.desk.office import OfficeHours
from bot.storage.models import DeskConversation

NOTICE, REMINDER, CLOSE = "desk_notice", "desk_reminder", "desk_close"
_GATHERS = timedelta(seconds=20)
"""What comes within this time is told together."""
NOT_OFTENER_THAN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many conversations wait, and since when the one that has waited longest."""

    count: int
    since: datetime


async def ask_for_jobs(  # noqa: PLR0913 -- a message and the settings that it falls under
    connection: AsyncConnection,
    conversation: Conversation,
    *,
    message_id: int,
    reminds_after: timedelta,
    hours: OfficeHours,
    now: datetime,
) -> None:
    """After a person's message: the admins are to be told, and reminded if nobody answers."""
    last = await _last_notice(connection)
    run_at = now + _GATHERS
    if last is not None:
        run_at = max(run_at, last + NOT_OFTENER_THAN)
    await jobs.enqueue(
        connection,
        NOTICE,
        {},
        run_at=run_at,
        chat_id=conversation.chat_id,
        key=f"{NOTICE}:{conversation.id}:{message_id}",
    )
    await ask_for_reminder(
        connection, conversation, reminds_after, hours, conversation.waiting_since
    )


async def ask_for_reminder(
    connection: AsyncConnection,
    conversation: Conversation,
    reminds_after: timedelta,
    hours: OfficeHours,
    since: datetime | None,
) -> None:
    """Have the admins reminded so long after a moment, once they are there."""
    if since is None:
        return
    await jobs.enqueue(
        connection,
        REMINDER,
        {"conversation": conversation.id},
        run_at=hours.next_opening(since + reminds_after),
        chat_id=conversation.chat_id,
        key=f"{REMINDER}:{conversation.id}:{int(since.timestamp())}",
    )


async def ask_to_close(connection: AsyncConnection, conversation: Conversation) -> None:
    """After an answer: the conversation closes unless the person writes again."""
    if conversation.answered_at is None:
        return
    await jobs.enqueue(
        connection,
        CLOSE,
        {"conversation": conversation.id},
        run_at=conversation.answered_at + STAYS_OPEN,
        chat_id=conversation.chat_id,
        key=f"{CLOSE}:{conversation.id}:{int(conversation.answered_at.timestamp())}",
    )


async def again_at(connection: AsyncConnection, now: datetime) -> datetime | None:
    """When the admins may be told next, if they were told only a moment ago."""
    last = await _last_notice(connection)
    return last + NOT_OFTENER_THAN if last is not None and now < last + NOT_OFTENER_THAN else None


async def newly_waiting(connection: AsyncConnection, now: datetime) -> Waiting | None:
    """What waits and was not told yet; it counts as told from now on."""
    return await _mark(
        connection,
        or_(
            DeskConversation.noticed_at.is_(None),
            DeskConversation.noticed_at < DeskConversation.waiting_since,
        ),
        noticed_at=now,
    )


async def waiting_too_long(
    connection: AsyncConnection, now: datetime, reminds_after: timedelta
) -> Waiting | None:
    """What has waited so long without a reminder, or since the last one; now it was given."""
    before = now - reminds_after
    return await _mark(
        connection,
        DeskConversation.waiting_since <= before,
        or_(
            DeskConversation.reminded_at.is_(None),
            DeskConversation.reminded_at <= before,
            DeskConversation.reminded_at < DeskConversation.waiting_since,
        ),
        reminded_at=now,
    )


async def _mark(
    connection: AsyncConnection, *which: ColumnElement[bool], **values: Any
) -> Waiting | None:
    rows = await connection.execute(
        update(DeskConversation)
        .where(DeskConversation.state == State.WAITING, *which)
        .values(**values)
        .returning(DeskConversation.waiting_since)
    )
    since = [row.waiting_since for row in rows]
    return Waiting(len(since), min(since)) if since else None


async def _last_notice(connection: AsyncConnection) -> datetime | None:
    last: datetime | None = await connection.scalar(select(func.max(DeskConversation.noticed_at)))
    return last
