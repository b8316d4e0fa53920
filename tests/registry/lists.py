"""By-name-by-address lists made for tests: invented people, NIKs of a district that there isn't."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from bot.registry.memberships import Membership
from bot.registry.reading import (
    Corrections,
    Examination,
    Tally,
    examine,
    parse_corrections,
    read_entries,
)
from bot.registry.reading.cells import BadCellError
from bot.registry.rejects import Entry, Rejected

TODAY = date(2026, 11, 25)
HEAD = ("NIK", "Nama", "Kab/Kota", "Segmen", "Status")


def nik(number: int) -> str:
    """An invented NIK: district 64.72.99 doesn't exist."""
    return (
        f"64729901019{number // 9 % 10}{number % 10_000:04}" if number % 10_000 else nik(number + 1)
    )


def person(number: int = 1, **cells: str) -> list[str]:
    """A good row under HEAD, some cells otherwise: person(3, Status="?")."""
    good = {
        "NIK": nik(number),
        "Nama": "BUDI SANTOSO",
        "Kab/Kota": "Kota Samarinda",
        "Segmen": "BPU",
        "Status": "Aktif",
    }
    return [cells.get(heading, good[heading]) for heading in HEAD]


def as_csv(rows: Sequence[Sequence[object]], delimiter: str = ",") -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def people(rows: Sequence[Sequence[str]], *more: str) -> bytes:
    """A CSV of such rows, `more` being headings after HEAD."""
    return as_csv([[*HEAD, *more], *rows])


class Read(NamedTuple):
    """What came of a file."""

    examination: Examination
    entries: list[Entry]
    rejected: list[Rejected]
    tally: Tally

    @property
    def memberships(self) -> list[Membership]:
        return [entry.membership for entry in self.entries]

    @property
    def reasons(self) -> list[str]:
        return [row.reason for row in self.rejected]


def corrected(*texts: str) -> Corrections:
    """Corrections as one would say them: "wilayah=Bontang", "Judul=>nama"."""
    maps = [text.replace("=>", "=") for text in texts if "=>" in text]
    return parse_corrections(maps, [text for text in texts if "=>" not in text])


def read(source: bytes, *corrections: str, name: str = "daftar.csv") -> Read:
    """Examine and read a file."""
    examination = examine(source, name, corrected(*corrections), today=TODAY)
    rows = read_entries(source, name, examination)
    entries: list[Entry] = []
    rejected: list[Rejected] = []
    for row in rows:
        if isinstance(row, Entry):
            entries.append(row)
        else:
            rejected.append(row)
    return Read(examination, entries, rejected, rows.tally)


def one(**cells: str) -> str | Membership:
    """What becomes of one row: the membership, or the reason why there is none."""
    found = read(people([person(1, **cells)]))
    return found.memberships[0] if found.entries else found.reasons[0]


def refusal(reader: Callable[..., object], *arguments: object) -> BadCellError | None:
    """Why a cell isn't taken, None when it is."""
    try:
        reader(*arguments)
    except BadCellError as error:
        return error
    return None
