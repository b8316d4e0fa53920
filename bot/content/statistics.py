"""Statistics without persons: read from the day's counts, votes and look-ups.

A number below five is told to nobody: it may be about one person. Weeks begin on Monday.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Account, Feedback, LookupAttempt, Tally

LEAST = 5
"""Smaller numbers are not told."""
QUESTION = "question"
"""Kind of count: a question in people's own words, by outcome."""
TOPIC = "asked"
"""Kind of count: a question that was answered, by topic."""
GUESS = "guess"
"""Kind of count: a question without an answer, by the likeliest topic."""
REGION = "region"
"""Kind of count: a question that names a region, by code, and by "code:topic" if answered."""
ANSWERED = ("answer", "action")
OUTCOMES = ("answer", "action", "clarify", "fallback")
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A name and how often."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Week:
    """The questions of a week, by outcome."""

    begins: date
    outcomes: Mapping[str, int]

    @property
    def questions(self) -> int:
        """All of them."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class Statistics:
    """What happened from a day on. Numbers are whole; whoever shows them hides small ones."""

    since: date
    people: int
    """Private chats and groups that wrote at least once."""
    new_people: int
    outcomes: Mapping[str, int]
    topics: tuple[Ranked, ...]
    guesses: tuple[Ranked, ...]
    regions: tuple[Ranked, ...]
    helpful: int
    votes: int
    lookups: int
    """Of the last thirty days at most: older ones are deleted."""

    @property
    def questions(self) -> int:
        """Questions in people's own words."""
        return sum(self.outcomes.values())


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def shown(count: int) -> str:
    """A number as it may be told: "<5" where it is small."""
    return "<5" if 0 < count < LEAST else f"{count:,}".replace(",", ".")


def share(part: int, whole: int) -> int | None:
    """A whole percentage; None where it would tell a small number, of the part or of the rest."""
    if whole < LEAST or 0 < part < LEAST or 0 < whole - part < LEAST:
        return None
    return round(100 * part / whole)


async def statistics(
    connection: AsyncConnection, *, since: date, zone: tzinfo, region: str | None = None
) -> Statistics:
    """What happened from a day on; topics of one region only, where one is given."""
    counts = await _counts(connection, since)
    moment = datetime.combine(since, time(), zone)
    people = await connection.scalar(
        select(func.count()).select_from(Account).where(Account.last_seen >= since)
    )
    new_people = await connection.scalar(
        select(func.count()).select_from(Account).where(Account.first_seen >= since)
    )
    votes = await connection.execute(
        select(Feedback.helpful, func.count())
        .where(Feedback.given_at >= moment)
        .group_by(Feedback.helpful)
    )
    by_vote = {bool(row[0]): row[1] for row in votes}
    lookups = await connection.scalar(
        select(func.count()).select_from(LookupAttempt).where(LookupAttempt.at >= moment)
    )
    named = counts.get(REGION, Counter())
    return Statistics(
        since=since,
        people=people or 0,
        new_people=new_people or 0,
        outcomes={name: counts.get(QUESTION, Counter())[name] for name in OUTCOMES},
        topics=_ranked(counts.get(TOPIC, Counter()) if region is None else _in(named, region)),
        guesses=_ranked(counts.get(GUESS, Counter())),
        regions=_ranked(Counter({name: n for name, n in named.items() if ":" not in name})),
        helpful=by_vote.get(True, 0),
        votes=sum(by_vote.values()),
        lookups=lookups or 0,
    )


async def weeks(connection: AsyncConnection, *, today: date, count: int) -> list[Week]:
    """The last weeks, oldest first; this week is the last and not over yet."""
    first = monday_of(today) - (count - 1) * _WEEK
    rows = await connection.execute(
        select(Tally.day, Tally.name, Tally.count).where(
            Tally.kind == QUESTION, Tally.day >= first, Tally.day <= today
        )
    )
    by_week: dict[date, Counter[str]] = {first + at * _WEEK: Counter() for at in range(count)}
    for row in rows:
        by_week[monday_of(row.day)][row.name] += row[2]
    return [Week(begins, dict(outcomes)) for begins, outcomes in by_week.items()]


async def asked_most(
    connection: AsyncConnection, region: str, since: date, at_least: int = LEAST
) -> list[tuple[str, int]]:
    """The topics that questions about a region (Kemendagri code) were answered with, most first.

    Topics asked for fewer than `at_least` times are left out.
    """
    named = (await _counts(connection, since, REGION)).get(REGION, Counter())
    ranked = _ranked(_in(named, region))
    return [(each.name, each.count) for each in ranked if each.count >= at_least]


async def _counts(connection: AsyncConnection, since: date, *kinds: str) -> dict[str, Counter[str]]:
    wanted = kinds or (QUESTION, TOPIC, GUESS, REGION)
    rows = await connection.execute(
        select(Tally.kind, Tally.name, func.sum(Tally.count))
        .where(Tally.day >= since, Tally.kind.in_(wanted))
        .group_by(Tally.kind, Tally.name)
    )
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        counts.setdefault(row.kind, Counter())[row.name] = int(row[2])
    return counts


def _in(named: Counter[str], region: str) -> Counter[str]:
    """The topics of a region's counts."""
    prefix = f"{region}:"
    return Counter(
        {name.removeprefix(prefix): n for name, n in named.items() if name.startswith(prefix)}
    )


def _ranked(counts: Counter[str]) -> tuple[Ranked, ...]:
    return tuple(
        Ranked(*pair) for pair in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def told(ranked: Sequence[Ranked], most: int) -> list[Ranked]:
    """The first of those that may be told."""
    return [each for each in ranked if each.count >= LEAST][:most]
