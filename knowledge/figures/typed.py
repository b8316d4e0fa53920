"""Values and days as people type them, by what a figure counts.

Only what can mean one thing is taken: "16,800" may be sixteen thousand or sixteen, so it is asked
for again rather than guessed.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum, auto

from knowledge.figures.wording import MONTHS, Unit, worded

_LARGEST = Decimal(10) ** 15
_LARGEST_PERCENT = 1_000
"""A share may be above a hundred; a thousand is a slip of the keyboard."""
_DECIMALS = 2
"""What is said has two decimals at most: a third would be calculated with and not told."""
_LONGEST_WORDS = 60
_FORBIDDEN = re.compile(r"[<>&{}\x00-\x1f\x7f]")
_FIRST_YEAR, _LAST_YEAR = 2000, 2100

_PLAIN = re.compile(r"(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<decimals>\d+))?")
_POINTED = re.compile(r"\d+\.\d{1,2}")
"""A decimal point, where it can't be one that parts thousands."""
_SIZES = {"ribu": 1_000, "rb": 1_000, "juta": 10**6, "jt": 10**6, "miliar": 10**9, "milyar": 10**9}
_SIZE = re.compile(rf"(?P<number>[\d.,]+)\s*(?P<size>{'|'.join(_SIZES)})")
_UNIT_WORDS = {
    Unit.PERCENT: ("%", "persen", "prosen"),
    Unit.YEARS: ("tahun", "thn", "th"),
    Unit.MONTHS: ("bulan", "bln"),
    Unit.WEEKS: ("minggu", "mgg"),
    Unit.DAYS: ("hari",),
    Unit.WORKING_DAYS: ("hari kerja",),
    Unit.HOURS: ("jam",),
    Unit.MINUTES: ("menit", "mnt"),
    Unit.TIMES: ("kali", "x", "×"),
    Unit.PEOPLE: ("orang",),
    Unit.CHILDREN: ("anak",),
    Unit.KILOGRAMS: ("kilogram", "kg"),
    Unit.NUMBER: (),
}
_NUMERIC_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WORDED_DAY = re.compile(r"(\d{1,2})\s+([a-z]+)\s+(\d{4})")
_SHORTEST_MONTH = 3


class TypedProblem(Enum):
    """Why something typed can't be taken."""

    NOT_A_NUMBER = auto()
    AMBIGUOUS = auto()
    """A point or a comma that may part thousands or decimals."""
    OTHER_UNIT = auto()
    ZERO = auto()
    TOO_LARGE = auto()
    NOT_WHOLE = auto()
    """Money and counts of people have no decimals."""
    TOO_FINE = auto()
    TOO_LONG = auto()
    FORBIDDEN_SIGNS = auto()
    NOT_A_DAY = auto()
    NO_SUCH_DAY = auto()


class TypedError(ValueError):
    """Something typed can't be taken; nothing of it is in the message."""

    def __init__(self, problem: TypedProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


def value_in(text: str, unit: Unit) -> float | str:
    """The value that somebody typed for a figure of a unit. Raises TypedError."""
    said = " ".join(text.split())
    if unit is Unit.WORDS:
        return _words(said)
    number = _number(_without_unit(said.lower(), unit))
    if number == 0:
        raise TypedError(TypedProblem.ZERO)
    if number > (_LARGEST_PERCENT if unit is Unit.PERCENT else _LARGEST):
        raise TypedError(TypedProblem.TOO_LARGE)
    if unit in {Unit.RUPIAH, Unit.PEOPLE, Unit.CHILDREN} and number % 1:
        raise TypedError(TypedProblem.NOT_WHOLE)
    if number != round(number, _DECIMALS):
        raise TypedError(TypedProblem.TOO_FINE)
    return float(number)


def day_in(text: str) -> date:
    """The day that somebody typed: 01/03/2027, 1-3-2027, 1 Maret 2027. Raises TypedError."""
    said = " ".join(text.lower().replace(",", " ").split())
    if found := _NUMERIC_DAY.fullmatch(said):
        day, month, year = (int(part) for part in found.groups())
    elif found := _ISO_DAY.fullmatch(said):
        year, month, day = (int(part) for part in found.groups())
    elif found := _WORDED_DAY.fullmatch(said):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        raise TypedError(TypedProblem.NOT_A_DAY)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise TypedError(TypedProblem.NO_SUCH_DAY)
    try:
        return date(year, month, day)
    except ValueError:
        raise TypedError(TypedProblem.NO_SUCH_DAY) from None


def _words(said: str) -> str:
    if not said:
        raise TypedError(TypedProblem.NOT_A_NUMBER)
    if _FORBIDDEN.search(said):
        raise TypedError(TypedProblem.FORBIDDEN_SIGNS)
    if len(said) > _LONGEST_WORDS:
        raise TypedError(TypedProblem.TOO_LONG)
    return said


def _without_unit(said: str, unit: Unit) -> str:
    if unit is Unit.RUPIAH:
        return re.sub(r"\s*rupiah$|,-$", "", re.sub(r"^rp\.?\s*", "", said)).strip()
    own = _UNIT_WORDS[unit]
    for word in sorted(own, key=len, reverse=True):
        if said.endswith(word):
            return said.removesuffix(word).strip()
    others = {word for words in _UNIT_WORDS.values() for word in words} - set(own)
    if said.startswith("rp") or any(
        re.search(rf"\d\s*{re.escape(word)}$", said) for word in others
    ):
        raise TypedError(TypedProblem.OTHER_UNIT)
    return said


def _number(said: str) -> Decimal:
    if found := _SIZE.fullmatch(said):
        return _number(found["number"]) * _SIZES[found["size"]]
    if not said.isascii():
        raise TypedError(TypedProblem.NOT_A_NUMBER)
    if found := _PLAIN.fullmatch(said):
        decimals = found["decimals"] or ""
        if len(decimals) == 3:  # noqa: PLR2004 -- the length of a group of thousands
            raise TypedError(TypedProblem.AMBIGUOUS)
        whole = found["whole"].replace(".", "")
        try:
            return Decimal(f"{whole}.{decimals}" if decimals else whole)
        except InvalidOperation:
            raise TypedError(TypedProblem.TOO_LARGE) from None
    if _POINTED.fullmatch(said):
        return Decimal(said)
    if re.fullmatch(r"[\d.,]*\d[\d.,]*", said):
        raise TypedError(TypedProblem.AMBIGUOUS)
    raise TypedError(TypedProblem.NOT_A_NUMBER)


def _month(word: str) -> int:
    if len(word) >= _SHORTEST_MONTH:
        for number, name in enumerate(MONTHS, start=1):
            if name.lower().startswith(word) or word in _OTHER_SPELLINGS.get(number, ()):
                return number
    raise TypedError(TypedProblem.NOT_A_DAY)


_OTHER_SPELLINGS = {2: ("pebruari",), 8: ("agt", "ags"), 11: ("nopember", "nop")}


def example_of(unit: Unit) -> str:
    """How a value of a unit may be typed, for the one who is asked."""
    examples: dict[Unit, float] = {Unit.RUPIAH: 16_800, Unit.PERCENT: 0.24, Unit.YEARS: 59}
    if unit is Unit.WORDS:
        return "2×24 jam"
    return worded(examples.get(unit, 3), unit)
