"""Workbooks, read in a process of their own and streamed from it: memory here stays small."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from io import BufferedReader
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Final

import orjson

from bot.spreadsheets.errors import SpreadsheetError, SpreadsheetProblem
from bot.spreadsheets.limits import Limits
from bot.spreadsheets.sheets import Cell, Merged, Row, Sheet

_PROGRAM = Path(__file__).with_name("workbook_child.py")
_LENGTH_BYTES = 4
_MOST_MESSAGE = 256 * 1024 * 1024
_TAGS: Final[dict[str, Callable[[Any], Cell]]] = {
    "d": date.fromisoformat,
    "t": datetime.fromisoformat,
    "s": time.fromisoformat,
    "n": float,
}


@contextmanager
def workbook_sheets(
    stream: BinaryIO, limits: Limits, *, has_formulas: bool
) -> Iterator[Iterator[Sheet]]:
    """The sheets of an XLSX or XLS. The process ends with the context.

    Raises SpreadsheetError, also while sheets and rows are taken.
    """
    child = _Child(stream, limits)
    try:
        yield _sheets(child, has_formulas=has_formulas)
    finally:
        child.end()


class _Child:
    """The running process and its messages."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._wait = limits.child_wait
        self._late = False
        stdin = _descriptor(stream)
        self._process = subprocess.Popen(  # noqa: S603 -- our own program, arguments are numbers
            [
                # Isolated: neither the environment nor the current folder decides what it imports.
                *(sys.executable, "-I", str(_PROGRAM)),
                *(str(limits.child_memory), str(limits.child_cpu)),
                *(str(limits.workbook_rows), str(limits.columns), str(limits.sheets)),
            ],
            stdin=subprocess.PIPE if stdin is None else stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        if stdin is None:
            # Never through a file: what is uploaded isn't written to the disk.
            with suppress(BrokenPipeError):
                while chunk := stream.read(1 << 20):
                    self._pipe_in.write(chunk)
            with suppress(BrokenPipeError):
                self._pipe_in.close()

    @property
    def _pipe_in(self) -> Any:
        return self._process.stdin

    @property
    def _pipe_out(self) -> BufferedReader:
        # Popen's type doesn't say that pipes that were asked for are there.
        return self._process.stdout  # type: ignore[return-value]

    def messages(self) -> Iterator[dict[str, Any]]:
        """The messages up to the last one. Raises SpreadsheetError."""
        while True:
            message = self._next()
            if "end" in message:
                return
            if "problem" in message:
                raise SpreadsheetError(_problem_named(message["problem"]))
            yield message

    def _next(self) -> dict[str, Any]:
        alarm = threading.Timer(self._wait, self._too_late)
        alarm.daemon = True
        alarm.start()
        try:
            head = self._pipe_out.read(_LENGTH_BYTES)
            length = int.from_bytes(head, "big")
            data = self._pipe_out.read(length) if length <= _MOST_MESSAGE else b""
        finally:
            alarm.cancel()
        if len(head) < _LENGTH_BYTES or len(data) != length:
            raise SpreadsheetError(self._why_it_died())
        message: dict[str, Any] = orjson.loads(data)
        return message

    def _too_late(self) -> None:
        self._late = True
        self._process.kill()

    def _why_it_died(self) -> SpreadsheetProblem:
        self._process.kill()
        self._process.wait()
        # Without a word it ends when memory is refused to it or its time is up.
        return SpreadsheetProblem.TOO_SLOW if self._late else SpreadsheetProblem.TOO_LARGE

    def end(self) -> None:
        """No process stays behind."""
        self._process.kill()
        self._process.wait()
        self._pipe_out.close()


def _descriptor(stream: BinaryIO) -> int | None:
    """The descriptor of a real file, at its beginning; None for bytes in memory."""
    try:
        descriptor = stream.fileno()
    except OSError:
        return None
    # The child reads from where the descriptor stands, not from where Python's buffer does.
    stream.seek(0)
    return descriptor


def _problem_named(name: str) -> SpreadsheetProblem:
    try:
        return SpreadsheetProblem[name]
    except KeyError:
        return SpreadsheetProblem.CORRUPT


def _sheets(child: _Child, *, has_formulas: bool) -> Iterator[Sheet]:
    messages = child.messages()
    message = next(messages, None)
    while message is not None:
        following: list[dict[str, Any]] = []
        batches = _batches(messages, following)
        yield Sheet(
            name=message["sheet"],
            rows=chain.from_iterable(batches),
            merged=tuple(
                Merged(first[0] + 1, last[0] + 1, first[1], last[1])
                for first, last in message["merged"]
            ),
            hidden=message["hidden"],
            has_formulas=has_formulas,
        )
        # Rows that weren't taken are passed over.
        for _ in batches:
            pass
        message = following.pop() if following else None


def _batches(
    messages: Iterator[dict[str, Any]], following: list[dict[str, Any]]
) -> Iterator[list[Row]]:
    """Batches of rows up to the next sheet's beginning, which is put into `following`."""
    for message in messages:
        if "sheet" in message:
            following.append(message)
            return
        rows = [(number, cells) for number, cells in message["rows"]]
        for _, cells in rows:
            _restore(cells)
        yield rows


def _restore(cells: list[Any]) -> None:
    for index, cell in enumerate(cells):
        if type(cell) is list:
            cells[index] = _TAGS[cell[0]](cell[1])
