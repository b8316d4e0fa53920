"""When somebody is at the desk."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.office import holiday_on, parse_office_hours

_WITA = ZoneInfo("Asia/Makassar")
_DEFAULT = parse_office_hours("Senin–Jumat 08.00–16.00 WITA", _WITA)


def _at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=_WITA)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        (_at(25, 10), _at(25, 10)),  # Wednesday
        (_at(25, 8), _at(25, 8)),
        (_at(25, 7, 59), _at(25, 8)),
        (_at(25, 16), _at(26, 8)),
        (_at(27, 17), _at(30, 8)),  # Friday evening
        (_at(28, 12), _at(30, 8)),
        (_at(23, 17, month=12), _at(28, 8, month=12)),  # joint leave, Christmas, weekend
    ],
)
def test_somebody_is_there_next(moment: datetime, opens: datetime) -> None:
    assert _DEFAULT.next_opening(moment) == opens
    assert _DEFAULT.is_open(moment) is (moment == opens)


def test_days_may_differ_and_the_zone_is_the_offices() -> None:
    hours = parse_office_hours("senin - kamis 8:00-15:30; Jumat 08.00–11.30 WIB", _WITA)
    assert hours.next_opening(datetime(2026, 11, 27, 5, tzinfo=UTC)) == datetime(
        2026, 11, 30, 1, tzinfo=UTC
    )
    assert hours.is_open(datetime(2026, 11, 27, 4, 29, tzinfo=UTC))
    assert hours.words == "senin - kamis 8:00-15:30; Jumat 08.00–11.30 WIB"


def test_without_a_zone_it_is_the_installations() -> None:
    assert parse_office_hours("Minggu 09.00–10.00", ZoneInfo("Asia/Jayapura")).zone.key == (
        "Asia/Jayapura"
    )


@pytest.mark.parametrize(
    "words",
    ["", "Senin", "Senin 8–16", "Senen–Jumat 08.00–16.00", "Jumat–Senin 08.00–16.00",
     "Senin 16.00–08.00", "Senin 08.00–25.00", "Senin 08.00–16.00 GMT", "Senin 08.00–16.00;"],
)  # fmt: skip
def test_what_is_no_office_hours_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_office_hours(words, _WITA)


def test_holidays_have_indonesian_names() -> None:
    assert holiday_on(date(2026, 8, 17)) == "Hari Kemerdekaan Republik Indonesia"
    assert holiday_on(date(2026, 11, 25)) is None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(_WITA)))  # noqa: DTZ001 -- hypothesis adds the zone
def test_the_next_opening_is_open_and_never_past(moment: datetime) -> None:
    opens = _DEFAULT.next_opening(moment)
    assert moment <= opens < moment + timedelta(days=14)
    assert _DEFAULT.is_open(opens)
    assert holiday_on(opens.astimezone(_WITA).date()) is None
