"""The wide form, one row per region: Wilayah; Peserta Aktif; Tenaga Kerja; Cakupan (%); PU; …."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.coverage.amounts import Amount, AmountError
from bot.coverage.cells import parse_basis, parse_day, qualified, squeezed
from bot.coverage.figures import TARGET, Basis, Figure
from bot.coverage.headings import Column, Heading, Headings
from bot.coverage.long_form import read_amount, read_source
from bot.coverage.places import region_in
from bot.coverage.problems import Problem, RowError
from bot.coverage.tables import Row
from knowledge.coverage.segments import Segment

_TOTALS = ("total", "jumlah", "grandtotal", "jumlahtotal", "ratarata", "totaljumlah")
_EMPTY = frozenset({"", "-", "–", "—", "n/a", "na", "tidak ada", "belum ada", "belum ada data"})
_FRACTION = Decimal("1.5")
"""A percentage up to this may be a spreadsheet's fraction: 0,4039 for 40,39 %."""
_NEAR = Decimal("0.01")
_SMALL_COUNT = Decimal(200)
"""A bare number up to this in a segment's column may be people or percent."""
_SHORT_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")
_INDICATORS = {
    Column.COVERED: "peserta_aktif",
    Column.WORKERS: "tenaga_kerja",
    Column.PERCENT: "cakupan_persen",
    Column.UNCOVERED: "belum_terlindungi",
    Column.TARGET: "target_cakupan_persen",
}
_PERCENTAGES = frozenset({Column.PERCENT, Column.TARGET})
_Numbers = dict[tuple[Segment, Column], Amount]


def read_wide(
    headings: Headings, rows: Iterable[Row], today: date
) -> tuple[list[tuple[int, Figure]], list[Problem], list[Problem]]:
    """Figures with the number of their row, rows that can't be taken, and rows left out."""
    figures: list[tuple[int, Figure]] = []
    problems: list[Problem] = []
    left_out: list[Problem] = []
    seen: dict[tuple[str, date], int] = {}
    for row in rows:
        if _is_total(headings, row):
            left_out.append(Problem("baris jumlah, dilewati", row.number))
            continue
        try:
            read = list(_figures(headings, row, today))
        except (RowError, AmountError) as error:
            problems.append(Problem(str(error), row.number))
            continue
        earlier = seen.setdefault((read[0].region, read[0].as_of), row.number)
        if earlier != row.number:
            problems.append(Problem(f"wilayah ini sudah ada di baris {earlier}", row.number))
            continue
        figures += [(row.number, figure) for figure in read]
    return figures, problems, left_out


def _is_total(headings: Headings, row: Row) -> bool:
    name = squeezed(headings.cell(row, Column.REGION))
    return name in _TOTALS or (not name and squeezed("".join(row.cells[:2])) in _TOTALS)


def _figures(headings: Headings, row: Row, today: date) -> Iterator[Figure]:
    """All workers first, then the segments and the target. Raises RowError, AmountError."""
    region = region_in(
        name=headings.cell(row, Column.REGION),
        code=headings.cell(row, Column.CODE),
        kemendagri=headings.cell(row, Column.KEMENDAGRI),
        bps=headings.cell(row, Column.BPS),
    )
    as_of = parse_day(headings.cell(row, Column.DAY), today, "posisi")
    _check_years(headings, as_of)
    note = headings.cell(row, Column.NOTE)
    empty = Figure(
        region=region.kemendagri_code,
        segment=Segment.ALL,
        as_of=as_of,
        source=read_source(headings, row, today),
        note=note,
    )
    basis = headings.cell(row, Column.BASIS)
    numbers = _numbers(headings, row, note)
    if not numbers:
        raise RowError("tidak ada angkanya")
    for segment in Segment:
        parts = {column: amount for (of, column), amount in numbers.items() if of is segment}
        if parts.keys() - {Column.TARGET}:
            yield _coverage(replace(empty, segment=segment), parts, basis)
    target = numbers.get((Segment.ALL, Column.TARGET))
    if target is not None:
        yield replace(empty, indicator=TARGET, value=target, unit="persen")


def _coverage(empty: Figure, parts: Mapping[Column, Amount], basis: str) -> Figure:
    return replace(
        empty,
        announced=parts.get(Column.PERCENT),
        numerator=parts.get(Column.COVERED),
        denominator=parts.get(Column.WORKERS),
        uncovered=parts.get(Column.UNCOVERED),
        basis=parse_basis(basis) if basis and empty.segment is Segment.ALL else Basis.UNKNOWN,
    )


def _check_years(headings: Headings, as_of: date) -> None:
    """A heading that names a year holds that year's numbers and no other's."""
    for heading in headings.known:
        if heading.year is not None and heading.year != as_of.year:
            raise RowError(
                f"kolom “{heading.title}” menyebut {heading.year}, posisinya {as_of.isoformat()}"
            )


def _numbers(headings: Headings, row: Row, note: str) -> _Numbers:
    """The numbers of a row by segment and meaning; empty cells are left out."""
    found: _Numbers = {}
    percentages: list[tuple[Segment, Heading, str]] = []
    for heading in headings.known:
        text = row.cells[heading.position] if heading.position < len(row.cells) else ""
        if heading.column not in _INDICATORS or text.casefold() in _EMPTY:
            continue
        column = _meaning(heading, text)
        segment = heading.segment or Segment.ALL
        try:
            amount = read_amount(
                text,
                unit="persen" if column in _PERCENTAGES else "orang",
                indicator=_INDICATORS[column],
            )
        except (RowError, AmountError) as error:
            raise RowError(f"kolom “{heading.title}”: {error}") from error
        if column is Column.PERCENT and "%" not in text and 0 < amount.value <= _FRACTION:
            percentages.append((segment, heading, text))
        found[segment, column] = qualified(amount, note)
    for segment, heading, text in percentages:
        found[segment, Column.PERCENT] = _unscaled(found, segment, heading, text)
    return found


def _meaning(heading: Heading, text: str) -> Column:
    """A segment's column holds people or percent. Raises RowError where that can't be told."""
    if heading.segment is None or heading.says_percent or heading.says_people:
        return heading.column
    if "%" in text or "persen" in text.casefold():
        return Column.PERCENT
    if _SHORT_NUMBER.fullmatch(text) and float(text.replace(",", ".")) <= _SMALL_COUNT:
        raise RowError(f"kolom “{heading.title}”: {text} itu orang atau persen? Tulis tanda %")
    return heading.column


def _unscaled(numbers: _Numbers, segment: Segment, heading: Heading, text: str) -> Amount:
    """A small percentage, as it is or as the fraction that a spreadsheet keeps.

    Only where the row's own counts say which; else RowError.
    """
    amount = numbers[segment, Column.PERCENT]
    covered = numbers.get((segment, Column.COVERED))
    workers = numbers.get((segment, Column.WORKERS))
    if covered is not None and workers is not None and workers.value:
        share = covered.value / workers.value
        if abs(share - amount.value) < _NEAR:
            return Amount((amount.value * 100).normalize(), amount.quality)
        if abs(share * 100 - amount.value) < 1:
            return amount
    hundredfold = Amount(amount.value * 100)
    raise RowError(f"kolom “{heading.title}”: {text} atau {hundredfold} %? Tulis tanda %")
