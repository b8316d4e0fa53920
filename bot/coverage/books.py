"""The current figures, read from the database when they have changed."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coverage.book import Book
from bot.coverage.store import load_book
from bot.storage.models import CoverageImport

_Stamp = tuple[int, datetime | None, datetime | None, int]


class Books:
    """One process's copy of the figures. Another replica's import is seen at the next question."""

    def __init__(self) -> None:
        self._stamp: _Stamp | None = None
        self._book = Book(())

    async def current(self, connection: AsyncConnection) -> Book:
        """The figures that hold now."""
        row = (
            await connection.execute(
                select(
                    func.coalesce(func.max(CoverageImport.id), 0),
                    func.max(CoverageImport.imported_at),
                    func.max(CoverageImport.taken_back_at),
                    func.count(CoverageImport.taken_back_at),
                )
            )
        ).one()
        stamp: _Stamp = (row[0], row[1], row[2], row[3])
        if stamp != self._stamp:
            self._book, self._stamp = await load_book(connection), stamp
        return self._book
