"""What admins have to look at: answers past their day or long unchecked, figures about to end.

Each admin gets the list once a month, on the first working day at eight. Which month an admin has
had is in the database, so that any replica may ask for it, late if it has to, and only once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.jobs import enqueue
from bot.storage.models import ReviewNotice
from bot.storage.storage import insert_into
from knowledge.figures import Figure, Figures, Period
from knowledge.library import Library
from knowledge.topics import Kind, Topic

SEND_REVIEW = "send_review"
"""The kind of job that sends an admin the list."""
ENDS_WITHIN = timedelta(days=60)
CHECKED_WITHIN = timedelta(days=180)
_AT = time(8)
_SATURDAY = 5


class Why(Enum):
    """Why a topic is to be looked at."""

    LAPSED = auto()
    """Past the last day it holds: readers are told already."""
    NOT_CHECKED = auto()


@dataclass(frozen=True, slots=True)
class DueTopic:
    """A topic to be looked at; `since` is the day it lapsed, or was checked last."""

    topic: Topic
    why: Why
    since: date


@dataclass(frozen=True, slots=True)
class Ending:
    """A figure whose value ends soon; `following` holds on the next day, if anything does."""

    key: str
    figure: Figure
    last_day: date
    following: Period | None


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that is to be looked at on a day."""

    topics: tuple[DueTopic, ...]
    """Lapsed ones first, then those that were checked longest ago."""
    endings: tuple[Ending, ...]

    def __bool__(self) -> bool:
        return bool(self.topics or self.endings)


def review(library: Library, today: date) -> Review:
    """What is to be looked at."""
    return Review(
        topics=tuple(due_topics(library, today)),
        endings=tuple(ending_soon(library.answers.figures, today)),
    )


def due_topics(library: Library, today: date) -> list[DueTopic]:
    """Topics past their last day, and those not checked for half a year. Small talk never is."""
    due = []
    for topic in library.topics.values():
        if topic.valid_until is not None and topic.has_lapsed_on(today):
            due.append(DueTopic(topic, Why.LAPSED, topic.valid_until))
        elif topic.kind is not Kind.TALK and today - topic.checked > CHECKED_WITHIN:
            due.append(DueTopic(topic, Why.NOT_CHECKED, topic.checked))
    return sorted(due, key=lambda each: (each.why is not Why.LAPSED, each.since, each.topic.title))


def ending_soon(figures: Figures, today: date) -> list[Ending]:
    """Figures whose value ends within sixty days, the first to end first."""
    found = []
    for key, figure in figures.by_id.items():
        current = figure.on(today)
        last_day = current.period.until if current is not None else None
        if last_day is not None and last_day - today <= ENDS_WITHIN:
            following = figure.on(last_day + timedelta(days=1))
            found.append(Ending(key, figure, last_day, following.period if following else None))
    return sorted(found, key=lambda each: (each.last_day, each.key))


@lru_cache(maxsize=24)
def first_working_day(year: int, month: int) -> date:
    """The first day of a month that is neither a weekend nor a public holiday in Indonesia.

    Holidays by the moon are estimates until the government names them.
    """
    import holidays  # 14 MB that only this needs

    closed = holidays.country_holidays("ID", years=year, categories=("public", "government"))
    day = date(year, month, 1)
    while day.weekday() >= _SATURDAY or day in closed:
        day += timedelta(days=1)
    return day


def due_month(now: datetime) -> str | None:
    """The month whose list is due, as "2026-12"; None before its first working day at eight.

    `now` is in the zone in which days begin.
    """
    first = first_working_day(now.year, now.month)
    if (now.date(), now.time()) < (first, _AT):
        return None
    return f"{now:%Y-%m}"


async def ask_for_notices(
    connection: AsyncConnection, admins: Collection[int], now: datetime
) -> int:
    """Have the month's list sent to each admin who hasn't had it; to how many.

    `now` is in the zone in which days begin. Asking again does nothing more.
    """
    month = due_month(now)
    asked = 0
    for admin in sorted(admins) if month is not None else ():
        statement = insert_into(connection, ReviewNotice).values(
            month=month, recipient=admin, at=now
        )
        is_new = await connection.scalar(
            statement.on_conflict_do_nothing(index_elements=["month", "recipient"]).returning(
                ReviewNotice.month
            )
        )
        if is_new is not None:
            key = f"{SEND_REVIEW}:{month}:{admin}"
            await enqueue(connection, SEND_REVIEW, {}, run_at=now, chat_id=admin, key=key)
            asked += 1
    return asked
