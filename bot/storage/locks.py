"""Taking turns at what must not be done by two transactions at once."""

from enum import IntEnum

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_TAKE = text("SELECT pg_advisory_xact_lock(:number)")


class Lock(IntEnum):
    """What is locked. Whoever needs several takes them in this order; the numbers are our own."""

    PEOPLE = 6_401
    """Who has which role."""
    AUDIT = 6_402
    """The end of the audit log's chain."""


async def take(connection: AsyncConnection, lock: Lock) -> None:
    """Wait until no other transaction has the lock; it is free again when this one ends.

    On SQLite a transaction that may write is the only one anyway.
    """
    if connection.dialect.name != "sqlite":
        await connection.execute(_TAKE, {"number": int(lock)})
