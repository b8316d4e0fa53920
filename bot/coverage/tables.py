"""The seam to files: a table of texts with row numbers, whatever the file was."""

import csv
from dataclasses import dataclass
from io import StringIO

LARGEST = 5_000_000
"""Bytes. Eleven regions over many years stay far below."""
MOST_ROWS = 20_000
_DELIMITERS = ";,\t|"


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


def read_table(name: str, content: bytes) -> tuple[Row, ...]:
    """The rows of a CSV file in any usual encoding, with any usual delimiter. Raises TableError."""
    if len(content) > LARGEST:
        raise TableError("berkasnya terlalu besar")
    if b"\x00" in content or not name.casefold().endswith((".csv", ".txt", ".tsv")):
        raise TableError("berkasnya bukan CSV")
    text = _decoded(content)
    lines = text.splitlines()
    head = max(lines[:10], key=len, default="")
    delimiter = max(_DELIMITERS, key=head.count)
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = []
        for cells in reader:
            rows.append(Row(reader.line_num, tuple(" ".join(cell.split()) for cell in cells)))
            if len(rows) > MOST_ROWS:
                raise TableError("barisnya terlalu banyak")
    except csv.Error as error:
        raise TableError("susunan CSV-nya rusak") from error
    return tuple(rows)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError("hurufnya tidak terbaca; simpan sebagai CSV UTF-8")
