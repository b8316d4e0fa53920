"""What is no spreadsheet, or not whole yet, is refused with a sentence for who sent it."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from bot.spreadsheets import SpreadsheetError, SpreadsheetProblem, fingerprint, open_spreadsheet
from tests.spreadsheets.books import problem_of, read_all, xlsx
from tests.spreadsheets.ole import container, xls


def zipped(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", SpreadsheetProblem.EMPTY),
        (b"\xef\xbb\xbf \r\n\r\n", SpreadsheetProblem.EMPTY),
        (b"%PDF-1.7\n...", SpreadsheetProblem.PDF),
        (b"\x89PNG\r\n\x1a\n\0\0", SpreadsheetProblem.IMAGE),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", SpreadsheetProblem.IMAGE),
        (zipped(**{"word__document.xml": "<w/>"}), SpreadsheetProblem.DOCUMENT),
        (container("WordDocument", b"x"), SpreadsheetProblem.DOCUMENT),
        (b"<!DOCTYPE html><table><tr><td>NIK</td></tr></table>", SpreadsheetProblem.WEB_PAGE),
        (b"\r\n<html><table>", SpreadsheetProblem.WEB_PAGE),
        (b'<?xml version="1.0"?><Workbook>', SpreadsheetProblem.WEB_PAGE),
        ("<html><body>".encode("utf-16"), SpreadsheetProblem.WEB_PAGE),
        (zipped(mimetype="x", content__xml="y"), SpreadsheetProblem.ARCHIVE),
        (zipped(**{"mimetype": "x", "content.xml": "y"}), SpreadsheetProblem.OTHER_SHEET),
        (b"\x1f\x8b\x08\0\0", SpreadsheetProblem.ARCHIVE),
        (b"PK\x03\x04 cut off", SpreadsheetProblem.CORRUPT),
        (container("EncryptedPackage", b"x"), SpreadsheetProblem.PASSWORD),
        (xls([["a"]], encrypted=True), SpreadsheetProblem.PASSWORD),
        (bytes(range(256)) * 20, SpreadsheetProblem.UNKNOWN_TYPE),
        ("nama,é".encode()[:-1], SpreadsheetProblem.CORRUPT),
    ],
)
def test_the_content_tells_what_it_is_whatever_its_name(
    content: bytes, problem: SpreadsheetProblem
) -> None:
    for name in ("daftar.xlsx", "daftar.csv"):
        assert problem_of(content, name=name) is problem


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SpreadsheetError, match="MISSING"), open_spreadsheet(tmp_path / "tidak.csv"):
        pass
    with pytest.raises(SpreadsheetError, match="MISSING"):
        fingerprint(tmp_path / "tidak.csv")


def append_while_reading(path: Path) -> None:
    with open_spreadsheet(path) as spreadsheet:
        list(next(spreadsheet.sheets).rows)
        with path.open("a") as stream:
            stream.write("2,b\n")


def replace_while_reading(path: Path, content: bytes) -> None:
    with open_spreadsheet(path) as spreadsheet:
        list(next(spreadsheet.sheets).rows)
        other = path.with_suffix(".baru")
        other.write_bytes(content)
        other.replace(path)


def test_a_file_that_is_still_being_written_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sedang.csv"
    path.write_text("nik,nama\n1,a\n")
    with pytest.raises(SpreadsheetError, match="CHANGED"):
        append_while_reading(path)


def test_a_workbook_that_is_replaced_meanwhile_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sedang.xlsx"
    whole = xlsx({"A": [["x"]] * 100})
    path.write_bytes(whole)
    with pytest.raises(SpreadsheetError, match="CHANGED"):
        replace_while_reading(path, whole)


def test_fingerprints_tell_one_state_from_another(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("satu")
    before = fingerprint(path)
    assert fingerprint(path) == before
    os.utime(path, ns=(1, 1))
    assert fingerprint(path) != before
    assert fingerprint(b"satu") != fingerprint(b"dua!")


def test_errors_hold_nothing_of_the_content() -> None:
    content = b"nik,nama\n6472990101900001,RAHASIA\n" + b'"' + b"6472990101900001" * 20_000
    with pytest.raises(SpreadsheetError) as caught:
        read_all(content)
    assert "6472" not in repr(caught.value) + caught.value.message
