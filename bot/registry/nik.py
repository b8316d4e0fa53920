"""A NIK, the national identity number: what it may look like, and a type that never shows it.

Sixteen digits (UU 24/2013 art. 13; Permendagri 11/2010): six of the district that issued it, six of
the birth date as DDMMYY with 40 added to a woman's day, four of a serial number. It says where it
was issued, not where the person lives.
"""

import re
from datetime import date
from enum import Enum, auto
from functools import lru_cache
from typing import Any, NoReturn, Self

_LENGTH = 16
_MASK = "[NIK]"
_SEPARATORS = re.compile(r"[\s.\-'’`´‘\u200b\u200c\u200d\ufeff\u00ad]+")
_PROVINCES = frozenset(
    str(code)
    for codes in (
        range(11, 20), (21,), range(31, 37), range(51, 54), range(61, 66), range(71, 77), (81, 82),
        range(91, 98),
    )
    for code in codes
)  # fmt: skip
"""Kemendagri's codes of provinces (Kepmendagri 300.2.2-2138/2025)."""
_WOMENS_OFFSET = 40


class NikProblem(Enum):
    """Why digits are no NIK."""

    NOT_DIGITS = auto()
    TOO_SHORT = auto()
    TOO_LONG = auto()
    NO_SUCH_PROVINCE = auto()
    NO_SUCH_DISTRICT = auto()
    NO_SUCH_DATE = auto()
    NO_SERIAL = auto()


class NikError(ValueError):
    """Not a NIK. `found` is the number of digits, where that is the problem; never the digits."""

    def __init__(self, problem: NikProblem, found: int | None = None) -> None:
        super().__init__(problem.name)
        self.problem = problem
        self.found = found


class Nik:
    """A NIK that masks itself wherever it might be shown; `digits()` is the only way to it.

    Made by `Nik.parse`. Equal and hashable by its digits; can't be pickled.
    """

    __slots__ = ("__digits",)

    def __init__(self, digits: str) -> None:
        self.__digits = digits

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a NIK, with spaces, dots, hyphens and apostrophes in it or not.

        Raises NikError, without the text.
        """
        digits = text if text.isdigit() else _SEPARATORS.sub("", text)
        if not (digits.isascii() and digits.isdigit()):
            raise NikError(NikProblem.NOT_DIGITS) from None
        if len(digits) != _LENGTH:
            problem = NikProblem.TOO_SHORT if len(digits) < _LENGTH else NikProblem.TOO_LONG
            raise NikError(problem, len(digits))
        problem_inside = _problem_in(digits[:6], digits[6:12])
        if problem_inside is not None:
            raise NikError(problem_inside)
        if digits[12:] == "0000":
            raise NikError(NikProblem.NO_SERIAL)
        return cls(digits)

    def digits(self) -> str:
        """The sixteen digits: for hashing, and for nothing else."""
        return self.__digits

    def __repr__(self) -> str:
        return _MASK

    def __str__(self) -> str:
        return _MASK

    def __format__(self, _: str) -> str:
        return _MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Nik) and other.__digits == self.__digits

    def __hash__(self) -> int:
        return hash(self.__digits)

    def __reduce_ex__(self, _: Any) -> NoReturn:
        raise TypeError("a NIK is not to be pickled or copied")


@lru_cache(maxsize=65_536)
def _problem_in(district: str, birth: str) -> NikProblem | None:
    """What is wrong with the first twelve digits. The same ones come again and again."""
    if district[:2] not in _PROVINCES:
        return NikProblem.NO_SUCH_PROVINCE
    if district[2:4] == "00" or district[4:] == "00":
        return NikProblem.NO_SUCH_DISTRICT
    day, month, year = int(birth[:2]), int(birth[2:4]), int(birth[4:])
    if day > _WOMENS_OFFSET:
        day -= _WOMENS_OFFSET
    try:
        # 2000 was a leap year and 1900 wasn't; nobody born in 1900 asks.
        date(2000 + year, month, day)
    except ValueError:
        return NikProblem.NO_SUCH_DATE
    return None
