"""Topics as a workbook: one sheet of topics, one of phrasings, to be edited in Excel and sent back.

The first row of each sheet names the columns, in Indonesian. What has several parts stands in one
cell, a line each; a part's address stands behind a bar: "PP 44/2015 | https://…".
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from pydantic import ValidationError

from bot.content.bundles import Broken, BundleError, Entry
from bot.spreadsheets import Cell, Limits, Row, Spreadsheet, open_spreadsheet
from knowledge.topics import Topic
from knowledge.topics.faults import Fault

TOPICS, PHRASINGS = "Topik", "Pertanyaan"
_COLUMNS = {
    "id": "id",
    "kelompok": "group",
    "judul": "title",
    "label": "label",
    "jenis": "kind",
    "aksi": "action",
    "jawaban": "answer",
    "tautan": "next",
    "fakta": "facts",
    "sumber": "sources",
    "diperiksa": "checked",
    "berlaku sampai": "valid_until",
    "terkait": "related",
}
_PHRASING_COLUMNS = ("id", "gaya", "pertanyaan")
_WIDTHS = (24, 18, 34, 26, 10, 16, 80, 40, 30, 50, 14, 14, 40)
_LIMITS = Limits(workbook_rows=40_000, columns=40, sheets=10)
_BAR = " | "


def to_workbook(topics: Mapping[str, Topic], created: datetime) -> bytes:
    """The workbook of topics; the same bytes for the same topics and time."""
    out = io.BytesIO()
    # Nothing that stands in a cell may become a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        workbook.set_properties({"created": created.replace(tzinfo=None)})
        head = workbook.add_format({"bold": True, "bottom": 1})
        text = workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = workbook.add_worksheet(TOPICS)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width, text)
        _write(sheet, head, text, list(_COLUMNS), (_row(topic) for topic in topics.values()))
        phrasings = workbook.add_worksheet(PHRASINGS)
        phrasings.set_column(0, 1, 24, text)
        phrasings.set_column(2, 2, 100, text)
        rows = (
            [topic.id, style, said]
            for topic in topics.values()
            for style, texts in topic.examples.items()
            for said in texts
        )
        _write(phrasings, head, text, _PHRASING_COLUMNS, rows)
    return out.getvalue()


def _write(
    sheet: Any, head: Any, text: Any, names: Sequence[str], rows: Iterator[list[str]]
) -> None:
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell:
                sheet.write_string(number, column, cell, text)


def _row(topic: Topic) -> list[str]:
    return [
        topic.id,
        topic.group,
        topic.title,
        topic.label,
        topic.kind.value,
        topic.action.value if topic.action is not None else "",
        topic.answer,
        "\n".join(f"{link.label}{_BAR}{link.url}" for link in topic.next),
        ", ".join(topic.facts),
        "\n".join(
            source.title if source.url is None else f"{source.title}{_BAR}{source.url}"
            for source in topic.sources
        ),
        topic.checked.isoformat(),
        topic.valid_until.isoformat() if topic.valid_until is not None else "",
        ", ".join(topic.related),
    ]


def read_workbook(content: bytes, name: str) -> dict[str, Entry]:
    """The topics of a workbook.

    Raises BundleError, which names sheet and row, and SpreadsheetError for what can't be opened.
    """
    with open_spreadsheet(content, name, _LIMITS) as spreadsheet:
        sheets = _tables(spreadsheet)
    broken = [
        Broken(sheet, (Fault("no_sheet", None, sheet),))
        for sheet in (TOPICS, PHRASINGS)
        if sheet not in sheets
    ]
    if broken:
        raise BundleError(broken)
    return _Reading(sheets[TOPICS], sheets[PHRASINGS]).topics()


_Table = list[tuple[int, dict[str, str]]]
"""Rows by column name, each with its number."""


def _tables(spreadsheet: Spreadsheet) -> dict[str, _Table]:
    wanted = {
        TOPICS.lower(): (TOPICS, tuple(_COLUMNS)),
        PHRASINGS.lower(): (PHRASINGS, _PHRASING_COLUMNS),
    }
    found = {}
    for sheet in spreadsheet.sheets:
        if (known := wanted.get(sheet.name.strip().lower())) is not None:
            name, columns = known
            found[name] = _table(sheet.rows, name, columns)
    return found


def _table(rows: Iterator[Row], sheet: str, columns: Sequence[str]) -> _Table:
    number, head = next(rows, (1, []))
    names = [_said(cell).lower() for cell in head]
    missing = [column for column in columns if column not in names]
    if missing:
        faults = [Fault("no_column", number, column) for column in missing]
        raise BundleError([Broken(sheet, tuple(faults))])
    at = {column: names.index(column) for column in columns}
    return [
        (
            number,
            {name: _said(cells[place]) if place < len(cells) else "" for name, place in at.items()},
        )
        for number, cells in rows
    ]


def _said(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # Excel writes line ends in its own way; an answer begins and ends as it does in a file.
    return str(cell).replace("\r\n", "\n").replace("_x000D_", "")


class _Reading:
    """Puts rows together to topics, and remembers what is wrong with which row."""

    def __init__(self, topics: _Table, phrasings: _Table) -> None:
        self._topics = topics
        self._phrasings = phrasings
        self._faults: dict[str, list[Fault]] = {TOPICS: [], PHRASINGS: []}

    def topics(self) -> dict[str, Entry]:
        """All topics. Raises BundleError."""
        examples = self._examples()
        found: dict[str, Entry] = {}
        for number, row in self._topics:
            topic = self._topic(number, row, examples.get(row["id"].strip(), {}))
            if topic is None:
                continue
            if topic.id in found:
                self._faults[TOPICS].append(Fault("twice", number, "id", topic.id))
            found[topic.id] = Entry(topic, None)
        known = {row["id"].strip() for _, row in self._topics}
        self._faults[PHRASINGS] += [
            Fault("unknown_topic", number, "id", row["id"].strip())
            for number, row in self._phrasings
            if row["id"].strip() not in known
        ]
        broken = [Broken(sheet, tuple(faults)) for sheet, faults in self._faults.items() if faults]
        if not found and not broken:
            broken.append(Broken(TOPICS, (Fault("no_files", None),)))
        if broken:
            raise BundleError(broken)
        return found

    def _examples(self) -> dict[str, dict[str, list[str]]]:
        examples: dict[str, dict[str, list[str]]] = {}
        for _, row in self._phrasings:
            if said := row["pertanyaan"].strip():
                styles = examples.setdefault(row["id"].strip(), {})
                styles.setdefault(row["gaya"].strip(), []).append(said)
        return examples

    def _topic(
        self, number: int, row: Mapping[str, str], examples: Mapping[str, list[str]]
    ) -> Topic | None:
        try:
            return Topic.model_validate(
                {
                    **{field: row[column].strip() for column, field in _COLUMNS.items()},
                    "answer": row["jawaban"],
                    "action": row["aksi"].strip() or None,
                    "next": [_two(line, "label") for line in _lines(row["tautan"])],
                    "facts": _listed(row["fakta"]),
                    "sources": [_two(line, "title") for line in _lines(row["sumber"])],
                    "valid_until": row["berlaku sampai"].strip() or None,
                    "related": _listed(row["terkait"]),
                    "examples": examples,
                }
            )
        except ValidationError as error:
            self._faults[TOPICS] += _faults(error, number)
            return None


def _faults(error: ValidationError, number: int) -> Iterator[Fault]:
    columns = {field: column for column, field in _COLUMNS.items()}
    for problem in error.errors():
        path = [str(part) for part in problem["loc"] if part != "[key]"]
        field = columns.get(path[0], path[0]) if path else ""
        bounds: dict[str, Any] = problem.get("ctx", {})
        names = ("max_length", "min_length", "expected", "pattern")
        limit = next((str(bounds[name]) for name in names if name in bounds), "")
        yield Fault(problem["type"], number, field, limit)


def _lines(cell: str) -> list[str]:
    return [line.strip() for line in cell.split("\n") if line.strip()]


def _listed(cell: str) -> list[str]:
    parts = cell.replace("\n", ",").split(",")
    return [part.strip() for part in parts if part.strip()]


def _two(line: str, name: str) -> dict[str, str]:
    """A part and its address; a bar without an address behind it belongs to the part."""
    said, bar, url = line.rpartition("|")
    if bar and "://" in url:
        return {name: said.strip(), "url": url.strip()}
    return {name: line}
