"""Rows that aren't people: sums, heads repeated on each page, what stands under the table."""

from collections.abc import Sequence

from bot.registry.reading.cells import BadCellError, key_of, text_of
from bot.registry.reading.fields import Field
from bot.registry.reading.heads import Head, texts_of
from bot.registry.reading.tally import Tally
from bot.registry.rejects import Rejected
from bot.spreadsheets import Cell

_SUMS = frozenset({"jumlah", "total", "subtotal", "jml", "rekapitulasi", "rekap"})
_SUMS_IN_TWO_WORDS = frozenset({"sub total", "sub jumlah", "grand total"})
_UNDER_TABLE = frozenset(
    {"mengetahui", "catatan", "keterangan", "sumber", "nip", "tertanda", "ttd", "dicetak", "ket"}
)
_FEW_CELLS = 2
_DIGITS_OF_A_NIK = 10


def is_total(cell: Cell) -> bool:
    """Whether the cell says that its row has sums: "JUMLAH", "Sub Total Kec. …"."""
    if not isinstance(cell, str):
        return False
    words = key_of(cell).split()
    return bool(words) and (words[0] in _SUMS or " ".join(words[:2]) in _SUMS_IN_TWO_WORDS)


class Leftovers:
    """Decides about rows of one sheet that couldn't be read."""

    def __init__(self, head: Head, tally: Tally, sheet: str) -> None:
        self._head = head
        self._tally = tally
        self._sheet = sheet
        self._after_total = False
        nik, name = head.column(Field.NIK), head.column(Field.NAME)
        self._nik = nik.index if nik else 0
        self._name = name.index if name else 0
        self._headings = {
            column.field: column.heading for column in head.columns if column.field is not None
        }

    def settle(self, number: int, cells: Sequence[Cell], error: BadCellError) -> Rejected | None:
        """The rejected row; None when it is none of a person, which is counted."""
        # The blank cell at the end stands for columns that the list doesn't have.
        filled = [cell for cell in cells if cell not in ("", None)]
        if not filled:
            return None
        if error.field is Field.NIK and self._is_passed_over(cells, filled):
            return None
        return Rejected(self._sheet, number, self._headings.get(error.field), error.reason)

    def _is_passed_over(self, cells: Sequence[Cell], filled: Sequence[Cell]) -> bool:
        nik = text_of(cells[self._nik])
        if sum(map(str.isdigit, nik)) >= _DIGITS_OF_A_NIK:
            return False
        if any(map(is_total, filled)):
            self._after_total = True
            self._tally.totals += 1
            return True
        if texts_of(cells) in self._head.rows:
            self._tally.repeated_heads += 1
            return True
        if self._is_under_table(cells, filled):
            self._tally.footnotes += 1
            return True
        return False

    def _is_under_table(self, cells: Sequence[Cell], filled: Sequence[Cell]) -> bool:
        if len(filled) > _FEW_CELLS:
            return False
        first = key_of(text_of(filled[0])).split()
        nameless = not text_of(cells[self._nik]) and not text_of(cells[self._name])
        return self._after_total or nameless or (bool(first) and first[0] in _UNDER_TABLE)
