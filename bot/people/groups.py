"""Groups that get the coverage update: offered when an admin adds the bot, sent to once confirmed.

A group that became a supergroup keeps its row; see `accounts.moved`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import audit, roles, subscriptions
from bot.people.roles import Actor, Regions
from bot.storage.models import GroupRecipient
from bot.storage.storage import insert_into

_OFFER_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Group:
    """A group that is a recipient, or is offered as one (`is_confirmed` False)."""

    id: int
    chat_id: int
    title: str
    regions: Regions
    confirmed_by: int | None
    is_confirmed: bool


async def offer(
    connection: AsyncConnection, chat_id: int, title: str, added_by: int, now: datetime
) -> Group | None:
    """An admin brought the bot into a group. None when the group is a recipient already."""
    statement = insert_into(connection, GroupRecipient).values(
        chat_id=chat_id,
        title=title,
        added_by=added_by,
        added_at=now,
        offer_ends_at=now + _OFFER_LASTS,
        regions=[],
    )
    row = await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["chat_id"],
            set_={
                "title": title,
                "added_by": added_by,
                "added_at": now,
                "offer_ends_at": now + _OFFER_LASTS,
            },
            where=GroupRecipient.confirmed_at.is_(None),
        ).returning(GroupRecipient)
    )
    return _group_or_none(row.first())


async def with_id(connection: AsyncConnection, group_id: int) -> Group | None:
    """A group, confirmed or offered."""
    row = await connection.execute(select(GroupRecipient).where(GroupRecipient.id == group_id))
    return _group_or_none(row.first())


async def confirmed(connection: AsyncConnection) -> list[Group]:
    """The groups that are recipients."""
    rows = await connection.execute(
        select(GroupRecipient)
        .where(GroupRecipient.confirmed_at.is_not(None))
        .order_by(GroupRecipient.title, GroupRecipient.id)
    )
    return [_group(row) for row in rows]


async def confirm(
    connection: AsyncConnection, actor: Actor, group_id: int, regions: Regions, now: datetime
) -> Group | None:
    """Send a group the weekly update on these regions; also to change them.

    None when the group is no longer there. Raises NotAdminError.
    """
    await roles.authorise(connection, actor)
    row = await connection.execute(
        update(GroupRecipient)
        .where(GroupRecipient.id == group_id)
        .values(regions=list(regions), confirmed_by=actor.id, confirmed_at=now, offer_ends_at=None)
        .returning(GroupRecipient)
    )
    group = _group_or_none(row.first())
    if group is not None:
        await subscriptions.subscribe(connection, group.chat_id, regions, now)
        await audit.record(
            connection, actor.id, "group.confirm", f"group/{group_id}", now, regions=list(regions)
        )
    return group


async def remove(
    connection: AsyncConnection, actor: Actor, group_id: int, now: datetime
) -> Group | None:
    """Take a group or an offer away; the group it was. Raises NotAdminError."""
    await roles.authorise(connection, actor)
    group = await with_id(connection, group_id)
    if group is not None:
        await _forget(connection, group)
        await audit.record(connection, actor.id, "group.remove", f"group/{group_id}", now)
    return group


async def gone(connection: AsyncConnection, chat_id: int, now: datetime) -> Group | None:
    """A group removed the bot; the recipient that it was, if it was one."""
    row = await connection.execute(select(GroupRecipient).where(GroupRecipient.chat_id == chat_id))
    group = _group_or_none(row.first())
    if group is not None:
        await _forget(connection, group)
        await audit.record(connection, None, "group.gone", f"group/{group.id}", now)
    return group if group is not None and group.is_confirmed else None


async def _forget(connection: AsyncConnection, group: Group) -> None:
    await connection.execute(delete(GroupRecipient).where(GroupRecipient.id == group.id))
    await subscriptions.end(connection, group.chat_id)


def _group_or_none(row: Any) -> Group | None:
    return None if row is None else _group(row)


def _group(row: Any) -> Group:
    return Group(
        row.id,
        row.chat_id,
        row.title,
        tuple(row.regions),
        row.confirmed_by,
        row.confirmed_at is not None,
    )
