"""One pass over a sheet before anything is read from it: counts and signs, nothing personal."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import eq
from typing import Any

from bot.registry.reading.fields import Field
from bot.registry.reading.heads import Head
from bot.spreadsheets import Cell, Row

_BATCH = 250
"""Few enough to stay in the processor's cache: 2,000 take half as long again."""
_MOST_DISTINCT = 20_000
"""Columns with more distinct cells than that hold something else than was thought."""
_FILLED = (Field.REGION, Field.CODE, Field.DISTRICT, Field.VILLAGE)
_COUNTED = (Field.SEGMENT, Field.STATUS)
_DATES = (Field.START, Field.LAST_PAID, Field.DATA_DATE)
_FEWEST_ROUNDED, _MOSTLY = 10, 0.8
_NIK_LENGTH = 16


@dataclass(slots=True)
class _Blanks:
    """Whether a column leaves out what is as in the row above."""

    first_filled: bool = False
    filled: int = 0
    blank: int = 0
    repeats: bool = False
    last: Cell = ""

    def add(self, cells: Sequence[Cell]) -> None:
        """Look at the following cells."""
        if not self.filled and not self.blank:
            self.first_filled = cells[0] != ""
        if "" in cells:
            full = [cell for cell in cells if cell != ""]
            self.blank += len(cells) - len(full)
        else:
            full = list(cells)
        self.filled += len(full)
        if full:
            self.repeats = self.repeats or full[0] == self.last or any(map(eq, full, full[1:]))
            self.last = full[-1]

    @property
    def means_the_same(self) -> bool:
        """Blank means "as above": never written twice in a row, more often blank than not."""
        return self.first_filled and not self.repeats and self.blank >= self.filled


@dataclass(slots=True)
class Survey:
    """What was seen in a sheet's rows with something in the NIK's column."""

    rows: int = 0
    """Rows with something in them, under the head."""
    with_nik: int = 0
    unsafe_niks: int = 0
    """NIKs in number cells or in scientific notation: they have lost digits, or may have."""
    text_niks: int = 0
    ending_in_zero: int = 0
    counted: dict[Field, Counter[Cell]] = field(default_factory=dict)
    regions: Counter[tuple[Cell, Cell]] = field(default_factory=Counter)
    """(name, code) → rows."""
    dates: set[Cell] = field(default_factory=set)
    blanks: dict[Field, _Blanks] = field(default_factory=dict)

    @property
    def niks_are_rounded(self) -> bool:
        """Nearly all NIKs end in 0, as they do once a spreadsheet program took them for numbers.

        One serial number in ten ends in 0: ten of which eight do are no chance.
        """
        return self.text_niks >= _FEWEST_ROUNDED and self.ending_in_zero >= self.text_niks * _MOSTLY

    def filled_down(self) -> tuple[Field, ...]:
        """The columns in which blank means "as above"."""
        return tuple(field for field, blanks in self.blanks.items() if blanks.means_the_same)


def survey_rows(rows: Iterator[Row], head: Head) -> Survey:
    """Go through all rows under the head, a batch of columns at a time."""
    survey = Survey()
    indexes = {column.field: column.index for column in head.columns if column.field}
    width = max(indexes.values(), default=0) + 1
    while batch := list(islice(rows, _BATCH)):
        cells = [cells for _, cells in batch if any(cells)]
        survey.rows += len(cells)
        if cells and min(map(len, cells)) < width:
            cells = [row + [""] * (width - len(row)) for row in cells]
        columns: list[Sequence[Cell]] = list(zip(*cells, strict=False))
        nik = indexes.get(Field.NIK)
        if nik is not None and columns:
            if "" in columns[nik]:
                columns = list(zip(*(row for row in cells if row[nik] != ""), strict=False))
            if columns:
                _see_niks(survey, columns[nik])
        if columns:
            _see_columns(survey, {field: columns[index] for field, index in indexes.items()})
    return survey


def _see_niks(survey: Survey, niks: Sequence[Cell]) -> None:
    survey.with_nik += len(niks)
    texts = [nik for nik in niks if type(nik) is str]
    together = "\n".join(texts) + "\n"
    exponents = together.count("E+") + together.count("e+")
    survey.unsafe_niks += len(niks) - len(texts) + exponents
    survey.text_niks += sum(map(_NIK_LENGTH.__le__, map(len, texts)))
    survey.ending_in_zero += together.count("0\n")


def _see_columns(survey: Survey, columns: Mapping[Field, Sequence[Cell]]) -> None:
    length = len(next(iter(columns.values())))
    blank = ("",) * length
    for wanted in _COUNTED:
        if wanted in columns:
            _count(survey.counted.setdefault(wanted, Counter()), columns[wanted])
    if Field.REGION in columns or Field.CODE in columns:
        names, codes = columns.get(Field.REGION, blank), columns.get(Field.CODE, blank)
        _count(survey.regions, zip(names, codes, strict=True))
    for wanted in _DATES:
        if wanted in columns and len(survey.dates) < _MOST_DISTINCT:
            survey.dates.update(columns[wanted])
    for wanted in _FILLED:
        if wanted in columns:
            survey.blanks.setdefault(wanted, _Blanks()).add(columns[wanted])


def _count(counter: Counter[Any], cells: Iterable[Any]) -> None:
    if len(counter) < _MOST_DISTINCT:
        counter.update(cells)
