"""Where a list waits, hashed and sealed, until it is known whole and can be read in order.

SQLite's own temporary database: a file that has no name, that nobody else can open, and that is
gone with the process, whatever ends it. No NIK and no readable name is ever in it.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import NamedTuple

from bot.registry.rejects import Rejected
from bot.registry.store.totals import Kind

_PRAGMAS = (
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA cache_size=-32000",
    "PRAGMA temp_store=FILE",
)
_ROWS_BITS = 32


class StagedRow(NamedTuple):
    """A membership, hashed and sealed; `place` tells where in the list it stands."""

    nik_hash: bytes
    kind: int
    place: int
    sealed: bytes


class Stage:
    """Rows in the order they come, then in the order of their hashes."""

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

    def kind_of(self, number: int) -> Kind:
        """What `kind` gave this number to."""
        return self._kind_list[number]

    def place(self, sheet: str, row: int) -> int:
        """A number for a place in the list; in the list's order."""
        number = self._sheets.get(sheet)
        if number is None:
            number = self._sheets[sheet] = len(self._sheet_list)
            self._sheet_list.append(sheet)
        return number << _ROWS_BITS | row

    def place_of(self, place: int) -> tuple[str, int]:
        """Sheet and row of a number that `place` gave."""
        return self._sheet_list[place >> _ROWS_BITS], place & ((1 << _ROWS_BITS) - 1)

    def fill(self, rows: Iterable[StagedRow]) -> None:
        """Take rows in; they are asked for as they are needed."""
        self._connection.executemany("INSERT INTO rows VALUES (?, ?, ?, ?)", rows)

    def in_order(self) -> Iterator[StagedRow]:
        """All rows, those of one person together, persons in the order of their hashes."""
        make = tuple.__new__  # half the price of a NamedTuple's own
        for row in self._connection.execute("SELECT * FROM rows ORDER BY nik_hash"):
            yield make(StagedRow, row)

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
def staging() -> Iterator[Stage]:
    """An empty stage, gone at the end."""
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        connection.execute(
            "CREATE TABLE rows (nik_hash BLOB, kind INTEGER, place INTEGER, sealed BLOB)"
        )
        connection.execute("CREATE TABLE rejected (place INTEGER, column_name TEXT, reason TEXT)")
        connection.execute("BEGIN")
        yield Stage(connection)
