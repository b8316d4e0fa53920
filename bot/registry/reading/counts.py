"""How many rows of a sheet say what, without naming anybody."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.registry.reading.cells import BadCellError
from bot.registry.reading.fields import Field

_FEWEST_SHOWN = 5
"""Values fewer rows have might be about a person: they are counted and not shown."""
_LONGEST_SHOWN = 40
_CODE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows say something; without a label: all that aren't understood together."""

    label: str | None
    rows: int


class Counts:
    """Counts rows by what their cells mean."""

    def __init__(self) -> None:
        self.not_understood: list[tuple[Field, str, int]] = []

    def of(
        self, cells: Mapping[Any, int], read: Callable[[Any], str], field: Field
    ) -> tuple[Count, ...]:
        """The meanings, most frequent first, then what isn't understood."""
        meant: Counter[str] = Counter()
        not_meant = 0
        for cell, rows in cells.items():
            try:
                meant[read(cell)] += rows
            except BadCellError:
                not_meant += rows
                self._keep(cell, rows, field)
        counts = [Count(label, rows) for label, rows in meant.most_common()]
        return (*counts, *([Count(None, not_meant)] if not_meant else []))

    def _keep(self, cell: Any, rows: int, field: Field) -> None:
        parts = cell if isinstance(cell, tuple) else (cell,)
        text = " ".join(str(part) for part in parts if part != "")
        shown = (
            text
            and len(text) <= _LONGEST_SHOWN
            and sum(map(str.isdigit, text)) <= len("6402010001")
        )
        if rows >= _FEWEST_SHOWN and shown:
            self.not_understood.append((field, text, rows))
