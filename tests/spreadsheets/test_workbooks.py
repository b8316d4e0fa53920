"""Workbooks: read in a process of their own, cells with their types, rows where they are."""

import io
import os
import re
import signal
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from bot.spreadsheets import Kind, Limits, SpreadsheetError, SpreadsheetProblem, open_spreadsheet
from bot.spreadsheets.workbooks import _PROGRAM
from tests.spreadsheets.books import (
    problem_of,
    read_all,
    xlsx,
    xlsx_with_corner,
    xlsx_with_formula,
)
from tests.spreadsheets.ole import xls


def test_cells_keep_their_types_and_rows_their_numbers() -> None:
    content = xlsx(
        {"Kec. Melak": [[], ["NIK", "Mulai"], [], ["0064", date(2024, 5, 31)], [7.5, None]]}
    )
    with open_spreadsheet(content) as spreadsheet:
        assert spreadsheet.kind is Kind.XLSX
        sheet = next(spreadsheet.sheets)
        assert sheet.name == "Kec. Melak"
        assert list(sheet.rows) == [
            (2, ["NIK", "Mulai"]),
            (4, ["0064", date(2024, 5, 31)]),
            (5, [7.5, ""]),
        ]


def test_columns_count_from_a_even_when_the_first_ones_are_blank() -> None:
    with open_spreadsheet(xlsx({"S": [[None, None, "x"]]})) as spreadsheet:
        assert list(next(spreadsheet.sheets).rows) == [(1, ["", "", "x"])]


def test_sheets_come_in_order_also_when_the_rows_of_one_are_left(tmp_path: Path) -> None:
    path = tmp_path / "buku.xlsx"
    path.write_bytes(xlsx({"A": [["1"]] * 3000, "B": [], "C": [["3"]]}, hidden=["C"]))
    with open_spreadsheet(path) as spreadsheet:
        found = [(sheet.name, sheet.hidden) for sheet in spreadsheet.sheets]
    assert found == [("A", False), ("B", False), ("C", True)]
    with open_spreadsheet(path) as spreadsheet:
        assert [len(list(sheet.rows)) for sheet in spreadsheet.sheets] == [3000, 0, 1]


def test_merged_cells_are_told() -> None:
    content = xlsx({"S": [["Kota"], ["Bontang"], [None], [None]]}, merged=["A2:A4"])
    with open_spreadsheet(content) as spreadsheet:
        merged = next(spreadsheet.sheets).merged[0]
    assert (merged.first_row, merged.last_row, merged.first_column) == (2, 4, 0)


def test_formulas_are_told_and_give_what_was_saved_with_them() -> None:
    with open_spreadsheet(xlsx_with_formula('=WEBSERVICE("http://x")', "lama")) as spreadsheet:
        sheet = next(spreadsheet.sheets)
        assert sheet.has_formulas
        assert list(sheet.rows) == [(1, ["lama"])]


def test_an_old_xls_is_read() -> None:
    with open_spreadsheet(xls([["NIK", "Nama"], ["6472", 3.0]]), "a.csv") as spreadsheet:
        assert spreadsheet.kind is Kind.XLS
        sheet = next(spreadsheet.sheets)
        assert (sheet.name, list(sheet.rows)) == (
            "Data",
            [(1, ["NIK", "Nama"]), (2, ["6472", 3.0])],
        )


def children() -> list[int]:
    """The running processes of the child program that this one started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            if (
                int(parent) == os.getpid()
                and b"workbook_child" in (folder / "cmdline").read_bytes()
            ):
                found.append(int(folder.name))
    return found


def test_too_many_rows_columns_and_sheets_are_refused() -> None:
    limits = Limits(workbook_rows=100, columns=10, sheets=3)
    rows = [["x"]] * 60
    assert problem_of(xlsx({"A": rows, "B": rows}), limits) is SpreadsheetProblem.TOO_MANY_ROWS
    wide = xlsx({"A": [["x"] * 11]})
    assert problem_of(wide, limits) is SpreadsheetProblem.TOO_MANY_COLUMNS
    many = xlsx({str(number): [] for number in range(4)})
    assert problem_of(many, limits) is SpreadsheetProblem.TOO_MANY_ROWS


def test_a_cell_in_the_last_corner_takes_no_memory_here_or_there() -> None:
    assert problem_of(xlsx_with_corner(1_048_575, 16_383)) is SpreadsheetProblem.TOO_LARGE
    assert not children()


def test_a_stray_cell_far_below_does_no_harm() -> None:
    assert read_all(xlsx_with_corner(1_048_575, 1)) == [[(1, ["a", ""]), (1_048_576, ["", "b"])]]


def test_the_child_is_bounded_in_memory() -> None:
    tight = Limits(child_memory=200 * 1024 * 1024)
    assert problem_of(xlsx_with_corner(1_000_000, 9), tight) is SpreadsheetProblem.TOO_LARGE


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "lambat.xlsx"
    path.write_bytes(xlsx({"A": [["x"] * 20] * 3_000}))
    assert problem_of(path, Limits(child_wait=0.001)) is SpreadsheetProblem.TOO_SLOW
    assert not children()


def test_the_process_ends_when_its_rows_are_not_wanted_any_more() -> None:
    content = xlsx({"A": [["x"] * 50] * 3_000})
    with open_spreadsheet(content) as spreadsheet:
        assert next(next(spreadsheet.sheets).rows)
        assert len(children()) == 1
    assert not children()


def kill_while_reading(content: bytes) -> None:
    with open_spreadsheet(content) as spreadsheet:
        rows = next(spreadsheet.sheets).rows
        next(rows)
        os.kill(children()[0], signal.SIGKILL)
        list(rows)


def test_a_process_that_is_killed_gives_a_reason_and_not_half_a_sheet() -> None:
    with pytest.raises(SpreadsheetError):
        kill_while_reading(xlsx({"A": [["x" * 50] * 50] * 2_500}))


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.999])
def test_truncated_workbooks_are_refused(share: float) -> None:
    content = xlsx({"A": [["x", "y"]] * 500})
    assert problem_of(content[: int(len(content) * share)]) is SpreadsheetProblem.CORRUPT


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_truncated_old_workbooks_are_refused(share: float) -> None:
    content = xls([["x", "y"]] * 500)
    assert problem_of(content[: int(len(content) * share)]) is SpreadsheetProblem.CORRUPT


def test_damaged_workbooks_are_refused() -> None:
    content = bytearray(xlsx({"A": [["x", "y"]] * 500}))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        offset = parts.getinfo("xl/worksheets/sheet1.xml").header_offset
    content[offset + 120] ^= 0xFF
    assert problem_of(bytes(content)) is SpreadsheetProblem.CORRUPT


def test_workbooks_with_nonsense_inside_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        parts.writestr("xl/workbook.xml", "<workbook><sheets><sheet name='A' r:id='1'/></sheets>")
    assert problem_of(stream.getvalue()) is SpreadsheetProblem.CORRUPT


def test_a_zip_bomb_is_refused_before_anything_reads_it() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b"\0" * 80_000_000)
    assert problem_of(stream.getvalue()) is SpreadsheetProblem.BOMB


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b"\0" * 80_000_000)
    lying = stream.getvalue().replace((80_000_000).to_bytes(4, "little"), b"\x10\0\0\0")
    assert problem_of(lying) in (SpreadsheetProblem.CORRUPT, SpreadsheetProblem.BOMB)


def test_the_child_program_imports_nothing_of_the_project() -> None:
    imported = re.findall(r"^\s*(?:import|from) (\w+)", _PROGRAM.read_text(), re.MULTILINE)
    assert "orjson" in imported
    assert not {"bot", "knowledge", "handlers"} & set(imported)
