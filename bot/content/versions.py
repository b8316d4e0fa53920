"""Versions of topics: immutable, one of each published, every change a new one.

Content files are the first edition. After that the database is the truth: a rollback, a retirement,
a changed file are versions like any other.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import ContentState, PublishedTopic, TopicVersion
from bot.storage.storage import insert_into

_STATE = 1


class Origin(StrEnum):
    """Where a version comes from."""

    FILE = "file"
    CHAT = "chat"
    IMPORT = "import"
    ROLLBACK = "rollback"


@dataclass(frozen=True, slots=True)
class Change:
    """A version to be published. `based_on` is the number it replaces; 0 for a new topic."""

    topic: str
    body: str
    origin: Origin
    reason: str
    based_on: int
    author: int | None = None
    approved_by: int | None = None
    retires: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it stands in a topic's history."""

    topic: str
    number: int
    body: str
    is_retired: bool
    origin: Origin
    reason: str
    author: int | None
    approved_by: int | None
    at: datetime


class ConflictError(Exception):
    """Another version was published meanwhile; nothing was changed. `number` is that version's."""

    def __init__(self, topic: str, number: int) -> None:
        super().__init__(f"{topic}: version {number} was published meanwhile")
        self.topic = topic
        self.number = number


async def publish(
    connection: AsyncConnection, changes: Sequence[Change], now: datetime
) -> dict[str, int]:
    """Publish versions, all or none; their numbers by topic.

    Raises ConflictError when a topic isn't at the version its change was based on; ValueError when
    two changes are of one topic.
    """
    if not changes:
        return {}
    if len({change.topic for change in changes}) < len(changes):
        raise ValueError("two changes of one topic")
    await begin_change(connection)
    at = await published_numbers(connection)
    for change in changes:
        if at.get(change.topic, 0) != change.based_on:
            raise ConflictError(change.topic, at.get(change.topic, 0))
    # The last number in the history, not the published one: a number never comes twice.
    last = {
        row.topic: row.number
        for row in await connection.execute(
            select(TopicVersion.topic, func.max(TopicVersion.number).label("number")).group_by(
                TopicVersion.topic
            )
        )
    }
    numbers = {change.topic: last.get(change.topic, 0) + 1 for change in changes}
    await connection.execute(
        insert(TopicVersion),
        [
            {
                "topic": change.topic,
                "number": numbers[change.topic],
                "body": change.body,
                "is_retired": change.retires,
                "origin": change.origin,
                "reason": change.reason,
                "author": change.author,
                "approved_by": change.approved_by,
                "at": now,
            }
            for change in changes
        ],
    )
    statement = insert_into(connection, PublishedTopic)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["topic"], set_={"number": statement.excluded.number}
        ),
        [{"topic": topic, "number": number} for topic, number in numbers.items()],
    )
    return numbers


async def roll_back(  # noqa: PLR0913 -- a change, one argument a part
    connection: AsyncConnection,
    topic: str,
    to: int,
    *,
    based_on: int,
    author: int,
    now: datetime,
) -> int:
    """Publish an earlier version's bytes again; the new version's number.

    Raises LookupError when there is no such version, ConflictError as `publish`.
    """
    earlier = await version(connection, topic, to)
    if earlier is None:
        raise LookupError(f"{topic}: there is no version {to}")
    change = Change(
        topic=topic,
        body=earlier.body,
        origin=Origin.ROLLBACK,
        reason=f"kembali ke versi {to}",
        based_on=based_on,
        author=author,
        retires=earlier.is_retired,
    )
    return (await publish(connection, [change], now))[topic]


async def begin_change(connection: AsyncConnection) -> int:
    """Take the turn to change what is served; the generation that this change makes."""
    statement = insert_into(connection, ContentState).values(id=_STATE, generation=1)
    return int(
        await connection.scalar(
            statement.on_conflict_do_update(
                index_elements=["id"], set_={"generation": ContentState.generation + 1}
            ).returning(ContentState.generation)
        )
        or 0
    )


async def take_turn(connection: AsyncConnection) -> None:
    """Until this transaction ends nobody else publishes; nothing is changed by it."""
    # SQLite's transactions that may write come one after another anyway.
    await connection.execute(select(ContentState.id).with_for_update())


async def generation(connection: AsyncConnection) -> int:
    """The number that grows with each change of what is served; 0 before the first."""
    return await connection.scalar(select(ContentState.generation)) or 0


async def published(connection: AsyncConnection) -> dict[str, Version]:
    """The published version of each topic, retired ones included."""
    rows = await connection.execute(
        select(TopicVersion.__table__).join(
            PublishedTopic,
            (PublishedTopic.topic == TopicVersion.topic)
            & (PublishedTopic.number == TopicVersion.number),
        )
    )
    return {row.topic: _version(row) for row in rows}


async def published_numbers(connection: AsyncConnection) -> dict[str, int]:
    """The published version's number of each topic."""
    rows = await connection.execute(select(PublishedTopic.topic, PublishedTopic.number))
    return {row.topic: row.number for row in rows}


def digest_beside(topics: Collection[str], numbers: Mapping[str, int]) -> str:
    """What is published beside some topics, as a short text that is equal for equal content."""
    rest = sorted((topic, number) for topic, number in numbers.items() if topic not in topics)
    return hashlib.sha256(repr(rest).encode()).hexdigest()[:32]


async def version(connection: AsyncConnection, topic: str, number: int) -> Version | None:
    """One version."""
    row = (
        await connection.execute(
            select(TopicVersion.__table__).where(
                TopicVersion.topic == topic, TopicVersion.number == number
            )
        )
    ).first()
    return _version(row) if row else None


async def history(connection: AsyncConnection, topic: str) -> list[Version]:
    """All versions of a topic, newest first."""
    rows = await connection.execute(
        select(TopicVersion.__table__)
        .where(TopicVersion.topic == topic)
        .order_by(TopicVersion.number.desc())
    )
    return [_version(row) for row in rows]


def _version(row: Row[Any]) -> Version:
    return Version(
        topic=row.topic,
        number=row.number,
        body=row.body,
        is_retired=row.is_retired,
        origin=Origin(row.origin),
        reason=row.reason,
        author=row.author,
        approved_by=row.approved_by,
        at=row.at,
    )
