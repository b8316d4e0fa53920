"""What is noted of a list while it is taken in: kinds and places by number, and rejected rows.

Rejected rows, which may be as many as there are rows, are in SQLite's own temporary database: a
file without a name, gone with the process.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from bot.registry.rejects import Rejected
from bot.registry.store.totals import Kind

_PRAGMAS = (
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA cache_size=-8000",
    "PRAGMA temp_store=FILE",
)
ROWS_BITS = 32
"""A place is the sheet's number, then so many bits of the row's."""


class Notes:
    """Numbers for what many rows share, and the rows that are not taken."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._kinds: dict[tuple[str, str, str], int] = {}
        self._kind_list: list[Kind] = []
        self._sheets: dict[str, int] = {}
        self._sheet_list: list[str] = []

    def kind(self, region: str, segment: str, status: str) -> int:
        """A number for what a row is counted under."""
        key = (region, segment, status)
        number = self._kinds.get(key)
        if number is None:
            number = self._kinds[key] = len(self._kind_list)
            self._kind_list.append(Kind(*key))
        return number

    def kinds(self) -> list[Kind]:
        """The kinds so far, each at the place of its number."""
        return self._kind_list

    def sheet(self, name: str) -> int:
        """A number for a sheet; in the list's order."""
        number = self._sheets.get(name)
        if number is None:
            number = self._sheets[name] = len(self._sheet_list)
            self._sheet_list.append(name)
        return number

    def place_of(self, place: int) -> tuple[str, int]:
        """Sheet and row of a place."""
        return self._sheet_list[place >> ROWS_BITS], place & ((1 << ROWS_BITS) - 1)

    def reject(self, place: int, column: str | None, reason: str) -> None:
        """Note a row that is not taken."""
        self._connection.execute("INSERT INTO rejected VALUES (?, ?, ?)", (place, column, reason))

    def rejected(self) -> Iterator[Rejected]:
        """What was noted, in the list's order."""
        noted = self._connection.execute("SELECT * FROM rejected ORDER BY place")
        for place, column, reason in noted:
            sheet, row = self.place_of(place)
            yield Rejected(sheet, row, column, reason)


@contextmanager
def taking_notes() -> Iterator[Notes]:
    """Nothing noted yet; gone at the end."""
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        connection.execute("CREATE TABLE rejected (place INTEGER, column_name TEXT, reason TEXT)")
        connection.execute("BEGIN")
        yield Notes(connection)
