"""What is wrong with a file, by row, in Indonesian for the admin who sent it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason, and the row it is about; no row for the file as a whole."""

    reason: str
    row: int | None = None

    def __str__(self) -> str:
        return f"Baris {self.row}: {self.reason}" if self.row else self.reason


class RowError(ValueError):
    """What is wrong with one row; the message is Indonesian."""
