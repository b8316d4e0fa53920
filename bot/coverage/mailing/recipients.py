"""Who gets an update, and which slots of theirs have passed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import product

from sqlalchemy import ColumnElement, and_, false, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coverage.digest.slots import Rhythm, Slot
from bot.people.subscriptions import Frequency, Subscribed
from bot.storage.models import Subscription

RHYTHMS = tuple(
    Rhythm(frequency, weekday, hour)
    for frequency, weekday, hour in product(Frequency, range(7), range(24))
)
Slots = Mapping[Rhythm, Slot]


async def due(connection: AsyncConnection, slots: Slots, limit: int) -> list[Subscribed]:
    """Chats whose slot is one of these and that got nothing for it yet."""
    rows = await connection.execute(
        select(Subscription.__table__)
        .where(Subscription.active, _waits_for(slots))
        .order_by(Subscription.chat_id)
        .limit(limit)
    )
    return [_subscribed(row) for row in rows]


async def active(connection: AsyncConnection, after: int | None, limit: int) -> list[Subscribed]:
    """Chats that get updates, in the order of their ids, from behind `after`."""
    query = select(Subscription.__table__).where(Subscription.active)
    if after is not None:
        query = query.where(Subscription.chat_id > after)
    rows = await connection.execute(query.order_by(Subscription.chat_id).limit(limit))
    return [_subscribed(row) for row in rows]


async def count_active(connection: AsyncConnection) -> int:
    """How many chats get updates."""
    query = select(func.count()).select_from(Subscription).where(Subscription.active)
    return await connection.scalar(query) or 0


async def unchanged(connection: AsyncConnection, read: Sequence[Subscribed]) -> list[Subscribed]:
    """Those of the chats that are still as they were read, now locked until the transaction ends.

    Another replica may have served some meanwhile, a right may have been revoked, regions changed.
    """
    ids = [each.chat_id for each in read]
    rows = await connection.execute(
        select(Subscription.__table__)
        .where(Subscription.chat_id.in_(ids), Subscription.active)
        .order_by(Subscription.chat_id)  # two replicas that lock the same rows wait in order
        .with_for_update()
    )
    now = {row.chat_id: _subscribed(row) for row in rows}
    return [each for each in read if now.get(each.chat_id) == each]


async def served(connection: AsyncConnection, chats: Mapping[datetime, Sequence[int]]) -> None:
    """Chats have got what their slots are for."""
    for moment, ids in chats.items():
        await connection.execute(
            update(Subscription).where(Subscription.chat_id.in_(ids)).values(last_slot=moment)
        )


async def skip(connection: AsyncConnection, slots: Slots) -> int:
    """Give up slots that are too long ago; for how many chats."""
    skipped = 0
    for rhythm, slot in slots.items():
        done = await connection.execute(
            update(Subscription)
            .where(Subscription.active, _waits_for({rhythm: slot}))
            .values(last_slot=slot.moment)
        )
        skipped += done.rowcount
    return skipped


async def is_anybody_waiting(connection: AsyncConnection, slots: Slots) -> bool:
    """Whether some chat got nothing for one of these slots: a look that locks nothing."""
    query = select(Subscription.chat_id).where(Subscription.active, _waits_for(slots)).limit(1)
    return await connection.scalar(query) is not None


def _waits_for(slots: Slots) -> ColumnElement[bool]:
    """A slot before somebody subscribed, or before their last one, isn't theirs."""
    return or_(
        false(),
        *(
            and_(
                Subscription.frequency == rhythm.frequency,
                Subscription.weekday == rhythm.weekday,
                Subscription.hour == rhythm.hour,
                Subscription.since < slot.moment,
                or_(Subscription.last_slot.is_(None), Subscription.last_slot < slot.moment),
            )
            for rhythm, slot in slots.items()
        ),
    )


def _subscribed(row: object) -> Subscribed:
    values = {name: getattr(row, name) for name in Subscribed.__dataclass_fields__}
    values |= {"regions": tuple(values["regions"]), "frequency": Frequency(values["frequency"])}
    return Subscribed(**values)
