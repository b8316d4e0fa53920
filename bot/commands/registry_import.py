"""`jamsosbot registry import`: what is read from where, how far it is, what came of it."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.commands.output import misused, refuse
from bot.registry.keys import KeyRing
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
from bot.registry.store.importing import Imported, Outcome, Phase, Watcher, Wish, import_entries
from bot.registry.store.importing import Progress as Step
from bot.settings import Settings
from bot.spreadsheets import SpreadsheetError
from knowledge.figures.wording import number

_MOST_SHOWN = 20
_NICENESS = 5
"""The bot may be answering on the same machine: it goes first."""


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list and what is said about its columns."""

    path: Path
    maps: tuple[str, ...]
    defaults: tuple[str, ...]


def run_import(
    settings: Settings, file: ListFile, wish: Wish, *, rejects: Path | None, asks: bool
) -> None:
    """Examine, show, ask, import, report. Raises what `import_entries` raises."""
    KeyRing(settings.secret_key.get_secret_value() if settings.secret_key else None)
    now = datetime.now(settings.zone)
    try:
        examination = _examined(file, now)
        if asks and not typer.confirm("Impor daftar ini?", err=True):
            refuse("tidak jadi")
        report = _RejectReport(rejects)
        if hasattr(os, "nice"):
            os.nice(_NICENESS)
        with _Bar(examination.rows) as bar:
            result = import_entries(
                settings.database_url.get_secret_value(),
                settings.secret_key,
                read_entries(file.path, file.path.name, examination),
                wish,
                now=now,
                watcher=Watcher(bar.show, report.take),
            )
    except SpreadsheetError as error:
        refuse(error.message)
    for line in result_lines(result):
        typer.echo(line)


def _examined(file: ListFile, now: datetime) -> Examination:
    """Look at the file and say what is in it; refuse if something has to be said first."""
    try:
        corrections = parse_corrections(file.maps, file.defaults)
    except CorrectionError as error:
        misused(str(error))
    examination = examine(file.path, file.path.name, corrections, today=now.date())
    for sheet in examination.sheets:
        for line in (*mapping_lines(sheet), *count_lines(sheet)):
            typer.echo(line, err=True)
    for line in note_lines(examination):
        typer.echo(line, err=True)
    if not examination.is_ready:
        refuse("\n".join(problem_lines(examination)))
    return examination


def result_lines(result: Imported) -> list[str]:
    """What came of an import, for an admin."""
    rows = f"{number(result.read)} baris dibaca, {number(result.rejected)} ditolak"
    if result.identical:
        rows += f", {number(result.identical)} sama persis dengan baris lain"
    holds = f"{number(result.people)} orang, {number(result.memberships)} kepesertaan"
    match result.outcome:
        case Outcome.UNCHANGED:
            return [f"Tidak ada yang berubah: data per {result.as_of} ini sudah ada ({holds})."]
        case Outcome.WOULD_IMPORT:
            lines = [f"{rows}.", f"Belum disimpan. Hasilnya nanti: {holds}, data {result.as_of}."]
            if result.shrinks:
                lines.append(
                    f"AWAS: sekarang ada {number(result.people_before)} orang; kurang dari "
                    "separuhnya yang tersisa. Impor akan ditolak tanpa --force (atau pakai --add)."
                )
            return lines
        case Outcome.IMPORTED:
            return [
                f"{rows}.",
                (
                    f"Versi {result.version} berlaku: {holds}, data {result.as_of} "
                    f"(sebelumnya {number(result.people_before)} orang)."
                ),
            ]


@dataclass
class _RejectReport:
    """The first rejected rows for the screen, all of them for the file."""

    file: Path | None
    first: list[Rejected] = field(default_factory=list)
    count: int = 0

    def take(self, rejected: Iterator[Rejected]) -> None:
        """All rejected rows, once."""
        passing = self._noted(rejected)
        if self.file is not None:
            write_rejects(self.file, passing)
        else:
            for _ in passing:
                pass
        self.say()

    def _noted(self, rejected: Iterator[Rejected]) -> Iterator[Rejected]:
        for row in rejected:
            self.count += 1
            if len(self.first) < _MOST_SHOWN:
                self.first.append(row)
            yield row

    def say(self) -> None:
        """Show the first ones."""
        for row in self.first:
            sheet = f"lembar “{row.sheet}” " if row.sheet else ""
            column = f", kolom “{row.column}”" if row.column else ""
            typer.echo(f"ditolak: {sheet}baris {row.row}{column}: {row.reason}", err=True)
        rest = self.count - len(self.first)
        if rest:
            where = f"semuanya di {self.file}" if self.file else "pakai --rejects FILE"
            typer.echo(f"… dan {number(rest)} baris lain ditolak ({where})", err=True)


class _Bar:
    """A progress bar on stderr, where somebody looks at it."""

    def __init__(self, rows: int) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.completed:,.0f} / {task.total:,.0f}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._tasks: dict[Phase, TaskID] = {}
        self._rows = rows

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def show(self, step: Step) -> None:
        """Move the bar of the phase the import is at."""
        reads = step.phase is Phase.READING
        total = self._rows if reads else step.to_write
        if step.phase not in self._tasks:
            name = "Membaca" if reads else "Menyimpan"
            self._tasks[step.phase] = self._progress.add_task(name, total=total)
        done = step.read if reads else step.written
        self._progress.update(self._tasks[step.phase], completed=done, total=max(total, done))
