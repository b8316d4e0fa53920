"""The head of a table: which rows it is, and what its columns mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.registry.reading.cells import text_of
from bot.registry.reading.corrections import Corrections
from bot.registry.reading.fields import Field
from bot.registry.reading.headings import NOT_WANTED, Meaning, meaning_of
from bot.spreadsheets import Cell, Row, column_letters

SEARCHED_ROWS = 40
"""A head is looked for in so many rows with something in them: titles stand above it."""
_MOST_HEAD_ROWS = 3
_ROW_COSTS = 0.4
"""A second row must tell something to be taken into the head."""
_FEWEST_FIELDS, _FEWEST_WITHOUT_PERSON = 2, 3
_KNOWN_COLUMN = 0.3
_LONGEST_HEADING = 60
_LONG_NUMBER = re.compile(r"\d[\d\s.'-]{4,}\d")
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?\.?")
_FEWEST_NUMBERED = 3


@dataclass(frozen=True, slots=True)
class Column:
    """A column with a heading. `field` None: not used."""

    index: int
    heading: str
    field: Field | None = None
    exact: bool = True
    """False: the heading is only nearly a known one."""
    corrected: bool = False

    @property
    def letters(self) -> str:
        """As the spreadsheet program shows it."""
        return column_letters(self.index)


@dataclass(frozen=True, slots=True)
class Unclear:
    """Headings of which one can't tell what they mean: for the person to say."""

    headings: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a table."""

    first_row: int
    last_row: int
    """Row of the last heading, or of the column numbers under it."""
    width: int
    columns: tuple[Column, ...]
    unclear: tuple[Unclear, ...]
    rows: frozenset[tuple[str, ...]]
    """Its rows' texts: lists that were made to be printed repeat them on each page."""

    def column(self, field: Field) -> Column | None:
        """The column of a field."""
        return next((column for column in self.columns if column.field is field), None)

    @property
    def unused(self) -> tuple[Column, ...]:
        """The columns that aren't read."""
        return tuple(column for column in self.columns if column.field is None)


def texts_of(cells: Sequence[Cell]) -> tuple[str, ...]:
    """The texts of a row, without blanks at its end: what is compared with a head's rows."""
    texts = [text_of(cell).casefold() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def find_head(rows: Sequence[Row], corrections: Corrections) -> Head | None:
    """The head in the first rows of a sheet; None when there is no table of people."""
    searched = [row for row in rows if any(cell != "" for cell in row[1])][:SEARCHED_ROWS]
    best: tuple[float, int, int] | None = None
    for start in range(len(searched)):
        for count in range(1, _MOST_HEAD_ROWS + 1):
            part = searched[start : start + count]
            if len(part) < count or _looks_like_data(part[-1][1]) or _is_numbering(part[-1][1]):
                break
            score = _score(_columns(part, corrections)) - _ROW_COSTS * (count - 1)
            if score > 0 and (best is None or score > best[0]):
                best = (score, start, count)
    if best is None:
        return None
    _, start, count = best
    part = searched[start : start + count]
    following = searched[start + count : start + count + 1]
    numbering = [row for row in following if _is_numbering(row[1])]
    columns, unclear = _assigned(_columns(part, corrections))
    return Head(
        first_row=part[0][0],
        last_row=(numbering or part)[-1][0],
        width=max(len(cells) for _, cells in part),
        columns=columns,
        unclear=unclear,
        rows=frozenset(texts_of(cells) for _, cells in [*part, *numbering]),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A column and what its heading may mean."""

    column: Column
    meaning: Meaning | None


def _columns(part: Sequence[Row], corrections: Corrections) -> list[_Read]:
    width = max(len(cells) for _, cells in part)
    rows = [[_heading(cell) for cell in cells] + [""] * (width - len(cells)) for _, cells in part]
    found = []
    for index in range(width):
        own = [row[index] for row in rows]
        heading = " ".join(text for text in own if text)
        corrected, field = corrections.for_column(heading, column_letters(index))
        if not heading and not corrected:
            continue
        meaning: Meaning | None
        if corrected:
            meaning = Meaning(frozenset({field})) if field else NOT_WANTED
        else:
            meaning = _best_meaning(rows, index)
        column = Column(index, heading[:_LONGEST_HEADING], None, corrected=corrected)
        found.append(_Read(column, meaning))
    return found


def _best_meaning(rows: Sequence[Sequence[str]], index: int) -> Meaning | None:
    """Of what stands above the column, the first that is known; of what is nearly known, too."""
    nearly = None
    for text in _ways_to_read(rows, index):
        meaning = meaning_of(text)
        if meaning is not None and meaning.exact:
            return meaning
        nearly = nearly or meaning
    return nearly


def _ways_to_read(rows: Sequence[Sequence[str]], index: int) -> Iterator[str]:
    """With the group it stands in ("Ahli Waris: Nama"), alone, its group's heading."""
    lowest = next(level for level in reversed(range(len(rows))) if rows[level][index])
    if lowest:
        above = [_from_left(row, index) for row in rows[:lowest]]
        yield " ".join([*filter(None, above), rows[lowest][index]])
    yield rows[lowest][index]
    for row in reversed(rows[:lowest]):
        if row[index]:
            yield row[index]


def _from_left(row: Sequence[str], index: int) -> str:
    """The heading of the group: a merged cell's text stands in its first column."""
    return next((row[i] for i in range(index, -1, -1) if row[i]), "")


def _heading(cell: Cell) -> str:
    # Should the head be none, no number of a person is to be shown as a heading.
    return _LONG_NUMBER.sub("…", text_of(cell))


def _score(columns: Sequence[_Read]) -> float:
    fields = {read.meaning.field for read in columns if read.meaning and read.meaning.field}
    known = sum(read.meaning is NOT_WANTED for read in columns)
    exact = sum(
        bool(read.meaning and read.meaning.field and read.meaning.exact) for read in columns
    )
    enough = _FEWEST_FIELDS if fields & {Field.NIK, Field.NAME} else _FEWEST_WITHOUT_PERSON
    if len(fields) < enough:
        return 0.0
    return len(fields) + _KNOWN_COLUMN * known + 0.01 * exact


def _assigned(columns: Sequence[_Read]) -> tuple[tuple[Column, ...], tuple[Unclear, ...]]:
    """Each field to one column at most: what is as good as another is left to the person."""
    chosen: dict[int, tuple[Field, bool]] = {}
    unclear: list[Unclear] = []
    for field in Field:
        wanting = sorted(
            (read for read in columns if read.meaning and read.meaning.field is field), key=_order
        )
        if len(wanting) > 1 and _order(wanting[0]) == _order(wanting[1]):
            same = [read for read in wanting if _order(read) == _order(wanting[0])]
            unclear.append(Unclear(tuple(_named(read.column) for read in same), (field,)))
        elif wanting:
            meaning = wanting[0].meaning
            chosen[wanting[0].column.index] = (field, meaning is not None and meaning.exact)
    taken = {field for field, _ in chosen.values()}
    nothing: tuple[Field | None, bool] = (None, True)
    for read in columns:
        open_fields = read.meaning.fields - taken if read.meaning else frozenset()
        if read.meaning and len(read.meaning.fields) > 1 and open_fields:
            unclear.append(Unclear((_named(read.column),), tuple(sorted(open_fields))))
    return tuple(
        replace(read.column, field=field, exact=exact)
        for read in columns
        for field, exact in [chosen.get(read.column.index, nothing)]
    ), tuple(unclear)


def _order(read: _Read) -> tuple[bool, bool, int]:
    meaning = read.meaning or NOT_WANTED
    return (not read.column.corrected, not meaning.exact, meaning.rank)


def _named(column: Column) -> str:
    return f"{column.heading} (kolom {column.letters})"


def _looks_like_data(cells: Sequence[Cell]) -> bool:
    return any(
        not isinstance(cell, str) or _LONG_NUMBER.search(cell) is not None
        for cell in cells
        if not _is_small_number(cell)
    )


def _is_small_number(cell: Cell) -> bool:
    return bool(_COLUMN_NUMBER.fullmatch(text_of(cell)))


def _is_numbering(cells: Sequence[Cell]) -> bool:
    """(1) (2) (3): the numbers of the columns, under the head of official tables."""
    found = [_COLUMN_NUMBER.fullmatch(text_of(cell)) for cell in cells if cell != ""]
    numbers = [int(match[1]) for match in found if match]
    return (
        len(numbers) == len(found) >= _FEWEST_NUMBERED
        and numbers[0] == 1
        and all(after == before + 1 for before, after in pairwise(numbers))
    )
