"""CSV as an Indonesian Excel reads it: semicolons, decimal commas, a byte order mark."""

import csv
import io
from datetime import date

from bot.coverage.export.tables import Cell, ColumnKind, Table, looks_like_formula, plain_text


def to_csv(table: Table) -> bytes:
    """A table in UTF-8 with headers; dates as 2025-09-30, percentages as 40,39.

    A text that a spreadsheet program might take for a formula gets an apostrophe before it.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(_text(column.header) for column in table.columns)
    for row in table.rows:
        writer.writerow(
            _cell(value, column.kind) for value, column in zip(row, table.columns, strict=True)
        )
    return written.getvalue().encode("utf-8-sig")


def _cell(value: Cell, kind: ColumnKind) -> str:
    match value:
        case None:
            return ""
        case str():
            return _text(value)
        case date():
            return value.strftime("%Y-%m-%d")
        case _ if kind is ColumnKind.WHOLE:
            return str(round(value))
        case _:
            return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def _text(text: str) -> str:
    plain = plain_text(text)
    return "'" + plain if looks_like_formula(plain) else plain
