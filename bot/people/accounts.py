"""Chats the bot knows: when they were last seen and whether they can be written to."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Account
from bot.storage.storage import insert_into


async def seen(connection: AsyncConnection, chat_ids: Collection[int], now: datetime) -> None:
    """Note that chats wrote today; whoever writes can be written to."""
    if not chat_ids:
        return
    statement = insert_into(connection, Account)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["chat_id"],
            set_={"last_seen": statement.excluded.last_seen, "unreachable_since": None},
        ),
        [
            {"chat_id": chat_id, "first_seen": now.date(), "last_seen": now.date()}
            # In order: two replicas that lock the same rows must not wait for each other.
            for chat_id in sorted(chat_ids)
        ],
    )


async def unreachable(
    connection: AsyncConnection, chat_ids: Collection[int], now: datetime
) -> None:
    """Note that chats can't be written to; they are back when they write or press /start."""
    if chat_ids:
        await connection.execute(
            update(Account).where(Account.chat_id.in_(chat_ids)).values(unreachable_since=now)
        )


async def moved(connection: AsyncConnection, old: int, new: int) -> None:
    """A group became a supergroup: it keeps its row under the new id."""
    is_known = await connection.scalar(select(Account.chat_id).where(Account.chat_id == old))
    if is_known is None:
        return  # it has moved already
    await connection.execute(delete(Account).where(Account.chat_id == new))
    await connection.execute(update(Account).where(Account.chat_id == old).values(chat_id=new))
