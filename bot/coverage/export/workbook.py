"""XLSX: a sheet for each table, charts that the spreadsheet program draws, and explanations."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from bot.coverage.charts.palette import BAND, BAR_BEYOND, HAIRLINE, INK
from bot.coverage.export.tables import (
    Cell,
    Column,
    ColumnKind,
    Section,
    SheetChart,
    Table,
    looks_like_formula,
    plain_text,
)

_WIDEST = 60
_FORMATS = {
    ColumnKind.TEXT: "@",
    ColumnKind.WHOLE: "#,##0",
    ColumnKind.PERCENT: "0.00%",
    ColumnKind.DATE: "[$-421]d mmm yyyy",
}
"""Excel shows separators as its user's country writes them; 421 is Indonesian, for the months."""
_HEADER_HEIGHT = 32
_PAPER_A4 = 9


@dataclass(frozen=True, slots=True)
class Workbook:
    """What a file holds."""

    title: str
    tables: Sequence[Table]
    charts: Sequence[SheetChart] = ()
    sections: Sequence[Section] = ()
    """How to read the figures: kinds of denominators, which figure is shown."""


@dataclass(frozen=True, slots=True)
class _Styles:
    header: Format
    heading: Format
    prose: Format
    suspicious: Format
    """For texts like formulas: they stay texts even when their cell is edited."""
    by_kind: Mapping[ColumnKind, Format]


def to_xlsx(content: Workbook, created: datetime) -> bytes:
    """A workbook; the same content and time of creation give the same bytes.

    Texts are never formulas or links. Percentages are real ones (40.39 becomes 0.4039 shown
    as 40,39%), dates real dates.

    Raises:
        ValueError: A chart of a table that isn't there, or sheet names that Excel refuses.
    """
    written = io.BytesIO()
    try:
        with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
            workbook.set_properties(
                {"title": plain_text(content.title), "created": created.replace(tzinfo=None)}
            )
            styles = _styles(workbook)
            for table in content.tables:
                _sheet(workbook.add_worksheet(table.name), table, styles)
            for chart in content.charts:
                _chart(workbook, chart, content.tables)
            if content.sections:
                _explanations(workbook.add_worksheet("Penjelasan"), content, styles)
    except xlsxwriter.exceptions.XlsxInputError as error:
        raise ValueError(str(error)) from error
    return written.getvalue()


def _styles(workbook: xlsxwriter.Workbook) -> _Styles:
    top = {"valign": "top", "font_name": "Calibri", "font_size": 11}
    return _Styles(
        header=workbook.add_format(
            {
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": BAR_BEYOND,
                "text_wrap": True,
                "valign": "vcenter",
                "border": 1,
                "border_color": HAIRLINE,
            }
        ),
        heading=workbook.add_format({"bold": True, "font_size": 13, "font_color": INK}),
        prose=workbook.add_format({**top, "text_wrap": True}),
        suspicious=workbook.add_format(
            {**top, "text_wrap": True, "num_format": "@", "quote_prefix": True, "bg_color": BAND}
        ),
        by_kind={
            kind: workbook.add_format(
                {
                    **top,
                    "num_format": form,
                    "text_wrap": kind is ColumnKind.TEXT,
                    "indent": int(kind is ColumnKind.TEXT),
                }
            )
            for kind, form in _FORMATS.items()
        },
    )


def _sheet(sheet: Worksheet, table: Table, styles: _Styles) -> None:
    sheet.set_row(0, _HEADER_HEIGHT)
    for number, column in enumerate(table.columns):
        sheet.write_string(0, number, plain_text(column.header), styles.header)
        cells = [row[number] for row in table.rows]
        sheet.set_column(number, number, _width(column, cells))
        for line, cell in enumerate(cells, start=1):
            _write(sheet, (line, number), cell, column.kind, styles)
    sheet.freeze_panes(1, 1)
    if table.columns:
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(
    sheet: Worksheet, place: tuple[int, int], cell: Cell, kind: ColumnKind, styles: _Styles
) -> None:
    match cell:
        case None:
            sheet.write_blank(*place, None, styles.by_kind[kind])
        case str():
            text = plain_text(cell)
            is_odd = looks_like_formula(text)
            style = styles.suspicious if is_odd else styles.by_kind[ColumnKind.TEXT]
            sheet.write_string(*place, text, style)
        case date():
            sheet.write_datetime(*place, cell, styles.by_kind[ColumnKind.DATE])
        case _ if kind is ColumnKind.PERCENT:
            sheet.write_number(*place, round(cell / 100, 8), styles.by_kind[kind])
        case _:
            sheet.write_number(*place, cell, styles.by_kind[kind])


def _width(column: Column, cells: Sequence[Cell]) -> float:
    """Enough for the widest content and the header on two lines with its filter button."""
    longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
    least = {ColumnKind.TEXT: 10, ColumnKind.DATE: 14}.get(column.kind, 12)
    return min(max(longest + 2, len(column.header) / 2 + 6, least), _WIDEST)


def _chart(workbook: xlsxwriter.Workbook, chart: SheetChart, tables: Sequence[Table]) -> None:
    table = next((table for table in tables if table.name == chart.table), None)
    if table is None:
        raise ValueError(f"no table {chart.table} for the chart {chart.name}")
    sheet = workbook.add_chartsheet(chart.name)
    bars = workbook.add_chart({"type": "bar"})
    filled = (line for line, row in enumerate(table.rows, start=1) if row[chart.values] is not None)
    last = max(filled, default=1)
    bars.add_series(
        {
            "name": plain_text(table.columns[chart.values].header),
            "categories": [table.name, 1, chart.labels, last, chart.labels],
            "values": [table.name, 1, chart.values, last, chart.values],
            "fill": {"color": BAR_BEYOND},
            "gap": 45,
            "data_labels": {"value": True},
        }
    )
    bars.set_title({"name": plain_text(chart.title), "name_font": {"size": 16, "color": INK}})
    bars.set_legend({"none": True})
    # Excel draws the first row lowest unless told otherwise.
    bars.set_y_axis({"reverse": True, "num_font": {"size": 11}})
    bars.set_x_axis(
        {
            "min": 0,
            "num_format": "0%",
            "major_gridlines": {"visible": True, "line": {"color": HAIRLINE}},
        }
    )
    sheet.set_chart(bars)


def _explanations(sheet: Worksheet, content: Workbook, styles: _Styles) -> None:
    sheet.set_column(0, 0, 100)
    sheet.hide_gridlines(2)
    line = 0
    for section in content.sections:
        sheet.write_string(line, 0, plain_text(section.heading), styles.heading)
        for paragraph in plain_text(section.text).splitlines():
            line += 1
            sheet.write_string(line, 0, paragraph, styles.prose)
        line += 2
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)
