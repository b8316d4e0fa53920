"""From a file that was examined to rows taken and rows rejected, one after the other.

A million rows go through here, so a row's ordinary way is short: cells that many rows share are
read once and looked up afterwards, and only what fails is looked at more closely.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.registry.memberships import Membership
from bot.registry.reading.cells import BadCellError, place_text
from bot.registry.reading.dates import read_date, read_month
from bot.registry.reading.examination import Examination, SheetExamination, is_yes_or_no
from bot.registry.reading.fields import DROPPED_WHEN_UNREADABLE, Field
from bot.registry.reading.filling import filled_rows
from bot.registry.reading.heads import Head
from bot.registry.reading.leftovers import Leftovers
from bot.registry.reading.memberships import read_programmes, read_segment, read_status
from bot.registry.reading.people import (
    read_kpj,
    read_name,
    read_nik,
    read_phone,
    read_unrounded_nik,
)
from bot.registry.reading.regions import RegionReader
from bot.registry.reading.tally import Tally
from bot.registry.rejects import Entry, Rejected
from bot.spreadsheets import (
    Cell,
    Kind,
    Limits,
    Row,
    Sheet,
    SpreadsheetError,
    SpreadsheetProblem,
    fingerprint,
    open_spreadsheet,
)

_DEFAULT_LIMITS = Limits()
_MOST_KEPT = 50_000
_NOWHERE = -1
"""Index of a column that the list doesn't have: each row gets a blank cell at its end."""
_SHIFTED = "baris ini punya lebih banyak kolom daripada judulnya: isinya mungkin bergeser"


class NotReadyError(ValueError):
    """The examination isn't ready: something obligatory is missing."""


class Reading:
    """The rows of a file, in order. Iterated once; `tally` counts along."""

    def __init__(
        self, source: Path | bytes, file_name: str, examination: Examination, limits: Limits
    ) -> None:
        self.tally = Tally()
        self._source = source
        self._file_name = file_name
        self._examination = examination
        self._limits = limits

    def __iter__(self) -> Iterator[Entry | Rejected]:
        if fingerprint(self._source) != self._examination.fingerprint:
            raise SpreadsheetError(SpreadsheetProblem.CHANGED)
        with open_spreadsheet(self._source, self._file_name, self._limits) as spreadsheet:
            for sheet, examined in zip(spreadsheet.sheets, self._examination.sheets, strict=True):
                if examined.is_read and examined.head is not None:
                    yield from _SheetReader(
                        examined, examined.head, self._examination, self.tally
                    ).rows(sheet)


def read_entries(
    source: Path | bytes,
    file_name: str,
    examination: Examination,
    limits: Limits = _DEFAULT_LIMITS,
) -> Reading:
    """The rows of an examined file, read as they are taken.

    Raises NotReadyError at once; SpreadsheetError while rows are taken, at the latest after the
    last one, when the file isn't or doesn't stay the one that was examined.
    """
    if not examination.is_ready:
        raise NotReadyError("the examination is not ready")
    return Reading(source, file_name, examination, limits)


class _Cache(dict[Any, Any]):
    """Cell → what it means; cells that can't be read raise each time."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> Any:
        value = self._read(cell)
        if len(self) < _MOST_KEPT:
            self[cell] = value
        return value


@dataclass(frozen=True, slots=True)
class _Readers:
    """What reads each column."""

    regions: _Cache
    segments: _Cache
    statuses: _Cache
    programmes: _Cache
    districts: _Cache
    villages: _Cache
    fundings: _Cache
    starts: _Cache
    months: _Cache
    dates: _Cache


class _SheetReader:
    """Reads the rows of one sheet."""

    def __init__(
        self, examined: SheetExamination, head: Head, examination: Examination, tally: Tally
    ) -> None:
        self._examined = examined
        self._head = head
        self._corrections = examination.corrections
        self._calendar = examination.calendar
        self._system = examination.codes.system
        self._is_text = examination.kind is Kind.TEXT
        self._tally = tally
        self._indexes = {column.field: column.index for column in head.columns if column.field}

    def rows(self, sheet: Sheet) -> Iterator[Entry | Rejected]:
        """All rows under the head."""
        rows = self._under_head(sheet.rows)
        rows = filled_rows(rows, self._head, self._examined.filled_down, sheet.merged)
        leftovers = Leftovers(self._head, self._tally, self._examined.name)
        width, name = self._head.width, self._examined.name
        checks_width = self._is_text
        read = self._row_reader(name)
        entries = rejected = 0
        try:
            for number, cells in rows:
                missing = width - len(cells)
                if missing > 0:
                    cells = cells + [""] * missing  # noqa: PLW2901 -- the row, made whole
                elif missing < 0 and checks_width and any(cells[width:]):
                    rejected += 1
                    yield Rejected(name, number, None, _SHIFTED)
                    continue
                # Columns that the list doesn't have are read here: index -1.
                cells.append("")
                try:
                    try:
                        entry = read(number, cells)
                    except BadCellError as error:
                        entry = self._without_unreadable(read, number, cells, error)
                except BadCellError as error:
                    refused = leftovers.settle(number, cells, error)
                    if refused is not None:
                        rejected += 1
                        yield refused
                    continue
                entries += 1
                yield entry
        finally:
            self._tally.entries += entries
            self._tally.rejected += rejected

    def _without_unreadable(
        self,
        read: Callable[[int, list[Cell]], Entry],
        number: int,
        cells: list[Cell],
        error: BadCellError,
    ) -> Entry:
        """Read the row without the cells that may be left out. Raises BadCellError for others."""
        dropped = []
        while error.field in DROPPED_WHEN_UNREADABLE:
            dropped.append(error.field)
            cells[self._index(error.field)] = ""
            try:
                entry = read(number, cells)
            except BadCellError as another:
                error = another
            else:
                self._tally.dropped.update(map(self._heading, dropped))
                return entry
        raise error

    def _under_head(self, rows: Iterator[Row]) -> Iterator[Row]:
        for number, _ in rows:
            if number >= self._head.last_row:
                break
        return rows

    def _row_reader(self, name: str) -> Callable[[int, list[Cell]], Entry]:
        at = self._index
        nik, person, region, code = map(at, (Field.NIK, Field.NAME, Field.REGION, Field.CODE))
        segment, status, programmes = map(at, (Field.SEGMENT, Field.STATUS, Field.PROGRAMMES))
        district, village, phone = map(at, (Field.DISTRICT, Field.VILLAGE, Field.PHONE))
        kpj, paid, start = map(at, (Field.KPJ, Field.LAST_PAID, Field.START))
        funding, dated = map(at, (Field.FUNDING, Field.DATA_DATE))
        readers = self._readers()
        regions, segments, statuses = readers.regions, readers.segments, readers.statuses
        districts, villages, fundings = readers.districts, readers.villages, readers.fundings
        starts, months, dates = readers.starts, readers.months, readers.dates
        programmes_of = readers.programmes
        nik_of = read_unrounded_nik if self._examined.niks_are_rounded else read_nik
        # A NamedTuple's own __new__ is a Python function; this makes the same at half the price.
        make = tuple.__new__

        def read(number: int, cells: list[Cell]) -> Entry:
            membership = make(
                Membership,
                (
                    nik_of(cells[nik]),
                    read_name(cells[person]),
                    regions[cells[region], cells[code]],
                    segments[cells[segment]],
                    statuses[cells[status]],
                    programmes_of[cells[programmes]],
                    districts[cells[district]],
                    villages[cells[village]],
                    read_phone(cells[phone]),
                    read_kpj(cells[kpj]),
                    months[cells[paid]],
                    starts[cells[start]],
                    fundings[cells[funding]],
                    dates[cells[dated]],
                ),
            )
            return make(Entry, (name, number, membership))

        return read

    def _index(self, wanted: Field) -> int:
        return self._indexes.get(wanted, _NOWHERE)

    def _readers(self) -> "_Readers":
        examined, corrections, calendar = self._examined, self._corrections, self._calendar
        column = self._head.column(Field.STATUS)
        yes_or_no = column is not None and is_yes_or_no(column.heading)
        region = RegionReader(self._system, examined.region or corrections.region)
        return _Readers(
            regions=_Cache(lambda cells: region(*cells)),
            segments=self._cache(read_segment, Field.SEGMENT, corrections.segment),
            statuses=self._cache(
                lambda cell: read_status(cell, yes_or_no=yes_or_no),
                Field.STATUS,
                corrections.status,
            ),
            programmes=_Cache(read_programmes),
            districts=self._cache(
                lambda cell: place_text(cell, Field.DISTRICT), Field.DISTRICT, examined.district
            ),
            villages=_Cache(lambda cell: place_text(cell, Field.VILLAGE)),
            fundings=_Cache(lambda cell: place_text(cell, Field.FUNDING)),
            starts=_Cache(lambda cell: read_date(cell, Field.START, calendar)),
            months=_Cache(lambda cell: read_month(cell, Field.LAST_PAID, calendar)),
            dates=_Cache(lambda cell: read_date(cell, Field.DATA_DATE, calendar)),
        )

    def _cache(self, read: Callable[[Any], Any], wanted: Field, default: Any) -> _Cache:
        """A cache that knows what a list without the column is said to hold."""
        cache = _Cache(read)
        if default is not None and wanted not in self._indexes:
            cache[""] = default
        return cache

    def _heading(self, wanted: Field) -> str:
        column = self._head.column(wanted)
        return column.heading if column else wanted
