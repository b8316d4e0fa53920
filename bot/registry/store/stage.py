"""Where a list waits, hashed and sealed, until it is known whole and can be read in order.

Rows are dealt out by the first byte of their hashes; what doesn't fit into memory goes to a
temporary file: one that has no name, that nobody else can open, and that is gone with the process,
whatever ends it. No NIK and no readable name is ever in it.
"""

import marshal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import itemgetter
from tempfile import TemporaryFile
from typing import IO

StagedRow = tuple[bytes, int, int, bytes]
"""Hash, kind, place in the list, and the sealed rest; see `notes` for kinds and places."""

FIRST_BYTES = 256
MOST_WAITING = 40_000
"""Rows in memory: about 16 MB."""
MARSHAL_VERSION = 2  # later ones look for objects that come twice, which takes longer


class Stage:
    """Rows in the order they come, then in the order of their hashes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._buckets: list[list[StagedRow]] = [[] for _ in range(FIRST_BYTES)]
        self._written: list[list[tuple[int, int]]] = [[] for _ in range(FIRST_BYTES)]
        self._end = 0
        self._waiting = 0

    def add(self, rows: Sequence[StagedRow]) -> None:
        """Take rows in."""
        buckets = self._buckets
        for row in rows:
            buckets[row[0][0]].append(row)
        self._waiting += len(rows)
        if self._waiting >= MOST_WAITING:
            self._write()

    def _write(self) -> None:
        for rows, written in zip(self._buckets, self._written, strict=True):
            data = marshal.dumps(rows, MARSHAL_VERSION)
            self._file.write(data)
            written.append((self._end, len(data)))
            self._end += len(data)
            rows.clear()
        self._waiting = 0

    def in_order(self) -> Iterator[list[StagedRow]]:
        """A list for each first byte of a hash, in the hashes' order; a person's as they came."""
        self._file.flush()
        for waiting, written in zip(self._buckets, self._written, strict=True):
            rows = [row for part in written for row in self._read(*part)]
            rows += waiting
            rows.sort(key=itemgetter(0))
            yield rows

    def _read(self, start: int, length: int) -> list[StagedRow]:
        self._file.seek(start)
        rows: list[StagedRow] = marshal.loads(self._file.read(length))  # noqa: S302 -- what this process wrote
        return rows


@contextmanager
def staging() -> Iterator[Stage]:
    """An empty stage, gone at the end."""
    with TemporaryFile() as file:
        yield Stage(file)
