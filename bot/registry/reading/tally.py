"""What became of the rows of a file."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """What became of the rows. Complete once all of them were taken."""

    entries: int = 0
    rejected: int = 0
    totals: int = 0
    """Rows with sums, passed over."""
    repeated_heads: int = 0
    footnotes: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    """Heading → unreadable cells left out of rows that are taken all the same."""
