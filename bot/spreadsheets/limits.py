"""How much of a file is read before it is refused."""

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on time and memory. The defaults take 1.5 million CSV rows, 300,000 of a workbook."""

    text_bytes: int = 512 * _MIB
    text_rows: int = 1_500_000
    workbook_bytes: int = 64 * _MIB
    """As it lies on disk, compressed."""
    workbook_rows: int = 300_000
    """Of all sheets together, blank ones not counted."""
    columns: int = 500
    sheets: int = 250
    line_characters: int = _MIB
    """The longest line of a text file; a spreadsheet program's cell holds 32,767."""
    unpacked_bytes: int = 768 * _MIB
    """What a workbook's parts may come to when unpacked."""
    unpacked_ratio: int = 120
    """How many times a workbook may grow when unpacked, from `ratio_from` bytes on. Lists that
    repeat themselves a lot grow 30 times."""
    ratio_from: int = 32 * _MIB
    child_memory: int = 1024 * _MIB
    """Address space of the process that reads a workbook: 300,000 rows of 13 columns take 400 MB,
    interpreter included."""
    child_wait: float = 90.0
    """Seconds for the next rows of a workbook to arrive."""
    child_cpu: int = 300
    """Seconds of CPU for a workbook."""
