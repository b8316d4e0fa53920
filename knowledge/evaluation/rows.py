"""Labelled questions from a CSV file."""

import csv
from dataclasses import dataclass
from pathlib import Path

from knowledge.search.examples import Example

OUT_OF_SCOPE = "luar-topik"
"""How a file marks a question that nothing here answers."""


class RowsError(ValueError):
    """A file can't be read as labelled questions; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Row:
    """One question and what answers it."""

    text: str
    topic: str | None
    """The topic that answers; None: out of scope."""
    also: tuple[str, ...] = ()
    """Other topics that are right as well."""
    style: str = ""

    @property
    def right(self) -> frozenset[str]:
        """Every topic that counts as right."""
        return frozenset(self.also if self.topic is None else (self.topic, *self.also))

    def example(self) -> Example:
        """The row as something to learn from."""
        return Example(self.text, self.topic, self.style)


def read_rows(path: Path) -> tuple[Row, ...]:
    """Read a CSV with the columns ``pertanyaan,topik`` and, if there, ``topik_lain``, ``gaya``.

    ``topik_lain`` lists further right topics, split by ``|``. Raises ``RowsError``.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = {"pertanyaan", "topik"} - set(reader.fieldnames or ())
            if missing:
                raise RowsError(f"{path}: no column {', '.join(sorted(missing))}")
            rows = tuple(_row(path, reader.line_num, record) for record in reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RowsError(f"{path}: {error}") from error
    if not rows:
        raise RowsError(f"{path}: no questions")
    return rows


def read_examples(path: Path) -> tuple[Example, ...]:
    """Read a CSV as ``read_rows`` does, as examples to learn from. Raises ``RowsError``."""
    return tuple(row.example() for row in read_rows(path))


def _row(path: Path, line: int, record: dict[str, str | None]) -> Row:
    text = (record["pertanyaan"] or "").strip()
    topic = (record["topik"] or "").strip()
    if not text or not topic:
        raise RowsError(f"{path}: line {line}: a question and a topic are needed")
    return Row(
        text,
        None if topic == OUT_OF_SCOPE else topic,
        tuple(name.strip() for name in (record.get("topik_lain") or "").split("|") if name.strip()),
        (record.get("gaya") or "").strip(),
    )
