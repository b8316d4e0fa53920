"""Numbers typed by hand that stand among the figures: put in as a figure, they follow the rules."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.figures import CurrentFigure
from knowledge.figures.wording import Unit

_TEMPLATE_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_AMOUNT = re.compile(
    r"(?P<rupiah>Rp\s?)?(?P<number>\d+(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
    r"(?:\s?(?P<size>ribu|juta|miliar)\b)?"
    r"(?:\s?(?P<percent>%|persen\b)"
    r"|\s(?P<unit>tahun|thn|bulan|minggu|hari kerja|hari|jam|menit|kali|orang|anak|kilogram)\b)?",
    re.IGNORECASE,
)
_SIZES = {"ribu": 1_000, "juta": 1_000_000, "miliar": 1_000_000_000}
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_CLOSE = 1e-9
_MOST_EACH = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """A typed number, where it stands, and a figure that has this value today."""

    start: int
    end: int
    typed: str
    figure: str
    meaning: str


def offers(template: str, figures: Mapping[str, CurrentFigure | None]) -> list[Offer]:
    """What of a template could be figures, in the order of the text; at most three a number."""
    hidden = _TEMPLATE_TAG.sub(lambda tag: "\0" * len(tag[0]), template)
    found = []
    for amount in _AMOUNT.finditer(hidden):
        value, unit = _read(amount)
        if unit is None:
            continue
        alike = [
            (name, current)
            for name, current in figures.items()
            if current is not None and _is(current, value, unit)
        ]
        found += [
            Offer(amount.start(), amount.end(), amount[0], name, current.figure.meaning)
            for name, current in alike[:_MOST_EACH]
        ]
    return found


def put_in(template: str, offer: Offer) -> str:
    """The template with the figure in place of the number."""
    return f"{template[: offer.start]}{{{{ {offer.figure} }}}}{template[offer.end :]}"


def _read(amount: re.Match[str]) -> tuple[float, Unit | None]:
    written = amount["number"]
    if _THOUSANDS.fullmatch(written):
        written = written.replace(".", "")
    value = float(written.replace(",", ".")) * _SIZES.get((amount["size"] or "").lower(), 1)
    if amount["rupiah"] or (amount["size"] and not amount["unit"]):
        return value, Unit.RUPIAH
    if amount["percent"]:
        return value, Unit.PERCENT
    if amount["unit"]:
        name = amount["unit"].lower().replace("thn", "tahun")
        return value, Unit(" ".join(name.split()))
    return value, None


def _is(current: CurrentFigure, value: float, unit: Unit) -> bool:
    stands = current.period.value
    return (
        current.figure.unit is unit
        and not isinstance(stands, str)
        and abs(stands - value) < _CLOSE * max(1.0, abs(value))
    )
