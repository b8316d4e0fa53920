"""Contributions of migrant workers (PMI): Permenaker 4/2023 Pasal 18."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.contributions.errors import CalculationError, Problem
from knowledge.contributions.reading import Reading, confidence_in, least_sure
from knowledge.facts import Confidence

LONGEST_CONTRACT = 60
"""Months. Longer ones are a slip: contracts abroad run for two or three years."""
_CONTRACTS = ("pendek", "sedang", "panjang")


class Stage(StrEnum):
    """What a migrant worker pays for."""

    BEFORE = "before"
    """Has not left yet: the time before work, and the contract."""
    CONTRACT = "contract"
    """The contract only: during and after work."""
    EXTENSION = "extension"
    """More months than were paid for (F-RESMI-116)."""


class Part(StrEnum):
    """What a line of the contribution is for."""

    BEFORE_WORK = "before_work"
    CONTRACT = "contract"
    EXTRA_MONTHS = "extra_months"


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrantRequest:
    """What a migrant worker asks to have calculated."""

    months: int
    """Of the contract, or of the extension."""
    stage: Stage
    goes_alone: bool = False
    """PMI perseorangan, who pay nothing for the time before work."""
    saving: int = 0
    """JHT, which is optional: rupiah a month."""


@dataclass(frozen=True, slots=True)
class MigrantLine:
    """A part of JKK and JKM together, paid once: for how many months, how many rupiah."""

    part: Part
    months: int
    amount: int


@dataclass(frozen=True, slots=True)
class MigrantBenefits:
    """In rupiah; Permenaker 4/2023 (F-RESMI-111, F-RESMI-113, F-RESMI-114)."""

    death_during_work: int
    death_otherwise: int
    """Not caused by work, before or after the time of work."""
    total_disability: int
    """With the periodic benefit."""
    treatment_abroad: int
    """At most, for each case, beyond what is covered there."""


@dataclass(frozen=True, slots=True)
class MigrantContribution:
    """What is paid at once for JKK and JKM, what is saved each month, and what it buys."""

    request: MigrantRequest
    lines: tuple[MigrantLine, ...]
    saving_range: tuple[int, int]
    """The least and the most that may be saved each month in JHT."""
    benefits: MigrantBenefits
    facts: tuple[str, ...]
    confidence: Confidence
    """Medium for lengths between two of the regulation's, which it does not name."""

    @property
    def total(self) -> int:
        """Rupiah for JKK and JKM, without what is saved each month."""
        return sum(line.amount for line in self.lines)


def calculate(request: MigrantRequest, today: date) -> MigrantContribution:
    """Work out what a migrant worker pays.

    Raises CalculationError (a ValueError) for months outside 1 to 60 and for savings outside the
    range that may be chosen.
    """
    if not 1 <= request.months <= LONGEST_CONTRACT:
        raise CalculationError(
            Problem.MONTHS, f"{request.months} months, not 1 to {LONGEST_CONTRACT}"
        )
    reading = Reading("F-SEGMEN-18")
    saving_range = (
        reading.rupiah("pmi_jht_terendah", today),
        reading.rupiah("pmi_jht_tertinggi", today),
    )
    if request.saving and not saving_range[0] <= request.saving <= saving_range[1]:
        raise CalculationError(
            Problem.SAVING, f"{request.saving} a month, not within {saving_range}"
        )
    lines, is_named = _lines(request, today, reading)
    benefits = MigrantBenefits(
        death_during_work=reading.rupiah("pmi_meninggal_bekerja", today),
        death_otherwise=reading.rupiah("pmi_meninggal_luar_masa_kerja", today),
        total_disability=reading.rupiah("pmi_cacat_total", today)
        + reading.rupiah("pmi_cacat_total_berkala", today),
        treatment_abroad=reading.rupiah("pmi_rawat", today),
    )
    sure = Confidence.HIGH if is_named else Confidence.MEDIUM
    return MigrantContribution(
        request=request,
        lines=lines,
        saving_range=saving_range,
        benefits=benefits,
        facts=reading.facts,
        confidence=least_sure((sure, confidence_in(reading.facts))),
    )


def named_lengths(today: date) -> tuple[int, ...]:
    """The contract lengths in months that the regulation names, shortest first."""
    reading = Reading()
    return tuple(reading.rupiah(f"pmi_lama_{name}", today) for name in _CONTRACTS)


def _lines(
    request: MigrantRequest, today: date, reading: Reading
) -> tuple[tuple[MigrantLine, ...], bool]:
    """The lines, and whether the regulation names their amounts outright."""
    monthly = reading.rupiah("pmi_iuran_tambahan", today)
    if request.stage is Stage.EXTENSION:
        extra = MigrantLine(Part.EXTRA_MONTHS, request.months, request.months * monthly)
        return (extra,), True
    lines = []
    if request.stage is Stage.BEFORE and not request.goes_alone:
        lines.append(
            MigrantLine(
                Part.BEFORE_WORK,
                reading.rupiah("pmi_masa_sebelum", today),
                reading.rupiah("pmi_iuran_sebelum", today),
            )
        )
    lengths = dict(zip(named_lengths(today), _CONTRACTS, strict=True))
    # A contract shorter than the shortest named one pays that one. Any other pays the longest that
    # it contains, and every month beyond that singly: Pasal 18 ayat (3), "melebihi jangka waktu".
    # Taken literally, 23 months then cost a little more than 24; nothing says otherwise.
    within = max((length for length in lengths if length <= request.months), default=min(lengths))
    lines.append(
        MigrantLine(Part.CONTRACT, within, reading.rupiah(f"pmi_iuran_{lengths[within]}", today))
    )
    beyond = max(0, request.months - within)
    if beyond:
        lines.append(MigrantLine(Part.EXTRA_MONTHS, beyond, beyond * monthly))
    is_named = request.months in lengths or request.months > max(lengths)
    return tuple(lines), is_named
