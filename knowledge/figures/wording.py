"""How numbers, money and dates are written in Indonesian."""

from datetime import date
from enum import StrEnum

_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
_MILLION = 1_000_000
_BILLION = 1_000_000_000


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
    return f"{_MONTHS[day.month - 1]} {day.year}"


def long_date(day: date) -> str:
    """A day as people write it: "31 Desember 2026"."""
    return f"{day.day} {month_and_year(day)}"
