"""The file of rejected rows: where each is and why, nothing of what is in it."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from bot.registry.rejects import Rejected

_HEAD = ("lembar", "baris", "kolom", "alasan")
_BOM = "\ufeff"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def write_rejects(target: Path | TextIO, rejected: Iterable[Rejected]) -> int:
    """Write a CSV (UTF-8 with the mark that Excel asks for); how many rows there were."""
    if isinstance(target, Path):
        with target.open("w", encoding="utf-8", newline="") as stream:
            return _write(stream, rejected)
    return _write(target, rejected)


def _write(stream: TextIO, rejected: Iterable[Rejected]) -> int:
    stream.write(_BOM)
    writer = csv.writer(stream)
    writer.writerow(_HEAD)
    count = 0
    for count, row in enumerate(rejected, 1):  # noqa: B007 -- the count is wanted after the loop
        writer.writerow((_safe(row.sheet), row.row, _safe(row.column or ""), row.reason))
    return count


def _safe(text: str) -> str:
    """Names of sheets and headings come from a stranger: no spreadsheet program must run them."""
    text = " ".join(text.split())
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
