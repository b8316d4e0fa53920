"""Pixel sizes of pictures, read from their headers."""

from __future__ import annotations

import struct

_JPEG_SIZE_MARKERS = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_JPEG_MARK = 0xFF
_JPEG_BARE_MARKERS = range(0xD0, 0xDA)
_JPEG_FRAME_HEADER = 9
_PNG_HEADER = 24
_GIF_HEADER = 10
_WEBP_HEADER = 30
_PREVIEW_EDGES = (90, 320, 800)
_LARGEST_EDGE = 1280


def pixel_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG, GIF or WebP; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= _PNG_HEADER:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= _GIF_HEADER:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp_size(data)
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    return None


def photo_sizes(width: int, height: int) -> list[tuple[int, int]]:
    """The sizes in which Telegram keeps a photo, smallest first, proportions kept."""
    longest = max(width, height)
    edges = [edge for edge in _PREVIEW_EDGES if edge < longest]
    edges.append(min(longest, _LARGEST_EDGE))
    return [
        (max(1, round(width * edge / longest)), max(1, round(height * edge / longest)))
        for edge in edges
    ]


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    position = 2
    while position + _JPEG_FRAME_HEADER < len(data):
        marker = data[position + 1]
        if data[position] != _JPEG_MARK or marker == _JPEG_MARK:
            position += 1
        elif marker in _JPEG_SIZE_MARKERS:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return width, height
        elif marker in _JPEG_BARE_MARKERS:
            position += 2
        else:
            position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    if len(data) < _WEBP_HEADER:
        return None
    form = data[12:16]
    if form == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if form == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    return None
