"""/berhenti: everything that is scheduled for a chat stops at once."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import subscriptions

_STOPS: tuple[Callable[[AsyncConnection, int], Awaitable[bool]], ...] = (subscriptions.stop,)
"""What can be scheduled, each with the way to stop it. Whatever sends unasked is listed here."""


async def stop_all(connection: AsyncConnection, chat_id: int) -> bool:
    """Stop everything scheduled for a chat; False when there was nothing."""
    stopped = [await stop(connection, chat_id) for stop in _STOPS]
    return any(stopped)
