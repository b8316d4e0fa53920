"""Income bands of own-account workers: PP 44/2015 Lampiran II (Appendix A of the fact sheet)."""

import csv
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.facts import Confidence

_TABLE = Path(__file__).with_name("bands.csv")


@dataclass(frozen=True, slots=True)
class Band:
    """A row of the table; all amounts in rupiah a month."""

    number: int
    lowest: int | None
    """None: the first band, open downwards."""
    highest: int | None
    """None: the last band, open upwards."""
    base: int
    """The income that contributions and accident benefits are calculated from."""
    confidence: Confidence
    facts: tuple[str, ...]


@cache
def load_bands() -> tuple[Band, ...]:
    """All bands, lowest first. Raises ValueError for a table that is not in order."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        bands = tuple(
            Band(
                number=int(row["number"]),
                lowest=int(row["from"]) if row["from"] else None,
                highest=int(row["to"]) if row["to"] else None,
                base=int(row["base"]),
                confidence=Confidence(row["confidence"]),
                facts=tuple(row["facts"].split("|")),
            )
            for row in csv.DictReader(file)
        )
    starts = [band.lowest or 0 for band in bands]
    if starts != sorted(set(starts)) or [band.number for band in bands] != list(
        range(1, len(bands) + 1)
    ):
        raise ValueError(f"{_TABLE.name}: the bands are not in order")
    return bands


def band_of(income: int) -> Band:
    """The band of a monthly income in rupiah.

    An income below the first band pays the lowest. The table is written in steps of a thousand
    ("sampai 1.099.000", then "1.100.000–1.299.000"), so that 1,099,001–1,099,999 stands in no
    row: it has not reached the next band's beginning and stays in the lower one.
    """
    bands = load_bands()
    return bands[bisect_right([band.lowest or 0 for band in bands], max(income, 0)) - 1]
