"""What a file is, by its first bytes and its parts. Its name is not asked: names lie."""

import re
import zipfile
from enum import Enum, auto
from typing import BinaryIO

from bot.spreadsheets.errors import SpreadsheetError, SpreadsheetProblem
from bot.spreadsheets.limits import Limits

_HEAD = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_FIRST_BYTES: tuple[tuple[bytes, SpreadsheetProblem], ...] = (
    (b"%PDF-", SpreadsheetProblem.PDF),
    (b"\x89PNG", SpreadsheetProblem.IMAGE),
    (b"\xff\xd8\xff", SpreadsheetProblem.IMAGE),
    (b"GIF8", SpreadsheetProblem.IMAGE),
    (b"RIFF", SpreadsheetProblem.IMAGE),
    (b"II*\0", SpreadsheetProblem.IMAGE),
    (b"MM\0*", SpreadsheetProblem.IMAGE),
    (b"\x1f\x8b", SpreadsheetProblem.ARCHIVE),
    (b"Rar!", SpreadsheetProblem.ARCHIVE),
    (b"7z\xbc\xaf", SpreadsheetProblem.ARCHIVE),
    (b"{\\rtf", SpreadsheetProblem.DOCUMENT),
    (b"SQLite format 3", SpreadsheetProblem.UNKNOWN_TYPE),
    (b"\x7fELF", SpreadsheetProblem.UNKNOWN_TYPE),
    (b"MZ\x90", SpreadsheetProblem.UNKNOWN_TYPE),
)
_MARKUP = re.compile(
    rb"\s*(?:<\?xml|<!doctype|<!--|<(?:html|head|body|table|meta|style|script|div|svg)\b)",
    re.IGNORECASE,
)
_MOST_PARTS = 10_000
_ENCRYPTED_XLS = re.compile(
    rb"\x09\x08\x10\0.{16}(?:\x86\0\0\0)?\x2f\0",
    re.DOTALL,
)
"""A BOF record, perhaps WriteProtect, then FilePass: [MS-XLS] 2.4.117."""


class Kind(Enum):
    """What is read."""

    TEXT = auto()
    """CSV, TSV and the like."""
    XLSX = auto()
    XLS = auto()


def kind_of(stream: BinaryIO, size: int, limits: Limits) -> Kind:
    """The kind of an open file, which stays at its beginning.

    Raises SpreadsheetError for what is empty or anything else than a spreadsheet.
    """
    head = stream.read(_HEAD)
    stream.seek(0)
    if not size or not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise SpreadsheetError(SpreadsheetProblem.EMPTY)
    if head.startswith((_OLE, *_ZIP)):
        if size > limits.workbook_bytes:
            raise SpreadsheetError(SpreadsheetProblem.TOO_LARGE)
        return _kind_of_ole(stream) if head.startswith(_OLE) else _kind_of_zip(stream)
    for first_bytes, problem in _FIRST_BYTES:
        if head.startswith(first_bytes):
            raise SpreadsheetError(problem)
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe")):
        raise SpreadsheetError(SpreadsheetProblem.WEB_PAGE)
    return Kind.TEXT


def _kind_of_zip(stream: BinaryIO) -> Kind:
    try:
        with zipfile.ZipFile(stream) as parts:
            names = frozenset(parts.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SpreadsheetError(SpreadsheetProblem.CORRUPT) from error
    finally:
        stream.seek(0)
    if len(names) > _MOST_PARTS:
        raise SpreadsheetError(SpreadsheetProblem.BOMB)
    if "xl/workbook.xml" in names:
        return Kind.XLSX
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        raise SpreadsheetError(SpreadsheetProblem.DOCUMENT)
    if "xl/workbook.bin" in names or {"mimetype", "content.xml"} <= names:
        raise SpreadsheetError(SpreadsheetProblem.OTHER_SHEET)
    raise SpreadsheetError(SpreadsheetProblem.ARCHIVE)


def _kind_of_ole(stream: BinaryIO) -> Kind:
    """An OLE container is an XLS, an encrypted XLSX, an old Word file: its streams' names tell."""
    content = stream.read()
    stream.seek(0)
    if _has_stream(content, "EncryptedPackage"):
        raise SpreadsheetError(SpreadsheetProblem.PASSWORD)
    if _has_stream(content, "Workbook") or _has_stream(content, "Book"):
        if _ENCRYPTED_XLS.search(content):
            raise SpreadsheetError(SpreadsheetProblem.PASSWORD)
        return Kind.XLS
    if _has_stream(content, "WordDocument") or _has_stream(content, "PowerPoint Document"):
        raise SpreadsheetError(SpreadsheetProblem.DOCUMENT)
    raise SpreadsheetError(SpreadsheetProblem.CORRUPT)


def _has_stream(content: bytes, name: str) -> bool:
    """Whether a directory entry has the name: 128-byte entries, UTF-16, the length at byte 64.

    [MS-CFB] 2.6.1. Entries are looked for everywhere instead of following the chain of sectors,
    so that truncated files are told apart too.
    """
    wanted = name.encode("utf-16-le") + b"\0\0"
    length = len(wanted).to_bytes(2, "little")
    position = content.find(wanted)
    while position >= 0:
        if position % 128 == 0 and content[position + 64 : position + 66] == length:
            return True
        position = content.find(wanted, position + 1)
    return False
