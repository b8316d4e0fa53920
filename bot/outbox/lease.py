"""One replica at a time sends bulk: a row that says who, until when.

Each change of hands raises the token. The holder shows its token in every transaction in which it
takes messages: one that was paused for longer than the lease finds the token changed and takes
nothing more. The replicas' clocks must agree within seconds (NTP).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import OutboxLease
from bot.storage.storage import insert_into

_NAME = "sender"
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Held:
    """A lease in one's hands. `paused_until`: Telegram asked some replica for a pause."""

    token: int
    paused_until: datetime


async def is_free(connection: AsyncConnection, owner: str, now: datetime) -> bool:
    """Whether nobody else holds the lease: a look that locks nothing."""
    taken = await connection.scalar(
        select(OutboxLease.name).where(
            OutboxLease.name == _NAME, OutboxLease.expires_at > now, OutboxLease.owner != owner
        )
    )
    return taken is None


async def acquire(
    connection: AsyncConnection, owner: str, now: datetime, lasts: timedelta
) -> Held | None:
    """Take the lease if nobody else holds it."""
    await _ensure(connection)
    row = (
        await connection.execute(
            update(OutboxLease)
            .where(
                OutboxLease.name == _NAME,
                or_(OutboxLease.expires_at <= now, OutboxLease.owner == owner),
            )
            .values(token=OutboxLease.token + 1, owner=owner, expires_at=now + lasts)
            .returning(OutboxLease.token, OutboxLease.paused_until)
        )
    ).one_or_none()
    return Held(*row) if row is not None else None


async def keep(
    connection: AsyncConnection, token: int, now: datetime, lasts: timedelta
) -> Held | None:
    """Prolong the lease, and lock it until the transaction ends; None: it is another's now."""
    row = (
        await connection.execute(
            update(OutboxLease)
            .where(OutboxLease.name == _NAME, OutboxLease.token == token)
            .values(expires_at=now + lasts)
            .returning(OutboxLease.token, OutboxLease.paused_until)
        )
    ).one_or_none()
    return Held(*row) if row is not None else None


async def release(connection: AsyncConnection, token: int, now: datetime) -> None:
    """Let another have it at once."""
    await connection.execute(
        update(OutboxLease)
        .where(OutboxLease.name == _NAME, OutboxLease.token == token)
        .values(expires_at=now, owner="")
    )


async def pause(connection: AsyncConnection, until: datetime) -> None:
    """Whoever holds the lease, now or later, sends nothing before `until`."""
    await _ensure(connection)
    await connection.execute(
        update(OutboxLease)
        .where(OutboxLease.name == _NAME, OutboxLease.paused_until < until)
        .values(paused_until=until)
    )


async def _ensure(connection: AsyncConnection) -> None:
    statement = insert_into(connection, OutboxLease).values(
        name=_NAME, token=0, owner="", expires_at=_NEVER, paused_until=_NEVER
    )
    await connection.execute(statement.on_conflict_do_nothing(index_elements=["name"]))
