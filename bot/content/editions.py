"""Content files meet the database at every start.

A topic that nobody edited follows its file. One that was edited in the chat is kept, and the
changed file is shown to the admins as a difference to decide on.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content.versions import Change, Origin, Version, begin_change, publish, published
from bot.people import audit
from bot.storage.models import TopicEdition
from bot.storage.storage import insert_into

_FOLLOWS_FILE = "berkas isi diperbarui"
_FILE_IS_GONE = "berkas isinya sudah tidak ada"


@dataclass(frozen=True, slots=True)
class Difference:
    """A topic that was edited in the chat and whose file has changed since."""

    topic: str
    served: Version
    file: str


async def merge_files(
    connection: AsyncConnection, files: Mapping[str, str], now: datetime
) -> dict[str, int]:
    """Bring the files' texts, by topic, into the database; the versions that were published."""
    seen = await _digests(connection)
    digests = {topic: _digest(text) for topic, text in files.items()}
    if seen == digests:
        return {}
    await begin_change(connection)
    seen = await _digests(connection)  # another replica may have merged them meanwhile
    served = await published(connection)
    changes: list[Change] = []
    pending: dict[str, str] = {}
    for topic, text in files.items():
        if seen.get(topic) == digests[topic]:
            continue
        current = served.get(topic)
        if current is not None and current.body == text and not current.is_retired:
            continue
        if current is None or current.origin is Origin.FILE:
            changes.append(_change(topic, text, current, _FOLLOWS_FILE))
        else:
            pending[topic] = text
    for topic in seen.keys() - files.keys():
        current = served.get(topic)
        if current is not None and current.origin is Origin.FILE and not current.is_retired:
            changes.append(_change(topic, current.body, current, _FILE_IS_GONE, retires=True))
    await _note(connection, digests, pending)
    gone = seen.keys() - files.keys()
    await connection.execute(delete(TopicEdition).where(TopicEdition.topic.in_(gone)))
    return await publish(connection, changes, now)


async def differences(connection: AsyncConnection) -> list[Difference]:
    """What is to be decided on."""
    rows = await connection.execute(
        select(TopicEdition.topic, TopicEdition.pending)
        .where(TopicEdition.pending.is_not(None))
        .order_by(TopicEdition.topic)
    )
    served = await published(connection)
    return [Difference(row.topic, served[row.topic], row.pending) for row in rows]


async def decide(
    connection: AsyncConnection, topic: str, *, take_file: bool, author: int, now: datetime
) -> int | None:
    """Settle a difference; the published version's number when the file is taken.

    The file was checked and tried out with all others before the program was released. Raises
    LookupError when there is nothing to decide, ConflictError as `publish`.
    """
    difference = next((d for d in await differences(connection) if d.topic == topic), None)
    if difference is None:
        raise LookupError(f"{topic}: nothing to decide")
    await connection.execute(
        update(TopicEdition).where(TopicEdition.topic == topic).values(pending=None)
    )
    if not take_file:
        return None
    change = Change(
        topic=topic,
        body=difference.file,
        origin=Origin.FILE,
        reason=_FOLLOWS_FILE,
        based_on=difference.served.number,
        author=author,
    )
    number = (await publish(connection, [change], now))[topic]
    await audit.record(
        connection, author, "content.take_file", f"topic/{topic}", now, version=number
    )
    return number


def _change(
    topic: str, body: str, current: Version | None, reason: str, *, retires: bool = False
) -> Change:
    based_on = current.number if current is not None else 0
    return Change(topic, body, Origin.FILE, reason, based_on, retires=retires)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


async def _digests(connection: AsyncConnection) -> dict[str, str]:
    rows = await connection.execute(select(TopicEdition.topic, TopicEdition.digest))
    return {row.topic: row.digest for row in rows}


async def _note(
    connection: AsyncConnection, digests: Mapping[str, str], pending: Mapping[str, str]
) -> None:
    """Remember the files that were seen."""
    if not digests:
        return
    statement = insert_into(connection, TopicEdition)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["topic"],
            set_={
                "digest": statement.excluded.digest,
                "pending": statement.excluded.pending,
            },
            where=TopicEdition.digest != statement.excluded.digest,
        ),
        [
            {"topic": topic, "digest": digest, "pending": pending.get(topic)}
            for topic, digest in digests.items()
        ],
    )
