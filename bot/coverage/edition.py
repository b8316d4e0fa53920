"""The figures that come with the program: cakupan_kaltim.csv, gathered from published sources.

A changed file is another edition. It replaces the one before at the next start and leaves what
people imported alone.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from bot.coverage.book import Book
from bot.coverage.figures import Figure
from bot.coverage.importing import read_file
from bot.coverage.store import put_edition
from bot.storage.storage import Storage

FILE = Path(__file__).with_name("cakupan_kaltim.csv")


@dataclass(frozen=True, slots=True)
class Edition:
    """The figures with their row numbers, and the digest that tells editions apart."""

    digest: str
    figures: tuple[tuple[int, Figure], ...]

    @property
    def book(self) -> Book:
        """The figures, for programs without a database."""
        return Book(figure for _, figure in self.figures)


@cache
def packaged_edition() -> Edition:
    """The edition of this program. Raises ValueError for a file that isn't right."""
    content = FILE.read_bytes()
    file = read_file(FILE.name, content, date.max)
    if file.problems:
        raise ValueError(f"{FILE.name}: {file.problems[0]}")
    return Edition(hashlib.sha256(content).hexdigest(), file.figures)


async def load_edition(storage: Storage, now: datetime) -> bool:
    """Put the packaged figures into the database, where they aren't already; True if they changed.

    Raises SQLAlchemyError when the database can't be reached.
    """
    edition = packaged_edition()
    async with storage.transaction() as connection:
        return await put_edition(connection, edition.digest, edition.figures, now)
