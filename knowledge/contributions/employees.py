"""Contributions of employees (PU), a month, with both shares.

PP 44/2015 jo PP 49/2023 (JKK, JKM), PP 46/2015 (JHT), PP 45/2015 Pasal 28–29 (JP and its wage
ceiling), PP 6/2025 Pasal 11 (JKP, to which neither side adds anything).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.contributions.benefits import (
    AccidentBenefits,
    DeathBenefits,
    accident_benefits,
    death_benefits,
)
from knowledge.contributions.errors import CalculationError, Problem
from knowledge.contributions.months import Month
from knowledge.contributions.programmes import Programme
from knowledge.contributions.reading import (
    Reading,
    checked_amount,
    confidence_in,
    least_sure,
    percent_of,
)
from knowledge.facts import Confidence
from knowledge.figures import CurrentFigure

RISK_GROUPS = (1, 2, 3, 4, 5)
"""Very low to very high: PP 44/2015 Pasal 16 and Lampiran I."""
_CEILING_HOLDS = 12
"""Months. The wage ceiling of JP is set anew every March (F-IURANPU-02)."""


class Package(StrEnum):
    """The programmes an employer takes part in, which depend on its size (F-LEMBAGA-11)."""

    ALL = "all"
    """JKK, JKM, JHT, JP and JKP: medium and large businesses."""
    WITHOUT_PENSION = "without_pension"
    """JKK, JKM, JHT and JKP: small businesses."""
    ACCIDENT_AND_DEATH = "accident_and_death"
    """JKK and JKM only: micro businesses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeRequest:
    """What an employee asks to have calculated."""

    wage: int
    """Rupiah a month."""
    risk_group: int | None = None
    """1 (very low) to 5 (very high); None: not known, which leaves the worker's share as it is."""
    package: Package = Package.ALL
    month: Month | None = None
    """None: the month of today."""


@dataclass(frozen=True, slots=True)
class EmployeeLine:
    """One programme in rupiah a month."""

    programme: Programme
    employer: int
    """Where the risk group is not known: the least it can be."""
    employee: int
    employer_at_most: int
    """The same as `employer` but where the risk group is not known."""


@dataclass(frozen=True, slots=True)
class UnemploymentBenefit:
    """JKP after a dismissal (PP 6/2025 Pasal 21): rupiah a month, for so many months at most."""

    monthly: int
    months: int
    contributions_needed: int
    """Months of contributions."""


@dataclass(frozen=True, slots=True)
class EmployeeContribution:
    """What both sides pay for a month, and what it buys."""

    request: EmployeeRequest
    month: Month
    lines: tuple[EmployeeLine, ...]
    pension_ceiling: int | None
    """The wage that JP is calculated from, where the wage is above the ceiling."""
    ceiling_may_have_risen: bool
    """The ceiling is older than a year, and the wage so high that it matters."""
    accident: AccidentBenefits
    death: DeathBenefits
    unemployment: UnemploymentBenefit | None
    facts: tuple[str, ...]
    confidence: Confidence

    @property
    def employee(self) -> int:
        """Rupiah a month taken off the wage."""
        return sum(line.employee for line in self.lines)

    @property
    def employer(self) -> int:
        """Rupiah a month that the employer adds; the least where the risk is not known."""
        return sum(line.employer for line in self.lines)

    @property
    def employer_at_most(self) -> int:
        """Rupiah a month that the employer adds in the highest risk group, if none is known."""
        return sum(line.employer_at_most for line in self.lines)

    @property
    def total(self) -> int:
        """Both shares; the least where the risk is not known."""
        return self.employee + self.employer


def calculate(request: EmployeeRequest, today: date) -> EmployeeContribution:
    """Work out a month's contribution by the figures of that month.

    Raises CalculationError (a ValueError) for a wage of zero or less or above a billion, for a
    risk group other than 1 to 5, and for a month for which no wage ceiling is known.
    """
    checked_amount(request.wage, "wage")
    if request.risk_group is not None and request.risk_group not in RISK_GROUPS:
        raise CalculationError(Problem.RISK_GROUP, f"risk group {request.risk_group}, not 1 to 5")
    month = request.month or Month.of(today)
    day = month.first_day
    reading = Reading("F-JKK-02")
    ceiling = _ceiling(request, day, reading)
    lines = _lines(request, ceiling, day, reading)
    benefits_day = max(today, day)
    accident = accident_benefits(request.wage, benefits_day, reading)
    death = death_benefits(benefits_day, reading, has_waiting_time=False)
    unemployment = _unemployment(request, benefits_day, reading)
    outdated = ceiling is not None and _may_have_risen(ceiling, month)
    unsure = Confidence.MEDIUM if outdated or accident.raised_to_floor else Confidence.HIGH
    return EmployeeContribution(
        request=request,
        month=month,
        lines=lines,
        pension_ceiling=None if ceiling is None else int(ceiling.amount),
        ceiling_may_have_risen=outdated,
        accident=accident,
        death=death,
        unemployment=unemployment,
        facts=reading.facts,
        confidence=least_sure((unsure, confidence_in(reading.facts))),
    )


def monthly_wage(daily_wage: int, today: date) -> int:
    """A day labourer's wage a month: PP 44/2015, 25 days (F-RESMI-49). Raises CalculationError."""
    return checked_amount(daily_wage, "daily wage") * Reading().rupiah("upah_harian_pengali", today)


def _ceiling(request: EmployeeRequest, day: date, reading: Reading) -> CurrentFigure | None:
    """The wage ceiling of JP, where the wage is above it."""
    if request.package is not Package.ALL:
        return None
    ceiling = reading.figure("batas_upah_jp", day)
    return ceiling if request.wage > ceiling.amount else None


def _may_have_risen(ceiling: CurrentFigure, month: Month) -> bool:
    since = ceiling.period.since
    return since is not None and month >= Month.of(since).plus(_CEILING_HOLDS)


def _lines(
    request: EmployeeRequest, ceiling: CurrentFigure | None, day: date, reading: Reading
) -> tuple[EmployeeLine, ...]:
    def share(key: str, wage: int = request.wage) -> int:
        return percent_of(wage, reading.figure(key, day).amount)

    groups = RISK_GROUPS if request.risk_group is None else (request.risk_group,)
    by_group = [share(f"pu_jkk_{group}") for group in groups]
    lines = [
        EmployeeLine(Programme.JKK, by_group[0], 0, by_group[-1]),
        _shared(Programme.JKM, employer=share("pu_jkm")),
    ]
    if request.package is Package.ACCIDENT_AND_DEATH:
        return tuple(lines)
    lines.append(
        _shared(
            Programme.JHT, employer=share("pu_jht_perusahaan"), employee=share("pu_jht_pekerja")
        )
    )
    if request.package is Package.ALL:
        wage = request.wage if ceiling is None else int(ceiling.amount)
        lines.append(
            _shared(
                Programme.JP,
                employer=share("pu_jp_perusahaan", wage),
                employee=share("pu_jp_pekerja", wage),
            )
        )
    # JKP: the state's share, and a part of JKK that is inside the rates above.
    lines.append(_shared(Programme.JKP, employer=0))
    return tuple(lines)


def _shared(programme: Programme, *, employer: int, employee: int = 0) -> EmployeeLine:
    return EmployeeLine(programme, employer, employee, employer)


def _unemployment(
    request: EmployeeRequest, day: date, reading: Reading
) -> UnemploymentBenefit | None:
    if request.package is Package.ACCIDENT_AND_DEATH:
        return None
    reading.rests_on("F-SEGMEN-20")
    counted = min(request.wage, reading.rupiah("jkp_batas_upah", day))
    return UnemploymentBenefit(
        monthly=percent_of(counted, reading.figure("jkp_persen", day).amount),
        months=reading.rupiah("jkp_lama", day),
        contributions_needed=reading.rupiah("jkp_masa_iur", day),
    )
