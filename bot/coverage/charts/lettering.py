"""How wide texts are in the pictures' font, and how they are made to fit."""

import csv
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

FONTS = Path(__file__).with_name("fonts")
FAMILY = "Inter"
FONT_FILES = (FONTS / "Inter-Regular.otf", FONTS / "Inter-Bold.otf")
_ELLIPSIS = "…"
_UNKNOWN = "?"


class Face(NamedTuple):
    """A size in pixels and a weight."""

    size: float
    bold: bool = False


class Fitted(NamedTuple):
    """Lines of a text in the face in which they fit."""

    face: Face
    lines: tuple[str, ...]


def clean(text: str) -> str:
    """A text in characters that the font has: marks are dropped, line breaks become spaces."""
    widths = _advances()
    kept = []
    for character in unicodedata.normalize("NFC", text):
        if character in widths:
            kept.append(character)
        elif character.isspace():
            kept.append(" ")
        elif unicodedata.category(character)[0] not in {"C", "M"}:
            plain = unicodedata.normalize("NFKD", character)
            kept.append("".join(part for part in plain if part in widths) or _UNKNOWN)
    return " ".join(part for part in "".join(kept).split(" ") if part)


def width_of(text: str, face: Face) -> float:
    """Pixels from the beginning to the end of a cleaned text; kerning only makes it less."""
    widths = _advances()
    return face.size * sum(widths[character][face.bold] for character in text)


def shortened(text: str, face: Face, width: float) -> str:
    """As much of a cleaned text as fits, with an ellipsis if that isn't all."""
    if width_of(text, face) <= width:
        return text
    room = width - width_of(_ELLIPSIS, face)
    kept = 0
    for kept, character in enumerate(text):  # noqa: B007 - how many fit is what is wanted
        room -= width_of(character, face)
        if room < 0:
            break
    return text[:kept].rstrip() + _ELLIPSIS if kept else ""


def wrapped(text: str, face: Face, width: float, most: int) -> tuple[str, ...]:
    """A cleaned text in at most `most` lines; what is too long ends in an ellipsis."""
    lines: list[str] = []
    words = text.split(" ") if text else []
    space = width_of(" ", face)
    while words and len(lines) < most - 1:
        count, room = 1, width - width_of(words[0], face)
        while count < len(words) and room >= (needed := space + width_of(words[count], face)):
            room -= needed
            count += 1
        lines.append(shortened(" ".join(words[:count]), face, width))
        words = words[count:]
    if words and most:
        lines.append(shortened(" ".join(words), face, width))
    return tuple(lines)


def balanced(lines: tuple[str, ...], face: Face, width: float) -> tuple[str, ...]:
    """The same words on as many lines of like length, so that no word stands alone."""
    text = " ".join(lines)
    narrow = width * 0.5
    while narrow < width:
        tried = wrapped(text, face, narrow, len(lines))
        if " ".join(tried) == text:
            return tried
        narrow += face.size / 2
    return lines


def fitted(text: str, faces: Sequence[Face], width: float, most: int) -> Fitted:
    """A cleaned text in the first of the faces in which it fits whole, else cut in the last."""
    for face in faces:
        lines = wrapped(text, face, width, most)
        if " ".join(lines) == text:
            return Fitted(face, lines)
    return Fitted(faces[-1], wrapped(text, faces[-1], width, most))


@cache
def _advances() -> dict[str, tuple[float, float]]:
    """Widths of the font's characters in em, regular and bold."""
    with (FONTS / "advances.csv").open(encoding="utf-8", newline="") as table:
        return {
            chr(int(row["codepoint"], 16)): (float(row["regular"]), float(row["bold"]))
            for row in csv.DictReader(table)
        }
