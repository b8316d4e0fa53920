"""The kabupaten or kota of a row, from its name, its code or both."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from bot.registry.reading.cells import BadCellError, checked_text, key_of
from bot.registry.reading.codes import (
    PROVINCE,
    Code,
    CodeSystem,
    meanings,
    read_code,
    regencies,
)
from bot.registry.reading.fields import Field
from bot.spreadsheets import Cell
from knowledge.regions import Region, load_regions

_FILLERS = frozenset(
    {"kabupaten", "kab", "kota", "kotamadya", "kodya", "pemkab", "pemkot", "prov", "provinsi"}
    | {"propinsi", "daerah", "wilayah", "pemerintah", "administrasi"}
)
_PROVINCE_NAMES = ("kalimantan timur", "kaltim")
_VAGUE = {"kutai": frozenset({"64.02", "64.07", "64.08"})}
"""Names that people use for one of several: "Kutai" is the old regency that became three."""
_SHORTEST_FUZZY, _LONG = 6, 12
_CODE_IN_TEXT = re.compile(
    r"(?<![\d.])(\d{2}\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?|\d{10}|\d{6,7}|\d{4})(?![\d.]*\d)"
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says: the regencies it can mean, and a code written into the same cell."""

    codes: frozenset[str]
    is_blank: bool
    """Nothing in it, or nothing but the province."""
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class RegionReader:
    """Reads the region of a row; `system` is that of undotted codes, None when unknown."""

    system: CodeSystem | None = None
    default: str | None = None
    """Kemendagri's code of the region of rows in files that don't say it."""

    def __call__(self, name: Cell, code: Cell) -> str:
        """Kemendagri's dotted code. Raises BadCellError."""
        named = read_name_of_region(checked_text(name, Field.REGION))
        written = checked_text(code, Field.CODE)
        coded = read_code(written) if written not in ("", PROVINCE) else None
        if coded is None and written not in ("", PROVINCE, "6400"):
            raise BadCellError(Field.CODE, "kode wilayah tidak terbaca")
        if named.code is not None and coded is not None:
            self._agree(frozenset({self._resolve(named.code, Field.REGION)}), coded)
        coded = coded or named.code
        if named.is_blank and coded is None:
            if self.default is None:
                reason = "wilayah kosong atau hanya menyebut provinsi"
                raise BadCellError(Field.REGION, reason)
            return self.default
        if coded is None:
            return _only(named)
        if named.is_blank:
            return self._resolve(coded, Field.CODE)
        if not named.codes:
            raise BadCellError(Field.REGION, _UNKNOWN)
        return self._agree(named.codes, coded)

    def _agree(self, named: frozenset[str], code: Code) -> str:
        resolved = self._resolve(code, Field.CODE)
        if resolved not in named:
            raise BadCellError(Field.CODE, "kode wilayah dan nama wilayah bertentangan")
        return resolved

    def _resolve(self, code: Code, field: Field) -> str:
        if code.is_elsewhere:
            raise BadCellError(field, "wilayah di luar Kalimantan Timur")
        system = code.shown or self.system
        if system is not None:
            found = regencies(system).get(code.regency)
            if found is None:
                raise BadCellError(field, f"kode wilayah tidak ada dalam kode {system.upper()}")
            return found
        possible = meanings(code.regency)
        if not possible:
            raise BadCellError(field, "kode wilayah tidak dikenal")
        if len(possible) > 1:
            raise BadCellError(field, _TWO_MEANINGS)
        return next(iter(possible))


_TWO_MEANINGS = (
    "kode wilayah ini berbeda arti di Kemendagri dan BPS: sebutkan kode=kemendagri atau kode=bps"
)
_UNKNOWN = "kabupaten/kota tidak dikenal atau di luar Kalimantan Timur"


def _only(named: Named) -> str:
    if not named.codes:
        raise BadCellError(Field.REGION, _UNKNOWN)
    if len(named.codes) > 1:
        raise BadCellError(Field.REGION, "nama wilayah bisa berarti beberapa kabupaten")
    return next(iter(named.codes))


@lru_cache(maxsize=4096)
def read_name_of_region(text: str) -> Named:
    """What a cell with a region's name says, a code inside it included."""
    found = _CODE_IN_TEXT.search(text)
    code = read_code(found[1]) if found else None
    if found and code:
        text = text[: found.start()] + " " + text[found.end() :]
    name = key_of(text)
    if name == "provinsi":
        return Named(frozenset(), is_blank=True, code=code)
    for province in _PROVINCE_NAMES:
        name = re.sub(rf"\b{province}\b", " ", name)
    words = [word for word in name.split() if word not in _FILLERS]
    if not words:
        return Named(frozenset(), is_blank=True, code=code)
    return Named(_regencies_named(" ".join(words)), is_blank=False, code=code)


def region_by_full_name(text: str) -> str | None:
    """The region whose own name this is, for titles and names of sheets.

    Capitals don't count there: Penajam and Sangatta are also names of districts.
    """
    words = [word for word in key_of(text).split() if word not in _FILLERS]
    name = " ".join(words)
    for region in load_regions():
        names = (region.name, *region.abbreviations)
        if region.kemendagri_code != PROVINCE and name in map(key_of, names):
            return region.kemendagri_code
    return None


def _regencies_named(name: str) -> frozenset[str]:
    if name in _VAGUE:
        return _VAGUE[name]
    spellings = _spellings()
    if name in spellings:
        return frozenset({spellings[name]})
    if len(name) < _SHORTEST_FUZZY or any(map(str.isdigit, name)):
        return frozenset()
    allowed = 2 if len(name) >= _LONG else 1
    return frozenset(
        code
        for spelling, code in _long_names().items()
        if OSA.distance(name, spelling, score_cutoff=allowed) <= allowed
    )


@cache
def _spellings() -> dict[str, str]:
    """Each way to write a region's name, as people do and as they misspell it → its code."""
    return {
        key_of(name): region.kemendagri_code
        for region in load_regions()
        if region.kemendagri_code != PROVINCE
        for name in (*_names(region), *region.misspellings)
        if key_of(name) not in _VAGUE
    }


@cache
def _long_names() -> dict[str, str]:
    """Names long enough to be recognised with a letter wrong.

    Not the known misspellings: what differs from them may be another place ("bontan", Bintan).
    """
    return {
        key_of(name): region.kemendagri_code
        for region in load_regions()
        if region.kemendagri_code != PROVINCE
        for name in _names(region)
        if len(name) >= _SHORTEST_FUZZY
    }


def _names(region: Region) -> tuple[str, ...]:
    return (region.name, *region.abbreviations, *region.aliases)
