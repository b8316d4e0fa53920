"""The messages as the sender sees them: what is due, taking one, writing down what came of it.

A message is taken (`sending`) in a transaction of its own before it is sent. That it was sent is
true whoever holds the lease, so it is written without asking; everything else is written only for
a message that is still in the hands of the one who took it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from bot.outbox.states import MERGED, STOPPED, UNFINISHED, UNREACHABLE, RunState, State
from bot.people import accounts
from bot.storage.models import OutboxMessage, OutboxRun
from bot.telegram.calls import Call

MOST_ATTEMPTS = 7
_FIRST_PAUSE = timedelta(seconds=15)
_PAUSE_GROWS = 4
"""15 s, 1 min, 4 min, … 4 h: a message is tried for almost six hours."""
_REMEMBERED = timedelta(seconds=60)

_running = select(OutboxRun.id).where(OutboxRun.state == RunState.RUNNING)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A message that is due."""

    id: int
    recipient: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A message in the hands of the sender that holds lease `token`."""

    id: int
    run_id: int
    recipient: int
    call: Call
    attempts: int
    token: int


async def is_anything_to_do(connection: AsyncConnection, now: datetime) -> bool:
    """Whether something is due, or was left behind by a sender that died: locks nothing."""
    found = await connection.scalar(
        select(OutboxMessage.id)
        .where(
            or_(
                OutboxMessage.state == State.SENDING,
                and_(OutboxMessage.state == State.WAITING, OutboxMessage.not_before <= now),
            )
        )
        .limit(1)
    )
    return found is not None


async def due(connection: AsyncConnection, now: datetime, limit: int) -> list[Candidate]:
    """What may be sent now, longest due first; of one run's messages for a recipient the first."""
    earlier = aliased(OutboxMessage)
    rows = await connection.execute(
        select(OutboxMessage.id, OutboxMessage.recipient)
        .where(
            OutboxMessage.state == State.WAITING,
            OutboxMessage.not_before <= now,
            OutboxMessage.run_id.in_(_running),
            ~select(earlier.id)
            .where(
                earlier.run_id == OutboxMessage.run_id,
                earlier.recipient == OutboxMessage.recipient,
                earlier.state.in_(UNFINISHED),
                earlier.id < OutboxMessage.id,
            )
            .exists(),
        )
        .order_by(OutboxMessage.not_before, OutboxMessage.id)
        .limit(limit)
    )
    return [Candidate(*row) for row in rows]


async def take(
    connection: AsyncConnection, message_id: int, token: int, now: datetime
) -> Taken | None:
    """Mark a message as being sent; None when it doesn't wait any more."""
    row = (
        await connection.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id, OutboxMessage.state == State.WAITING)
            .values(state=State.SENDING, claim=token, taken_at=now)
            .returning(
                OutboxMessage.id,
                OutboxMessage.run_id,
                OutboxMessage.recipient,
                OutboxMessage.call,
                OutboxMessage.attempts,
            )
        )
    ).one_or_none()
    if row is None:
        return None
    return Taken(row.id, row.run_id, row.recipient, Call.from_json(row.call), row.attempts, token)


async def recover(connection: AsyncConnection, now: datetime) -> int:
    """What an earlier sender had in flight waits again; how many. It may arrive twice."""
    recovered = await connection.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == State.SENDING)
        .values(state=State.WAITING, claim=None)
    )
    await connection.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == State.WAITING, OutboxMessage.run_id.not_in(_running))
        .values(state=State.CANCELLED, why=STOPPED, ended_at=now)
    )
    return recovered.rowcount


async def sent_to_groups(connection: AsyncConnection, now: datetime) -> list[tuple[int, datetime]]:
    """What groups got within the last minute, oldest first."""
    rows = await connection.execute(
        select(OutboxMessage.recipient, OutboxMessage.ended_at)
        .where(
            OutboxMessage.recipient < 0,
            OutboxMessage.state == State.SENT,
            OutboxMessage.ended_at > now - _REMEMBERED,
        )
        .order_by(OutboxMessage.ended_at)
    )
    return [(recipient, at) for recipient, at in rows if at is not None]


async def sent(connection: AsyncConnection, message: Taken, now: datetime) -> None:
    """It has arrived."""
    await connection.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message.id, OutboxMessage.state != State.SENT)
        .values(state=State.SENT, call=None, why=None, ended_at=now)
    )


async def failed(connection: AsyncConnection, message: Taken, why: str, now: datetime) -> None:
    """It will never arrive."""
    await connection.execute(
        update(OutboxMessage)
        .where(_is_in_hand(message))
        .values(state=State.FAILED, why=why, ended_at=now, attempts=message.attempts + 1)
    )


async def later(
    connection: AsyncConnection, message: Taken, why: str, now: datetime, *, counts: bool
) -> bool:
    """Try it again: at once, or after a growing pause if the attempt counts.

    False when that was the last attempt, and it has failed.
    """
    attempts = message.attempts + counts
    if attempts >= MOST_ATTEMPTS:
        await failed(connection, message, why, now)
        return False
    state = await connection.scalar(
        select(OutboxRun.state).where(OutboxRun.id == message.run_id).with_for_update()
    )
    is_stopped = state == RunState.STOPPED
    await connection.execute(
        update(OutboxMessage)
        .where(_is_in_hand(message))
        .values(
            state=State.CANCELLED if is_stopped else State.WAITING,
            why=STOPPED if is_stopped else why,
            ended_at=now if is_stopped else None,
            attempts=attempts,
            not_before=now + _FIRST_PAUSE * _PAUSE_GROWS ** (attempts - 1) if counts else now,
            claim=None,
        )
    )
    return True


async def unreachable(connection: AsyncConnection, message: Taken, now: datetime) -> None:
    """The recipient can't be written to: neither this nor anything else that waits is sent."""
    await connection.execute(
        update(OutboxMessage)
        .where(
            or_(
                _is_in_hand(message),
                and_(
                    OutboxMessage.recipient == message.recipient,
                    OutboxMessage.state == State.WAITING,
                ),
            )
        )
        .values(state=State.CANCELLED, why=UNREACHABLE, ended_at=now)
    )
    await accounts.unreachable(connection, {message.recipient}, now)


async def moved(connection: AsyncConnection, message: Taken, new_id: int, now: datetime) -> None:
    """A group became a supergroup: what waits for it waits for that one."""
    await later(connection, message, "moved", now, counts=False)
    twin = aliased(OutboxMessage)
    has_twin = (
        select(twin.id)
        .where(
            twin.run_id == OutboxMessage.run_id,
            twin.part == OutboxMessage.part,
            twin.recipient == new_id,
        )
        .exists()
    )
    waits = and_(OutboxMessage.recipient == message.recipient, OutboxMessage.state == State.WAITING)
    await connection.execute(
        update(OutboxMessage)
        .where(waits, has_twin)
        .values(state=State.CANCELLED, why=MERGED, ended_at=now)
    )
    rows = await connection.execute(select(OutboxMessage.id, OutboxMessage.call).where(waits))
    for message_id, call in rows.all():
        await connection.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id)
            .values(recipient=new_id, call=call | {"params": call["params"] | {"chat_id": new_id}})
        )
    await accounts.moved(connection, message.recipient, new_id)


def _is_in_hand(message: Taken) -> ColumnElement[bool]:
    return and_(
        OutboxMessage.id == message.id,
        OutboxMessage.state == State.SENDING,
        OutboxMessage.claim == message.token,
    )
