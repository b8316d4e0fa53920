"""Coverage as files: workbooks and CSV that open right in an Indonesian office."""

from bot.coverage.export.separated import to_csv
from bot.coverage.export.tables import Column, ColumnKind, Section, SheetChart, Table
from bot.coverage.export.views import figures_table, sheet_chart, sources_table
from bot.coverage.export.workbook import Workbook, to_xlsx

__all__ = [
    "Column",
    "ColumnKind",
    "Section",
    "SheetChart",
    "Table",
    "Workbook",
    "figures_table",
    "sheet_chart",
    "sources_table",
    "to_csv",
    "to_xlsx",
]
