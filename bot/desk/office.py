"""When the people behind the desk are at work: weekdays, hours, public holidays."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_DAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
_ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
_PART = re.compile(
    r"(?P<first>[a-z]+)(?:\s*[–-]\s*(?P<last>[a-z]+))?\s+"
    r"(?P<opens>\d{1,2}[.:]\d\d)\s*[–-]\s*(?P<closes>\d{1,2}[.:]\d\d)",
    re.IGNORECASE,
)
_ZONE = re.compile(r"\s+(WIB|WITA|WIT)\s*$")
_LOOKS_AHEAD = 60
"""Days; no office is closed for longer."""

Hours = tuple[time, time]
"""From when until when."""


@dataclass(frozen=True)
class OfficeHours:
    """Opening hours by weekday (0 is Monday), in a time zone; closed on public holidays."""

    words: str
    """As the setting says it."""
    by_weekday: Mapping[int, Hours]
    zone: ZoneInfo

    def is_open(self, moment: datetime) -> bool:
        """Whether somebody is there."""
        return self.next_opening(moment) == moment

    def next_opening(self, moment: datetime) -> datetime:
        """When somebody is there next: the moment itself while the office is open."""
        local = moment.astimezone(self.zone)
        for days in range(_LOOKS_AHEAD):
            day = local.date() + timedelta(days=days)
            hours = self._hours_on(day)
            if hours is None:
                continue
            opens, closes = (datetime.combine(day, at, self.zone) for at in hours)
            if local < opens:
                return opens
            if local < closes:
                return moment
        return moment + timedelta(days=_LOOKS_AHEAD)

    def _hours_on(self, day: date) -> Hours | None:
        return None if holiday_on(day) else self.by_weekday.get(day.weekday())


def parse_office_hours(words: str, zone: ZoneInfo) -> OfficeHours:
    """Read "Senin–Kamis 08.00–16.00; Jumat 08.00–11.30 WITA"; `zone` holds where none is named.

    Raises ValueError that says what isn't understood.
    """
    named = _ZONE.search(words)
    if named is not None:
        zone = ZoneInfo(_ZONES[named[1]])
    by_weekday: dict[int, Hours] = {}
    for part in _ZONE.sub("", words).split(";"):
        found = _PART.fullmatch(part.strip())
        if found is None:
            raise ValueError(f'{part.strip()!r}: write it like "Senin–Jumat 08.00–16.00 WITA"')
        hours = (_time(found["opens"]), _time(found["closes"]))
        if hours[0] >= hours[1]:
            raise ValueError(f"{part.strip()!r}: it closes before it opens")
        first = _day(found["first"])
        last = _day(found["last"] or found["first"])
        if last < first:
            raise ValueError(f"{part.strip()!r}: the days are the wrong way round")
        by_weekday |= dict.fromkeys(range(first, last + 1), hours)
    return OfficeHours(" ".join(words.split()), by_weekday, zone)


def holiday_on(day: date) -> str | None:
    """The public holiday or joint leave on a day in Indonesia, by its Indonesian name."""
    return _holidays(day.year).get(day)


@cache
def _holidays(year: int) -> Mapping[date, str]:
    import holidays  # half a second: only when somebody asks

    known = holidays.country_holidays(
        "ID", years=year, language="id", categories=("public", "government")
    )
    return {day: str(name) for day, name in known.items()}


def _day(word: str) -> int:
    word = word.lower().replace("'", "")
    if word not in _DAYS:
        raise ValueError(f"{word!r} is no day of the week")
    return _DAYS.index(word)


def _time(text: str) -> time:
    hour, minute = re.split(r"[.:]", text)
    return time(int(hour), int(minute))  # ValueError for 25.00
