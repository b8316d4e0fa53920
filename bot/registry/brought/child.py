"""The child: one request and a list in, lines of JSON out."""

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from pydantic import BaseModel, SecretStr

from bot.registry.brought.exchange import (
    Looked,
    Missing,
    Outlook,
    Place,
    Refused,
    Request,
    Step,
    Taken,
)
from bot.registry.keys import KeyProblem
from bot.registry.reading import (
    CorrectionError,
    Examination,
    count_lines,
    examine,
    mapping_lines,
    note_lines,
    parse_corrections,
    problem_lines,
    read_entries,
    write_rejects,
)
from bot.registry.rejects import Rejected
from bot.registry.store.errors import (
    NoDateError,
    NoRowsError,
    OlderListError,
    RegistryError,
    ShrinkError,
)
from bot.registry.store.importing import Imported, Outcome, Wish, import_entries
from bot.registry.store.watching import Progress, Watcher
from bot.spreadsheets import SpreadsheetError
from knowledge.figures.wording import long_date, number

_MOST_SHOWN = 20
_ROWS_A_STEP = 5_000


def main() -> None:
    """Do what the request on standard input says."""
    request = Request.model_validate_json(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    try:
        answer = _look(request, content) if request.do == "look" else _take(request, content)
    except SpreadsheetError as error:
        answer = Refused(why=error.message)
    except CorrectionError as error:
        answer = Refused(why=str(error))
    except RegistryError as error:
        answer = Refused(why=_why(error))
    except KeyProblem:
        answer = Refused(why="Kunci registri di server belum diatur; hubungi pengelola bot.")
    _say(answer)


def _why(error: RegistryError) -> str:
    """Why the registry refuses, for somebody who isn't at the terminal."""
    match error:
        case OlderListError():
            return (
                f"Data per {long_date(error.as_of)} lebih lama dari yang sudah berlaku "
                f"(per {long_date(error.current)}), jadi tidak dipakai."
            )
        case ShrinkError():
            return (
                f"Daftar ini hanya memuat {number(error.people)} orang, padahal sekarang ada "
                f"{number(error.before)}. Kirim lagi dan pilih “Tambahkan saja”."
            )
        case _:
            said = str(error)
            return f"{said[:1].upper()}{said[1:]}."


def _say(message: BaseModel) -> None:
    sys.stdout.write(message.model_dump_json() + "\n")
    sys.stdout.flush()


def _look(request: Request, content: bytes) -> BaseModel:
    examination = _examined(request, content)
    looked = _described(examination)
    if not examination.is_ready:
        return looked
    rejects = _Rejects()
    try:
        imported = _import(request, content, examination, rejects, dry_run=True)
    except NoDateError:
        return looked.model_copy(update={"needs_date": True})
    except NoRowsError as error:  # another column may be the right one: nothing is over yet
        return looked.model_copy(
            update={"problems": (_why(error),), "rejected": tuple(rejects.first)}
        )
    return looked.model_copy(
        update={"outlook": _outlook(imported), "rejected": tuple(rejects.first)}
    )


def _take(request: Request, content: bytes) -> BaseModel:
    rejects = _Rejects()
    imported = _import(request, content, _examined(request, content), rejects, dry_run=False)
    return Taken(
        version=imported.version,
        outlook=_outlook(imported),
        rejected=tuple(rejects.first),
        rejects=rejects.written,
    )


def _examined(request: Request, content: bytes) -> Examination:
    corrections = parse_corrections(request.maps, request.defaults)
    return examine(content, request.file_name, corrections, today=request.now.date())


def _described(examination: Examination) -> Looked:
    shown = examination.sheets
    first = next((sheet for sheet in examination.tables if sheet.head is not None), None)
    headings = (
        tuple(column.heading for column in first.head.columns) if first and first.head else ()
    )
    unused = tuple(column.heading for column in first.head.unused) if first and first.head else ()
    return Looked(
        columns=tuple(line for sheet in shown for line in mapping_lines(sheet)),
        counts=tuple(line for sheet in shown for line in count_lines(sheet)),
        notes=tuple(note_lines(examination)),
        problems=tuple(problem_lines(examination)),
        missing=tuple(
            Missing(field=wanted, headings=unused) for wanted in (first.missing if first else ())
        ),
        headings=tuple(dict.fromkeys((*headings, *unused))),
    )


def _import(
    request: Request,
    content: bytes,
    examination: Examination,
    rejects: "_Rejects",
    *,
    dry_run: bool,
) -> Imported:
    wish = Wish(
        as_of=request.as_of,
        add=request.add,
        force=request.force,
        dry_run=dry_run,
        imported_by=request.imported_by,
    )
    return import_entries(
        request.database_url,
        SecretStr(request.secret),
        read_entries(content, request.file_name, examination),
        wish,
        now=request.now,
        watcher=Watcher(progress=_Steps().show, rejected=rejects.take),
    )


class _Steps:
    """Says now and then how far the work is."""

    def __init__(self) -> None:
        self._said = 0

    def show(self, progress: Progress) -> None:
        """Rows were read or written."""
        if progress.read + progress.written < self._said + _ROWS_A_STEP:
            return
        self._said = progress.read + progress.written
        _say(Step(read=progress.read, written=progress.written, to_write=progress.to_write))


@dataclass
class _Rejects:
    """The rejected rows: the first to be shown, all as a file."""

    first: list[Place] = field(default_factory=list)
    written: str = ""

    def take(self, rejected: Iterator[Rejected]) -> None:
        """All of them, once."""
        file = io.StringIO()
        write_rejects(file, self._noted(rejected))
        self.written = file.getvalue()

    def _noted(self, rejected: Iterator[Rejected]) -> Iterator[Rejected]:
        for row in rejected:
            if len(self.first) < _MOST_SHOWN:
                place = Place(sheet=row.sheet, row=row.row, column=row.column, reason=row.reason)
                self.first.append(place)
            yield row


def _outlook(imported: Imported) -> Outlook:
    return Outlook(
        as_of=imported.as_of,
        read=imported.read,
        rejected=imported.rejected,
        identical=imported.identical,
        people=imported.people,
        memberships=imported.memberships,
        people_before=imported.people_before,
        shrinks=imported.shrinks,
        unchanged=imported.outcome is Outcome.UNCHANGED,
    )
