"""Runs as services see them: writing to many, looking how far it is, stopping it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox.states import STOPPED, UNFINISHED, RunState, State
from bot.storage.models import OutboxMessage, OutboxRun
from bot.storage.storage import insert_into
from bot.telegram.calls import Call


@dataclass(frozen=True, slots=True)
class NewRun:
    """A reason to write to many. `kind` and `key` name it: ("digest", "2026-W19")."""

    kind: str
    key: str
    created_by: int | None = None
    """The Telegram id of who started it; None: the schedule."""


@dataclass(frozen=True, slots=True)
class Message:
    """One call for one recipient. Several for the same one are told apart by `part`.

    They arrive in the order in which they were given. Not sent before `not_before`; None: at once.
    """

    recipient: int
    call: Call
    part: str = ""
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """A run as stored."""

    id: int
    kind: str
    key: str
    state: RunState
    created_at: datetime
    created_by: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a run's messages are where."""

    waiting: int
    sending: int
    sent: int
    cancelled: int
    failed: int

    @property
    def total(self) -> int:
        """All messages of the run."""
        return self.waiting + self.sending + self.sent + self.cancelled + self.failed

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to send."""
        return not (self.waiting or self.sending)


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that Telegram refused for good, or that failed too often."""

    recipient: int
    part: str
    why: str | None
    at: datetime | None


async def enqueue(
    connection: AsyncConnection, run: NewRun, messages: Iterable[Message], now: datetime
) -> int:
    """Have messages sent once the caller's transaction is committed; how many are new.

    What the run has already for a recipient and part isn't added again, so that two replicas may
    compose the same slot. A run that was stopped takes nothing more. Raises ValueError for a call
    that names another chat than the recipient.
    """
    run_id, state = await _run_to_fill(connection, run, now)
    if state is RunState.STOPPED:
        return 0
    rows = [_row(run_id, message, now) for message in messages]
    added = 0
    if rows:
        # One after the other in the order given: two replicas that insert the same rows wait for
        # each other at the run, not in a circle; and ids keep the order of parts.
        statement = insert_into(connection, OutboxMessage).on_conflict_do_nothing(
            index_elements=["run_id", "recipient", "part"]
        )
        before = await _size(connection, run_id)
        await connection.execute(statement, rows)
        added = await _size(connection, run_id) - before
    if added and state is RunState.DONE:
        await _set_state(connection, run_id, RunState.RUNNING)
    return added


async def find(connection: AsyncConnection, kind: str, key: str) -> Run | None:
    """The run of this name, if it was composed already."""
    table = OutboxRun.__table__
    row = (
        await connection.execute(select(table).where(OutboxRun.kind == kind, OutboxRun.key == key))
    ).one_or_none()
    if row is None:
        return None
    state = RunState(row.state)
    return Run(row.id, row.kind, row.key, state, row.created_at, row.created_by)


async def recent(connection: AsyncConnection, kind: str, limit: int) -> list[Run]:
    """The newest runs of a kind, newest first."""
    rows = await connection.execute(
        select(OutboxRun.__table__)
        .where(OutboxRun.kind == kind)
        .order_by(OutboxRun.id.desc())
        .limit(limit)
    )
    return [
        Run(row.id, row.kind, row.key, RunState(row.state), row.created_at, row.created_by)
        for row in rows
    ]


async def progress(connection: AsyncConnection, run_id: int) -> Progress:
    """How far a run is."""
    rows = await connection.execute(
        select(OutboxMessage.state, func.count().label("messages"))
        .where(OutboxMessage.run_id == run_id)
        .group_by(OutboxMessage.state)
    )
    counts = {row.state: row.messages for row in rows}
    return Progress(*(counts.get(state, 0) for state in State))


async def failures(connection: AsyncConnection, run_id: int, limit: int = 100) -> list[Failure]:
    """What failed for good in a run, newest first."""
    rows = await connection.execute(
        select(
            OutboxMessage.recipient, OutboxMessage.part, OutboxMessage.why, OutboxMessage.ended_at
        )
        .where(OutboxMessage.run_id == run_id, OutboxMessage.state == State.FAILED)
        .order_by(OutboxMessage.ended_at.desc(), OutboxMessage.id.desc())
        .limit(limit)
    )
    return [Failure(*row) for row in rows]


async def stop(connection: AsyncConnection, run_id: int, now: datetime) -> int:
    """Cancel what waits, at once; how many messages. What is in flight still arrives."""
    await _lock(connection, run_id)
    await _set_state(connection, run_id, RunState.STOPPED)
    cancelled = await connection.execute(
        update(OutboxMessage)
        .where(OutboxMessage.run_id == run_id, OutboxMessage.state == State.WAITING)
        .values(state=State.CANCELLED, why=STOPPED, ended_at=now)
    )
    return cancelled.rowcount


async def resume(connection: AsyncConnection, run_id: int) -> int:
    """Go on with a run that was stopped; how many messages wait again."""
    await _lock(connection, run_id)
    await _set_state(connection, run_id, RunState.RUNNING)
    waiting = await connection.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.run_id == run_id,
            OutboxMessage.state == State.CANCELLED,
            OutboxMessage.why == STOPPED,
        )
        .values(state=State.WAITING, why=None, ended_at=None)
    )
    return waiting.rowcount


async def cancel_for(
    connection: AsyncConnection, recipient: int, why: str, now: datetime, kind: str | None = None
) -> int:
    """Cancel what waits for one recipient, of one kind of run or of all; how many messages.

    `why` is kept with them, without personal data ("withdrawn").
    """
    statement = update(OutboxMessage).where(
        OutboxMessage.recipient == recipient, OutboxMessage.state == State.WAITING
    )
    if kind is not None:
        runs = select(OutboxRun.id).where(OutboxRun.kind == kind)
        statement = statement.where(OutboxMessage.run_id.in_(runs))
    cancelled = await connection.execute(
        statement.values(state=State.CANCELLED, why=why, ended_at=now)
    )
    return cancelled.rowcount


async def close_finished(connection: AsyncConnection) -> None:
    """Runs of which nothing is left to send are done."""
    unfinished = select(OutboxMessage.id).where(
        OutboxMessage.run_id == OutboxRun.id, OutboxMessage.state.in_(UNFINISHED)
    )
    await connection.execute(
        update(OutboxRun)
        .where(OutboxRun.state == RunState.RUNNING, ~unfinished.exists())
        .values(state=RunState.DONE)
    )


async def _run_to_fill(
    connection: AsyncConnection, run: NewRun, now: datetime
) -> tuple[int, RunState]:
    """The run's id and state; new, or locked until the caller's transaction ends."""
    statement = insert_into(connection, OutboxRun).values(
        kind=run.kind,
        key=run.key,
        state=RunState.RUNNING,
        created_at=now,
        created_by=run.created_by,
    )
    await connection.execute(statement.on_conflict_do_nothing(index_elements=["kind", "key"]))
    row = (
        await connection.execute(
            select(OutboxRun.id, OutboxRun.state)
            .where(OutboxRun.kind == run.kind, OutboxRun.key == run.key)
            .with_for_update()
        )
    ).one()
    return row.id, RunState(row.state)


def _row(run_id: int, message: Message, now: datetime) -> dict[str, object]:
    if message.call.chat_id != message.recipient:
        raise ValueError("the call is for another chat than the recipient")
    return {
        "run_id": run_id,
        "recipient": message.recipient,
        "part": message.part,
        "call": message.call.as_json(),
        "state": State.WAITING,
        "attempts": 0,
        "not_before": message.not_before or now,
        "created_at": now,
    }


async def _size(connection: AsyncConnection, run_id: int) -> int:
    counted = select(func.count()).where(OutboxMessage.run_id == run_id)
    return await connection.scalar(counted) or 0


async def _lock(connection: AsyncConnection, run_id: int) -> None:
    await connection.execute(select(OutboxRun.id).where(OutboxRun.id == run_id).with_for_update())


async def _set_state(connection: AsyncConnection, run_id: int, state: RunState) -> None:
    await connection.execute(update(OutboxRun).where(OutboxRun.id == run_id).values(state=state))
