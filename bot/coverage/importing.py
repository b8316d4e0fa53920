"""A coverage file understood: what is in it, what is wrong with it, what it would change. Pure.

`preview` looks and changes nothing; `bot.coverage.store.apply` writes a preview without problems.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.coverage.figures import COVERAGE, Basis, Figure
from bot.coverage.headings import Headings, find_headings, problems_with
from bot.coverage.long_form import read_long
from bot.coverage.problems import Problem
from bot.coverage.tables import TableError, read_tables
from bot.coverage.wide_form import read_wide
from knowledge.figures.wording import number

FigureKey = tuple[str, str, str, date, str]


class Form(StrEnum):
    """How a file is laid out."""

    LONG = "panjang"
    WIDE = "lebar"


class ChangeKind(StrEnum):
    """What an import does to a figure."""

    NEW = "baru"
    CHANGED = "berubah"
    SAME = "sama"


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of the file beside the one that is stored."""

    kind: ChangeKind
    row: int
    figure: Figure
    before: Figure | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. Nothing is written while there are problems."""

    file_digest: str
    form: Form | None
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    @property
    def may_be_applied(self) -> bool:
        """Whether there is something to write and nothing wrong."""
        return not self.problems and any(
            change.kind is not ChangeKind.SAME for change in self.changes
        )

    def count(self, kind: ChangeKind) -> int:
        """How many figures are new, changed, or the same."""
        return sum(change.kind is kind for change in self.changes)

    @property
    def regions(self) -> tuple[str, ...]:
        """Kemendagri codes of the regions that would change, each once."""
        changed = (change for change in self.changes if change.kind is not ChangeKind.SAME)
        return tuple(dict.fromkeys(change.figure.region for change in changed))


@dataclass(frozen=True, slots=True)
class FileContent:
    """The figures of a file with the numbers of their rows."""

    form: Form | None
    figures: tuple[tuple[int, Figure], ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...] = ()


def read_file(name: str, content: bytes, today: date) -> FileContent:
    """Read a coverage file of either form. Never raises: what is wrong is in `problems`."""
    try:
        tables = list(read_tables(name, content))
    except TableError as error:
        return FileContent(None, (), (Problem(str(error)),))
    with_headings = ((rows, find_headings(rows)) for rows in tables)
    rows, headings = next((pair for pair in with_headings if pair[1] is not None), ((), None))
    if headings is None:
        return FileContent(None, (), (Problem("judul kolomnya tidak dikenal: cari kolom Wilayah"),))
    form = Form.LONG if headings.is_long else Form.WIDE
    if problems := problems_with(headings):
        return FileContent(form, (), tuple(problems))
    below = [row for row in rows if row.number > headings.row]
    if not below:
        return FileContent(form, (), (Problem("tidak ada barisnya"),))
    notices = _about_columns(headings)
    if form is Form.LONG:
        figures, problems = read_long(headings, below, today)
    else:
        figures, problems, left_out = read_wide(headings, below, today)
        notices += left_out
    return FileContent(form, tuple(figures), tuple(problems), tuple(notices))


def _about_columns(headings: Headings) -> list[Problem]:
    return [
        Problem(f"kolom “{title[:40]}” tidak dikenal, dilewati", headings.row)
        for title in headings.unknown
    ]


def preview(current: Iterable[Figure], name: str, content: bytes, today: date) -> Preview:
    """What importing a file would change. Never raises and never writes."""
    file = read_file(name, content, today)
    stored: Mapping[FigureKey, Figure] = {figure.key: figure for figure in current}
    changes = tuple(_change(row, figure, stored.get(figure.key)) for row, figure in file.figures)
    warnings = (*file.notices, *_warnings(file.figures, list(stored.values())))
    digest = hashlib.sha256(content).hexdigest()
    return Preview(digest, file.form, changes, file.problems, warnings)


def _change(row: int, figure: Figure, before: Figure | None) -> Change:
    if before is None:
        return Change(ChangeKind.NEW, row, figure)
    same = replace(before, import_id=0) == replace(figure, import_id=0)
    return Change(ChangeKind.SAME if same else ChangeKind.CHANGED, row, figure, before)


def _warnings(figures: Sequence[tuple[int, Figure]], stored: Sequence[Figure]) -> list[Problem]:
    found = []
    newest: dict[tuple[str, str], date] = {}
    for figure in stored:
        if figure.indicator == COVERAGE and figure.percent is not None:
            place = (figure.region, figure.segment.value)
            newest[place] = max(newest.get(place, date.min), figure.as_of)
    for row, figure in figures:
        if not figure.fits:
            found.append(Problem(_misfit(figure), row))
        if figure.computed is not None and figure.computed > 100:  # noqa: PLR2004 -- percent
            found.append(Problem("pesertanya lebih banyak dari penyebutnya: di atas 100 %", row))
        if figure.denominator is not None and figure.basis is Basis.UNKNOWN:
            found.append(Problem("jenis penyebutnya tidak disebut", row))
        held = newest.get((figure.region, figure.segment.value))
        if figure.percent is not None and held is not None and figure.as_of < held:
            found.append(Problem(f"lebih lama dari angka yang sudah ada ({held.isoformat()})", row))
    return found


def _misfit(figure: Figure) -> str:
    computed = number(float(figure.computed or 0))
    return f"persennya {figure.announced}, hitungannya {computed}: keduanya disimpan terpisah"
