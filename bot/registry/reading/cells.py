"""Cells as text: blank or not, formulas, errors, the reasons for which they aren't taken."""

import re
import unicodedata
from datetime import date

from bot.registry.reading.fields import LABELS, Field
from bot.spreadsheets import Cell

_PLACEHOLDERS = frozenset(
    {"", "-", "--", "---", ".", "null", "none", "n/a", "nan", "nihil", "kosong", "tidak ada"}
)
_ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!)", re.IGNORECASE)
_FORMULA_SIGNS = ("=", "@")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_NOT_WORDS = re.compile(r"[^0-9a-z]+")
_LONGEST_TEXT = 100
_DIGITS_OF_A_PERSON = re.compile(r"\d{6,}")


class BadCellError(Exception):
    """A cell that can't be taken; the reason is a sentence without its value."""

    def __init__(self, field: Field, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def text_of(cell: Cell) -> str:
    """A cell's text with single spaces and without invisible characters; "" for placeholders."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = cell if isinstance(cell, str) else str(cell)
    if not text.isascii() or not text.isprintable():
        text = unicodedata.normalize("NFKC", text)
        text = "".join(
            " " if char.isspace() else char
            for char in text
            if char.isspace() or unicodedata.category(char) not in _INVISIBLE
        )
    text = " ".join(text.split())
    return "" if text.casefold() in _PLACEHOLDERS else text


def checked_text(cell: Cell, field: Field) -> str:
    """The cell's text. Raises BadCellError for formulas and the errors they came to."""
    text = text_of(cell)
    if text.startswith(_FORMULA_SIGNS):
        raise BadCellError(field, f"{LABELS[field]} berisi rumus, seharusnya nilai")
    if text.startswith("#") and _ERRORS.match(text):
        raise BadCellError(field, f"{LABELS[field]} berisi galat rumus")
    return text


def place_text(cell: Cell, field: Field) -> str | None:
    """Free text that is kept as written: kecamatan, desa, funding. None when blank."""
    text = checked_text(cell, field)
    if not text:
        return None
    if isinstance(cell, date) or _DIGITS_OF_A_PERSON.search(text):
        raise BadCellError(field, f"{LABELS[field]} berisi nomor atau tanggal")
    if len(text) > _LONGEST_TEXT:
        raise BadCellError(field, f"{LABELS[field]} terlalu panjang")
    return text


def key_of(text: str) -> str:
    """Lower-case words with single spaces between them: what two spellings have in common."""
    return _NOT_WORDS.sub(" ", _unaccented(text).casefold()).strip()


def _unaccented(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
