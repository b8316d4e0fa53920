"""A sheet: a name and rows of raw cells."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | time
"""A cell as the file has it. Empty ones are "". Text files know text only, workbooks all types."""

Row: TypeAlias = tuple[int, list[Cell]]
"""A row's number as the spreadsheet program counts, from 1, and its cells from column A on.

A plain tuple: rows are made by the million. Rows may be of different lengths, and blank rows of a
workbook are missing.
"""

_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range: first and last row (from 1) and column (from 0), inclusive."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Its rows can be read once, and before the next sheet is asked for."""

    name: str
    rows: Iterator[Row]
    merged: tuple[Merged, ...] = ()
    hidden: bool = False
    has_formulas: bool = False
    """The workbook has formulas: cells hold what they came to when it was last saved."""


def column_letters(index: int) -> str:
    """The name of a column as the spreadsheet program shows it: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
