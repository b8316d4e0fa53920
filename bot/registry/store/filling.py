"""Taking a list in: each row hashed and sealed as soon as it is read, and put on the stage."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.registry.keys import KeyRing
from bot.registry.rejects import Entry, Rejected
from bot.registry.sealing import bound_to, pack
from bot.registry.store.errors import FutureDateError, NoDateError, NoRowsError
from bot.registry.store.stage import Stage, StagedRow
from bot.registry.store.watching import Phase, Progress, Watcher

_ROWS_PER_REPORT = 2_000


class Filling:
    """Fills a stage from a list, and knows afterwards what the list is as a whole."""

    def __init__(self, stage: Stage, keys: KeyRing, watcher: Watcher) -> None:
        self._stage = stage
        self._keys = keys
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
        self._stage.fill(self._sealed(entries))
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

    def _sealed(self, entries: Iterable[Entry | Rejected]) -> Iterator[StagedRow]:
        keys, stage = self._keys, self._stage
        content, seal = keys.content_digest(), keys.sealer()
        make = tuple.__new__  # half the price of a NamedTuple's own
        read = 0
        for item in entries:
            read += 1
            if read % _ROWS_PER_REPORT == 0:
                self.read = read
                self._report()
            if isinstance(item, Rejected):
                self.rejected += 1
                stage.reject(stage.place(item.sheet, item.row), item.column, item.reason)
                continue
            sheet, row, membership = item
            segment = membership.segment._value_
            nik_hash = keys.nik_hash(membership.nik)
            plain = pack(membership)
            bound = bound_to(nik_hash, segment)
            content.update(bound + plain)
            if membership.data_date is None:
                self._each_row_has_a_date = False
            elif self._newest is None or membership.data_date > self._newest:
                self._newest = membership.data_date
            kind = stage.kind(membership.region, segment, membership.status._value_)
            place = stage.place(sheet, row)
            yield make(StagedRow, (nik_hash, kind, place, seal(plain, bound)))
        self.read = read
        self.content = content.digest()
        self._report()

    def _report(self) -> None:
        self._watcher.progress(Progress(Phase.READING, self.read, self.rejected, 0, self.taken))
