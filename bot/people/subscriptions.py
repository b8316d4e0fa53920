"""What is sent regularly, to whom and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Subscription
from bot.storage.storage import insert_into

MONDAY = 0
EIGHT_IN_THE_MORNING = 8


class Frequency(StrEnum):
    """How often; monthly is on the first of the chosen weekdays in a month."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A chat's subscription. `hour` is in the configured time zone, `weekday` 0 is Monday.

    Slots before `since` are nobody's: it began then, went on then, or got its rhythm then.
    """

    chat_id: int
    regions: tuple[str, ...]
    frequency: Frequency
    weekday: int
    hour: int
    active: bool
    since: datetime
    last_slot: datetime | None


async def subscribe(
    connection: AsyncConnection, chat_id: int, regions: Sequence[str], now: datetime
) -> None:
    """Send a chat the weekly update, Mondays at 8, or again at the time it chose before."""
    statement = insert_into(connection, Subscription).values(
        chat_id=chat_id,
        regions=list(regions),
        frequency=Frequency.WEEKLY,
        weekday=MONDAY,
        hour=EIGHT_IN_THE_MORNING,
        active=True,
        since=now,
    )
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["chat_id"],
            set_={"regions": statement.excluded.regions, "active": True, "since": now},
        )
    )


async def stop(connection: AsyncConnection, chat_id: int) -> bool:
    """Send a chat no more of it; False when nothing was being sent. The settings are kept."""
    return await _set_active(connection, chat_id, active=False)


async def resume(connection: AsyncConnection, chat_id: int, now: datetime) -> bool:
    """Go on with what was stopped, from the next slot on; False when there is nothing stopped."""
    return await _set_active(connection, chat_id, active=True, since=now)


async def change_rhythm(  # noqa: PLR0913, PLR0917 -- a rhythm's parts
    connection: AsyncConnection,
    chat_id: int,
    frequency: Frequency,
    weekday: int,
    hour: int,
    now: datetime,
) -> bool:
    """Send at other times, from the next slot on; False when the chat has no subscription."""
    changed = await connection.scalar(
        update(Subscription)
        .where(Subscription.chat_id == chat_id)
        .values(frequency=frequency, weekday=weekday, hour=hour, since=now)
        .returning(Subscription.chat_id)
    )
    return changed is not None


async def _set_active(
    connection: AsyncConnection, chat_id: int, *, active: bool, since: datetime | None = None
) -> bool:
    changed = await connection.scalar(
        update(Subscription)
        .where(Subscription.chat_id == chat_id, Subscription.active.is_(not active))
        .values(active=active, **({} if since is None else {"since": since}))
        .returning(Subscription.chat_id)
    )
    return changed is not None


async def change_regions(connection: AsyncConnection, chat_id: int, regions: Sequence[str]) -> None:
    """Let what a chat gets follow the regions that it may see."""
    await connection.execute(
        update(Subscription).where(Subscription.chat_id == chat_id).values(regions=list(regions))
    )


async def end(connection: AsyncConnection, chat_id: int) -> None:
    """Forget a subscription: its chat has lost the role it came with."""
    await connection.execute(delete(Subscription).where(Subscription.chat_id == chat_id))


async def of(connection: AsyncConnection, chat_id: int) -> Subscribed | None:
    """A chat's subscription, active or stopped."""
    row = (
        await connection.execute(select(Subscription).where(Subscription.chat_id == chat_id))
    ).first()
    if row is None:
        return None
    return Subscribed(
        row.chat_id,
        tuple(row.regions),
        Frequency(row.frequency),
        row.weekday,
        row.hour,
        row.active,
        row.since,
        row.last_slot,
    )
