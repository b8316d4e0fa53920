"""Dates and months as spreadsheets have them: typed, serial numbers, numerals, month names.

Numerals are day first, as Indonesians write; where a file shows otherwise its examination says so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.registry.reading.cells import BadCellError, checked_text
from bot.registry.reading.fields import LABELS, Field
from bot.spreadsheets import Cell


class DateOrder(StrEnum):
    """Which comes first in 05/06/2026."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


EARLIEST = date(1977, 12, 1)
"""The month in which Astek began, from which BPJS Ketenagakerjaan descends (PP 33/1977)."""
_PAID_AHEAD = 366
"""Days for which contributions can be paid in advance: a year, with a day for leap years."""

_EPOCH = date(1899, 12, 30)
"""Day 0 of Excel's serial numbers, from March 1900 on."""
_SERIALS = range(1, 100_000)
_YEARS = range(1800, 2200)
_YEAR_DIGITS = 4
_CENTURY = 100
_MONTHS_IN_YEAR = 12

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d.*)?")
_NUMERALS = re.compile(
    r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?: \d{1,2}[:.]\d.*)?"
)
_NAMED = re.compile(r"(\d{1,2})[-/. ]*([a-z]{3,})[-/., ]*(\d{4}|\d{2})")
_EIGHT = re.compile(r"\d{8}")
_SERIAL_TEXT = re.compile(r"\d{5}(?:[.,]\d+)?")

_YEAR_MONTH = re.compile(r"(\d{4})[-/. ]?(\d{1,2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ]?(\d{4})")
_MONTH_SHORT_YEAR = re.compile(r"(\d{1,2})[-/](\d{2})")
_NAMED_MONTH = re.compile(r"([a-z]{3,})[-/., ']*(\d{4}|\d{2})")

_MONTH_NAMES = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january", "februari feb pebruari peb february", "maret mar mrt march",
            "april apr", "mei may", "juni jun june", "juli jul july",
            "agustus agu ags agt aug agst august", "september sep sept",
            "oktober okt oct october", "november nov nop nopember", "desember des dec december",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is needed to read a file's dates. `order` None: unknown, so nothing is guessed."""

    today: date
    order: DateOrder | None = DateOrder.DAY_FIRST


def read_date(cell: Cell, field: Field, calendar: Calendar) -> date | None:
    """The day; None when blank. Raises BadCellError, also for days that can't be."""
    day = _day(cell, field, calendar)
    if day is not None:
        _check(day, field, calendar.today)
    return day


def read_month(cell: Cell, field: Field, calendar: Calendar) -> str | None:
    """The month as "2026-09"; None when blank. Raises BadCellError as `read_date` does."""
    month = None
    if isinstance(cell, (str, int, float)) and not isinstance(cell, bool):
        month = _month_in(checked_text(cell, field).casefold(), field)
    month = month or _day(cell, field, calendar)
    if month is None:
        return None
    _check(month, field, calendar.today + timedelta(days=_PAID_AHEAD))
    return f"{month.year}-{month.month:02}"


def orders_shown(cells: Iterable[Cell]) -> tuple[int, int]:
    """How many of the dates can only be day first, and how many only month first."""
    day_first = month_first = 0
    for cell in cells:
        found = _NUMERALS.fullmatch(cell.strip()) if isinstance(cell, str) else None
        if found is not None:
            first, second = int(found[1]), int(found[3])
            day_first += first > _MONTHS_IN_YEAR >= second
            month_first += second > _MONTHS_IN_YEAR >= first
    return day_first, month_first


def _check(day: date, field: Field, latest: date) -> None:
    if day < EARLIEST:
        raise BadCellError(field, f"{LABELS[field]} sebelum {EARLIEST.year}, tidak mungkin")
    if day > latest:
        raise BadCellError(field, f"{LABELS[field]} di masa depan")


def _day(cell: Cell, field: Field, calendar: Calendar) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = checked_text(cell, field).casefold()
    if text in ("", "0", "00/00/0000", "0000-00-00"):
        return None
    try:
        day = _day_in(text, field, calendar)
    except (ValueError, OverflowError):
        day = None
    if day is None:
        raise BadCellError(field, f"{LABELS[field]} tidak terbaca")
    return day


def _day_in(text: str, field: Field, calendar: Calendar) -> date | None:
    """The day, None when it has no known form. Raises ValueError when there is no such day."""
    if found := _ISO.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERALS.fullmatch(text):
        year = _full_year(found[4], calendar.today)
        return _in_order(int(found[1]), int(found[3]), year, field, calendar.order)
    if found := _NAMED.fullmatch(text):
        month = _MONTH_NAMES.get(found[2], 0)
        return date(_full_year(found[3], calendar.today), month, int(found[1]))
    if found := _EIGHT.fullmatch(text):
        return _of_eight_digits(text)
    if _SERIAL_TEXT.fullmatch(text) or (text.isdigit() and int(text) in _SERIALS):
        return _of_serial(text)
    return None


def _of_eight_digits(text: str) -> date:
    """20260531 or 31052026. Raises ValueError."""
    if int(text[:4]) in _YEARS:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return date(int(text[4:]), int(text[2:4]), int(text[:2]))


def _of_serial(text: str) -> date | None:
    serial = int(float(text.replace(",", ".")))
    if serial not in _SERIALS or serial in _YEARS:
        # 2024 is a year, not a day in July 1905.
        return None
    return _EPOCH + timedelta(days=serial)


def _in_order(first: int, second: int, year: int, field: Field, order: DateOrder | None) -> date:
    if order is None:
        if first <= _MONTHS_IN_YEAR and second <= _MONTHS_IN_YEAR and first != second:
            raise BadCellError(field, f"{LABELS[field]} bisa berarti dua hari: urutan tidak jelas")
        order = DateOrder.MONTH_FIRST if second > _MONTHS_IN_YEAR else DateOrder.DAY_FIRST
    if order is DateOrder.MONTH_FIRST:
        first, second = second, first
    return date(year, second, first)


def _full_year(digits: str, today: date) -> int:
    year = int(digits)
    if len(digits) == _YEAR_DIGITS:
        return year
    century = today.year // _CENTURY * _CENTURY
    # Next year's contributions may be paid already.
    return century + year if century + year <= today.year + 1 else century - _CENTURY + year


def _month_in(text: str, field: Field) -> date | None:
    """The first day of the month, None when it isn't written as a month."""
    found = _YEAR_MONTH.fullmatch(text)
    if found and int(found[1]) in _YEARS:
        return _first_day(int(found[1]), int(found[2]), field)
    found = _MONTH_YEAR.fullmatch(text)
    if found and int(found[2]) in _YEARS:
        return _first_day(int(found[2]), int(found[1]), field)
    if found := _MONTH_SHORT_YEAR.fullmatch(text):
        return _first_day(2000 + int(found[2]), int(found[1]), field)
    found = _NAMED_MONTH.fullmatch(text)
    if found and found[1] in _MONTH_NAMES:
        year = int(found[2]) if len(found[2]) == _YEAR_DIGITS else 2000 + int(found[2])
        return _first_day(year, _MONTH_NAMES[found[1]], field)
    return None


def _first_day(year: int, month: int, field: Field) -> date:
    try:
        return date(year, month, 1)
    except ValueError:
        raise BadCellError(field, f"{LABELS[field]} tidak terbaca") from None
