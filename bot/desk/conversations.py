"""Conversations: waiting → answered → closed, and back by a message of the person's.

A person has one open conversation at most. Whoever changes one holds its row, so that of two who
change it at once the second sees what the first did.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import blocks
from bot.storage.models import DeskConversation, DeskMessage
from knowledge.scrubbing import Scrubbed

LONGEST_MESSAGE = 4_000
"""Characters; what is longer is cut."""
STAYS_OPEN = timedelta(days=7)
"""An answered conversation closes after so long; a closed one can be taken up again for as long."""


class State(StrEnum):
    """Where a conversation stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"


class ClosedBy(StrEnum):
    """Who closed a conversation."""

    PERSON = "person"
    ADMIN = "admin"
    BLOCK = "block"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation. `chat_id` is for delivering only: no admin gets to see it."""

    id: int
    chat_id: int
    state: State
    opened_at: datetime
    waiting_since: datetime | None
    answered_at: datetime | None
    closed_at: datetime | None
    closed_by: ClosedBy | None


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a conversation."""

    id: int
    from_person: bool
    text: str
    at: datetime


class GoneError(Exception):
    """The conversation is closed, was erased, or never was."""


class AnsweredMeanwhileError(Exception):
    """Another admin answered since the conversation was looked at; nothing was written."""


async def write(  # noqa: PLR0913 -- a message, one argument a part
    connection: AsyncConnection,
    chat_id: int,
    text: Scrubbed,
    *,
    message_id: int,
    now: datetime,
    goes_on: int | None = None,
) -> Conversation:
    """A person's message: into the open conversation, into `goes_on` again, or into a new one.

    A conversation that was closed longer than a week ago is not taken up again. Raises
    BlockedError.
    """
    await blocks.require_free(connection, chat_id)
    current = await _one(
        connection,
        _held().where(DeskConversation.chat_id == chat_id, DeskConversation.state != State.CLOSED),
    )
    if current is None and goes_on is not None:
        current = await _one(
            connection,
            _held().where(
                DeskConversation.id == goes_on,
                DeskConversation.chat_id == chat_id,
                DeskConversation.closed_at > now - STAYS_OPEN,
            ),
        )
    if current is None:
        current = await _open(connection, chat_id, now)
    else:
        current = await _set(
            connection,
            current.id,
            state=State.WAITING,
            waiting_since=current.waiting_since if current.state is State.WAITING else now,
            closed_at=None,
            closed_by=None,
        )
    await _add(connection, current, text.text, message_id=message_id, author=None, now=now)
    return current


async def rewrite(
    connection: AsyncConnection, chat_id: int, text: Scrubbed, *, message_id: int
) -> Conversation | None:
    """A person changed a message in their chat; None when it is none of the desk's.

    In a closed conversation it stays as it was.
    """
    conversation_id = await connection.scalar(
        select(DeskMessage.conversation_id).where(
            DeskMessage.chat_id == chat_id,
            DeskMessage.written_in == message_id,
            DeskMessage.from_person,
        )
    )
    if conversation_id is None:
        return None
    current = await _one(connection, _held().where(DeskConversation.id == conversation_id))
    if current is not None and current.state is not State.CLOSED:
        await connection.execute(
            update(DeskMessage)
            .where(
                DeskMessage.conversation_id == current.id,
                DeskMessage.written_in == message_id,
                DeskMessage.from_person,
            )
            .values(text=text.text[:LONGEST_MESSAGE])
        )
    return current


async def reply(  # noqa: PLR0913 -- a message, one argument a part
    connection: AsyncConnection,
    conversation_id: int,
    text: str,
    *,
    by: int,
    message_id: int,
    seen: int,
    now: datetime,
) -> Conversation:
    """An admin's answer. `seen` is the last message the admin had seen.

    Raises GoneError, AnsweredMeanwhileError, BlockedError.
    """
    current = await _open_one(connection, conversation_id)
    await blocks.require_free(connection, current.chat_id)
    meanwhile = await connection.scalar(
        select(func.count())
        .select_from(DeskMessage)
        .where(
            DeskMessage.conversation_id == conversation_id,
            DeskMessage.id > seen,
            DeskMessage.from_person.is_(False),
            DeskMessage.author != by,
        )
    )
    if meanwhile:
        raise AnsweredMeanwhileError
    await _add(connection, current, text, message_id=message_id, author=by, now=now)
    return await _set(
        connection, current.id, state=State.ANSWERED, answered_at=now, waiting_since=None
    )


async def close(
    connection: AsyncConnection,
    conversation_id: int,
    by: ClosedBy,
    now: datetime,
    *,
    chat_id: int | None = None,
) -> Conversation:
    """Close a conversation; one of `chat_id`'s only, where that is given. Raises GoneError."""
    current = await _open_one(connection, conversation_id)
    if chat_id is not None and current.chat_id != chat_id:
        raise GoneError
    return await _set(
        connection,
        current.id,
        state=State.CLOSED,
        waiting_since=None,
        closed_at=now,
        closed_by=by,
    )


async def close_if_silent(
    connection: AsyncConnection, conversation_id: int, now: datetime
) -> Conversation | None:
    """Close an answered conversation whose person has been silent for a week; None otherwise."""
    current = await _one(connection, _held().where(DeskConversation.id == conversation_id))
    if (
        current is None
        or current.state is not State.ANSWERED
        or current.answered_at is None
        or current.answered_at > now - STAYS_OPEN
    ):
        return None
    return await close(connection, conversation_id, ClosedBy.TIME, now)


async def find(connection: AsyncConnection, conversation_id: int) -> Conversation | None:
    """A conversation."""
    return await _one(connection, _plain().where(DeskConversation.id == conversation_id))


async def open_of(connection: AsyncConnection, chat_id: int) -> Conversation | None:
    """A person's open conversation."""
    return await _one(
        connection,
        _plain().where(DeskConversation.chat_id == chat_id, DeskConversation.state != State.CLOSED),
    )


async def lines(connection: AsyncConnection, conversation_id: int) -> list[Line]:
    """A conversation's messages in order."""
    rows = await connection.execute(
        select(DeskMessage.id, DeskMessage.from_person, DeskMessage.text, DeskMessage.at)
        .where(DeskMessage.conversation_id == conversation_id)
        .order_by(DeskMessage.id)
    )
    return [Line(*row) for row in rows]


async def first_words(connection: AsyncConnection, ids: list[int]) -> dict[int, str]:
    """The newest message of the person's in each conversation."""
    newest = (
        select(func.max(DeskMessage.id))
        .where(DeskMessage.conversation_id.in_(ids), DeskMessage.from_person)
        .group_by(DeskMessage.conversation_id)
    )
    rows = await connection.execute(
        select(DeskMessage.conversation_id, DeskMessage.text).where(DeskMessage.id.in_(newest))
    )
    return {row.conversation_id: row.text for row in rows}


async def was_reply(connection: AsyncConnection, author: int, message_id: int) -> bool:
    """Whether a message in an admin's chat was sent to somebody as an answer."""
    found = await connection.scalar(
        select(DeskMessage.id)
        .where(DeskMessage.author == author, DeskMessage.written_in == message_id)
        .limit(1)
    )
    return found is not None


async def counts(connection: AsyncConnection) -> dict[State, int]:
    """How many conversations are in each state."""
    rows = await connection.execute(
        select(DeskConversation.state, func.count()).group_by(DeskConversation.state)
    )
    found = {State(row[0]): int(row[1]) for row in rows}
    return {state: found.get(state, 0) for state in State}


async def page(
    connection: AsyncConnection, state: State, limit: int, skip: int
) -> list[Conversation]:
    """Conversations in a state, the one that has been in it longest first."""
    since = {
        State.WAITING: DeskConversation.waiting_since,
        State.ANSWERED: DeskConversation.answered_at,
        State.CLOSED: DeskConversation.closed_at,
    }[state]
    rows = await connection.execute(
        _plain()
        .where(DeskConversation.state == state)
        .order_by(since, DeskConversation.id)
        .limit(limit)
        .offset(skip)
    )
    return [_conversation(row) for row in rows]


async def _open(connection: AsyncConnection, chat_id: int, now: datetime) -> Conversation:
    row = (
        await connection.execute(
            insert(DeskConversation)
            .values(chat_id=chat_id, state=State.WAITING, opened_at=now, waiting_since=now)
            .returning(*_COLUMNS)
        )
    ).one()
    return _conversation(row)


async def _open_one(connection: AsyncConnection, conversation_id: int) -> Conversation:
    current = await _one(connection, _held().where(DeskConversation.id == conversation_id))
    if current is None or current.state is State.CLOSED:
        raise GoneError
    return current


async def _set(connection: AsyncConnection, conversation_id: int, **values: object) -> Conversation:
    row = (
        await connection.execute(
            update(DeskConversation)
            .where(DeskConversation.id == conversation_id)
            .values(**values)
            .returning(*_COLUMNS)
        )
    ).one()
    return _conversation(row)


async def _add(  # noqa: PLR0913 -- one row, one argument a column
    connection: AsyncConnection,
    conversation: Conversation,
    text: str,
    *,
    message_id: int,
    author: int | None,
    now: datetime,
) -> None:
    await connection.execute(
        insert(DeskMessage).values(
            conversation_id=conversation.id,
            chat_id=conversation.chat_id,
            from_person=author is None,
            text=text[:LONGEST_MESSAGE],
            written_in=message_id,
            author=author,
            at=now,
        )
    )


_COLUMNS: tuple[Any, ...] = (
    DeskConversation.id,
    DeskConversation.chat_id,
    DeskConversation.state,
    DeskConversation.opened_at,
    DeskConversation.waiting_since,
    DeskConversation.answered_at,
    DeskConversation.closed_at,
    DeskConversation.closed_by,
)


def _plain() -> Select[Any]:
    return select(*_COLUMNS)


def _held() -> Select[Any]:
    """Nobody else changes what this finds until the transaction ends."""
    return _plain().with_for_update()


async def _one(connection: AsyncConnection, found: Select[Any]) -> Conversation | None:
    row = (await connection.execute(found)).first()
    return _conversation(row) if row is not None else None


def _conversation(row: Row[Any]) -> Conversation:
    return Conversation(
        row.id,
        row.chat_id,
        State(row.state),
        row.opened_at,
        row.waiting_since,
        row.answered_at,
        row.closed_at,
        ClosedBy(row.closed_by) if row.closed_by else None,
    )
