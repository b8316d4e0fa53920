"""Indonesia's national holidays, from the library `holidays`."""

from datetime import date
from functools import cache

import holidays


@cache
def _calendar() -> holidays.HolidayBase:
    """Years are added as they are asked for. Days by the moon are estimates in years to come."""
    return holidays.country_holidays("ID", language="id")


def national_holiday(day: date) -> str | None:
    """The holiday's name; None on a day that is none."""
    return _calendar().get(day)
