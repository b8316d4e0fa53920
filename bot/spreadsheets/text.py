"""Text files of separated values: encoding and delimiter found out, rows streamed.

Rows come straight out of `csv.reader`, fed with blocks of whole lines: nothing is done per row in
Python, and no line, field or row can grow without bound.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

from bot.spreadsheets.errors import SpreadsheetError, SpreadsheetProblem
from bot.spreadsheets.limits import Limits
from bot.spreadsheets.sheets import Cell, Row

_CHUNK = 256 * 1024
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARACTERS = 64 * 1024
_SAMPLE_ROWS = 100
_BATCH_ROWS = 100
_BATCH_CHARACTERS = 16 * 1024 * 1024
"""So many rows may take that much text; more is a quotation mark that is never closed."""
_SEPARATOR_LINE = "sep="
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF16_SAMPLE = 512


def rows_of_text(stream: BinaryIO, limits: Limits) -> Iterator[Row]:
    """The rows of a text file. Raises SpreadsheetError, also while rows are taken."""
    text = _Text(stream, _encoding_of(stream), limits)
    delimiter = text.find_delimiter()
    return enumerate(chain.from_iterable(_batches(text, delimiter, limits)), 1)


def _encoding_of(stream: BinaryIO) -> str:
    """The encoding: that of a byte order mark, else UTF-8 if all of it is, else Windows'."""
    head = stream.read(_UTF16_SAMPLE)
    stream.seek(0)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    if b"\0" in head:
        # Letters of our languages have a zero as the other byte of UTF-16.
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) * 3 < len(head) or min(even, odd) * 8 > len(head):
            raise SpreadsheetError(SpreadsheetProblem.UNKNOWN_TYPE)
        return "utf-16-le" if odd > even else "utf-16-be"
    return _utf8_or_windows(stream)


def _utf8_or_windows(stream: BinaryIO) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8"
    try:
        while chunk := stream.read(_CHUNK):
            if b"\0" in chunk:
                raise SpreadsheetError(SpreadsheetProblem.UNKNOWN_TYPE)
            if not chunk.isascii() or decoder.getstate()[0]:
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise SpreadsheetError(SpreadsheetProblem.CORRUPT) from None
        encoding = "cp1252"
    stream.seek(0)
    return encoding


class _Text:
    """Decoded text in blocks of whole lines."""

    def __init__(self, stream: BinaryIO, encoding: str, limits: Limits) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._longest = limits.line_characters
        self._rest = ""
        self._at_end = False
        self.given = 0
        """Characters given out since this was set to 0."""

    def find_delimiter(self) -> str:
        """The delimiter, found in the first lines or said by Excel's line `sep=;`, taken off."""
        while len(self._rest) < _SAMPLE_CHARACTERS and not self._at_end:
            self._rest += self._read()
        first, _, rest = self._rest.partition("\n")
        said = first.strip().strip('"')
        if said.casefold().startswith(_SEPARATOR_LINE) and len(said) == len(_SEPARATOR_LINE) + 1:
            self._rest = rest
            return said[-1]
        return _likeliest_delimiter(self._rest[:_SAMPLE_CHARACTERS], whole=self._at_end)

    def lines(self) -> Iterator[str]:
        """All lines, their ends included."""
        return chain.from_iterable(map(_lines_in, self._blocks()))

    def _blocks(self) -> Iterator[str]:
        while True:
            end = _end_of_lines(self._rest)
            if end:
                block, self._rest = self._rest[:end], self._rest[end:]
                self._count(len(block))
                yield block
            elif self._at_end:
                break
            elif len(self._rest) > self._longest:
                raise SpreadsheetError(SpreadsheetProblem.ROW_TOO_LONG)
            self._rest += self._read()
        if self._rest:
            if len(self._rest) > self._longest:
                raise SpreadsheetError(SpreadsheetProblem.ROW_TOO_LONG)
            self._count(len(self._rest))
            yield self._rest

    def _count(self, characters: int) -> None:
        self.given += characters
        if self.given > _BATCH_CHARACTERS:
            raise SpreadsheetError(SpreadsheetProblem.ROW_TOO_LONG)

    def _read(self) -> str:
        chunk = self._stream.read(_CHUNK)
        self._at_end = not chunk
        try:
            text = self._decoder.decode(chunk, final=self._at_end)
        except UnicodeDecodeError as error:
            raise SpreadsheetError(SpreadsheetProblem.UNKNOWN_TYPE) from error
        if "\0" in text:
            raise SpreadsheetError(SpreadsheetProblem.UNKNOWN_TYPE)
        return text


def _lines_in(block: str) -> Iterator[str]:
    return io.StringIO(block, newline="")


def _end_of_lines(text: str) -> int:
    """Up to where there are whole lines; old Macintosh files end theirs in a carriage return."""
    end = text.rfind("\n") + 1
    return end or text.rfind("\r", 0, -1) + 1


def _batches(text: _Text, delimiter: str, limits: Limits) -> Iterator[list[list[Cell]]]:
    reader = csv.reader(text.lines(), delimiter=delimiter)
    read = 0
    try:
        while batch := list(islice(reader, _BATCH_ROWS)):
            text.given = 0
            _check(batch, read, limits)
            read += len(batch)
            # list is invariant: a row of texts is given as a row of cells, which nobody writes to.
            yield batch  # type: ignore[misc]
    except csv.Error as error:
        raise SpreadsheetError(SpreadsheetProblem.ROW_TOO_LONG, read + 1) from error
    except SpreadsheetError as error:
        raise SpreadsheetError(error.problem, error.row or read + 1) from error


def _check(batch: list[list[str]], read: int, limits: Limits) -> None:
    if max(map(len, batch)) > limits.columns:
        raise SpreadsheetError(SpreadsheetProblem.TOO_MANY_COLUMNS)
    if read + len(batch) > limits.text_rows:
        raise SpreadsheetError(SpreadsheetProblem.TOO_MANY_ROWS)


def _likeliest_delimiter(sample: str, *, whole: bool) -> str:
    """The delimiter that splits most rows into the same number of fields, of those the most."""
    end = len(sample) if whole else _end_of_lines(sample) or len(sample)
    return max(_DELIMITERS, key=lambda delimiter: _evenness(sample[:end], delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    reader = csv.reader(_lines_in(sample), delimiter=delimiter)
    try:
        widths = Counter(
            len(row) for row in islice(reader, _SAMPLE_ROWS) if any(cell.strip() for cell in row)
        )
    except csv.Error:
        return 0.0, 0
    total = widths.total()
    width, rows = max(
        ((width, rows) for width, rows in widths.items() if width > 1),
        key=lambda item: (item[1], item[0]),
        default=(1, 0),
    )
    return (round(rows / total, 1) if total else 0.0), width
