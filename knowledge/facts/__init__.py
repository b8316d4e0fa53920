"""The fact sheet: numbered facts with legal basis, source and confidence.

`fakta.md` is the only source of what the bot says about BPJS Ketenagakerjaan. Topics and figures
name the facts they rest on; this module lets a program look those up.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

_SHEET = Path(__file__).with_name("fakta.md")
_HEADING = re.compile(r"^### (?P<id>F-[A-Z]+-\d+) — (?P<title>.+)$", re.MULTILINE)
_CONFIDENCE = re.compile(r"^- Keyakinan: \*\*(tinggi|sedang|rendah)\*\*", re.MULTILINE)
_LEGAL = re.compile(r"^- Dasar hukum: (.+)$", re.MULTILINE)


class Confidence(StrEnum):
    """How sure a fact is; what the bot may make of it stands in docs/content.md."""

    HIGH = "tinggi"
    MEDIUM = "sedang"
    LOW = "rendah"


@dataclass(frozen=True, slots=True)
class Fact:
    """One numbered fact; `text` is everything below its heading, notes included."""

    id: str
    title: str
    text: str
    legal_basis: str
    confidence: Confidence


@cache
def load_facts() -> Mapping[str, Fact]:
    """The facts of the fact sheet, by id. Raises ValueError as read_facts."""
    return read_facts(_SHEET.read_text(encoding="utf-8"))


def read_facts(sheet: str) -> dict[str, Fact]:
    """Read a fact sheet. Raises ValueError for a fact without confidence or one that is twice."""
    headings = list(_HEADING.finditer(sheet))
    ends = [*(heading.start() for heading in headings[1:]), len(sheet)]
    facts: dict[str, Fact] = {}
    for heading, end in zip(headings, ends, strict=True):
        text = sheet[heading.end() : end].split("\n## ", 1)[0].strip()
        if heading["id"] in facts:
            raise ValueError(f"{heading['id']}: stands in the sheet twice")
        confidence = _CONFIDENCE.search(text)
        if confidence is None:
            raise ValueError(f"{heading['id']}: no line '- Keyakinan: **…**'")
        legal = _LEGAL.search(text)
        facts[heading["id"]] = Fact(
            id=heading["id"],
            title=heading["title"].strip(),
            text=text,
            legal_basis=legal[1].strip() if legal else "–",
            confidence=Confidence(confidence[1]),
        )
    return facts
