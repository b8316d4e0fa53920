"""Reading by-name-by-address lists: from a spreadsheet to rows taken and rows rejected.

`examine` goes through a file and says what it looks like, `read_entries` then reads it. Nothing
is written anywhere. Lists come from many hands, so headings, values and layouts are taken as
tolerantly as can be without guessing: what could mean two things is shown or rejected.

Which unreadable cells reject a row: those of NIK, name, region, segment, status and dates. Others
are left out and counted (`fields.DROPPED_WHEN_UNREADABLE` says why).
"""

from bot.registry.reading.codes import CodeDecision, CodeSystem
from bot.registry.reading.corrections import (
    NO_CORRECTIONS,
    CorrectionError,
    Corrections,
    parse_corrections,
)
from bot.registry.reading.counts import Count
from bot.registry.reading.dates import DateOrder
from bot.registry.reading.entries import NotReadyError, Reading, read_entries
from bot.registry.reading.examination import Examination, SheetExamination, examine
from bot.registry.reading.fields import LABELS, Field
from bot.registry.reading.heads import Column, Head, Unclear
from bot.registry.reading.rejects_file import write_rejects
from bot.registry.reading.tally import Tally
from bot.registry.reading.wording import count_lines, mapping_lines, note_lines, problem_lines

__all__ = [
    "LABELS",
    "NO_CORRECTIONS",
    "CodeDecision",
    "CodeSystem",
    "Column",
    "CorrectionError",
    "Corrections",
    "Count",
    "DateOrder",
    "Examination",
    "Field",
    "Head",
    "NotReadyError",
    "Reading",
    "SheetExamination",
    "Tally",
    "Unclear",
    "count_lines",
    "examine",
    "mapping_lines",
    "note_lines",
    "parse_corrections",
    "problem_lines",
    "read_entries",
    "write_rejects",
]
