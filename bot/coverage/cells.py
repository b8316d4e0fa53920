"""What single cells say: days, segments, kinds of denominator, whether a number is rounded."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from bot.coverage.amounts import Amount, Quality, between
from bot.coverage.figures import Basis
from bot.coverage.problems import RowError
from knowledge.coverage.segments import Segment

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb pebruari february",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu agt aug ags august",
            "september sep sept",
            "oktober okt oct october",
            "november nov nop nopember",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?:[ T]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_MONTH_NUMBER = re.compile(r"(\d{1,2})[/.-](\d{4})")
_WORDED = re.compile(r"(?:(\d{1,2})\s+)?([a-z]+)\.?\s+(\d{4})")
_YEAR = re.compile(r"\d{4}")
_SERIAL = re.compile(r"(\d{5})(?:\.0)?")
_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets' serial numbers."""
_CENTURY = 100
_EARLIEST = date(2010, 1, 1)

_SEGMENTS = {
    "semua": Segment.ALL,
    "total": Segment.ALL,
    "seluruh": Segment.ALL,
    "seluruhpekerja": Segment.ALL,
    "semuasegmen": Segment.ALL,
    "semuapekerja": Segment.ALL,
    "pu": Segment.EMPLOYEES,
    "penerimaupah": Segment.EMPLOYEES,
    "formal": Segment.EMPLOYEES,
    "bpu": Segment.OWN_ACCOUNT,
    "bukanpenerimaupah": Segment.OWN_ACCOUNT,
    "informal": Segment.OWN_ACCOUNT,
    "jakon": Segment.CONSTRUCTION,
    "jasakonstruksi": Segment.CONSTRUCTION,
    "pmi": Segment.MIGRANTS,
    "pekerjamigran": Segment.MIGRANTS,
    "rentan": Segment.VULNERABLE,
    "pekerjarentan": Segment.VULNERABLE,
    "nonasn": Segment.NON_ASN,
}
_BASES = {
    "bpjs": Basis.BPJS,
    "bpjsketenagakerjaan": Basis.BPJS,
    "targetbpjs": Basis.BPJS,
    "bpsbekerja": Basis.EMPLOYED,
    "pendudukbekerja": Basis.EMPLOYED,
    "bpspendudukbekerja": Basis.EMPLOYED,
    "bpsangkatankerja": Basis.LABOUR_FORCE,
    "angkatankerja": Basis.LABOUR_FORCE,
    "sasarandaerah": Basis.LOCAL,
    "targetdaerah": Basis.LOCAL,
    "targetlokal": Basis.LOCAL,
    "sasaran": Basis.LOCAL,
    "tidakdiketahui": Basis.UNKNOWN,
    "": Basis.UNKNOWN,
}
_RANGE_IN_NOTE = re.compile(r"(\d+(?:,\d+)?)\s?[-–]\s?(\d+(?:,\d+)?) persen")
_ABOUT = ("sekitar", "kurang lebih", "pembulatan")
_ABOUT_INSIDE = ("pembulatan sumber", "pembulatan.", "sumber membulatkan.")


def squeezed(text: str) -> str:
    """Letters and digits only, lower case: how names in files are matched."""
    return "".join(character for character in text.casefold() if character.isalnum())


def parse_day(text: str, today: date, what: str = "tanggal") -> date:
    """A day; of a month or year alone its last day. Raises RowError, for days to come too."""
    found = _day_in(text.strip().casefold())
    if found is None:
        raise RowError(f"{what} “{text[:40]}” tidak terbaca; tulis seperti 2026-09-30")
    if found > today:
        raise RowError(f"{what} {found.isoformat()} belum terjadi")
    if found < _EARLIEST:
        raise RowError(f"{what} {found.isoformat()} terlalu lama")
    return found


def _day_in(text: str) -> date | None:
    for pattern, meaning in _DAY_FORMS:
        if found := pattern.fullmatch(text):
            try:
                return meaning(found)
            except (ValueError, OverflowError):
                return None
    return None


def _of_short_year(found: re.Match[str]) -> date:
    year = int(found[3])
    return _day(year if year >= _CENTURY else 2000 + year, int(found[2]), found[1])


def _day(year: int, month: int, day: str | None) -> date:
    return date(year, month, int(day) if day else monthrange(year, month)[1])


_DAY_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date]], ...] = (
    (_ISO, lambda found: _day(int(found[1]), int(found[2]), found[3])),
    (_DAY_FIRST, _of_short_year),
    (_MONTH_NUMBER, lambda found: _day(int(found[2]), int(found[1]), None)),
    (_WORDED, lambda found: _day(int(found[3]), _MONTHS.get(found[2], 0), found[1])),
    (_YEAR, lambda found: date(int(found[0]), 12, 31)),
    (_SERIAL, lambda found: _EPOCH + timedelta(days=int(found[1]))),
)


def parse_segment(text: str) -> Segment:
    """A group of workers. Raises RowError."""
    found = _SEGMENTS.get(squeezed(text))
    if found is None:
        known = ", ".join(segment.value for segment in Segment)
        raise RowError(f"segmen “{text[:40]}” tidak dikenal; yang ada: {known}")
    return found


def parse_basis(text: str) -> Basis:
    """A kind of denominator. Raises RowError."""
    found = _BASES.get(squeezed(text))
    if found is None:
        known = ", ".join(basis.value for basis in Basis)
        raise RowError(f"jenis penyebut “{text[:40]}” tidak dikenal; yang ada: {known}")
    return found


def basis_in(notes: str) -> Basis:
    """The kind of denominator that the notes of a percentage and its denominator tell."""
    said = notes.casefold()
    if "sasaran" in said or "terdata" in said:
        return Basis.LOCAL
    bpjs = ("versi bpjs ketenagakerjaan", "penyebut bpjs ketenagakerjaan")
    return Basis.BPJS if any(words in said for words in bpjs) else Basis.UNKNOWN


def qualified(amount: Amount, note: str) -> Amount:
    """A number with the quality its note tells: "lebih dari", "sekitar", "hampir", "66-67 persen".

    A range in the note counts where the number is one of its ends.
    """
    if not amount.is_exact:
        return amount
    said = note.casefold()
    for found in _RANGE_IN_NOTE.finditer(said):
        low, high = (Decimal(found[end].replace(",", ".")) for end in (1, 2))
        if low < high and amount.value in {low, high}:
            return between(low, high)
    value = f"{amount.value:f}".replace(".", ",")
    for words, quality in (("lebih dari", Quality.MORE_THAN), ("hampir", Quality.ALMOST)):
        if f"{words} {value} persen" in said:
            return Amount(amount.value, quality)
    if said.startswith(_ABOUT) or any(words in said for words in _ABOUT_INSIDE):
        return Amount(amount.value, Quality.ABOUT)
    return amount
