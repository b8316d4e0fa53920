"""Workbooks made for tests."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from bot.spreadsheets import Limits, Row, SpreadsheetError, SpreadsheetProblem, open_spreadsheet

Value = str | float | date | None


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[Value]]],
    merged: Sequence[str] = (),
    hidden: Sequence[str] = (),
) -> bytes:
    """An XLSX; texts stay texts, `merged` are ranges like "A2:A5" of the first sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    elif isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    elif cell is not None:
                        sheet.write_number(row, column, cell)
            if name in hidden:
                sheet.hide()
        first = book.worksheets()[0]
        rows = next(iter(sheets.values()))
        for part in merged:
            start = part.split(":", maxsplit=1)[0]
            row, column = int(start[1:]) - 1, ord(start[0]) - ord("A")
            first.merge_range(part, rows[row][column])
    return stream.getvalue()


def xlsx_with_corner(row: int, column: int) -> bytes:
    """An XLSX with "a" in A1 and "b" far away, both counted from 0."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("S")
        sheet.write(0, 0, "a")
        sheet.write(row, column, "b")
    return stream.getvalue()


def xlsx_with_formula(formula: str, saved: str) -> bytes:
    """An XLSX with a formula in A1 and what it came to when it was saved."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("S").write_formula(0, 0, formula, value=saved)
    return stream.getvalue()


def read_all(source: bytes | Path, name: str = "", limits: Limits | None = None) -> list[list[Row]]:
    """The rows of all sheets."""
    with open_spreadsheet(source, name, limits or Limits()) as spreadsheet:
        return [list(sheet.rows) for sheet in spreadsheet.sheets]


def problem_of(
    source: bytes | Path, limits: Limits | None = None, name: str = ""
) -> SpreadsheetProblem:
    """Why the file isn't read."""
    with pytest.raises(SpreadsheetError) as caught:
        read_all(source, name, limits)
    assert caught.value.message.endswith((".", ")"))
    return caught.value.problem
