"""Reading figures for a calculation: dated, with the facts that each amount rests on."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from knowledge.contributions.errors import CalculationError, Problem
from knowledge.facts import Confidence, load_facts
from knowledge.figures import CurrentFigure, figures_in_force

LARGEST_AMOUNT = 1_000_000_000
"""Rupiah a month. Above it stands a slip of the keyboard, not an income."""

_SUREST_FIRST = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)


class Reading:
    """Hands out figures and remembers the facts under those that were used."""

    def __init__(self, *facts: str) -> None:
        self._facts = dict.fromkeys(facts)

    def find(self, key: str, day: date) -> CurrentFigure | None:
        """A figure on a day; None on days for which it has no value."""
        current = figures_in_force().by_id[key].on(day)
        if current is not None:
            self.rests_on(*current.period.facts)
        return current

    def figure(self, key: str, day: date) -> CurrentFigure:
        """A figure that must have a value on that day. Raises CalculationError if it has none."""
        current = self.find(key, day)
        if current is None:
            raise CalculationError(Problem.NO_FIGURE, f"{key} has no value on {day}")
        return current

    def rupiah(self, key: str, day: date) -> int:
        """A figure in whole rupiah, or a count. Raises CalculationError without a value."""
        return int(self.figure(key, day).amount)

    def rests_on(self, *facts: str) -> None:
        """Note facts that no figure names."""
        self._facts.update(dict.fromkeys(facts))

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of the facts used so far, in the order of their first use."""
        return tuple(self._facts)


def percent_of(amount: int, percent: float) -> int:
    """A percentage of an amount, in whole rupiah, half a rupiah rounded up."""
    share = Decimal(amount) * Decimal(str(percent)) / 100
    return int(share.quantize(Decimal(1), ROUND_HALF_UP))


def checked_amount(amount: int, what: str) -> int:
    """The amount itself, in rupiah. Raises CalculationError for zero, negative and absurd ones."""
    if amount <= 0:
        raise CalculationError(Problem.NOT_POSITIVE, f"{what} must be above 0, not {amount}")
    if amount > LARGEST_AMOUNT:
        raise CalculationError(Problem.ABSURD, f"{what} of {amount} is above {LARGEST_AMOUNT}")
    return amount


def least_sure(confidences: Iterable[Confidence]) -> Confidence:
    """The weakest of several confidences; high for none."""
    return max(confidences, key=_SUREST_FIRST.index, default=Confidence.HIGH)


def confidence_in(facts: Iterable[str]) -> Confidence:
    """The weakest confidence among facts."""
    sheet = load_facts()
    return least_sure(sheet[fact].confidence for fact in facts)
