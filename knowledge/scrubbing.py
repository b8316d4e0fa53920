"""Taking personal numbers out of a text before it is kept, logged or shown.

A NIK has sixteen digits: six of a region, six of a birth date, four of a serial number. People
write it in blocks, over two lines, glued to words, with a letter O for a zero, in full-width
digits, even in words. So a text is read as chains: digits, however written, with nothing between
them but space and punctuation. A chain that amounts, dates, years or counting explain stays; of
any other the length decides. What merely looks like a NIK (a bank card, a family card) is treated
as one, which does no harm.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from knowledge.digits import GAP, NIK_LENGTH, SHORTEST_NUMBER, Bit, chains, digit_count, fold

NIK, PHONE, EMAIL, NUMBER = "[NIK]", "[telepon]", "[email]", "[nomor]"

_SHORTEST_NIK = 14
"""Sixteen digits less what a slip of the finger leaves out. There is no longest: with a telephone
number behind it, a NIK makes a longer chain."""
_SHORTEST_LEFT_OVER = 4
"""Beside a masked number, so many digits may be the rest of it."""

_PHONE = re.compile(r"(?:0062|62|0)8\d{7,11}")
_EMAIL = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?"
    r"(?:(?:[\w-]{1,63}[.,]){1,4}[a-z]{2,24}\b|(?:gmail|yahoo|ymail|hotmail|outlook|icloud)\b)",
    re.IGNORECASE,
)
_RUPIAH_BEFORE = re.compile(r"\b(?:rp|idr)[.\s]{0,3}$", re.IGNORECASE)
_LONGEST_RUPIAH = 12

_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_DATE = (
    rf"(?:{_DAY}(?P<apart>[-/. ]){_MONTH}(?P=apart){_YEAR}"
    rf"|{_DAY}(?P<short>[-/.]){_MONTH}(?P=short)\d\d"
    rf"|{_YEAR}(?P<joined>[-/.]){_MONTH}(?P=joined){_DAY})"
)
_TIME = r"(?:[01]?\d|2[0-4])[:.][0-5]\d(?:[:.][0-5]\d(?:[.,]\d{1,6})?)?"
_AMOUNT = (
    r"[1-9]\d{0,2}(?:(?:\.\d{3}){1,3}(?:,\d\d)?|(?:,\d{3}){1,3}(?:\.\d\d)?|(?: \d{3}){0,2} 000)"
)
_OCTET = r"(?:\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])"
_ORDINARY = re.compile(
    rf"(?:{_DATE}(?:T{_TIME}Z?)?|{_TIME}|{_AMOUNT}|{_YEAR}"
    rf"|{_OCTET}(?:\.{_OCTET}){{3}}(?::\d{{2,5}})?"  # an address of the internet, in logs
    rf"|[1-9]\d{{0,2}}/{_YEAR}"  # a regulation: PP 44/2015
    r"|[1-9]\d{0,4}00"  # a round amount
    r"|(?:0|[1-9]\d{0,2})(?:[.,]\d{1,2})?"  # a percentage, a count
    r")(?![^\W_]|[.:/]\d)"
)
_IN_FULL = re.compile(rf"(?:{_DATE}|[1-9]\d{{0,2}}(?:\.\d{{3}}){{1,3}}(?:,\d\d)?)(?![^\W_])")
_FROM_TO = re.compile(r"[\s–—-]{1,5}")
_SINGLE_DIGITS = re.compile(r"\d(?:[.,]\d)?")
_SMALL_NUMBER = re.compile(r"\d{1,3}|\d[.,]\d")
_MOST_SMALL_DIGITS = 8
"""More digits of small numbers than that are a mistyped NIK, where there are enough for one."""
_PERCENTAGE = re.compile(r"\d{1,3}[.,]\d{1,2}")
_MOST_SINGLE_DIGITS = 3
"""More than so many digits one by one are spelling, not a list."""
_LONGEST_COUNT = 3
_PLAUSIBLE_NIK = re.compile(
    r"(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])"  # province
    r"(?:[0-3]|7)\d\d\d"  # kabupaten or kota, kecamatan
    r"(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d\d"  # women: day + 40
    r"\d{4}"
)


_MARKER = re.compile("|".join(re.escape(marker) for marker in (NIK, PHONE, EMAIL, NUMBER)))


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """A text without personal numbers, and whether a NIK was among them."""

    text: str
    had_nik: bool
    had_other: bool


@dataclass(frozen=True, slots=True)
class _Mask:
    start: int
    end: int
    marker: str


def without_markers(text: str) -> str:
    """A scrubbed text without the words that stand for numbers: they are not the person's own."""
    return _MARKER.sub(" ", text)


def scrub(text: str) -> Scrubbed:
    """Replace NIKs, phone numbers, e-mail addresses and account numbers by what they were.

    Amounts of money, dates and the like stay: a question is worthless without them. Takes time in
    proportion to the length of the text.
    """
    folded, places = fold(text)
    masks = list(_email_masks(folded))
    had_nik = any(_digits_in(folded[mask.start : mask.end]) >= _SHORTEST_NIK for mask in masks)
    taken = {place for mask in masks for place in range(mask.start, mask.end)}
    for chain in chains(folded, taken):
        masks.extend(_masks_of(chain, folded))
    return Scrubbed(
        text=_apply(text, masks, places),
        had_nik=had_nik or any(mask.marker == NIK for mask in masks),
        had_other=any(mask.marker != NIK for mask in masks),
    )


def _digits_in(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _email_masks(folded: str) -> Iterator[_Mask]:
    if "@" in folded or "(at)" in folded.lower() or "[at]" in folded.lower():
        for match in _EMAIL.finditer(folded):
            yield _Mask(*match.span(), EMAIL)


def _masks_of(chain: list[Bit], folded: str) -> Iterator[_Mask]:
    """What to mask of a chain: all of it, or the numbers that can be told apart in it."""
    digits = "".join(bit.digits for bit in chain)
    whole = NIK if _PLAUSIBLE_NIK.fullmatch(digits) else PHONE if _PHONE.fullmatch(digits) else None
    if whole and not _is_in_full(chain, folded):
        yield _mask(chain, whole, folded)
        return
    if _is_ordinary(chain, folded):
        return
    parts = list(_told_apart(chain, folded))
    shortest = SHORTEST_NUMBER if len(parts) == 1 else _SHORTEST_LEFT_OVER
    numbers = [
        bits
        for bits, marker in parts
        if marker is None and digit_count(bits) >= shortest and not _may_stay(bits, folded)
    ]
    for bits, marker in parts:
        if marker is not None:
            yield _mask(bits, marker, folded)
        elif bits in numbers:
            may_hide_nik = sum(map(digit_count, numbers)) >= NIK_LENGTH
            yield _mask(bits, NIK if may_hide_nik else _kind_of(bits), folded)


def _may_stay(left_over: list[Bit], folded: str) -> bool:
    """Whether digits beside a masked number are another matter: an age, an amount, a date."""
    if digit_count(left_over) >= _SHORTEST_NIK:
        return _is_in_full(left_over, folded)
    pieces = _ordinary_pieces(left_over, folded)
    return bool(pieces) and not any(
        _SMALL_NUMBER.fullmatch(piece) or _PERCENTAGE.fullmatch(piece) for piece in pieces
    )


def _kind_of(bits: list[Bit]) -> str:
    """A NIK, a slip of one included, or another number. No NIK begins with a zero."""
    is_nik = digit_count(bits) >= (NIK_LENGTH if bits[0].digits.startswith("0") else _SHORTEST_NIK)
    return NIK if is_nik else NUMBER


def _told_apart(chain: list[Bit], folded: str) -> Iterator[tuple[list[Bit], str | None]]:
    """The chain cut into NIKs, phone numbers, and what is neither (None)."""
    rest: list[Bit] = []
    position = 0
    while position < len(chain):
        may_begin = not rest or (
            len(chain[position].digits) >= _SHORTEST_LEFT_OVER and _is_ordinary(rest, folded)
        )
        used, marker = _number_at(chain, position, may_begin=may_begin)
        if marker is None:
            rest.append(chain[position])
        else:
            if rest:
                yield rest, None
                rest = []
            yield chain[position : position + used], marker
        position += used
    if rest:
        yield rest, None


def _number_at(chain: list[Bit], start: int, *, may_begin: bool) -> tuple[int, str | None]:
    """How many bits from `start` on are one NIK or phone number, and which; (1, None) for none.

    A phone number in several bits is one only where a number may begin.
    """
    first = chain[start].digits
    is_phone = len(first) >= SHORTEST_NUMBER and _PHONE.fullmatch(first) is not None
    if len(first) >= _SHORTEST_NIK and not is_phone and _kind_of([chain[start]]) == NIK:
        return 1, NIK
    if used := _nik_at(chain, start):
        return used, NIK
    phones = _phones_at(chain, start) if may_begin else []
    # Where the phone number ends is unsure; a NIK behind it decides.
    if before_nik := [used for used in phones if _nik_at(chain, start + used)]:
        return max(before_nik), PHONE
    if is_phone:
        return 1, PHONE
    return (max(phones), PHONE) if phones else (1, None)


def _nik_at(chain: list[Bit], start: int) -> int:
    """How many bits from `start` on make a plausible NIK; 0 if none do."""
    return next(
        (
            used
            for used, digits in _growing(chain, start)
            if len(digits) == NIK_LENGTH and _PLAUSIBLE_NIK.fullmatch(digits)
        ),
        0,
    )


def _phones_at(chain: list[Bit], start: int) -> list[int]:
    """How many bits from `start` on may make a phone number."""
    return [
        used
        for used, digits in _growing(chain, start)
        if len(digits) >= SHORTEST_NUMBER and _PHONE.fullmatch(digits)
    ]


def _growing(chain: list[Bit], start: int) -> Iterator[tuple[int, str]]:
    """The first bit from `start` on, the first two, and so on, up to the length of a NIK."""
    digits = ""
    for used, bit in enumerate(chain[start : start + NIK_LENGTH], start=1):
        digits += bit.digits
        if len(digits) > NIK_LENGTH:
            return
        yield used, digits


def _is_in_full(bits: list[Bit], folded: str) -> bool:
    """Whether digits are dates or amounts in full, one or from one to another: no NIK, no phone."""
    first = _IN_FULL.match(folded, bits[0].start)
    if first is None or first.end() == bits[-1].end:
        return first is not None
    gap = _FROM_TO.match(folded, first.end())
    second = _IN_FULL.match(folded, gap.end()) if gap else None
    return second is not None and second.end() == bits[-1].end


def _is_ordinary(bits: list[Bit], folded: str) -> bool:
    """Whether digits are amounts, dates, times, years, a few small numbers, or counting."""
    if _is_counting(bits) or _is_plain_rupiah(bits, folded):
        return True
    pieces = _ordinary_pieces(bits, folded)
    small = sum(_digits_in(piece) for piece in pieces if _SMALL_NUMBER.fullmatch(piece))
    if digit_count(bits) >= _SHORTEST_NIK and small > _MOST_SMALL_DIGITS:
        return False
    in_a_row = [len(list(run)) for single, run in groupby(pieces, _is_single_digit) if single]
    return bool(pieces) and max(in_a_row, default=0) <= _MOST_SINGLE_DIGITS


def _is_single_digit(piece: str) -> bool:
    return _SINGLE_DIGITS.fullmatch(piece) is not None


def _ordinary_pieces(bits: list[Bit], folded: str) -> list[str]:
    """The ordinary numbers that digits are made of; none if they are not made of such only."""
    pieces: list[str] = []
    position, end = bits[0].start, bits[-1].end
    while piece := _ORDINARY.match(folded, position):
        pieces.append(piece[0])
        if piece.end() >= end:
            return pieces
        gap = GAP.match(folded, piece.end())
        position = gap.end() if gap else len(folded)
    return []


def _is_counting(bits: list[Bit]) -> bool:
    """Whether each number is one more than the number before it: "1. 2. 3.", "satu dua tiga"."""
    if len(bits) <= _MOST_SINGLE_DIGITS or any(len(bit.digits) > _LONGEST_COUNT for bit in bits):
        return False
    return all(int(later.digits) == int(earlier.digits) + 1 for earlier, later in pairwise(bits))


def _is_plain_rupiah(bits: list[Bit], folded: str) -> bool:
    """Whether an amount is written without dots: "Rp 1250000000"."""
    start = bits[0].start
    return (
        len(bits) == 1
        and len(bits[0].digits) <= _LONGEST_RUPIAH
        and _RUPIAH_BEFORE.search(folded[max(0, start - 8) : start]) is not None
    )


def _mask(bits: list[Bit], marker: str, folded: str) -> _Mask:
    start = bits[0].start
    has_plus = folded[max(0, start - 1) : start] == "+"
    return _Mask(start - has_plus, bits[-1].end, marker)


def _apply(text: str, masks: list[_Mask], places: list[int]) -> str:
    """The text with the masks in place, invisible characters beside masked digits included."""
    parts: list[str] = []
    done = 0
    for mask in sorted(masks, key=lambda mask: (mask.start, mask.end)):
        start, end = places[mask.start], places[mask.end]
        if start >= done:
            parts += text[done:start], mask.marker
        done = max(done, end)
    return "".join([*parts, text[done:]])
