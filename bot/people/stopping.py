"""/berhenti: everything that is scheduled for a chat stops at once."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import outbox
from bot.people import subscriptions

_WITHDRAWN = "withdrawn"
_UNASKED = ("digest", "coverage_alert")
"""Kinds of runs that are sent without being asked for. Whatever else is, is listed here."""


async def stop_all(connection: AsyncConnection, chat_id: int, now: datetime) -> bool:
    """Stop everything scheduled for a chat, what waits to be sent too; False for nothing."""
    stopped = await subscriptions.stop(connection, chat_id)
    cancelled = [
        await outbox.cancel_for(connection, chat_id, _WITHDRAWN, now, kind) for kind in _UNASKED
    ]
    return stopped or any(cancelled)
