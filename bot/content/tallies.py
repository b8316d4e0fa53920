"""Counts per day, without persons: which topics were answered, how often the bot had no answer."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Tally
from bot.storage.storage import insert_into


async def add(
    connection: AsyncConnection, day: date, counts: Mapping[tuple[str, str], int]
) -> None:
    """Add to the counts of a day, by (kind, name)."""
    if not counts:
        return
    statement = insert_into(connection, Tally)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["day", "kind", "name"],
            set_={"count": Tally.count + statement.excluded["count"]},
        ),
        [
            {"day": day, "kind": kind, "name": name, "count": count}
            # In order: two replicas that lock the same rows must not wait for each other.
            for (kind, name), count in sorted(counts.items())
        ],
    )


async def of_day(connection: AsyncConnection, day: date) -> dict[tuple[str, str], int]:
    """The counts of a day."""
    rows = await connection.execute(
        select(Tally.kind, Tally.name, Tally.count).where(Tally.day == day)
    )
    return {(row.kind, row.name): row[2] for row in rows}
