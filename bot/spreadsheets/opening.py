"""Opening a spreadsheet of any kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath

from bot.spreadsheets.archives import has_formulas
from bot.spreadsheets.errors import SpreadsheetError, SpreadsheetProblem
from bot.spreadsheets.kinds import Kind, kind_of
from bot.spreadsheets.limits import Limits
from bot.spreadsheets.sheets import Sheet
from bot.spreadsheets.sources import opened
from bot.spreadsheets.text import rows_of_text
from bot.spreadsheets.workbooks import workbook_sheets

_DEFAULT_LIMITS = Limits()
_LONGEST_SHEET_NAME = 31
"""As in Excel."""


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """An open spreadsheet. Sheets are read in order, each once."""

    kind: Kind
    sheets: Iterator[Sheet]


@contextmanager
def open_spreadsheet(
    source: Path | bytes, file_name: str = "", limits: Limits = _DEFAULT_LIMITS
) -> Iterator[Spreadsheet]:
    """Open a CSV (any common delimiter and encoding), XLSX or XLS, told apart by its content.

    `file_name` only gives a text file's sheet its name. Memory stays bounded whatever the file
    holds; what is uploaded isn't written to disk. Raises SpreadsheetError at opening, while rows
    are taken, and at the end when the file changed meanwhile: what was read is worth nothing then.
    """
    with opened(source) as (stream, size):
        if size > limits.text_bytes:
            raise SpreadsheetError(SpreadsheetProblem.TOO_LARGE)
        kind = kind_of(stream, size, limits)
        if kind is Kind.TEXT:
            name = PurePath(file_name).stem[:_LONGEST_SHEET_NAME] or "CSV"
            yield Spreadsheet(kind, iter([Sheet(name, rows_of_text(stream, limits))]))
            return
        formulas = kind is Kind.XLSX and has_formulas(stream, size, limits)
        with workbook_sheets(stream, limits, has_formulas=formulas) as sheets:
            yield Spreadsheet(kind, sheets)
