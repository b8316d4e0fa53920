"""The current figures, read from the database when they have changed."""

from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coverage.book import Book
from bot.coverage.from_registry import PeopleCount, with_registry
from bot.coverage.store import load_book
from bot.registry.memberships import Status
from bot.registry.store.statistics import read_statistics
from bot.registry.store.versions import State
from bot.storage.models import CoverageImport, RegistryVersion
from knowledge.coverage import Segment
from knowledge.coverage.question import PROVINCE

_Stamp = tuple[int, datetime | None, datetime | None, int, int]


class Books:
    """One process's copy of the figures. Another replica's import is seen at the next question.

    With `counts_registry` people of the registry are set against the newest imported number of
    workers. Only where its lists are whole: half a list makes a percentage that misleads.
    """

    def __init__(self, *, counts_registry: bool = False) -> None:
        self._counts_registry = counts_registry
        self._stamp: _Stamp | None = None
        self._book = Book(())

    async def current(self, connection: AsyncConnection) -> Book:
        """The figures that hold now, those computed from the registry beside the published ones."""
        stamp = await _stamp(connection)
        if stamp != self._stamp:
            book = await load_book(connection)
            if self._counts_registry:
                book = with_registry(book, await connection.run_sync(registry_counts))
            self._book, self._stamp = book, stamp
        return self._book

    async def edition(self, connection: AsyncConnection) -> str:
        """A name for the figures that hold now; another one once they change."""
        stamp = await _stamp(connection)
        latest = [part.timestamp() for part in stamp[1:3] if isinstance(part, datetime)]
        return f"{stamp[0]}.{stamp[3]}.{stamp[4]}.{max(latest, default=0.0):.0f}"


async def _stamp(connection: AsyncConnection) -> _Stamp:
    registry = (
        select(func.coalesce(func.max(RegistryVersion.id), 0))
        .where(RegistryVersion.state == State.CURRENT)
        .scalar_subquery()
    )
    row = (
        await connection.execute(
            select(
                func.coalesce(func.max(CoverageImport.id), 0),
                func.max(CoverageImport.imported_at),
                func.max(CoverageImport.taken_back_at),
                func.count(CoverageImport.taken_back_at),
                registry,
            )
        )
    ).one()
    return row[0], row[1], row[2], row[3], row[4]


def registry_counts(connection: Connection) -> list[PeopleCount]:
    """Who is covered by the registry: people of each region once, and members of each segment.

    From counts that each import keeps, so that it costs the same for a million rows.
    """
    statistics = read_statistics(connection)
    if statistics is None:
        return []
    everybody = {**statistics.by_region, PROVINCE: statistics.everybody}
    counts = [
        PeopleCount(region, Segment.ALL, people.active, statistics.as_of)
        for region, people in everybody.items()
    ]
    for kind, members in statistics.counts.items():
        if kind.status == Status.ACTIVE:
            counts.append(
                PeopleCount(kind.region, Segment(kind.segment), members, statistics.as_of)
            )
    return counts
