"""Figures in the database: read, imported, taken back. Each function is one piece of a transaction.

Of the same figure (region, segment, indicator, day, source) in several imports one counts: what
people imported before what came with the program, and of those the latest that wasn't taken back.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, exists, func, insert, select, text, update
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from bot.coverage.amounts import Amount
from bot.coverage.book import Book
from bot.coverage.figures import Basis, Counted, Figure, Source
from bot.coverage.importing import Change, ChangeKind, Preview, preview
from bot.storage.models import CoverageFigure, CoverageImport
from bot.storage.storage import insert_into
from knowledge.coverage.segments import Segment

_SEPARATOR = "\x1f"
_LISTED = 20


class NotAppliedError(Exception):
    """A preview that can't be applied: it has problems. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did. `import_id` is None when nothing was new."""

    import_id: int | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """An import as admins see it."""

    id: int
    imported_at: datetime
    figures: int
    is_edition: bool
    taken_back_at: datetime | None


async def load_book(connection: AsyncConnection) -> Book:
    """All current figures."""
    rows = await connection.execute(
        select(CoverageFigure.__table__)
        .where(CoverageFigure.current)
        .order_by(CoverageFigure.import_id, CoverageFigure.row, CoverageFigure.id)
    )
    return Book(_figure(row) for row in rows)


async def preview_import(
    connection: AsyncConnection, name: str, content: bytes, today: date
) -> Preview:
    """What importing a file would change, compared with what is stored. Writes nothing."""
    book = await load_book(connection)
    return preview(book.figures, name, content, today)


async def apply_import(
    connection: AsyncConnection, name: str, content: bytes, now: datetime, today: date
) -> Applied:
    """Import a file, whole or not at all; the same file again changes nothing.

    The file is compared anew, so that what was stored since a preview counts. Raises
    NotAppliedError when there are problems.
    """
    await _one_at_a_time(connection)
    prepared = await preview_import(connection, name, content, today)
    if prepared.problems:
        raise NotAppliedError
    changes = tuple(c for c in prepared.changes if c.kind is not ChangeKind.SAME)
    if not changes:
        return Applied(None, ())
    import_id = await connection.scalar(
        insert(CoverageImport)
        .values(file_digest=prepared.file_digest, imported_at=now)
        .returning(CoverageImport.id)
    )
    await _write(connection, int(import_id or 0), [(c.row, c.figure) for c in changes])
    await _settle(connection)
    return Applied(import_id, changes)


async def take_back(connection: AsyncConnection, import_id: int, now: datetime) -> bool:
    """Undo an import: what it replaced counts again. False for one that isn't there to undo."""
    await _one_at_a_time(connection)
    taken = await connection.scalar(
        update(CoverageImport)
        .where(
            CoverageImport.id == import_id,
            CoverageImport.taken_back_at.is_(None),
            CoverageImport.edition.is_(None),
        )
        .values(taken_back_at=now)
        .returning(CoverageImport.id)
    )
    if taken is None:
        return False
    await _settle(connection)
    return True


async def imports(connection: AsyncConnection) -> list[ImportRecord]:
    """The newest imports, newest first."""
    rows = await connection.execute(
        select(
            CoverageImport.id,
            CoverageImport.imported_at,
            CoverageImport.edition,
            CoverageImport.taken_back_at,
            func.count(CoverageFigure.id).label("figures"),
        )
        .join(CoverageFigure, CoverageFigure.import_id == CoverageImport.id)
        .group_by(
            CoverageImport.id,
            CoverageImport.imported_at,
            CoverageImport.edition,
            CoverageImport.taken_back_at,
        )
        .order_by(CoverageImport.id.desc())
        .limit(_LISTED)
    )
    return [
        ImportRecord(
            row.id, row.imported_at, row.figures, row.edition is not None, row.taken_back_at
        )
        for row in rows
    ]


async def put_edition(
    connection: AsyncConnection, digest: str, figures: Sequence[tuple[int, Figure]], now: datetime
) -> bool:
    """Let the figures that came with the program be those of this edition; True if they changed.

    Figures that people imported stay as they are and go before an edition's.
    """
    await _one_at_a_time(connection)
    current = await connection.scalar(
        select(CoverageImport.edition).where(
            CoverageImport.edition.is_not(None), CoverageImport.taken_back_at.is_(None)
        )
    )
    if current == digest:
        return False
    await connection.execute(
        update(CoverageImport)
        .where(CoverageImport.edition.is_not(None), CoverageImport.taken_back_at.is_(None))
        .values(taken_back_at=now)
    )
    import_id = await connection.scalar(
        insert_into(connection, CoverageImport)
        .values(edition=digest, file_digest=digest, imported_at=now)
        .on_conflict_do_nothing(index_elements=["edition"])
        .returning(CoverageImport.id)
    )
    if import_id is not None:
        await _write(connection, import_id, figures)
    else:  # an edition that was there before: its figures are still stored
        await connection.execute(
            update(CoverageImport)
            .where(CoverageImport.edition == digest)
            .values(taken_back_at=None, imported_at=now)
        )
    await _settle(connection)
    return True


async def _one_at_a_time(connection: AsyncConnection) -> None:
    """Let no other replica import meanwhile; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("LOCK TABLE coverage_imports IN SHARE ROW EXCLUSIVE MODE"))


async def _write(
    connection: AsyncConnection, import_id: int, figures: Iterable[tuple[int, Figure]]
) -> None:
    rows = [_row(import_id, number, figure) for number, figure in figures]
    await connection.execute(insert(CoverageFigure), rows)


async def _settle(connection: AsyncConnection) -> None:
    """Mark the figures that count."""
    figure, other = CoverageFigure, aliased(CoverageFigure)
    mine, its = aliased(CoverageImport), aliased(CoverageImport)
    counts = exists(
        select(mine.id).where(mine.id == figure.import_id, mine.taken_back_at.is_(None))
    )
    beaten = exists(
        select(other.id)
        .join(its, its.id == other.import_id)
        .join(mine, mine.id == figure.import_id)
        .where(
            other.key_digest == figure.key_digest,
            its.taken_back_at.is_(None),
            (_rank(its) > _rank(mine))
            | ((_rank(its) == _rank(mine)) & (other.import_id > figure.import_id)),
        )
    )
    current = counts & ~beaten
    await connection.execute(
        update(figure).where(figure.current != current).values(current=~figure.current)
    )


def _rank(of: Any) -> Any:
    """Figures that people imported go before those that came with the program."""
    return case((of.edition.is_(None), 1), else_=0)


def _row(import_id: int, number: int, figure: Figure) -> dict[str, Any]:
    def stored(amount: Amount | None) -> str | None:
        return amount.stored() if amount else None

    return {
        "import_id": import_id,
        "row": number,
        "key_digest": _digest(figure),
        "current": False,
        "region": figure.region,
        "segment": figure.segment.value,
        "indicator": figure.indicator,
        "as_of": figure.as_of,
        "announced": stored(figure.announced),
        "numerator": stored(figure.numerator),
        "counted": figure.counted.value,
        "denominator": stored(figure.denominator),
        "basis": figure.basis.value,
        "uncovered": stored(figure.uncovered),
        "value": stored(figure.value),
        "unit": figure.unit,
        "source_title": figure.source.title,
        "source_url": figure.source.url,
        "published": figure.source.published,
        "note": figure.note,
    }


def _digest(figure: Figure) -> str:
    parts = _SEPARATOR.join(str(part) for part in figure.key)
    return hashlib.sha256(parts.encode()).hexdigest()


def _figure(row: Row[Any]) -> Figure:
    def amount(stored: str | None) -> Amount | None:
        return Amount.from_stored(stored) if stored else None

    return Figure(
        region=row.region,
        segment=Segment(row.segment),
        as_of=row.as_of,
        source=Source(row.source_title, row.source_url, row.published),
        indicator=row.indicator,
        announced=amount(row.announced),
        numerator=amount(row.numerator),
        counted=Counted(row.counted),
        denominator=amount(row.denominator),
        basis=Basis(row.basis),
        uncovered=amount(row.uncovered),
        value=amount(row.value),
        unit=row.unit,
        note=row.note,
        import_id=row.import_id,
    )
