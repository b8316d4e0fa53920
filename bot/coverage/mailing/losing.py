"""A reader can't be written to any more: nothing more is sent, and admins are told."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox import Message, NewRun, enqueue
from bot.people import subscriptions
from bot.people.roles import Role
from bot.storage.models import GroupRecipient, RoleGrant
from bot.telegram.calls import send_text

_KIND = "reader_lost"


class Losing:
    """The outbox's hook for recipients that refuse messages."""

    def __init__(
        self,
        admin_ids: frozenset[int],
        words: Callable[[str | None], str],
        clock: Callable[[], datetime],
    ) -> None:
        self._admin_ids = admin_ids
        self._words = words
        self._clock = clock

    async def __call__(self, connection: AsyncConnection, chat_id: int) -> None:
        """Stop what was sent regularly; admins hear of it once, as nothing is active then."""
        if not await subscriptions.stop(connection, chat_id):
            return
        now = self._clock()
        html = self._words(await _name(connection, chat_id))
        granted = await connection.scalars(
            select(RoleGrant.person_id).where(
                RoleGrant.role == Role.ADMIN, RoleGrant.revoked_at.is_(None)
            )
        )
        admins = sorted({*self._admin_ids, *granted} - {chat_id})
        messages = [Message(admin, send_text(admin, html)) for admin in admins]
        await enqueue(connection, NewRun(_KIND, now.isoformat()), messages, now)


async def _name(connection: AsyncConnection, chat_id: int) -> str | None:
    """The official's or the group's name as admins see it."""
    official: str | None = await connection.scalar(
        select(RoleGrant.name).where(RoleGrant.person_id == chat_id, RoleGrant.revoked_at.is_(None))
    )
    if official is not None:
        return official
    title: str | None = await connection.scalar(
        select(GroupRecipient.title).where(GroupRecipient.chat_id == chat_id)
    )
    return title
