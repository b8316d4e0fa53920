"""How often may be looked up: counted in the database, before anything is compared.

A count is one upsert that gives the new count back and keeps its row locked until the transaction
ends, so that replicas that count at once don't overtake each other. A look-up takes the account's
row first, then the NIK's: no two wait for each other in a circle.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import LookupAttempt, LookupCount
from bot.storage.storage import insert_into

ACCOUNT, NIK, EVERYBODY = "account", "nik", "everybody"
DISTINCT_WITHIN = timedelta(days=30)
_HOUR = timedelta(hours=1)


class ProofKind(StrEnum):
    """What a person may show to see more than "found"."""

    CONTACT = "contact"
    KPJ = "kpj"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Budgets:
    """The limits, all inclusive: the sixth attempt of a day is refused where five are allowed."""

    attempts_per_day: int = 5
    niks_per_30_days: int = 3
    failures_per_nik: int = 5
    """A day, from anyone."""
    failures_per_hour: int = 300
    """Of the whole bot; more than these close the look-up for everybody until the hour is over."""


def end_of_day(now: datetime) -> datetime:
    """The midnight after a moment, by the moment's own zone."""
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def end_of_hour(now: datetime) -> datetime:
    """The full hour after a moment."""
    return (now + _HOUR).replace(minute=0, second=0, microsecond=0)


async def count(connection: AsyncConnection, scope: str, key: str, ends_at: datetime) -> int:
    """Count one more; how many there are now in the period that ends then."""
    statement = insert_into(connection, LookupCount).values(
        scope=scope, key=key, ends_at=ends_at, count=1
    )
    return int(
        await connection.scalar(
            statement.on_conflict_do_update(
                index_elements=["scope", "key", "ends_at"],
                set_={"count": LookupCount.count + 1},
            ).returning(LookupCount.count)
        )
        or 0
    )


async def counted(connection: AsyncConnection, scope: str, key: str, ends_at: datetime) -> int:
    """How many were counted in a period."""
    found = await connection.scalar(
        select(LookupCount.count).where(
            LookupCount.scope == scope, LookupCount.key == key, LookupCount.ends_at == ends_at
        )
    )
    return found or 0


async def give_back(
    connection: AsyncConnection, scope: str, key: str, ends_at: datetime, number: int
) -> None:
    """Take back what was counted in advance; 0 is as much work as 1."""
    await connection.execute(
        update(LookupCount)
        .where(LookupCount.scope == scope, LookupCount.key == key, LookupCount.ends_at == ends_at)
        .values(count=LookupCount.count - bindparam("number")),
        {"number": number},
    )


async def distinct_niks(connection: AsyncConnection, account: int, now: datetime) -> int:
    """How many NIKs an account looked up in thirty days, this one included."""
    found = await connection.scalar(
        select(func.count(func.distinct(LookupAttempt.nik_hash))).where(
            LookupAttempt.account == account, LookupAttempt.at > now - DISTINCT_WITHIN
        )
    )
    return found or 0
