"""Blank cells that mean "as above": regions, districts and villages that are written once."""

from collections.abc import Iterator, Sequence

from bot.registry.reading.fields import Field
from bot.registry.reading.heads import Head
from bot.registry.reading.leftovers import is_total
from bot.spreadsheets import Cell, Merged, Row

_FROM_WIDE_TO_NARROW = (Field.REGION, Field.CODE, Field.DISTRICT, Field.VILLAGE)
_TO_THE_END = 1 << 40


class _Carried:
    """A column's last text and the row up to which it holds."""

    def __init__(self, index: int, ends: dict[int, int], *, by_rule: bool) -> None:
        self.index = index
        self._ends = ends
        self._otherwise = _TO_THE_END if by_rule else 0
        self._cell: Cell = ""
        self._last_row = 0

    def take(self, number: int, cell: Cell) -> None:
        self._cell = cell
        self._last_row = self._ends.get(number, self._otherwise)

    def holds(self, cell: Cell) -> bool:
        return cell == self._cell

    def forget(self) -> None:
        self._cell = ""

    def at(self, number: int) -> Cell:
        return self._cell if number <= self._last_row else ""


def filled_rows(
    rows: Iterator[Row], head: Head, by_rule: Sequence[Field], merged: Sequence[Merged]
) -> Iterator[Row]:
    """The rows with such cells filled: those of merged ranges, and of columns that do so by rule.

    Only rows with something in the NIK's column are filled. A new region ends a district, a new
    district a village.
    """
    columns = []
    for field in _FROM_WIDE_TO_NARROW:
        column = head.column(field)
        if column is None:
            continue
        ends = {
            part.first_row: part.last_row
            for part in merged
            if part.first_column == column.index and part.last_row > part.first_row > head.last_row
        }
        if ends or field in by_rule:
            columns.append(_Carried(column.index, ends, by_rule=field in by_rule))
    nik = head.column(Field.NIK)
    if not columns or nik is None:
        return rows
    return _filled(rows, columns, nik.index)


def _filled(rows: Iterator[Row], columns: Sequence[_Carried], nik: int) -> Iterator[Row]:
    for number, row in rows:
        cells = row
        is_person = len(cells) > nik and cells[nik] != ""
        for column in columns:
            index = column.index
            cell = cells[index] if len(cells) > index else ""
            if cell != "":
                if is_total(cell):
                    continue
                if not column.holds(cell):
                    _forget_after(columns, column)
                column.take(number, cell)
            elif is_person and (carried := column.at(number)) != "":
                if len(cells) <= index:
                    cells = cells + [""] * (index + 1 - len(cells))
                cells[index] = carried
        yield number, cells


def _forget_after(columns: Sequence[_Carried], changed: _Carried) -> None:
    after = False
    for column in columns:
        if after:
            column.forget()
        after = after or column is changed
