"""When an update is due: slots by the local clock, moved off national holidays. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.people.subscriptions import Frequency

Holiday = Callable[[date], str | None]
"""The name of the holiday on a day; None on others."""
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_SATURDAY = 5
_WEEKS_LOOKED_AT = 4
"""Slots that were moved over a long row of holidays are still found."""


class Rhythm(NamedTuple):
    """When a chat wants its update. `weekday` 0 is Monday, `hour` is by the local clock."""

    frequency: Frequency
    weekday: int
    hour: int


@dataclass(frozen=True, slots=True)
class Slot:
    """One moment at which an update is due."""

    period: str
    """The week or month it is for: "2026-W48", "2026-11"."""
    planned: date
    """The day by the rhythm; the moment is later when that day is a holiday."""
    moment: datetime
    holiday: str = ""
    """Why it was moved; empty when it wasn't."""


def latest_slot(rhythm: Rhythm, now: datetime, zone: ZoneInfo, holiday: Holiday) -> Slot | None:
    """The newest slot that has passed; None when none has for weeks."""
    today = now.astimezone(zone).date()
    slots = (_slot(rhythm, day, zone, holiday) for day in _days(rhythm, today))
    return max(
        (slot for slot in slots if slot.moment <= now), key=lambda slot: slot.moment, default=None
    )


def next_slot(rhythm: Rhythm, now: datetime, zone: ZoneInfo, holiday: Holiday) -> Slot:
    """The first slot that is still to come."""
    today = now.astimezone(zone).date()
    slots = (_slot(rhythm, day, zone, holiday) for day in _days(rhythm, today))
    return min((slot for slot in slots if slot.moment > now), key=lambda slot: slot.moment)


def _days(rhythm: Rhythm, today: date) -> Iterator[date]:
    """The planned days around today."""
    if rhythm.frequency is Frequency.WEEKLY:
        day = today + timedelta(days=(rhythm.weekday - today.weekday()) % 7)
        yield from (day + _WEEK * weeks for weeks in range(-_WEEKS_LOOKED_AT, 2))
        return
    first = today.replace(day=1)
    before, after = (first - _DAY).replace(day=1), (first + timedelta(days=32)).replace(day=1)
    for month in (before, first, after):
        yield month + timedelta(days=(rhythm.weekday - month.weekday()) % 7)


def _slot(rhythm: Rhythm, planned: date, zone: ZoneInfo, holiday: Holiday) -> Slot:
    why = holiday(planned) or ""
    day = planned
    if why:
        day += _DAY
        while holiday(day) or day.weekday() >= _SATURDAY:
            day += _DAY
    if rhythm.frequency is Frequency.WEEKLY:
        year, week, _ = planned.isocalendar()
        period = f"{year}-W{week:02}"
    else:
        period = f"{planned:%Y-%m}"
    return Slot(period, planned, datetime.combine(day, time(rhythm.hour), zone), why)
