"""Is an XLSX safe to unpack, and whole? Looked at before anything else reads it."""

import struct
import zipfile
import zlib
from typing import BinaryIO

from bot.spreadsheets.errors import SpreadsheetError, SpreadsheetProblem
from bot.spreadsheets.limits import Limits

_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1
_FORMULA = (b"<f>", b"<f ")


def has_formulas(stream: BinaryIO, size: int, limits: Limits) -> bool:
    """Check an XLSX and say whether it has formulas; the stream is left at its beginning.

    Every part is unpacked once, into nothing: declared sizes can lie, checksums tell what is
    truncated or damaged. Raises SpreadsheetError.
    """
    try:
        with zipfile.ZipFile(stream) as parts:
            _check_declared(parts.infolist(), size, limits)
            return _unpack(parts, size, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error) as error:
        raise SpreadsheetError(SpreadsheetProblem.CORRUPT) from error
    except (NotImplementedError, RuntimeError) as error:
        # A way of packing that no spreadsheet program uses.
        raise SpreadsheetError(SpreadsheetProblem.CORRUPT) from error
    finally:
        stream.seek(0)


def _check_declared(parts: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise SpreadsheetError(SpreadsheetProblem.PASSWORD)
    _check_size(sum(part.file_size for part in parts), size, limits)


def _check_size(unpacked: int, size: int, limits: Limits) -> None:
    if unpacked > limits.unpacked_bytes or (
        unpacked > limits.ratio_from and unpacked > size * limits.unpacked_ratio
    ):
        raise SpreadsheetError(SpreadsheetProblem.BOMB)


def _unpack(parts: zipfile.ZipFile, size: int, limits: Limits) -> bool:
    unpacked = 0
    formulas = False
    for part in parts.infolist():
        is_sheet = part.filename.startswith("xl/worksheets/")
        with parts.open(part) as content:
            while chunk := content.read(_CHUNK):
                unpacked += len(chunk)
                _check_size(unpacked, size, limits)
                formulas = formulas or (is_sheet and any(mark in chunk for mark in _FORMULA))
    return formulas
