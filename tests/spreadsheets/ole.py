"""OLE containers and a small XLS, made byte by byte: nobody maintains a writer of them any more.

[MS-CFB] for the container, [MS-XLS] for what is in it; only what a reader asks for.
"""

import struct
from collections.abc import Sequence

_SECTOR = 512
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_SMALLEST_STREAM = 4096
_IDS_PER_SECTOR = _SECTOR // 4


def container(stream: str, content: bytes) -> bytes:
    """A container with one stream: sector 0 the directory, then the stream, then the FAT."""
    content = content.ljust(_SMALLEST_STREAM, b"\0")
    content += b"\0" * (-len(content) % _SECTOR)
    sectors = len(content) // _SECTOR
    fats = -(-(sectors + 2) // (_IDS_PER_SECTOR - 1))
    chain = [_END, *range(2, sectors + 1), _END, *[_FAT] * fats]
    chain += [_FREE] * (fats * _IDS_PER_SECTOR - len(chain))
    header = struct.pack(
        "<8s16s5H6xI I I 4x I I I I I",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, fats, 0),
        _SMALLEST_STREAM,
        *(_END, 0, _END, 0),
    )
    places = [sectors + 1 + fat for fat in range(fats)]
    header += struct.pack("<109I", *places, *[_FREE] * (109 - fats))
    directory = (
        _entry("Root Entry", 5, child=1, start=_END, size=0)
        + _entry(stream, 2, child=_NONE, start=1, size=len(content))
        + _entry("", 0, child=_NONE, start=0, size=0) * 2
    )
    return header + directory + content + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le") if name else b""
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        encoded,
        len(encoded),
        *(kind, 1, _NONE, _NONE, child),
        b"",
        *(0, 0, 0, start, size),
    )


def xls(rows: Sequence[Sequence[str | float]], *, encrypted: bool = False) -> bytes:
    """A workbook of Excel 97 with one sheet called "Data"."""
    name = b"Data"
    opening = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    if encrypted:
        opening += _record(0x2F, struct.pack("<HHH", 1, 1, 1) + b"\0" * 48)
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            place = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                sheet += _record(0x204, place + text)
            else:
                sheet += _record(0x203, place + struct.pack("<d", cell))
    start = len(opening) + 4 + 8 + len(name) + 4
    bound = _record(0x85, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name)
    book = opening + bound + _record(0x0A, b"")
    assert len(book) == start
    return container("Workbook", book + sheet + _record(0x0A, b""))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
