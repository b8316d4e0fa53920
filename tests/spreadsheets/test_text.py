"""Text files: any common delimiter and encoding, rows counted as a spreadsheet program does."""

import csv
import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spreadsheets import Limits, Row, SpreadsheetProblem, open_spreadsheet
from tests.spreadsheets.books import problem_of, read_all


def rows_of(source: bytes | Path, limits: Limits | None = None) -> list[Row]:
    return read_all(source, "daftar.csv", limits)[0]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    lines = [["NIK", "Nama", "Iuran"], ["1", "Ali, S.Pd", "16.800,50"], ["2", "Budi; Ani", "0"]]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    assert [cells for _, cells in rows_of(text.getvalue().encode())] == lines


def test_decimal_commas_are_no_delimiters() -> None:
    assert rows_of(b"nama;persen\nA;1,5\nB;2,5\n")[1] == (2, ["A", "1,5"])


def test_excels_line_about_the_separator_is_followed_and_is_no_row() -> None:
    assert rows_of(b"sep=;\r\na,b;c\r\n") == [(1, ["a,b", "c"])]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_the_encoding_is_found(encoding: str) -> None:
    text = "Nama,Desa\r\nJosé Ñ,Muara–Kaman\r\n"
    assert [cells for _, cells in rows_of(text.encode(encoding))] == [
        ["Nama", "Desa"],
        ["José Ñ", "Muara–Kaman"],
    ]


def test_a_letter_outside_ascii_late_in_a_long_file_decides_too() -> None:
    text = "nama\n" + "Budi\n" * 60_000 + "Ñ\n"
    assert rows_of(text.encode("cp1252"))[-1] == (60_002, ["Ñ"])
    assert rows_of(text.encode("utf-8"))[-1] == (60_002, ["Ñ"])


def test_blank_lines_and_lines_inside_cells_are_counted_as_a_spreadsheet_program_does() -> None:
    assert rows_of(b'a,b\n\n"x\ny",2\nz,3\n') == [
        (1, ["a", "b"]),
        (2, []),
        (3, ["x\ny", "2"]),
        (4, ["z", "3"]),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_read(end: str) -> None:
    assert len(rows_of(end.join(["a,b"] * 1000).encode())) == 1000


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))),
        max_size=6,
    )
)
def test_what_is_written_is_read(lines: list[list[str]]) -> None:
    lines = [*[["kepala", "kedua", "ketiga"]] * 60, *lines]
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    read = [cells for _, cells in rows_of(text.getvalue().encode())]
    assert read == lines


def test_two_thousand_million_commas_end_early_and_cheaply(tmp_path: Path) -> None:
    path = tmp_path / "koma.csv"
    with path.open("wb") as stream:
        # As long as the file may be; the rest of two gigabytes is refused by its size.
        for _ in range(64):
            stream.write(b"," * 1024 * 1024)
    tracemalloc.start()
    try:
        assert problem_of(path) is SpreadsheetProblem.ROW_TOO_LONG
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()
    with path.open("r+b") as stream:
        stream.truncate(2 * 1024**3)
    assert problem_of(path) is SpreadsheetProblem.TOO_LARGE


@pytest.mark.parametrize(
    "content",
    [
        b'a,b\n"' + b"x" * 400_000 + b"\n",
        b'a,b\n"' + b"budi,1\n" * 200_000,
        b'a,b\n"\n' + b'","' + (b"x" * 60 + b'\n","') * 300_000,
    ],
    ids=["one long line", "a quotation mark not closed", "cells that go on over lines for ever"],
)
def test_rows_without_an_end_are_refused_with_bounded_memory(content: bytes) -> None:
    tracemalloc.start()
    try:
        assert problem_of(content) is SpreadsheetProblem.ROW_TOO_LONG
        assert tracemalloc.get_traced_memory()[1] < 400_000_000
    finally:
        tracemalloc.stop()


def test_too_many_rows_and_columns_are_refused() -> None:
    limits = Limits(text_rows=10, columns=5)
    assert problem_of(b"a,b\n" * 11, limits) is SpreadsheetProblem.TOO_MANY_ROWS
    assert problem_of(b"a,b,c,d,e,f\n" * 3, limits) is SpreadsheetProblem.TOO_MANY_COLUMNS
    assert len(rows_of(b"a,b,c,d,e\n" * 10, limits)) == 10


def test_memory_stays_small_however_long_the_file_is(tmp_path: Path) -> None:
    path = tmp_path / "besar.csv"
    path.write_bytes(b"6472990101900001,BUDI,SAMARINDA\n" * 100_000)
    tracemalloc.start()
    try:
        with open_spreadsheet(path) as spreadsheet:
            assert sum(1 for sheet in spreadsheet.sheets for _ in sheet.rows) == 100_000
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
