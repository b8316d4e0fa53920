"""Contribution months: contributions, discounts and ceilings hold for whole calendar months."""

from dataclasses import dataclass
from datetime import date

from knowledge.figures.wording import month_and_year

_MONTHS_IN_YEAR = 12


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month that a contribution is paid for, not the day on which it is paid."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= _MONTHS_IN_YEAR:
            raise ValueError(f"a year has no month {self.number}")

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month a day lies in."""
        return cls(day.year, day.month)

    @property
    def first_day(self) -> date:
        """The day whose figures are the month's."""
        return date(self.year, self.number, 1)

    def plus(self, months: int) -> "Month":
        """The month so many months later, or earlier for a negative number."""
        year, index = divmod(self.year * _MONTHS_IN_YEAR + self.number - 1 + months, 12)
        return Month(year, index + 1)

    def __str__(self) -> str:
        """The month in Indonesian: "Desember 2026"."""
        return month_and_year(self.first_day)
