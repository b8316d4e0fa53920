"""A few calculations of every kind, to see what other figures would make of them."""

from collections.abc import Mapping
from datetime import date

from knowledge.contributions.employees import Package
from knowledge.contributions.errors import CalculationError
from knowledge.contributions.inputs import Inputs, Kind, calculate
from knowledge.contributions.migrants import Stage
from knowledge.contributions.wording import in_words
from knowledge.figures import Figures, calculating_with

_EXAMPLES: Mapping[str, Inputs] = {
    "mandiri, penghasilan terendah, 2 program": Inputs(
        kind=Kind.OWN_ACCOUNT, income=1_000_000, programmes=2, months=1, is_transport=False
    ),
    "mandiri, penghasilan terendah, 3 program": Inputs(
        kind=Kind.OWN_ACCOUNT, income=1_000_000, programmes=3, months=1, is_transport=False
    ),
    "ojol, penghasilan 3 juta, 2 program": Inputs(
        kind=Kind.OWN_ACCOUNT, income=3_000_000, programmes=2, months=1, is_transport=True
    ),
    "karyawan, upah 5 juta": Inputs(
        kind=Kind.EMPLOYEE, income=5_000_000, package=Package.ALL, risk_group=0
    ),
    "karyawan, upah 15 juta": Inputs(
        kind=Kind.EMPLOYEE, income=15_000_000, package=Package.ALL, risk_group=3
    ),
    "pekerja migran, 24 bulan": Inputs(
        kind=Kind.MIGRANT, stage=Stage.BEFORE, months=24, goes_alone=False
    ),
}


def worked_examples(figures: Figures, day: date) -> dict[str, str | None]:
    """Each example as a worker would read it on a day; None where it can't be calculated."""
    said: dict[str, str | None] = {}
    with calculating_with(figures):
        for name, inputs in _EXAMPLES.items():
            try:
                said[name] = in_words(calculate(inputs, day))
            except (CalculationError, TypeError, ValueError):
                said[name] = None
    return said
