"""The long form, one number a row, as in cakupan_kaltim.csv."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.coverage.amounts import Amount, AmountError, parse_count, parse_percent
from bot.coverage.cells import basis_in, parse_basis, parse_day, parse_segment, qualified
from bot.coverage.figures import COVERAGE, Basis, Counted, Figure, Source
from bot.coverage.headings import Column, Headings
from bot.coverage.places import region_in
from bot.coverage.problems import Problem, RowError
from bot.coverage.tables import Row
from knowledge.coverage.segments import Segment

_PERCENT = "cakupan_persen"
_WORKERS = "tenaga_kerja"
_UNCOVERED = "belum_terlindungi"
_COUNTED = {
    "peserta_aktif": Counted.ACTIVE,
    "peserta_terdaftar": Counted.REGISTERED,
    "pekerja_rentan_terlindungi": Counted.PROTECTED,
}
_CORE = frozenset({_PERCENT, _WORKERS, _UNCOVERED, *_COUNTED})
_INDICATOR = re.compile(r"[a-z][a-z0-9_]{2,59}")
_UNITS = ("orang", "persen", "proyek", "kampung", "desa")
LARGEST_PERCENT = Decimal(1_000)
_LARGEST_COUNT = Decimal(100_000_000)
_LONGEST_TEXT = 1_000


@dataclass(frozen=True, slots=True)
class LongRow:
    """One row understood."""

    number: int
    region: str
    segment: Segment
    as_of: date
    indicator: str
    amount: Amount
    unit: str
    source: Source
    note: str
    basis: Basis | None

    @property
    def group(self) -> tuple[object, ...]:
        """What makes rows parts of one figure; rows of other indicators stand alone."""
        own = COVERAGE if self.indicator in _CORE else self.indicator
        return self.region, self.segment, self.as_of, own, self.source.url or self.source.title


def read_long(
    headings: Headings, rows: Iterable[Row], today: date
) -> tuple[list[tuple[int, Figure]], list[Problem]]:
    """Figures with the number of their first row, and the rows that can't be taken."""
    groups: dict[tuple[object, ...], list[LongRow]] = {}
    problems: list[Problem] = []
    for row in rows:
        try:
            read = _read(headings, row, today)
        except (RowError, AmountError) as error:
            problems.append(Problem(str(error), row.number))
            continue
        parts = groups.setdefault(read.group, [])
        earlier = next((part for part in parts if part.indicator == read.indicator), None)
        if earlier is None:
            parts.append(read)
        elif earlier.amount != read.amount:
            problems.append(
                Problem(f"angka lain untuk hal yang sama sudah ada di baris {earlier.number}",
                        row.number)
            )  # fmt: skip
    return [(parts[0].number, _figure(parts)) for parts in groups.values()], problems


def _read(headings: Headings, row: Row, today: date) -> LongRow:
    def cell(column: Column) -> str:
        return headings.cell(row, column)

    region = region_in(
        name=cell(Column.REGION),
        code=cell(Column.CODE),
        kemendagri=cell(Column.KEMENDAGRI),
        bps=cell(Column.BPS),
    )
    indicator = cell(Column.INDICATOR).casefold().replace(" ", "_")
    if not _INDICATOR.fullmatch(indicator):
        raise RowError(f"indikator “{cell(Column.INDICATOR)[:40]}” tidak dikenal")
    segment = parse_segment(cell(Column.SEGMENT))
    unit = cell(Column.UNIT).casefold() or ("persen" if indicator.endswith("_persen") else "orang")
    note = cell(Column.NOTE)[:_LONGEST_TEXT]
    amount = read_amount(cell(Column.VALUE), unit=unit, indicator=indicator)
    return LongRow(
        number=row.number,
        region=region.kemendagri_code,
        segment=segment,
        as_of=parse_day(cell(Column.DAY), today),
        indicator=indicator,
        amount=qualified(amount, note),
        unit=unit,
        source=read_source(headings, row, today),
        note=note,
        basis=parse_basis(cell(Column.BASIS)) if cell(Column.BASIS) else None,
    )


def read_amount(text: str, *, unit: str, indicator: str) -> Amount:
    """A number in its unit. Raises RowError and AmountError."""
    if unit not in _UNITS:
        raise RowError(f"satuan “{unit[:20]}” tidak dikenal; yang ada: {', '.join(_UNITS)}")
    if indicator.endswith("_persen") != (unit == "persen"):
        raise RowError(f"satuan “{unit}” tidak cocok dengan indikator “{indicator}”")
    amount = parse_percent(text) if unit == "persen" else parse_count(text)
    largest = LARGEST_PERCENT if unit == "persen" else _LARGEST_COUNT
    if (amount.high or amount.value) > largest:
        raise RowError(f"angka {amount} terlalu besar")
    if indicator == _WORKERS and not amount.value:
        raise RowError("penyebutnya (tenaga kerja) 0")
    return amount


def read_source(headings: Headings, row: Row, today: date) -> Source:
    """Where a row was published. Raises RowError for a row that doesn't say."""
    title = headings.cell(row, Column.SOURCE)[:_LONGEST_TEXT]
    if not title:
        raise RowError("sumbernya kosong")
    url = headings.cell(row, Column.URL)
    if url and not re.fullmatch(r"https?://[^\s<>\"]{4,1000}", url):
        raise RowError(f"tautan sumber “{url[:40]}” bukan alamat web")
    published = headings.cell(row, Column.PUBLISHED)
    return Source(title, url, parse_day(published, today, "tanggal terbit") if published else None)


def _figure(parts: Sequence[LongRow]) -> Figure:
    """One figure of the rows that belong together."""
    first = parts[0]
    by_indicator: Mapping[str, LongRow] = {part.indicator: part for part in parts}
    note = " ".join(dict.fromkeys(part.note for part in parts if part.note))
    figure = Figure(
        region=first.region,
        segment=first.segment,
        as_of=first.as_of,
        source=_latest(parts),
        note=note,
    )
    if first.indicator not in _CORE:
        return replace(figure, indicator=first.indicator, value=first.amount, unit=first.unit)
    counted = next((part for name, part in by_indicator.items() if name in _COUNTED), None)
    return replace(
        figure,
        announced=_amount(by_indicator.get(_PERCENT)),
        numerator=_amount(counted),
        counted=_COUNTED[counted.indicator] if counted else Counted.ACTIVE,
        denominator=_amount(by_indicator.get(_WORKERS)),
        basis=_basis(by_indicator),
        uncovered=_amount(by_indicator.get(_UNCOVERED)),
    )


def _amount(part: LongRow | None) -> Amount | None:
    return part.amount if part else None


def _latest(parts: Sequence[LongRow]) -> Source:
    return max((part.source for part in parts), key=lambda source: source.published or date.min)


def _basis(parts: Mapping[str, LongRow]) -> Basis:
    """As a column says it, else as the notes of the percentage and the denominator tell it."""
    said = [part.basis for part in parts.values() if part.basis is not None]
    if said:
        return said[0]
    telling = [parts[name].note for name in (_PERCENT, _WORKERS) if name in parts]
    return basis_in(" ".join(telling))
