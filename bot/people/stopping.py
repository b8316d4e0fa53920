"""/berhenti: everything that is scheduled for a chat stops at once."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import outbox
from bot.content import unanswered
from bot.people import subscriptions

_WITHDRAWN = "withdrawn"
_UNASKED = ("digest", "coverage_alert")
"""Kinds of runs that carry reports."""


async def _stop_reports(connection: AsyncConnection, chat_id: int, now: datetime) -> bool:
    stopped = await subscriptions.stop(connection, chat_id)
    cancelled = [
        await outbox.cancel_for(connection, chat_id, _WITHDRAWN, now, kind) for kind in _UNASKED
    ]
    return stopped or any(cancelled)


async def _stop_late_answers(connection: AsyncConnection, chat_id: int, now: datetime) -> bool:
    declined = await unanswered.decline(connection, chat_id, now)
    cancelled = await outbox.cancel_for(connection, chat_id, _WITHDRAWN, now, unanswered.ANSWERS)
    return declined or cancelled > 0


_STOPS: tuple[Callable[[AsyncConnection, int, datetime], Awaitable[bool]], ...] = (
    _stop_reports,
    _stop_late_answers,
)
"""What can be scheduled, each with the way to stop it. Whatever sends unasked is listed here."""


async def stop_all(connection: AsyncConnection, chat_id: int, now: datetime) -> bool:
    """Stop everything scheduled for a chat; False when there was nothing."""
    stopped = [await stop(connection, chat_id, now) for stop in _STOPS]
    return any(stopped)
