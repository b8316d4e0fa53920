"""Numbers as sources give them: exact, about, more than, almost, or from one to another."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from knowledge.figures.wording import number

_LONGEST = 60
_SCALES = {"ribu": 1_000, "ribuan": 1_000, "rb": 1_000, "juta": 1_000_000, "jt": 1_000_000}
_SCALE = re.compile(rf"^(?P<number>[\d.,]+)\s*(?P<scale>{'|'.join(_SCALES)})$")
_UNITS = re.compile(r"\s*(?:%|persen|orang|jiwa|peserta|pekerja)\.?\s*", re.IGNORECASE)
_RANGE = re.compile(r"^(?P<low>[\d.,]+)\s*(?:-|–|—|s\.?d\.?|sampai)\s*(?P<high>[\d.,]+)$")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_WHOLE_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")


class AmountError(ValueError):
    """A text that is no number, or one that can't be; the message is Indonesian, for admins."""


class Quality(StrEnum):
    """How exact a number is; the value is the mark it is stored with."""

    EXACT = ""
    ABOUT = "~"
    MORE_THAN = ">"
    AT_MOST = "<"
    ALMOST = "^"
    RANGE = ".."


_WORDS = {
    Quality.ABOUT: "sekitar ",
    Quality.MORE_THAN: "lebih dari ",
    Quality.AT_MOST: "paling banyak ",
    Quality.ALMOST: "hampir ",
}
_MARKS = (
    (Quality.MORE_THAN, (">=", "≥", ">", "lebih dari", "lebih", "di atas", "diatas", "minimal")),
    (Quality.AT_MOST, ("<=", "≤", "<", "kurang dari", "paling banyak", "maksimal", "di bawah")),
    (Quality.ALMOST, ("hampir", "nyaris")),
    (Quality.ABOUT, ("±", "+/-", "~", "≈", "sekitar", "kira-kira", "kurang lebih", "sktr")),
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its quality. `high` is the upper end of a range, `value` the lower one."""

    value: Decimal
    quality: Quality = Quality.EXACT
    high: Decimal | None = None

    def __str__(self) -> str:
        """With the source's own words: "lebih dari 50", "66–67", "141.278"."""
        if self.high is not None:
            return f"{number(float(self.value))}–{number(float(self.high))}"
        return f"{_WORDS.get(self.quality, '')}{number(float(self.value))}"

    @property
    def is_exact(self) -> bool:
        """Whether the source gives the number itself."""
        return self.quality is Quality.EXACT

    @property
    def whole(self) -> int:
        """A count as a whole number; of a range the lower end."""
        return int(self.value)

    def stored(self) -> str:
        """As one text for the database: "141278", ">50", "66..67"."""
        if self.high is not None:
            return f"{self.value:f}..{self.high:f}"
        return f"{self.quality}{self.value:f}"

    @classmethod
    def from_stored(cls, text: str) -> "Amount":
        """The amount that `stored` wrote."""
        low, dots, high = text.partition(Quality.RANGE)
        if dots:
            return cls(Decimal(low), Quality.RANGE, Decimal(high))
        mark = text[0] if text[0] in "~><^" else ""
        return cls(Decimal(text[len(mark) :]), Quality(mark))


def exactly(value: float | str | Decimal) -> Amount:
    """An exact number."""
    return Amount(Decimal(str(value)).normalize() if value else Decimal(0))


def between(low: Decimal, high: Decimal) -> Amount:
    """From one number to another."""
    return Amount(low, Quality.RANGE, high)


def parse_count(text: str) -> Amount:
    """People, projects, villages: "141.278", "sekitar 60 ribu", "1,31 juta".

    Raises AmountError.
    """
    return _parse(text, is_percent=False)


def parse_percent(text: str) -> Amount:
    """A percentage: "40,39 %", ">50", "66–67". Raises AmountError."""
    return _parse(text, is_percent=True)


def _parse(text: str, *, is_percent: bool) -> Amount:
    shown = text.strip()[:_LONGEST]
    cleaned = " ".join(_UNITS.sub(" ", text[:_LONGEST].casefold()).split())
    if not cleaned:
        raise AmountError("angkanya kosong")
    if cleaned.startswith(("-", "−")):
        raise AmountError(f"“{shown}” di bawah nol")
    found = _RANGE.match(cleaned)
    if found:
        low = _number(found["low"], shown, is_percent=is_percent)
        high = _number(found["high"], shown, is_percent=is_percent)
        if low > high:
            raise AmountError(f"“{shown}”: batas bawahnya lebih besar dari batas atas")
        return between(low, high) if low < high else Amount(low)
    quality, rest = _quality(cleaned)
    return Amount(_scaled(rest, shown, is_percent=is_percent), quality)


def _quality(text: str) -> tuple[Quality, str]:
    for quality, marks in _MARKS:
        for mark in marks:
            if text.startswith(mark):
                return quality, text.removeprefix(mark).strip()
    if text.endswith("an") and text.removesuffix("an").endswith(("ribu", "juta")):
        return Quality.ABOUT, text.removesuffix("an").strip()
    if text.endswith("+"):
        return Quality.MORE_THAN, text.removesuffix("+").strip()
    return Quality.EXACT, text


def _scaled(text: str, shown: str, *, is_percent: bool) -> Decimal:
    found = None if is_percent else _SCALE.match(text)
    if found is None:
        return _number(text, shown, is_percent=is_percent)
    if not _PLAIN.fullmatch(found["number"]):
        raise AmountError(f"“{shown}” bukan angka yang jelas")
    return (Decimal(found["number"].replace(",", ".")) * _SCALES[found["scale"]]).normalize()


def _number(text: str, shown: str, *, is_percent: bool) -> Decimal:
    if not text.isascii():
        raise AmountError(f"“{shown}” bukan angka")
    if not is_percent and _WHOLE_THOUSANDS.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", ""))
    if is_percent and _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if _THOUSANDS.fullmatch(text):
        decimal = "," if text.rfind(",") > text.rfind(".") else "."
        thousands = "." if decimal == "," else ","
        value = Decimal(text.replace(thousands, "").replace(decimal, "."))
    elif _PLAIN.fullmatch(text):
        value = Decimal(text.replace(",", "."))
    else:
        raise AmountError(f"“{shown}” bukan angka")
    if not is_percent and value != value.to_integral_value():
        raise AmountError(f"“{shown}” bukan bilangan bulat")
    return value if is_percent else value.to_integral_value()
