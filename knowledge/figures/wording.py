"""How numbers, money and dates are written in Indonesian."""

from datetime import date, timedelta
from enum import StrEnum

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_MILLION = 1_000_000
_BILLION = 1_000_000_000
_WHOLE, _JUST_SHORT = 100, 99.99


class Unit(StrEnum):
    """What a figure counts; decides how it is written."""

    RUPIAH = "rupiah"
    PERCENT = "persen"
    YEARS = "tahun"
    MONTHS = "bulan"
    WEEKS = "minggu"
    DAYS = "hari"
    WORKING_DAYS = "hari kerja"
    HOURS = "jam"
    MINUTES = "menit"
    TIMES = "kali"
    PEOPLE = "orang"
    CHILDREN = "anak"
    KILOGRAMS = "kilogram"
    NUMBER = "angka"
    WORDS = "teks"


def worded(value: float | str, unit: Unit) -> str:
    """A value with its unit, as people write it: "Rp16.800", "Rp42 juta", "0,54%", "59 tahun"."""
    if isinstance(value, str):
        return value
    if unit is Unit.RUPIAH:
        return rupiah(value)
    if unit is Unit.PERCENT:
        return f"{number(value)}%"
    if unit in {Unit.NUMBER, Unit.WORDS}:
        return number(value)
    return f"{number(value)} {unit}"


def number(value: float) -> str:
    """A number with dots for thousands and a comma for up to two decimals: "141.278", "0,54"."""
    whole, decimals = f"{value:,.2f}".split(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", ".") + ("," + decimals if decimals else "")


def rupiah(amount: float) -> str:
    """An amount of money; round millions are said as such: "Rp42 juta", "Rp11.086.300"."""
    for size, name in ((_BILLION, "miliar"), (_MILLION, "juta")):
        if amount >= size:
            is_round = amount * 10 % size == 0
            return f"Rp{number(amount / size)} {name}" if is_round else f"Rp{number(amount)}"
    return f"Rp{number(amount)}"


def month_and_year(day: date) -> str:
    """A month as people write it: "Desember 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def long_date(day: date) -> str:
    """A day as people write it: "31 Desember 2026"."""
    return f"{day.day} {month_and_year(day)}"


def percent(value: float) -> str:
    """A percentage as people write it, its parts held together: "70,86 %", "100 %".

    What is short of 100 stays short of it: 99.999 is "99,99 %".
    """
    shown = min(value, _JUST_SHORT) if value < _WHOLE else value
    return f"{number(shown)}\N{NO-BREAK SPACE}%"


def short_month(day: date) -> str:
    """A month in few letters: "Sep 2025", "Agu 2025"."""
    return f"{_short_name(day)}\N{NO-BREAK SPACE}{day.year}"


def short_date(day: date) -> str:
    """A day in few letters: "14 Mei 2025"."""
    return f"{day.day}\N{NO-BREAK SPACE}{short_month(day)}"


def position(day: date) -> str:
    """When a figure holds: its month if it is of the end of one, else the day.

    Sources mostly name a month only; such figures are kept with the month's last day.
    """
    is_last = (day + timedelta(days=1)).month != day.month
    return short_month(day) if is_last else short_date(day)


def _short_name(day: date) -> str:
    return MONTHS[day.month - 1][:3]
