"""Bringing a list into the registry: read, hashed, sealed, staged, appended, put in force.

A new version is filled beside the current one and takes its place in one transaction; until then,
and after a crash anywhere, everybody is found in the current one.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, auto

from pydantic import SecretStr
from sqlalchemy import Connection, Engine, insert, select, update

from bot.registry.keys import KeyRing
from bot.registry.rejects import Entry, Rejected
from bot.registry.store.appending import FIRST, Row, append_rows, page_after
from bot.registry.store.database import reading as database_for_reading
from bot.registry.store.database import sole_writer
from bot.registry.store.errors import (
    NoRowsError,
    OlderListError,
    ShrinkError,
    SupersededError,
)
from bot.registry.store.filling import Filling
from bot.registry.store.key_store import ensure_keys, load_keys
from bot.registry.store.notes import Notes, taking_notes
from bot.registry.store.sealer import Sealing
from bot.registry.store.settling import Settling
from bot.registry.store.statistics import read_totals, write_totals
from bot.registry.store.totals import PROVINCE, Totals
from bot.registry.store.versions import (
    State,
    Version,
    current_version,
    delete_dropped,
    make_current,
)
from bot.registry.store.watching import Phase, Progress, Watcher
from bot.storage.models import RegistryVersion

__all__ = ["Imported", "Outcome", "Phase", "Progress", "Watcher", "Wish", "import_entries"]

_ROWS_PER_REPORT = 2_000
_HELD_ROWS_AT_ONCE = 5_000


class Outcome(Enum):
    """What came of an import."""

    IMPORTED = auto()
    UNCHANGED = auto()
    """The registry says the same already; nothing was done."""
    WOULD_IMPORT = auto()
    """A dry run."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a list is to be imported."""

    as_of: date | None = None
    """None: the newest of the rows' own dates, when each has one."""
    add: bool = False
    """Keep what the registry holds beside the list; a person's row in a segment is replaced."""
    force: bool = False
    """Even if less than half of the people are left."""
    dry_run: bool = False
    imported_by: int | None = None
    """The admin's Telegram id."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. Rows are counted but for `people` and `memberships`."""

    outcome: Outcome
    version: int | None
    as_of: date
    read: int
    rejected: int
    """By the reader, or because of other rows."""
    identical: int
    """Repeated other rows word for word."""
    changed: int
    """Not in the registry before, or otherwise; without `add`: all that were taken."""
    people: int
    memberships: int
    people_before: int

    @property
    def shrinks(self) -> bool:
        """Whether less than half of the people are left: an import refuses it without `force`."""
        return self.people * 2 < self.people_before


def import_entries(  # noqa: PLR0913 -- where to, with what key, what, how, when, who watches
    database_url: str,
    secret: SecretStr | None,
    entries: Iterable[Entry | Rejected],
    wish: Wish,
    *,
    now: datetime,
    watcher: Watcher | None = None,
) -> Imported:
    """Import a list, all of it or nothing.

    Raises RegistryError (see `errors`), KeyProblem, SQLAlchemyError, and what `entries` raises.
    """
    with (
        sole_writer(database_url) as engine,
        database_for_reading(database_url) as reader,
        taking_notes() as notes,
        ExitStack() as resources,
    ):
        if wish.dry_run:
            with reader.connect() as connection:
                keys = load_keys(connection, secret)
        else:
            with engine.begin() as connection:
                keys = ensure_keys(connection, secret, now)
        watcher = watcher or Watcher()
        sealing = Sealing(keys, secret, resources)
        filling = Filling(notes, sealing, watcher)
        work = _Import(engine, reader, keys, notes, sealing, wish, now, watcher, filling)
        return work.run(entries)


@dataclass
class _Import:
    engine: Engine
    reader: Engine
    """The same database without SQLite's write lock."""
    keys: KeyRing
    notes: Notes
    sealing: Sealing
    wish: Wish
    now: datetime
    watcher: Watcher
    filling: Filling

    def run(self, entries: Iterable[Entry | Rejected]) -> Imported:
        try:
            return self._run(entries)
        finally:
            self.watcher.rejected(self.notes.rejected())

    def _run(self, entries: Iterable[Entry | Rejected]) -> Imported:
        self.filling.fill(entries)
        with self.reader.connect() as connection:
            current = current_version(connection)
            known = connection.scalar(
                select(RegistryVersion.content).where(RegistryVersion.state == State.CURRENT)
            )
            base = self._base(connection, current)
        as_of = self.filling.as_of(self.wish.as_of, self.now.date())
        if current is not None and as_of < current.as_of:
            raise OlderListError(as_of, current.as_of)
        if current is not None and current.as_of == as_of and known == self._content():
            return self._unchanged(current)
        settling = Settling(self.keys, self.notes, base)
        rows = settling.rows(self.sealing.in_order(), self._held(current))
        version = None
        if self.wish.dry_run:
            self._count(rows)
        else:
            delete_dropped(self.engine)
            version = self._append(rows, as_of)
        result = self._result(settling, current, as_of, version)
        return self._decide(result, settling, current)

    def _content(self) -> bytes:
        """Names the list and how it is imported."""
        digest = self.keys.content_digest()
        digest.update((b"add" if self.wish.add else b"all") + self.filling.content)
        return digest.digest()

    def _base(self, connection: Connection, current: Version | None) -> Totals:
        if current is None or not self.wish.add:
            return Totals()
        return read_totals(connection, current.id)

    def _held(self, current: Version | None) -> Iterator[Row]:
        """The current version's rows in order, when the list is added to them."""
        if current is None or not self.wish.add:
            return
        last = FIRST
        with self.reader.connect() as connection:
            while rows := page_after(connection, current.id, last):
                connection.rollback()  # a long read would keep SQLite's log from shrinking
                yield from rows
                last = rows[-1][:2]

    def _append(self, rows: Iterator[Row], as_of: date) -> int:
        values = {
            "state": State.STAGING,
            "as_of": as_of,
            "key_id": self.keys.key_id,
            "people": 0,
            "memberships": 0,
            "imported_at": self.now,
            "imported_by": self.wish.imported_by,
            "touched_at": self.now,
        }
        with self.engine.begin() as connection:
            statement = insert(RegistryVersion).values(values).returning(RegistryVersion.id)
            version = connection.execute(statement).scalar_one()
        append_rows(self.engine, version, rows, self._wrote)
        return version

    def _count(self, rows: Iterator[Row]) -> None:
        for count, _ in enumerate(rows, start=1):
            if count % _ROWS_PER_REPORT == 0:
                self._wrote(count)

    def _wrote(self, count: int) -> None:
        filling = self.filling
        self.watcher.progress(
            Progress(Phase.WRITING, filling.read, filling.rejected, count, filling.taken)
        )

    def _result(
        self, settling: Settling, current: Version | None, as_of: date, version: int | None
    ) -> Imported:
        totals = settling.totals.settled()
        return Imported(
            outcome=Outcome.WOULD_IMPORT if version is None else Outcome.IMPORTED,
            version=version,
            as_of=as_of,
            read=self.filling.read,
            rejected=self.filling.rejected + settling.contradicting,
            identical=settling.identical,
            changed=settling.changed,
            people=totals.people[PROVINCE],
            memberships=totals.memberships.total(),
            people_before=current.people if current else 0,
        )

    def _decide(self, result: Imported, settling: Settling, current: Version | None) -> Imported:
        """Put the new version in force, or take it away again."""
        if self.wish.dry_run:
            return result
        try:
            if result.people == 0:
                raise NoRowsError
            if current is not None and self._added_nothing(settling, current, result.as_of):
                return replace(result, outcome=Outcome.UNCHANGED, version=current.id)
            if result.shrinks and not self.wish.force:
                raise ShrinkError(result.people, result.people_before)
            self._put_in_force(result, settling.totals.settled(), current)
        finally:
            delete_dropped(self.engine)
        return result

    def _added_nothing(self, settling: Settling, current: Version, as_of: date) -> bool:
        return self.wish.add and current.as_of == as_of and not settling.changed

    def _put_in_force(self, result: Imported, totals: Totals, current: Version | None) -> None:
        assert result.version is not None  # noqa: S101 -- only a dry run has none
        with self.engine.begin() as connection:
            still = current_version(connection)
            filled = connection.execute(
                update(RegistryVersion)
                .where(RegistryVersion.id == result.version, RegistryVersion.state == State.STAGING)
                .values(
                    people=result.people,
                    memberships=result.memberships,
                    content=self._content(),
                )
            )
            if filled.rowcount != 1 or still != current:
                raise SupersededError
            write_totals(connection, result.version, totals)
            make_current(connection, result.version)

    def _unchanged(self, current: Version) -> Imported:
        return Imported(
            outcome=Outcome.UNCHANGED,
            version=current.id,
            as_of=current.as_of,
            read=self.filling.read,
            rejected=self.filling.rejected,
            identical=0,
            changed=0,
            people=current.people,
            memberships=current.memberships,
            people_before=current.people,
        )
