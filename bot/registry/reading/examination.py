"""What a file looks like before anything of it is taken: shown to the person who brought it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path

from bot.registry.reading.cells import BadCellError, checked_text, key_of
from bot.registry.reading.codes import Code, CodeDecision, decide_system, read_code
from bot.registry.reading.corrections import NO_CORRECTIONS, Corrections
from bot.registry.reading.counts import Count, Counts
from bot.registry.reading.dates import Calendar, DateOrder, orders_shown
from bot.registry.reading.fields import Field
from bot.registry.reading.heads import Head, find_head
from bot.registry.reading.memberships import read_segment, read_status
from bot.registry.reading.regions import (
    RegionReader,
    read_name_of_region,
    region_by_full_name,
)
from bot.registry.reading.survey import Survey, survey_rows
from bot.spreadsheets import Cell, Fingerprint, Kind, Limits, Sheet, fingerprint, open_spreadsheet

_DEFAULT_LIMITS = Limits()
_HEAD_ROWS = 400
"""Rows in which a head is looked for, blank ones included."""
_FEWEST_MONTH_FIRST = 3
_GENERIC_SHEETS = frozenset({"sheet", "lembar", "data", "worksheet", "lembar kerja", "peserta"})


@dataclass(frozen=True, slots=True)
class SheetExamination:
    """One sheet. It is read when it has a table of people with all that is obligatory."""

    name: str
    hidden: bool
    rows: int = 0
    """Rows under the head with something in them, totals and footnotes included."""
    head: Head | None = None
    missing: tuple[Field, ...] = ()
    filled_down: tuple[Field, ...] = ()
    """Columns whose blank cells mean "as above"."""
    district: str | None = None
    """The kecamatan that the sheet's name says, in a list without that column."""
    region: str | None = None
    """Kemendagri's code of the kabupaten or kota that the sheet's name says."""
    unsafe_niks: int = 0
    """NIKs in number cells or scientific notation: their rows will be rejected."""
    niks_are_rounded: bool = False
    """Nearly all NIKs end in 0: those rows will be rejected."""
    has_formulas: bool = False
    regions: tuple[Count, ...] = ()
    """None where places are filled from above: they aren't counted before they are filled."""
    segments: tuple[Count, ...] = ()
    statuses: tuple[Count, ...] = ()
    not_understood: tuple[tuple[Field, str, int], ...] = ()
    """Values of segment, status and region that many rows have and nobody understands."""

    @property
    def is_read(self) -> bool:
        """Whether rows are taken from it."""
        return self.head is not None and not self.missing and not self.hidden

    @property
    def may_have_niks(self) -> bool:
        """Whether there is a column of NIKs, or more than one to choose from."""
        unclear = self.head.unclear if self.head else ()
        asked = any(Field.NIK in one.fields for one in unclear)
        return self.head is not None and (asked or Field.NIK not in self.missing)


@dataclass(frozen=True, slots=True)
class Examination:
    """A whole file. Nothing has been taken from it yet."""

    kind: Kind
    fingerprint: Fingerprint
    today: date
    corrections: Corrections
    sheets: tuple[SheetExamination, ...]
    codes: CodeDecision
    date_order: DateOrder | None
    """None: dates show both orders, and those that fit both are rejected."""
    dates_seen: tuple[int, int]
    """Distinct dates that can only be day first, and only month first."""

    @property
    def is_ready(self) -> bool:
        """Whether it can be read: there are NIKs, and nothing obligatory is missing beside them."""
        return bool(self.tables) and all(sheet.is_read for sheet in self.tables)

    @property
    def tables(self) -> tuple[SheetExamination, ...]:
        """The sheets with a table of NIKs; any table while there is none."""
        tables = [sheet for sheet in self.sheets if sheet.head is not None and not sheet.hidden]
        with_niks = [sheet for sheet in tables if sheet.may_have_niks]
        return tuple(with_niks or tables)

    @property
    def rows(self) -> int:
        """Rows of the sheets that are read."""
        return sum(sheet.rows for sheet in self.sheets if sheet.is_read)

    @property
    def calendar(self) -> Calendar:
        """What the file's dates are read with."""
        return Calendar(self.today, self.date_order)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A sheet with what only the examination of the whole file can make sense of."""

    name: str
    hidden: bool
    has_formulas: bool
    merged: frozenset[Field]
    head: Head | None
    survey: Survey


def examine(
    source: Path | bytes,
    file_name: str,
    corrections: Corrections = NO_CORRECTIONS,
    *,
    today: date,
    limits: Limits = _DEFAULT_LIMITS,
) -> Examination:
    """Go through the whole file once. Raises SpreadsheetError when it can't be read."""
    before = fingerprint(source)
    with open_spreadsheet(source, file_name, limits) as spreadsheet:
        seen = [_see(sheet, corrections) for sheet in spreadsheet.sheets]
        kind = spreadsheet.kind
    codes = _decide_codes(seen, corrections)
    order, dates_seen = _decide_order(seen, corrections)
    by_sheet_names = kind is not Kind.TEXT and _sheets_are_districts(seen)
    return Examination(
        kind=kind,
        fingerprint=before,
        today=today,
        corrections=corrections,
        sheets=tuple(_sheet(one, corrections, codes, by_name=by_sheet_names) for one in seen),
        codes=codes,
        date_order=order,
        dates_seen=dates_seen,
    )


def _see(sheet: Sheet, corrections: Corrections) -> _Seen:
    beginning = list(islice(sheet.rows, _HEAD_ROWS))
    head = find_head(beginning, corrections)
    survey = Survey()
    merged: frozenset[Field] = frozenset()
    if head is not None:
        under = (row for row in beginning if row[0] > head.last_row)
        survey = survey_rows(chain(under, sheet.rows), head)
        merged = frozenset(
            column.field
            for column in head.columns
            if column.field
            for part in sheet.merged
            if part.first_column == column.index and part.last_row > part.first_row > head.last_row
        )
    return _Seen(sheet.name, sheet.hidden, sheet.has_formulas, merged, head, survey)


def _decide_codes(seen: Iterable[_Seen], corrections: Corrections) -> CodeDecision:
    pairs: dict[tuple[str | None, Code], None] = {}
    headings: list[str] = []
    for one in seen:
        if one.head is None or one.hidden:
            continue
        columns = (one.head.column(field) for field in (Field.CODE, Field.REGION))
        headings += [column.heading for column in columns if column]
        for name, code in one.survey.regions:
            pairs.update(dict.fromkeys(_codes_of(name, code)))
    return decide_system(pairs, headings, corrections.code_system)


def _codes_of(name: Cell, code: Cell) -> list[tuple[str | None, Code]]:
    """The codes in a row's cells, each with the region that is named beside it."""
    try:
        named = read_name_of_region(checked_text(name, Field.REGION))
        coded = read_code(checked_text(code, Field.CODE))
    except BadCellError:
        return []
    region = next(iter(named.codes)) if len(named.codes) == 1 else None
    return [(region, found) for found in (named.code, coded) if found is not None]


def _decide_order(
    seen: Iterable[_Seen], corrections: Corrections
) -> tuple[DateOrder | None, tuple[int, int]]:
    """Day first, unless dates show something else; only month first needs a few of them."""
    day_first, month_first = orders_shown(chain.from_iterable(one.survey.dates for one in seen))
    order: DateOrder | None = DateOrder.DAY_FIRST
    if corrections.date_order is not None:
        order = corrections.date_order
    elif month_first and not day_first and month_first >= _FEWEST_MONTH_FIRST:
        order = DateOrder.MONTH_FIRST
    elif month_first:
        order = None
    return order, (day_first, month_first)


def _sheets_are_districts(seen: Iterable[_Seen]) -> bool:
    """One sheet per kecamatan: several tables, each with a name of its own."""
    names = [key_of(one.name).rstrip(" 0123456789") for one in seen if one.head and not one.hidden]
    said = [name for name in names if name.startswith(("kec ", "kecamatan "))]
    return bool(names) and (
        len(said) == len(names)
        or (len(names) > 1 and not any(not name or name in _GENERIC_SHEETS for name in names))
    )


def _district_in(name: str) -> str:
    words = name.split()
    if len(words) > 1 and key_of(words[0]) in ("kec", "kecamatan"):
        words = words[1:]
    return " ".join(words)


def _sheet(
    one: _Seen, corrections: Corrections, codes: CodeDecision, *, by_name: bool
) -> SheetExamination:
    if one.head is None:
        return SheetExamination(one.name, one.hidden)
    region = region_by_full_name(one.name) if by_name else None
    district = None
    if by_name and region is None and one.head.column(Field.DISTRICT) is None:
        district = _district_in(one.name)
    if one.head.column(Field.REGION) or one.head.column(Field.CODE):
        region = None
    by_rule = one.survey.filled_down() if corrections.fill_down else ()
    reader = RegionReader(codes.system, region or corrections.region)
    column = one.head.column(Field.STATUS)
    yes_or_no = column is not None and is_yes_or_no(column.heading)
    counts = Counts()
    return SheetExamination(
        name=one.name,
        hidden=one.hidden,
        rows=one.survey.rows,
        head=one.head,
        missing=_missing(one.head, corrections, region),
        filled_down=tuple(field for field in by_rule if field not in one.merged),
        district=district,
        region=region,
        unsafe_niks=one.survey.unsafe_niks,
        niks_are_rounded=one.survey.niks_are_rounded,
        has_formulas=one.has_formulas,
        regions=()
        if {*by_rule, *one.merged} & {Field.REGION, Field.CODE}
        else counts.of(one.survey.regions, lambda pair: reader(*pair), Field.REGION),
        segments=counts.of(one.survey.counted.get(Field.SEGMENT, {}), read_segment, Field.SEGMENT),
        statuses=counts.of(
            one.survey.counted.get(Field.STATUS, {}),
            lambda cell: read_status(cell, yes_or_no=yes_or_no),
            Field.STATUS,
        ),
        not_understood=tuple(counts.not_understood),
    )


def is_yes_or_no(heading: str) -> bool:
    """Whether "ya" and "tidak" under the heading of the status mean active and inactive."""
    return "aktif" in key_of(heading)


def _missing(head: Head, corrections: Corrections, region: str | None) -> tuple[Field, ...]:
    given = {column.field for column in head.columns}
    if corrections.segment:
        given.add(Field.SEGMENT)
    if corrections.status:
        given.add(Field.STATUS)
    if Field.CODE in given or corrections.region or region:
        given.add(Field.REGION)
    wanted = (Field.NIK, Field.NAME, Field.REGION, Field.SEGMENT, Field.STATUS)
    return tuple(field for field in wanted if field not in given)
