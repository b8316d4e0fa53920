"""Taking a list in: each row is hashed and sealed as soon as it is read."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.registry.rejects import Entry, Rejected
from bot.registry.sealing import Flat, flat
from bot.registry.store.errors import FutureDateError, NoDateError, NoRowsError
from bot.registry.store.notes import ROWS_BITS, Notes
from bot.registry.store.sealer import BATCH, Batch, Sealing
from bot.registry.store.watching import Phase, Progress, Watcher


class Filling:
    """Has a list sealed, and knows afterwards what the list is as a whole."""

    def __init__(self, notes: Notes, sealing: Sealing, watcher: Watcher) -> None:
        self._notes = notes
        self._sealing = sealing
        self._watcher = watcher
        self.read = 0
        self.rejected = 0
        self.content = b""
        """Keyed digest of all rows that were taken, in order."""
        self._newest: date | None = None
        self._each_row_has_a_date = True

    @property
    def taken(self) -> int:
        """Rows that are on the stage."""
        return self.read - self.rejected

    def fill(self, entries: Iterable[Entry | Rejected]) -> None:
        """Take the list in. Raises NoRowsError when there is nothing to take."""
        self.content = self._sealing.fill(self._batches(entries))
        if not self.taken:
            raise NoRowsError

    def as_of(self, said: date | None, today: date) -> date:
        """The list's date: the one said, or the newest of the rows' own if each has one.

        Raises NoDateError, FutureDateError.
        """
        as_of = said
        if as_of is None and self._each_row_has_a_date:
            as_of = self._newest
        if as_of is None:
            raise NoDateError
        if as_of > today:
            raise FutureDateError(as_of)
        return as_of

    def _batches(self, entries: Iterable[Entry | Rejected]) -> Iterator[Batch]:
        kinds: list[int] = []
        places: list[int] = []
        rows: list[Flat] = []
        kind_of, newest = self._notes.kind, date.min
        name, sheet = None, 0
        for item in entries:
            self.read += 1
            if item[0] != name:
                name = item[0]
                sheet = self._notes.sheet(name) << ROWS_BITS
            if isinstance(item, Rejected):
                self.rejected += 1
                self._notes.reject(sheet | item.row, item.column, item.reason)
                continue
            _, number, membership = item
            row = flat(membership)
            data_date = membership[-1]
            if data_date is None:
                self._each_row_has_a_date = False
            elif data_date > newest:
                self._newest = newest = data_date
            kinds.append(kind_of(row[3], row[1], row[4]))
            places.append(sheet | number)
            rows.append(row)
            if len(rows) == BATCH:
                self._report()
                yield Batch(kinds, places, rows)
                kinds, places, rows = [], [], []
        if rows:
            yield Batch(kinds, places, rows)
        self._report()

    def _report(self) -> None:
        self._watcher.progress(Progress(Phase.READING, self.read, self.rejected, 0, self.taken))
