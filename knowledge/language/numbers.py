"""Numbers as people type them: rupiah amounts, and what kind of number a word is."""

import re
from decimal import Decimal

_UNITS = {
    "ribu": 1_000, "rb": 1_000, "rbu": 1_000, "rebu": 1_000, "ribuan": 1_000, "rban": 1_000,
    "k": 1_000, "ewu": 1_000,
    "juta": 1_000_000, "jt": 1_000_000, "jta": 1_000_000, "jeti": 1_000_000, "yuto": 1_000_000,
    "jutaan": 1_000_000, "jtan": 1_000_000,
    "miliar": 1_000_000_000, "milyar": 1_000_000_000,
}  # fmt: skip
_WITH_UNIT = {
    "sejuta": 1_000_000, "sajuta": 1_000_000, "sakyuto": 1_000_000, "sayuta": 1_000_000,
    "seribu": 1_000, "saribu": 1_000,
}  # fmt: skip
NUMBER_WORDS = {
    "satu": 1, "asa": 1, "siji": 1, "dua": 2, "loro": 2, "tiga": 3, "telu": 3, "talu": 3,
    "empat": 4, "ampat": 4, "papat": 4, "lima": 5, "limo": 5, "enam": 6, "anam": 6, "nem": 6,
    "tujuh": 7, "pitu": 7, "delapan": 8, "dalapan": 8, "wolu": 8, "sembilan": 9, "songo": 9,
    "sanga": 9, "sepuluh": 10, "sapuluh": 10, "sebelas": 11, "sabalas": 11,
}  # fmt: skip
_TENS = frozenset({"puluh", "puluhan"})
_TEENS = frozenset({"belas", "welas"})
_HUNDREDS = frozenset({"ratus", "atus"})
_ONE_HUNDRED = frozenset({"seratus", "saratus", "satus"})
_HALF = frozenset({"setengah", "stengah", "satangah", "tengah", "separuh", "separo"})

_LEAST_BARE = 10_000
_LARGEST = 10_000_000_000
_NIK_DIGITS = 16
_PHONE_DIGITS = range(10, 14)
_YEAR_DIGITS = 4
_YEARS = range(1950, 2061)
_MOST_NUMBER_WORDS = 8
_MOST_DIGITS = 20

_TOKEN = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+")
_GLUED = re.compile(r"^(\d+)([a-z]+)$")
_INDONESIAN = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")


def marker(word: str) -> str | None:
    """What kind of number a typed word is: "#nik", "#telepon", "#tahun", "#uang" or "#angka"."""
    if not word[0].isdigit():
        return "#uang" if word in _WITH_UNIT else None
    if not (word.isascii() and word.isdigit()):
        glued = _GLUED.match(word)
        return "#uang" if glued and glued[2] in _UNITS else None
    if len(word) == _NIK_DIGITS:
        return "#nik"
    if len(word) in _PHONE_DIGITS and word.startswith(("0", "62")):
        return "#telepon"
    return "#tahun" if len(word) == _YEAR_DIGITS and int(word) in _YEARS else "#angka"


def amounts(text: str) -> tuple[int, ...]:
    """The rupiah amounts in a cleaned text, in order.

    An amount has a unit ("2jt", "1,5 juta", "dua setengah juta", "500rb"), "rp" before it, or is
    written in full ("2.500.000"). Bare numbers below 10,000, and runs of digits that begin with 0
    or are longer than an amount (telephone, card, account), are none.
    """
    tokens = _TOKEN.findall(text)
    found: list[int] = []
    position = 0
    while position < len(tokens):
        value, used = _amount(tokens, position)
        if 0 < value < _LARGEST:
            found.append(int(value))
        position += max(1, used)
    return tuple(found)


def _amount(tokens: list[str], start: int) -> tuple[Decimal, int]:
    """The amount that begins at a token (0: none), and how many tokens it takes."""
    with_unit = _WITH_UNIT.get(tokens[start])
    if with_unit is not None:
        more, used = _what_follows(tokens, start + 1, with_unit)
        return with_unit + more, 1 + used
    if tokens[start] in _HALF:
        return Decimal(_unit(tokens, start + 1)) / 2, 2
    number, used = _number(tokens, start)
    after = start + used
    if used and after < len(tokens) and tokens[after] in _HALF and _unit(tokens, after + 1):
        return (number + Decimal("0.5")) * _unit(tokens, after + 1), used + 2
    unit = _unit(tokens, after) if used else 0
    if unit:
        more, further = _what_follows(tokens, after + 1, unit)
        return number * unit + more, used + 1 + further
    return (number, used) if _is_written_out(tokens, start, number) else (Decimal(0), used)


def _is_written_out(tokens: list[str], start: int, number: Decimal) -> bool:
    if not tokens[start][0].isdigit() or tokens[start].startswith("0"):
        return False
    return number >= _LEAST_BARE or (start > 0 and tokens[start - 1] == "rp")


def _what_follows(tokens: list[str], start: int, unit: int) -> tuple[Decimal, int]:
    """What is added behind a unit: "2 juta setengah", "2 juta 500 ribu"."""
    if start >= len(tokens):
        return Decimal(0), 0
    if tokens[start] in _HALF and not _unit(tokens, start + 1):
        return Decimal(unit) / 2, 1
    number, used = _number(tokens, start)
    smaller = _unit(tokens, start + used) if used else 0
    if 0 < smaller < unit and number * smaller < unit:
        return number * smaller, used + 1
    return Decimal(0), 0


def _unit(tokens: list[str], position: int) -> int:
    return _UNITS.get(tokens[position], 0) if position < len(tokens) else 0


def _number(tokens: list[str], start: int) -> tuple[Decimal, int]:
    token = tokens[start]
    if not token[0].isdigit():
        return _spelt(tokens[start : start + _MOST_NUMBER_WORDS])
    value = _digits(token)
    return (value, 1) if value is not None else (Decimal(0), 0)


def _spelt(tokens: list[str]) -> tuple[Decimal, int]:
    """A number in words at the beginning: "dua belas", "dua ratus lima puluh"."""
    total = used = 0
    open_digit: int | None = None
    for token in tokens:
        if open_digit is None and token in NUMBER_WORDS:
            open_digit = NUMBER_WORDS[token]
        elif open_digit is None and token in _ONE_HUNDRED:
            total += 100
        elif open_digit is not None and token in _TENS:
            total, open_digit = total + open_digit * 10, None
        elif open_digit is not None and token in _TEENS:
            total, open_digit = total + open_digit + 10, None
        elif open_digit is not None and token in _HUNDREDS:
            total, open_digit = total + open_digit * 100, None
        else:
            break
        used += 1
    return Decimal(total + (open_digit or 0)), used


def _digits(token: str) -> Decimal | None:
    """A number with Indonesian or English separators: "1,5", "1.5", "2.500.000", "2,500,000"."""
    if len(token) > _MOST_DIGITS or not token.isascii():
        return None
    if _INDONESIAN.fullmatch(token):
        return Decimal(token.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(token):
        return Decimal(token.replace(",", ""))
    return Decimal(token.replace(",", ".")) if _DECIMAL.fullmatch(token) else None
