"""Where the bytes come from, and whether they stayed the same while they were read."""

import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bot.spreadsheets.errors import SpreadsheetError, SpreadsheetProblem


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Tells one state of a file from another: size, and time of change or a digest of the bytes."""

    size: int
    state: str


def fingerprint(source: Path | bytes) -> Fingerprint:
    """The fingerprint now. Raises SpreadsheetError when there is no such file."""
    if isinstance(source, bytes):
        return Fingerprint(len(source), hashlib.blake2b(source, digest_size=16).hexdigest())
    try:
        return _of_status(source.stat())
    except OSError as error:
        raise SpreadsheetError(SpreadsheetProblem.MISSING) from error


@contextmanager
def opened(source: Path | bytes) -> Iterator[tuple[BinaryIO, int]]:
    """The bytes and how many there are. Raises SpreadsheetError when they changed meanwhile.

    A file that is still being written would be read half: the half looks whole.
    """
    if isinstance(source, bytes):
        yield io.BytesIO(source), len(source)
        return
    try:
        stream = source.open("rb")
    except OSError as error:
        raise SpreadsheetError(SpreadsheetProblem.MISSING) from error
    with stream:
        before = _of_status(os.fstat(stream.fileno()))
        try:
            yield stream, before.size
        except SpreadsheetError:
            # What looked broken may just not have been written yet.
            _same(stream, source, before)
            raise
        _same(stream, source, before)


def _same(stream: BinaryIO, path: Path, before: Fingerprint) -> None:
    """The open file is as it was, and so is what the path leads to now."""
    now = _of_status(os.fstat(stream.fileno()))
    if now != before or fingerprint(path) != before:
        raise SpreadsheetError(SpreadsheetProblem.CHANGED)


def _of_status(status: os.stat_result) -> Fingerprint:
    return Fingerprint(status.st_size, f"{status.st_ino}:{status.st_mtime_ns}")
