"""Chats the bot knows: when they were last seen and whether they can be written to."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    delete,
    exists,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Account, Base
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


async def are_unreachable(connection: AsyncConnection, chat_ids: Collection[int]) -> set[int]:
    """Those of these chats that can't be written to: they blocked the bot."""
    found = await connection.scalars(
        select(Account.chat_id).where(
            Account.chat_id.in_(chat_ids), Account.unreachable_since.is_not(None)
        )
    )
    return set(found)


async def moved(connection: AsyncConnection, old: int, new: int) -> None:
    """A group became a supergroup: all that is kept about it goes on under the new id.

    In every table with a subject column but those that say who moves their rows (`moved_by`): the
    outbox does when it is told of the new id, and merges what both ids would get. Where both ids
    have a row the old one stays, since it is what people have set; done twice it changes nothing
    more.
    """
    for table in Base.metadata.sorted_tables:
        chat = next((column for column in table.columns if column.info.get("subject")), None)
        if chat is not None and "moved_by" not in table.info:
            for key in _keys_with(chat, table):
                await _make_room(connection, table, chat, key, old, new)
            await connection.execute(update(table).where(chat == old).values({chat.name: new}))


def _keys_with(chat: Column[Any], table: Table) -> list[list[str]]:
    """The other columns of each unique key that the chat's id is part of."""
    keys = [
        constraint.columns
        for constraint in table.constraints
        if isinstance(constraint, PrimaryKeyConstraint | UniqueConstraint)
    ]
    return [
        [column.name for column in key if column.name != chat.name]
        for key in keys
        if chat.name in key
    ]


async def _make_room(  # noqa: PLR0913, PLR0917 -- one statement's parts
    connection: AsyncConnection,
    table: Table,
    chat: Column[Any],
    key: list[str],
    old: int,
    new: int,
) -> None:
    """Delete the new id's rows that would be in the way of the old id's."""
    other = table.alias()
    in_the_way = exists().where(
        other.c[chat.name] == old, *(other.c[name] == table.c[name] for name in key)
    )
    await connection.execute(delete(table).where(chat == new, in_the_way))
