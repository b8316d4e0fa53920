"""Spreadsheets that people send: opened by what is in them, read row by row, never trusted.

`open_spreadsheet` is the way in. Knows nothing of what the cells mean.
"""

from bot.spreadsheets.errors import SpreadsheetError, SpreadsheetProblem
from bot.spreadsheets.kinds import Kind
from bot.spreadsheets.limits import Limits
from bot.spreadsheets.opening import Spreadsheet, open_spreadsheet
from bot.spreadsheets.sheets import Cell, Merged, Row, Sheet, column_letters
from bot.spreadsheets.sources import Fingerprint, fingerprint

__all__ = [
    "Cell",
    "Fingerprint",
    "Kind",
    "Limits",
    "Merged",
    "Row",
    "Sheet",
    "Spreadsheet",
    "SpreadsheetError",
    "SpreadsheetProblem",
    "column_letters",
    "fingerprint",
    "open_spreadsheet",
]
