"""What is known so far of a calculation, and which input is asked for next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from knowledge.contributions import employees, migrants, own_account
from knowledge.contributions.employees import EmployeeContribution, EmployeeRequest, Package
from knowledge.contributions.errors import CalculationError, Problem
from knowledge.contributions.migrants import MigrantContribution, MigrantRequest, Stage
from knowledge.contributions.months import Month
from knowledge.contributions.own_account import OwnAccountContribution, OwnAccountRequest
from knowledge.contributions.reading import checked_amount, confidence_in
from knowledge.facts import Confidence

YES = "ya"
NO = "bukan"
RISK_NOT_KNOWN = 0
"""The answer of an employee who does not know the risk group: a value, not a missing one."""


class Kind(StrEnum):
    """The kinds of worker, by how their contribution is found."""

    OWN_ACCOUNT = "mandiri"
    EMPLOYEE = "karyawan"
    MIGRANT = "migran"
    OWNER = "pemilik"
    """Owns a business with employees: not by the bands (F-RESMI-27)."""
    PROJECT = "proyek"
    """Works on a building site: the contractor pays by the contract's value (F-IURANJK-01)."""


class Referral(StrEnum):
    """A contribution that is not worked out here; `wording.in_words` says where to ask."""

    OWNER = "pemilik"
    PROJECT = "proyek"

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts under the advice."""
        if self is Referral.OWNER:
            return "F-RESMI-27", "F-SEGMEN-04"
        return "F-SEGMEN-17", "F-IURANJK-01", "F-DAFTAR-09"

    @property
    def confidence(self) -> Confidence:
        """How sure the advice is."""
        return confidence_in(self.facts)


class Input(StrEnum):
    """An input; the value is short enough for a button's data."""

    KIND = "jenis"
    TRANSPORT = "angkutan"
    INCOME = "rupiah"
    PROGRAMMES = "program"
    MONTHS = "bulan"
    PACKAGE = "paket"
    RISK = "risiko"
    STAGE = "tahap"
    ALONE = "sendiri"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Everything known so far; None is not known. The last three are never asked for."""

    kind: Kind | None = None
    is_transport: bool | None = None
    income: int | None = None
    """Rupiah a month: an own-account worker's income, an employee's wage."""
    programmes: int | None = None
    months: int | None = None
    """Months to pay for, or the length of a migrant worker's contract or extension."""
    package: Package | None = None
    risk_group: int | None = None
    """1 to 5, or RISK_NOT_KNOWN."""
    stage: Stage | None = None
    goes_alone: bool | None = None
    paid_by_government: bool = False
    first_month: Month | None = None
    saving: int = 0


Calculation = OwnAccountContribution | EmployeeContribution | MigrantContribution | Referral

_FIELDS: Mapping[Input, str] = {
    Input.KIND: "kind",
    Input.TRANSPORT: "is_transport",
    Input.INCOME: "income",
    Input.PROGRAMMES: "programmes",
    Input.MONTHS: "months",
    Input.PACKAGE: "package",
    Input.RISK: "risk_group",
    Input.STAGE: "stage",
    Input.ALONE: "goes_alone",
}
_ASKED: Mapping[Kind | None, tuple[Input, ...]] = {
    None: (Input.KIND,),
    Kind.OWN_ACCOUNT: (Input.TRANSPORT, Input.INCOME, Input.PROGRAMMES, Input.MONTHS),
    Kind.EMPLOYEE: (Input.INCOME, Input.PACKAGE, Input.RISK),
    Kind.MIGRANT: (Input.STAGE, Input.ALONE, Input.MONTHS),
    Kind.OWNER: (),
    Kind.PROJECT: (),
}


def missing(inputs: Inputs, today: date) -> Input | None:
    """The input to ask for next; None when the calculation can be done.

    A value that cannot be calculated with (heard in a sentence, say) counts as missing. What makes
    no difference is not asked: the sector, once the discounts of both are over.
    """
    for wanted in _ASKED[inputs.kind]:
        if _problem(inputs, wanted, today) is not None and not _is_idle(inputs, wanted, today):
            return wanted
    return None


def answered(inputs: Inputs, wanted: Input, value: str, today: date) -> Inputs:
    """The inputs with a button's value, or a typed number as digits, filled in.

    Raises CalculationError for a value that is no choice and for a number out of range.
    """
    try:
        filled = replace(inputs, **{_FIELDS[wanted]: _PARSERS[wanted](value)})
    except (ValueError, KeyError) as error:
        raise CalculationError(Problem.NOT_A_CHOICE, f"{value!r} is no {wanted.name}") from error
    problem = _problem(filled, wanted, today)
    if problem is not None:
        raise CalculationError(problem, f"{value!r} is no {wanted.name}")
    return filled


def calculate(inputs: Inputs, today: date) -> Calculation:
    """The calculation of inputs from which nothing is missing.

    Raises CalculationError: INCOMPLETE where something is missing, or the problem of a value that
    is never asked for (the first month, the saving).
    """
    wanted = missing(inputs, today)
    if wanted is not None:
        raise CalculationError(Problem.INCOMPLETE, f"{wanted.name} is not known")
    if inputs.kind is Kind.OWN_ACCOUNT:
        return own_account.calculate(_own_account_request(inputs), today)
    if inputs.kind is Kind.EMPLOYEE:
        return employees.calculate(_employee_request(inputs), today)
    if inputs.kind is Kind.MIGRANT:
        return migrants.calculate(_migrant_request(inputs), today)
    return Referral.OWNER if inputs.kind is Kind.OWNER else Referral.PROJECT


def _own_account_request(inputs: Inputs) -> OwnAccountRequest:
    return OwnAccountRequest(
        income=inputs.income or 0,
        programmes=inputs.programmes or 0,
        months=inputs.months or 0,
        is_transport=bool(inputs.is_transport),
        paid_by_government=inputs.paid_by_government,
        first_month=inputs.first_month,
    )


def _employee_request(inputs: Inputs) -> EmployeeRequest:
    return EmployeeRequest(
        wage=inputs.income or 0,
        risk_group=inputs.risk_group or None,
        package=inputs.package or Package.ALL,
        month=inputs.first_month,
    )


def _migrant_request(inputs: Inputs) -> MigrantRequest:
    return MigrantRequest(
        months=inputs.months or 0,
        stage=inputs.stage or Stage.CONTRACT,
        goes_alone=bool(inputs.goes_alone),
        saving=inputs.saving,
    )


def _is_idle(inputs: Inputs, wanted: Input, today: date) -> bool:
    """Whether the answer would change nothing."""
    if wanted is Input.ALONE:
        return inputs.stage is not Stage.BEFORE
    if wanted is Input.TRANSPORT:
        first = inputs.first_month or Month.of(today)
        months = own_account.most_months(today)
        if inputs.months is not None and _problem(inputs, Input.MONTHS, today) is None:
            months = inputs.months
        return inputs.paid_by_government or not own_account.sector_matters(first, months)
    return False


def _problem(inputs: Inputs, wanted: Input, today: date) -> Problem | None:
    """Why the value of an input cannot be calculated with; None for one that can."""
    value = getattr(inputs, _FIELDS[wanted])
    if value is None:
        return Problem.INCOMPLETE
    if wanted is Input.INCOME:
        try:
            checked_amount(value, wanted)
        except CalculationError as error:
            return error.problem
        return None
    within: Mapping[Input, tuple[int, int, Problem]] = {
        Input.PROGRAMMES: (
            own_account.TWO_PROGRAMMES,
            own_account.THREE_PROGRAMMES,
            Problem.PROGRAMMES,
        ),
        Input.MONTHS: (1, _most_months(inputs, today), Problem.MONTHS),
        Input.RISK: (RISK_NOT_KNOWN, employees.RISK_GROUPS[-1], Problem.RISK_GROUP),
    }
    if wanted not in within:
        return None
    least, most, problem = within[wanted]
    return None if least <= value <= most else problem


def _most_months(inputs: Inputs, today: date) -> int:
    if inputs.kind is Kind.MIGRANT:
        return migrants.LONGEST_CONTRACT
    return own_account.most_months(today)


def _yes_or_no(value: str) -> bool:
    return {YES: True, NO: False}[value]


_PARSERS: Mapping[Input, Callable[[str], Any]] = {
    Input.KIND: Kind,
    Input.TRANSPORT: _yes_or_no,
    Input.INCOME: int,
    Input.PROGRAMMES: int,
    Input.MONTHS: int,
    Input.PACKAGE: Package,
    Input.RISK: int,
    Input.STAGE: Stage,
    Input.ALONE: _yes_or_no,
}
