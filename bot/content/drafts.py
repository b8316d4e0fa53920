"""Drafts: the one working version of a topic, changed step by step, seen by nobody but the admins.

Each change names the revision it was made on. Whoever comes second is told; nothing is overwritten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content import trials, versions
from bot.content.trials import GateReport
from bot.storage.models import TopicDraft
from bot.storage.storage import insert_into
from knowledge.topics import Topic, parse_topic
from knowledge.topics.writing import write_topic

_LONGEST_REASON = 500
_FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Draft:
    """A topic's working version. `body` is what is published, byte for byte, until it is edited."""

    id: str
    """The topic's id."""
    body: str
    retires: bool
    """Publishing it takes the topic away."""
    based_on: int
    """The published version it began from; 0: a new topic."""
    revision: int
    """Grows with each change. A button of a draft that was discarded doesn't fit a later one."""
    author: int
    """Who changed it last."""
    reason: str
    at: datetime
    """When it was changed last."""
    gate: GateReport | None
    """What trying it out has shown, when this revision was tried."""
    waits_for_approval: bool

    @cached_property
    def topic(self) -> Topic:
        """The topic as it would be. Raises ValueError for a body of an older program's making."""
        return parse_topic(self.body, self.id)


class DraftConflictError(Exception):
    """Somebody else works on the topic; nothing was changed. `draft` is None when it is gone."""

    def __init__(self, topic: str, draft: Draft | None) -> None:
        super().__init__(f"{topic}: another draft is being worked on, or this one was changed")
        self.topic = topic
        self.draft = draft


class TopicExistsError(Exception):
    """There is a topic of this id already, served, retired or as a draft; `topic` is the id."""

    def __init__(self, topic: str) -> None:
        super().__init__(f"{topic}: there is such a topic already")
        self.topic = topic


async def draft_of(connection: AsyncConnection, topic: str) -> Draft | None:
    """The draft of a topic."""
    found = select(TopicDraft.__table__).where(TopicDraft.topic == topic)
    row = (await connection.execute(found)).first()
    return _draft(row) if row is not None else None


async def all_drafts(connection: AsyncConnection) -> list[Draft]:
    """All drafts, the one changed last first."""
    found = select(TopicDraft.__table__).order_by(TopicDraft.at.desc(), TopicDraft.topic)
    return [_draft(row) for row in await connection.execute(found)]


async def begin(connection: AsyncConnection, topic: str, *, author: int, now: datetime) -> Draft:
    """Begin to edit a topic from what is published, or go on with one's own draft.

    Raises LookupError when no such topic was ever published, DraftConflictError when somebody else
    works on it.
    """
    current = await _published(connection, topic)
    begun = _begun(topic, current.body, current.number, author=author, now=now)
    return await _insert(connection, replace(begun, retires=current.is_retired))


async def create(connection: AsyncConnection, new: Topic, *, author: int, now: datetime) -> Draft:
    """Begin a new topic. Raises TopicExistsError."""
    taken = await versions.published_numbers(connection)
    if new.id in taken or await draft_of(connection, new.id) is not None:
        raise TopicExistsError(new.id)
    return await _insert(connection, _begun(new.id, write_topic(new), 0, author=author, now=now))


async def change(  # noqa: PLR0913 -- a change, one argument a part
    connection: AsyncConnection,
    draft: Draft,
    new: Topic,
    *,
    author: int,
    reason: str,
    now: datetime,
) -> Draft:
    """Put another content into a draft. What was shown about it, and asked for, is void.

    A topic written in a file is written anew: its comments go, all else stays equal. Raises
    DraftConflictError when the draft is somebody else's or was changed meanwhile; ValueError when
    the id changes.
    """
    if new.id != draft.id:
        raise ValueError(f"{draft.id}: a topic keeps its id")
    body = draft.body if new == draft.topic else write_topic(new)
    values = {"body": body, "retires": False, "reason": reason[:_LONGEST_REASON]}
    return await _update(connection, draft, values, author=author, now=now)


async def take_in(  # noqa: PLR0913 -- a change, one argument a part
    connection: AsyncConnection,
    topic: str,
    body: str,
    *,
    based_on: int,
    author: int,
    reason: str,
    now: datetime,
) -> Draft:
    """Make a text from elsewhere the draft of a topic, byte for byte, new or in place of one's own.

    Raises DraftConflictError when somebody else works on the topic.
    """
    begun = _begun(topic, body, based_on, author=author, now=now)
    begun = replace(begun, reason=reason[:_LONGEST_REASON])
    there = await _insert(connection, begun)
    if there is begun or (there.body, there.retires, there.based_on) == (body, False, based_on):
        return there
    values = {"body": body, "retires": False, "based_on": based_on, "reason": begun.reason}
    return await _update(connection, there, values, author=author, now=now)


async def set_reason(
    connection: AsyncConnection, draft: Draft, reason: str, *, author: int
) -> Draft:
    """Say why; what was tried stays tried. Raises DraftConflictError."""
    if draft.author != author:
        raise DraftConflictError(draft.id, draft)
    return await _written(connection, draft, {"reason": reason[:_LONGEST_REASON]})


async def retire(
    connection: AsyncConnection, topic: str, *, author: int, reason: str, now: datetime
) -> Draft:
    """A draft that takes a topic away; from what is published, not from an edited draft.

    Raises LookupError when it isn't served, DraftConflictError as `begin`.
    """
    current = await _published(connection, topic)
    if current.is_retired:
        raise LookupError(f"{topic}: is retired already")
    draft = await begin(connection, topic, author=author, now=now)
    values = {
        "body": current.body,
        "retires": True,
        "based_on": current.number,
        "reason": reason[:_LONGEST_REASON],
    }
    return await _update(connection, draft, values, author=author, now=now)


async def bring_back(
    connection: AsyncConnection, topic: str, *, author: int, reason: str, now: datetime
) -> Draft:
    """A draft that serves a retired topic again. Raises LookupError when it isn't retired."""
    if not (await _published(connection, topic)).is_retired:
        raise LookupError(f"{topic}: is served")
    draft = await begin(connection, topic, author=author, now=now)
    values = {"retires": False, "reason": reason[:_LONGEST_REASON]}
    return await _update(connection, draft, values, author=author, now=now)


async def rebase(connection: AsyncConnection, draft: Draft, *, author: int, now: datetime) -> Draft:
    """Keep a draft though another version was published meanwhile: it will replace that one.

    Raises LookupError, DraftConflictError.
    """
    current = await _published(connection, draft.id)
    return await _update(connection, draft, {"based_on": current.number}, author=author, now=now)


async def take_over(
    connection: AsyncConnection, draft: Draft, *, author: int, now: datetime
) -> Draft:
    """Go on with somebody else's draft, as it is. Raises DraftConflictError when it was changed."""
    return await _update(connection, draft, {}, author=author, now=now, is_own=False)


async def discard(connection: AsyncConnection, draft: Draft) -> None:
    """Throw a draft away. Raises DraftConflictError when it was changed meanwhile."""
    gone = await connection.scalar(
        delete(TopicDraft).where(*_is_still(draft)).returning(TopicDraft.revision)
    )
    if gone is None:
        raise DraftConflictError(draft.id, await draft_of(connection, draft.id))


async def note_gate(connection: AsyncConnection, draft: Draft, report: GateReport) -> Draft | None:
    """Keep what trying it out has shown; None when the draft was changed meanwhile."""
    try:
        return await _written(connection, draft, {"gate": trials.to_json(report)})
    except DraftConflictError:
        return None


async def forget_trials(connection: AsyncConnection, before: datetime) -> None:
    """Drop what trials of drafts have shown that nobody changed since: they quote questions."""
    await connection.execute(
        update(TopicDraft)
        .where(TopicDraft.at < before, TopicDraft.gate.is_not(None))
        .values(gate=None)
    )


async def wait_for_approval(connection: AsyncConnection, draft: Draft, *, waits: bool) -> Draft:
    """Have a second admin look at it, or no more. Raises DraftConflictError."""
    return await _written(connection, draft, {"waits_for_approval": waits})


async def _published(connection: AsyncConnection, topic: str) -> versions.Version:
    numbers = await versions.published_numbers(connection)
    current = await versions.version(connection, topic, numbers.get(topic, 0))
    if current is None:
        raise LookupError(f"{topic}: there is no such topic")
    return current


def _begun(topic: str, body: str, based_on: int, *, author: int, now: datetime) -> Draft:
    return Draft(
        id=topic,
        body=body,
        retires=False,
        based_on=based_on,
        revision=_first_revision(now),
        author=author,
        reason="",
        at=now,
        gate=None,
        waits_for_approval=False,
    )


def _first_revision(now: datetime) -> int:
    """The seconds so far: a draft begins beyond the revisions of those that were discarded."""
    return max(1, int((now - _FIRST_DAY).total_seconds()))


def _is_still(draft: Draft) -> tuple[Any, Any, Any]:
    """What a change was made on is there unchanged."""
    return (
        TopicDraft.topic == draft.id,
        TopicDraft.revision == draft.revision,
        TopicDraft.at == draft.at,
    )


async def _insert(connection: AsyncConnection, begun: Draft) -> Draft:
    statement = insert_into(connection, TopicDraft).values(
        topic=begun.id,
        body=begun.body,
        retires=begun.retires,
        based_on=begun.based_on,
        revision=begun.revision,
        author=begun.author,
        reason=begun.reason,
        at=begun.at,
        gate=None,
        waits_for_approval=False,
    )
    inserted = await connection.scalar(
        statement.on_conflict_do_nothing(index_elements=["topic"]).returning(TopicDraft.topic)
    )
    if inserted is not None:
        return begun
    there = await draft_of(connection, begun.id)
    if there is None or there.author != begun.author:
        raise DraftConflictError(begun.id, there)
    return there


async def _update(  # noqa: PLR0913 -- a change, one argument a part
    connection: AsyncConnection,
    draft: Draft,
    values: Mapping[str, object],
    *,
    author: int,
    now: datetime,
    is_own: bool = True,
) -> Draft:
    """Change a draft where it is still what the change was made on."""
    if is_own and draft.author != author:
        raise DraftConflictError(draft.id, draft)
    changed = {
        "revision": draft.revision + 1,
        "author": author,
        "at": now,
        "gate": None,
        "waits_for_approval": False,
        **values,
    }
    return await _written(connection, draft, changed)


async def _written(
    connection: AsyncConnection, draft: Draft, values: Mapping[str, object]
) -> Draft:
    """Write into a draft that is still what it was."""
    row = (
        await connection.execute(
            update(TopicDraft)
            .where(*_is_still(draft))
            .values(**values)
            .returning(TopicDraft.__table__)
        )
    ).first()
    if row is None:
        raise DraftConflictError(draft.id, await draft_of(connection, draft.id))
    return _draft(row)


def _draft(row: Row[Any]) -> Draft:
    report = trials.from_json(row.gate)
    return Draft(
        id=row.topic,
        body=row.body,
        retires=row.retires,
        based_on=row.based_on,
        revision=row.revision,
        author=row.author,
        reason=row.reason,
        at=row.at,
        gate=report if report is not None and report.is_of(row.topic, row.revision) else None,
        waits_for_approval=row.waits_for_approval,
    )
