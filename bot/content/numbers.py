"""How a topic does: how often it was shown, whether it helped, and what was wrong if not."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Feedback, Tally

SHOWN = "shown"
"""Answers shown, by topic and version, among the day's counts."""
LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class VersionNumbers:
    """How one version did."""

    shown: int = 0
    helpful: int = 0
    not_helpful: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Of those who chose one."""


@dataclass(frozen=True, slots=True)
class TopicNumbers:
    """How a topic did, over all its versions and by version.

    Version 0 are answers and votes from before versions were noted.
    """

    total: VersionNumbers
    versions: Mapping[int, VersionNumbers]


def shown_name(topic: str, version: int) -> str:
    """The name under which an answer that was shown is counted."""
    return f"{topic}:{version}"


async def of_topic(
    connection: AsyncConnection, topic: str, *, now: datetime, today: date
) -> TopicNumbers:
    """How a topic did in the last thirty days; `today` is the reader's day."""
    shown = await _shown(connection, topic, today - LASTS)
    votes = await _votes(connection, topic, now - LASTS)
    numbers = {
        version: _version_numbers(shown[version], votes.get(version, {}))
        for version in sorted({*shown, *votes})
    }
    every: Counter[tuple[bool, str | None]] = Counter()
    for counts in votes.values():
        every.update(counts)
    return TopicNumbers(_version_numbers(shown.total(), every), numbers)


async def _shown(connection: AsyncConnection, topic: str, after: date) -> Counter[int]:
    rows = await connection.execute(
        select(Tally.name, func.sum(Tally.count).label("times"))
        .where(Tally.kind == SHOWN, Tally.day > after, Tally.name.startswith(f"{topic}:"))
        .group_by(Tally.name)
    )
    return Counter({int(row.name.rpartition(":")[2]): int(row.times) for row in rows})


async def _votes(
    connection: AsyncConnection, topic: str, after: datetime
) -> dict[int, Counter[tuple[bool, str | None]]]:
    rows = await connection.execute(
        select(Feedback.version, Feedback.helpful, Feedback.reason, func.count().label("times"))
        .where(Feedback.topic == topic, Feedback.given_at > after)
        .group_by(Feedback.version, Feedback.helpful, Feedback.reason)
    )
    votes: dict[int, Counter[tuple[bool, str | None]]] = {}
    for row in rows:
        votes.setdefault(row.version or 0, Counter())[row.helpful, row.reason] += row.times
    return votes


def _version_numbers(shown: int, votes: Mapping[tuple[bool, str | None], int]) -> VersionNumbers:
    reasons: Counter[str] = Counter()
    for (_, reason), times in votes.items():
        if reason is not None:
            reasons[reason] += times
    return VersionNumbers(
        shown=shown,
        helpful=sum(times for (helpful, _), times in votes.items() if helpful),
        not_helpful=sum(times for (helpful, _), times in votes.items() if not helpful),
        reasons=dict(reasons),
    )
