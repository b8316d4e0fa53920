"""Tables as they are exported, and what makes their texts safe to open."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

Cell = str | int | float | date | None

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_LONGEST = 32_000
"""Characters in a cell; Excel takes 32,767."""


class ColumnKind(Enum):
    """What a column holds; decides how it is written."""

    TEXT = auto()
    WHOLE = auto()
    """People and the like: no decimals."""
    PERCENT = auto()
    """In percent: 40.39 is 40,39 %."""
    DATE = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A header and what stands below it."""

    header: str
    kind: ColumnKind = ColumnKind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; a sheet of its own in a workbook."""

    name: str
    """At most 31 characters, none of []:*?/\\."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        """ValueError for rows of another length than the columns."""
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has as many cells as there are columns")


@dataclass(frozen=True, slots=True)
class SheetChart:
    """A chart of two columns of a table, drawn by the spreadsheet program itself.

    Rows after the last value are left out: a bar of no length would look like zero.
    """

    name: str
    """Of its sheet."""
    title: str
    table: str
    labels: int
    """Column of the labels, from 0."""
    values: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what is to be said about it."""

    heading: str
    text: str


def plain_text(text: str) -> str:
    """A text without control characters and half characters, no longer than a cell takes."""
    kept = "".join(
        character
        for character in text[:_LONGEST]
        if character in "\t\r\n" or unicodedata.category(character) not in {"Cc", "Cs", "Cn"}
    )
    return kept if len(text) <= _LONGEST else kept + "…"


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program might run a text (CWE-1236)."""
    return _FORMULA.match(text) is not None
