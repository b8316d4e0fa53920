"""The seam to files: tables of texts with row numbers, whatever the file was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.spreadsheets import Cell, Limits, SpreadsheetError, open_spreadsheet

LIMITS = Limits(
    text_bytes=5_000_000,
    text_rows=20_000,
    workbook_bytes=5_000_000,
    workbook_rows=20_000,
    columns=100,
    sheets=20,
)
"""Eleven regions over many years stay far below."""


class TableError(ValueError):
    """A file that can't be read as a table; the message is Indonesian, for admins."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number in the file, counted from 1 with the headings."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


def read_tables(name: str, content: bytes) -> Iterator[tuple[Row, ...]]:
    """The rows of each sheet that is shown and holds something. Raises TableError."""
    try:
        with open_spreadsheet(content, name, LIMITS) as spreadsheet:
            for sheet in spreadsheet.sheets:
                if sheet.hidden:
                    continue
                rows = (Row(number, tuple(map(_text, cells))) for number, cells in sheet.rows)
                filled = tuple(row for row in rows if not row.is_empty)
                if filled:
                    yield filled
    except SpreadsheetError as error:
        raise TableError(error.message) from error


def _text(cell: Cell) -> str:
    """A cell as one would type it."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, bool | time):
        return ""
    return " ".join(str(cell).split())
