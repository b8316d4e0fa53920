"""Contributions of own-account workers (BPU).

PP 44/2015 Lampiran II jo PP 49/2023 (bands, JKK, JKM), PP 46/2015 (JHT), PP 50/2025 (discount).
Owners of a business with employees are not calculated by these bands (F-RESMI-27).
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from knowledge.contributions.bands import Band, band_of
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
from knowledge.figures import figures_in_force

TWO_PROGRAMMES = 2
THREE_PROGRAMMES = 3
_DISCOUNTED = frozenset({Programme.JKK, Programme.JKM})
"""PP 50/2025 Pasal 4: JHT is not discounted."""
_MONTHS_AHEAD = 12
"""How late the first month may lie: nobody knows the rates of years to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccountRequest:
    """What a worker asks to have calculated."""

    income: int
    """Rupiah a month."""
    programmes: int = TWO_PROGRAMMES
    """2: JKK and JKM; 3: JHT too (F-SEGMEN-04)."""
    months: int = 1
    is_transport: bool = False
    """Drives or delivers for a living (F-IURAN-09)."""
    paid_by_government: bool = False
    """JKK and JKM are paid from APBN or APBD."""
    first_month: Month | None = None
    """None: the month of today."""


@dataclass(frozen=True, slots=True)
class Discount:
    """The discount that holds in a month: its percentage and the last month that has it."""

    percent: float
    last: Month | None


@dataclass(frozen=True, slots=True)
class Line:
    """One programme in one month, in rupiah: without and with the discount."""

    programme: Programme
    normal: int
    due: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months in a row that all cost the same."""

    first: Month
    months: int
    lines: tuple[Line, ...]
    discount: Discount | None

    @property
    def last(self) -> Month:
        """The last month of the stretch."""
        return self.first.plus(self.months - 1)

    @property
    def normal(self) -> int:
        """Rupiah a month without a discount."""
        return sum(line.normal for line in self.lines)

    @property
    def due(self) -> int:
        """Rupiah a month as they are to be paid."""
        return sum(line.due for line in self.lines)


@dataclass(frozen=True, slots=True)
class OwnAccountContribution:
    """What the contribution is, month by month, and what it buys."""

    request: OwnAccountRequest
    band: Band
    stretches: tuple[Stretch, ...]
    """In order of time; more than one where a discount begins or ends within the months asked."""
    accident: AccidentBenefits
    death: DeathBenefits
    facts: tuple[str, ...]
    confidence: Confidence
    """Of the amounts: medium for all bands but the two that official examples confirm."""

    @property
    def total(self) -> int:
        """Rupiah for all months asked, discounts taken off where they hold, whoever pays it."""
        return sum(stretch.due * stretch.months for stretch in self.stretches)

    @property
    def normal_total(self) -> int:
        """Rupiah for all months asked without any discount."""
        return sum(stretch.normal * stretch.months for stretch in self.stretches)

    @property
    def saved(self) -> int:
        """Rupiah that the discount takes off."""
        return self.normal_total - self.total


def calculate(request: OwnAccountRequest, today: date) -> OwnAccountContribution:
    """Work out a contribution, each month by its own figures.

    Raises CalculationError (a ValueError) for an income of zero or less or above a billion, for
    programmes other than 2 or 3, for a number of months that cannot be paid at once, and for a
    first month whose rates are not known.
    """
    first = _checked_first_month(request.first_month or Month.of(today), today)
    _check(request, first)
    band = band_of(request.income)
    reading = Reading("F-JKK-02", "F-RESMI-44")
    months = [first.plus(step) for step in range(request.months)]
    stretches = _stretches(
        [_in_month(month, band, request, reading) for month in months], months, reading
    )
    day = max(today, first.first_day)
    if request.paid_by_government:
        reading.rests_on("F-IURAN-05", "F-BANTUAN-01")
    if request.months > 1:
        reading.find("bpu_bayar_sekaligus", day)
    if request.programmes == THREE_PROGRAMMES:
        reading.rests_on("F-JHT-01")
    accident = accident_benefits(band.base, day, reading)
    death = death_benefits(day, reading, has_waiting_time=True)
    confidence = least_sure((band.confidence, confidence_in(reading.facts)))
    reading.rests_on(*band.facts, "F-RESMI-27")
    return OwnAccountContribution(
        request, band, stretches, accident, death, reading.facts, confidence
    )


def sector_matters(first: Month, months: int) -> bool:
    """Whether transport workers and others have different discounts in one of these months."""
    reading = Reading()
    return any(
        _discount(month, reading, is_transport=True)
        != _discount(month, reading, is_transport=False)
        for month in (first.plus(step) for step in range(months))
    )


def payable_months(day: date) -> tuple[int, ...]:
    """How many months may be paid at once everywhere: 1, 2, 3, 6 or 12 (F-RESMI-39)."""
    return 1, *_numbers_in("bpu_bayar_sekaligus", day)


def most_months(day: date) -> int:
    """The most months that may be paid at once; some e-wallets take any number up to it."""
    return max((*payable_months(day), *_numbers_in("bpu_bayar_dompet_digital", day)))


def _numbers_in(key: str, day: date) -> tuple[int, ...]:
    current = figures_in_force().by_id[key].on(day)
    return tuple(int(number) for number in re.findall(r"\d+", str(current or "")))


def _checked_first_month(first: Month, today: date) -> Month:
    """Arrears count for three months at most (F-IURAN-13); earlier rates are not known."""
    arrears = Reading().rupiah("bpu_nonaktif_setelah", today)
    now = Month.of(today)
    if not now.plus(-arrears) <= first <= now.plus(_MONTHS_AHEAD):
        raise CalculationError(Problem.FIRST_MONTH, f"{first.first_day} is too far from {today}")
    return first


def _check(request: OwnAccountRequest, first: Month) -> None:
    checked_amount(request.income, "income")
    if request.programmes not in {TWO_PROGRAMMES, THREE_PROGRAMMES}:
        raise CalculationError(Problem.PROGRAMMES, f"{request.programmes} programmes, not 2 or 3")
    most = most_months(first.first_day)
    if not 1 <= request.months <= most:
        raise CalculationError(Problem.MONTHS, f"{request.months} months, not 1 to {most}")


def _discount(month: Month, reading: Reading, *, is_transport: bool) -> Discount | None:
    """PP 50/2025: by the month the contribution is for, and by sector."""
    current = reading.find(
        "diskon_transportasi" if is_transport else "diskon_umum", month.first_day
    )
    if current is None:
        return None
    until = current.period.until
    return Discount(current.amount, Month.of(until) if until else None)


_Costs = tuple[tuple[Line, ...], Discount | None]


def _in_month(month: Month, band: Band, request: OwnAccountRequest, reading: Reading) -> _Costs:
    day = month.first_day
    normal = {
        Programme.JKK: percent_of(band.base, reading.figure("bpu_jkk_persen", day).amount),
        Programme.JKM: reading.rupiah("bpu_jkm", day),
    }
    if request.programmes == THREE_PROGRAMMES:
        rate = reading.figure("bpu_jht_persen", day).amount
        normal[Programme.JHT] = percent_of(band.base, rate)
    discount = (
        None
        if request.paid_by_government
        else _discount(month, reading, is_transport=request.is_transport)
    )
    lines = tuple(
        Line(
            programme,
            amount,
            amount - percent_of(amount, discount.percent)
            if discount and programme in _DISCOUNTED
            else amount,
        )
        for programme, amount in normal.items()
    )
    return lines, discount


def _stretches(costs: list[_Costs], months: list[Month], reading: Reading) -> tuple[Stretch, ...]:
    stretches: list[Stretch] = []
    for (lines, discount), group in groupby(
        zip(months, costs, strict=True), key=lambda pair: pair[1]
    ):
        members = [month for month, _ in group]
        if stretches and discount is None:
            reading.rests_on("F-IURAN-08")
        stretches.append(Stretch(members[0], len(members), lines, discount))
    return tuple(stretches)
