"""Which region a row of a file is about: by name, by Kemendagri code, by BPS code.

The two codes differ for four regencies. "6402" is Kutai Barat to BPS and, without its dot, Kutai
Kartanegara to Kemendagri; such a code counts only beside a name.
"""

import re

from bot.coverage.problems import RowError
from knowledge.language.regions import names_only_kutai, regions_in
from knowledge.language.text import clean, words
from knowledge.regions import Region, load_regions

_CODE = re.compile(r"(\d{2})\.?(\d{2})?(?:\.0)?")
_DOTTED = re.compile(r"\d{2}\.\d{2}")
_FLOAT = re.compile(r"(\d{2,4})\.0")
_PROVINCE_CODES = frozenset({"64", "6400", "64.00"})
_OTHER_PROVINCE = re.compile(
    r"\bkal(?:imantan )?(?:utara|selatan|tengah|barat|tara|sel|teng|bar)\b"
)


def region_in(*, name: str = "", code: str = "", kemendagri: str = "", bps: str = "") -> Region:
    """The one region that all given cells agree on.

    `code` is of a column that doesn't say whose code it is. Raises RowError for a contradiction, an
    ambiguous code without a name, an unknown region, and when nothing is given.
    """
    named = _by_name(name) if name and not _looks_like_code(name) else None
    codes = [
        (kemendagri, _kemendagri_readings(kemendagri, named)),
        (bps, _bps_readings(bps)),
        (code, _open_readings(code)),
    ]
    if name and named is None:
        codes.append((name, _open_readings(name)))
    found = named
    for text, readings in codes:
        if text:
            found = _agreed(found, readings, text, named)
    if found is None:
        raise RowError("wilayahnya kosong")
    return found


def _looks_like_code(text: str) -> bool:
    return _CODE.fullmatch(text.strip()) is not None


def _agreed(
    found: Region | None, readings: tuple[Region, ...], text: str, named: Region | None
) -> Region:
    if not readings:
        raise RowError(f"kode wilayah “{text[:20]}” tidak dikenal di Kaltim")
    if found is not None:
        if found not in readings:
            meant = " atau ".join(region.name for region in readings)
            other = f"nama wilayahnya {found.name}" if named else f"kode lainnya {found.name}"
            raise RowError(f"kode “{text[:20]}” berarti {meant}, tetapi {other}")
        return found
    if len(readings) > 1:
        kemendagri, bps = readings
        raise RowError(
            f"kode “{text[:20]}” bisa berarti {kemendagri.name} (kode Kemendagri) atau {bps.name} "
            f"(kode BPS); tulis nama wilayahnya"
        )
    return readings[0]


def _kemendagri_readings(text: str, named: Region | None) -> tuple[Region, ...]:
    """A Kemendagri code; one that has lost its dot may be a BPS code that was put there."""
    cleaned = _without_float(text)
    found = _of_kemendagri(cleaned)
    if not found or named is not None or "." in cleaned:
        return found
    return tuple(dict.fromkeys((*found, *_of_bps(cleaned))))


def _bps_readings(text: str) -> tuple[Region, ...]:
    cleaned = _without_float(text)
    if _DOTTED.fullmatch(cleaned) and cleaned != "64.00":
        raise RowError(f"“{text[:20]}” adalah kode Kemendagri, bukan kode BPS")
    return _of_bps(cleaned)


def _open_readings(text: str) -> tuple[Region, ...]:
    """What a code may mean: Kemendagri's reading first, each region once."""
    cleaned = _without_float(text)
    if _DOTTED.fullmatch(cleaned):
        return _of_kemendagri(cleaned)
    return tuple(dict.fromkeys((*_of_kemendagri(cleaned), *_of_bps(cleaned))))


def _without_float(text: str) -> str:
    """Spreadsheets make a number of a code: 6402.0."""
    found = _FLOAT.fullmatch(text.strip())
    return found[1] if found else text.strip()


def _of_kemendagri(code: str) -> tuple[Region, ...]:
    if code in _PROVINCE_CODES:
        return load_regions()[:1]
    digits = code.replace(".", "")
    return tuple(
        region for region in load_regions()[1:] if region.kemendagri_code.replace(".", "") == digits
    )


def _of_bps(code: str) -> tuple[Region, ...]:
    if code in _PROVINCE_CODES:
        return load_regions()[:1]
    return tuple(region for region in load_regions()[1:] if region.bps_code == code)


def _by_name(name: str) -> Region:
    cleaned = clean(name)
    said = words(cleaned)
    if _OTHER_PROVINCE.search(cleaned):
        raise RowError(f"“{name[:40]}” bukan wilayah Kalimantan Timur")
    if names_only_kutai(said):
        raise RowError(f"“{name[:40]}” bisa Kutai Kartanegara, Kutai Barat, atau Kutai Timur")
    codes = regions_in(said)
    if len(codes) != 1:
        reason = "menyebut lebih dari satu wilayah" if codes else "tidak dikenal"
        raise RowError(f"wilayah “{name[:40]}” {reason}")
    return next(region for region in load_regions() if region.kemendagri_code == codes[0])
