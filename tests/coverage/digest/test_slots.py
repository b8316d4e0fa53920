"""When an update is due."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coverage.digest import Rhythm, latest_slot, next_slot
from bot.coverage.digest.holidays import national_holiday
from bot.people.subscriptions import Frequency

ZONE = ZoneInfo("Asia/Makassar")
MONDAYS = Rhythm(Frequency.WEEKLY, 0, 8)

rhythms = st.builds(Rhythm, st.sampled_from(Frequency), st.integers(0, 6), st.integers(0, 23))
moments = st.integers(0, 5 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=ZONE) + timedelta(minutes=minutes)
)


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[misc, arg-type]  # numbers of a moment


def test_a_slot_passes_at_its_hour_by_the_local_clock() -> None:
    before = latest_slot(MONDAYS, _at(2026, 11, 23, 7, 59), ZONE, national_holiday)
    after = latest_slot(MONDAYS, _at(2026, 11, 23, 8, 0), ZONE, national_holiday)
    assert before is not None
    assert before.period == "2026-W47"
    assert after is not None
    assert (after.period, after.moment) == ("2026-W48", _at(2026, 11, 23, 8))


def test_monthly_is_the_first_such_weekday() -> None:
    rhythm = Rhythm(Frequency.MONTHLY, 2, 14)
    slot = next_slot(rhythm, _at(2026, 11, 20, 10), ZONE, national_holiday)
    assert (slot.period, slot.moment) == ("2026-12", _at(2026, 12, 2, 14))


@pytest.mark.parametrize(
    ("planned", "moved_to"),
    [
        (date(2026, 8, 17), date(2026, 8, 18)),  # a Monday: independence
        (date(2026, 12, 25), date(2026, 12, 28)),  # a Friday: Christmas, then the weekend
        (date(2026, 3, 21), date(2026, 3, 23)),  # a Saturday: Idul Fitri, whose second day is next
    ],
)
def test_a_holiday_moves_the_slot_to_the_next_working_day(planned: date, moved_to: date) -> None:
    rhythm = Rhythm(Frequency.WEEKLY, planned.weekday(), 8)
    before = datetime.combine(planned, datetime.min.time(), ZONE)
    slot = next_slot(rhythm, before, ZONE, national_holiday)
    assert slot.planned == planned
    assert slot.moment.date() == moved_to
    assert slot.holiday == national_holiday(planned)


def test_a_weekend_that_is_no_holiday_stays() -> None:
    rhythm = Rhythm(Frequency.WEEKLY, 6, 8)
    slot = next_slot(rhythm, _at(2026, 11, 20), ZONE, national_holiday)
    assert slot.moment == _at(2026, 11, 22, 8)
    assert not slot.holiday


@given(rhythms, moments)
def test_slots_follow_each_other_without_a_gap(rhythm: Rhythm, now: datetime) -> None:
    latest = latest_slot(rhythm, now, ZONE, national_holiday)
    coming = next_slot(rhythm, now, ZONE, national_holiday)
    assert latest is not None
    assert latest.moment <= now < coming.moment
    assert latest.period < coming.period
    assert coming.moment - latest.moment < timedelta(days=45)
    assert not national_holiday(coming.moment.date())
    assert coming.moment.hour == rhythm.hour
