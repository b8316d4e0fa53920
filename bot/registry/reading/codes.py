"""Region codes: Kemendagri's and those of BPS, which swap four regencies.

"6402" is Kutai Barat to BPS and, with its dot lost, Kutai Kartanegara to Kemendagri; "6403" is
Kutai Kartanegara to BPS, Berau to Kemendagri. Nothing in such a code tells which is meant. What
tells: a dot (Kemendagri), the length (districts have six digits with Kemendagri, seven with BPS),
the heading, the region's name beside it, and other codes of the file that only one system has.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from bot.registry.reading.cells import key_of
from knowledge.regions import load_regions


class CodeSystem(StrEnum):
    """Who gave the codes."""

    KEMENDAGRI = "kemendagri"
    BPS = "bps"


PROVINCE = "64"
_DOTTED = re.compile(r"(\d{2})\.(\d{2})(?:\.\d{2}(?:\.\d{4})?)?")
_LENGTHS: Mapping[int, CodeSystem | None] = {
    4: None,
    6: CodeSystem.KEMENDAGRI,
    7: CodeSystem.BPS,
    10: None,
}
_VILLAGE_LENGTH = 10
_VILLAGE_KINDS = "12"
"""Kemendagri's seventh digit: 1 is a kelurahan, 2 a desa."""
_REGENCY_DIGITS = 4
_HEADING_WORDS = {
    "bps": CodeSystem.BPS,
    "kemendagri": CodeSystem.KEMENDAGRI,
    "dagri": CodeSystem.KEMENDAGRI,
    "permendagri": CodeSystem.KEMENDAGRI,
    "kepmendagri": CodeSystem.KEMENDAGRI,
}


@dataclass(frozen=True, slots=True)
class Code:
    """A code as read: four digits of the regency, and the system where the code itself shows it."""

    regency: str
    shown: CodeSystem | None = None

    @property
    def is_elsewhere(self) -> bool:
        """Of another province."""
        return not self.regency.startswith(PROVINCE)


@dataclass(frozen=True, slots=True)
class CodeDecision:
    """Which system a file's codes are in. `system` None: unknown, and `why` says what was found."""

    system: CodeSystem | None
    why: str
    needed: bool
    """Whether there are codes that mean different regencies in the two systems."""


def read_code(text: str) -> Code | None:
    """A code of a regency, district or village; None when it is none."""
    if found := _DOTTED.fullmatch(text):
        return Code(found[1] + found[2], CodeSystem.KEMENDAGRI)
    if not (text.isascii() and text.isdigit()) or len(text) not in _LENGTHS:
        return None
    shown = _LENGTHS[len(text)]
    if len(text) == _VILLAGE_LENGTH and text[6] not in _VILLAGE_KINDS:
        shown = CodeSystem.BPS
    return Code(text[:_REGENCY_DIGITS], shown)


@cache
def regencies(system: CodeSystem) -> Mapping[str, str]:
    """Undotted code in the system → Kemendagri's dotted code, of all kabupaten and kota."""
    return {
        region.kemendagri_code.replace(".", "")
        if system is CodeSystem.KEMENDAGRI
        else region.bps_code: region.kemendagri_code
        for region in load_regions()
        if region.kemendagri_code != PROVINCE
    }


def meanings(regency: str) -> frozenset[str]:
    """What a code of a regency can mean, as Kemendagri's dotted codes: none, one or two."""
    return frozenset(
        regencies(system)[regency] for system in CodeSystem if regency in regencies(system)
    )


def system_in_heading(heading: str) -> CodeSystem | None:
    """The system that a heading names, if it names one."""
    named = {_HEADING_WORDS[word] for word in key_of(heading).split() if word in _HEADING_WORDS}
    return named.pop() if len(named) == 1 else None


def decide_system(
    pairs: Iterable[tuple[str | None, Code]],
    headings: Iterable[str],
    said: CodeSystem | None = None,
) -> CodeDecision:
    """Decide from what the file shows; evidence for both systems decides nothing.

    `pairs`: each distinct code with the region (Kemendagri's code) that is named beside it, if
    one is. `said`: what the person who brought the file said.
    """
    distinct = [(region, code) for region, code in pairs if not code.is_elsewhere]
    undotted = [pair for pair in distinct if pair[1].shown is None]
    needed = any(len(meanings(code.regency)) > 1 for _, code in undotted)
    if said is not None:
        return CodeDecision(said, "disebutkan oleh Anda", needed)
    evidence: Counter[tuple[CodeSystem, str]] = Counter()
    for heading in headings:
        if system := system_in_heading(heading):
            evidence[system, "judul kolomnya menyebut begitu"] += 1
    for region, code in distinct:
        shown = _shown_by(region, code)
        if shown is not None:
            evidence[shown] += 1
    systems = {system for system, _ in evidence}
    if len(systems) == 1:
        system = systems.pop()
        return CodeDecision(system, evidence.most_common(1)[0][0][1], needed)
    if not systems:
        return CodeDecision(None, "tidak ada petunjuk di dalam berkas", needed)
    found = "; ".join(sorted(f"{system.name}: {why}" for system, why in evidence))
    return CodeDecision(None, f"petunjuknya bertentangan ({found})", needed)


def _shown_by(region: str | None, code: Code) -> tuple[CodeSystem, str] | None:
    if code.shown is CodeSystem.KEMENDAGRI:
        return CodeSystem.KEMENDAGRI, "ada kode bertitik atau kode kecamatan 6 angka"
    if code.shown is CodeSystem.BPS:
        return CodeSystem.BPS, "ada kode kecamatan atau desa yang hanya dipakai BPS"
    holders = [system for system in CodeSystem if code.regency in regencies(system)]
    if len(holders) == 1:
        return holders[0], f"kode {code.regency} hanya ada di sistem ini"
    if region is not None:
        agreeing = [s for s in holders if regencies(s)[code.regency] == region]
        if len(agreeing) == 1:
            return agreeing[0], f"kode {code.regency} cocok dengan nama daerahnya"
    return None
