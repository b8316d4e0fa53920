"""Figures added in the chat: immutable values over those of the files, and what was decided.

A value holds when it is approved and not withdrawn. Whoever decides takes the turn to change what
is served first, so that two admins can't agree on two values for one day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content.versions import begin_change, generation
from bot.storage.models import FigureDecision, FigureValue
from knowledge.figures import Figures, load_figures
from knowledge.figures.timeline import (
    Hindered,
    LaterValue,
    hindrance,
    with_later_values,
)

OWN_RULES = "bot_"
"""Ids of figures about the bot itself: they follow the program, not a law."""
OF_THE_BANDS = "bpu_lapis"
"""The number of rows of `bands.csv`, which only a release changes."""


class Decision(StrEnum):
    """What can be decided about an added value."""

    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """Where an added value stands."""

    WAITING = "waiting"
    HOLDS = "holds"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Added:
    """An added value with its history. `approved_by` is its author where one admin is enough."""

    id: int
    later: LaterValue
    reason: str
    author: int
    at: datetime
    state: State
    approved_by: int | None
    decided_at: datetime | None
    generation: int
    """Of the content, when it was approved; 0 for one that never was."""


class HinderedError(Exception):
    """The value can't be added, or not any more; nothing was changed."""

    def __init__(self, hindered: Hindered) -> None:
        super().__init__(hindered.obstacle.name)
        self.hindered = hindered


class DecisionError(Exception):
    """It was decided already, or not by this admin, or the value holds already."""


def may_change(figure: str) -> bool:
    """Whether a figure's values are for admins to add: some follow the program itself."""
    return not figure.startswith(OWN_RULES) and figure != OF_THE_BANDS


async def in_force(connection: AsyncConnection) -> Figures:
    """The files' figures with everything that was added and holds."""
    holding = [each for each in await _all(connection) if each.state is State.HOLDS]
    # In the order of approval: each was checked against those that held by then.
    holding.sort(key=lambda each: each.generation)
    return with_later_values(load_figures(), [each.later for each in holding])


async def history(connection: AsyncConnection, figure: str) -> list[Added]:
    """What was added to a figure, oldest first, whatever became of it."""
    return await _all(connection, figure)


async def waiting(connection: AsyncConnection) -> list[Added]:
    """What waits for a second admin, oldest first."""
    return [each for each in await _all(connection) if each.state is State.WAITING]


async def load(connection: AsyncConnection, value_id: int) -> Added | None:
    """One added value."""
    row = (
        await connection.execute(select(FigureValue.__table__).where(FigureValue.id == value_id))
    ).first()
    if row is None:
        return None
    return (await _with_decisions(connection, [row]))[0]


async def add(  # noqa: PLR0913 -- who, what, why and when
    connection: AsyncConnection,
    later: LaterValue,
    *,
    author: int,
    reason: str,
    needs_second: bool,
    now: datetime,
) -> int:
    """Add a value; its id. It holds at once, or waits for a second admin.

    `now` is in the zone in which days begin. Raises HinderedError, or LookupError for a figure
    that admins can't change.
    """
    await begin_change(connection)
    await _check(connection, later, now.date())
    statement = insert(FigureValue).values(
        figure=later.figure,
        value=orjson.dumps(later.value).decode(),
        since=later.since,
        until=later.until,
        source=later.source,
        url=later.url,
        corrects=later.corrects,
        reason=reason,
        author=author,
        at=now,
    )
    value_id = int(await connection.scalar(statement.returning(FigureValue.id)) or 0)
    if not needs_second:
        await _decide(connection, value_id, Decision.APPROVED, author, now)
    return value_id


async def approve(connection: AsyncConnection, value_id: int, *, by: int, now: datetime) -> Added:
    """Let a waiting value hold, by another admin than its author.

    Raises DecisionError, or HinderedError when it doesn't fit any more.
    """
    await begin_change(connection)
    added = await _waiting(connection, value_id)
    if by == added.author:
        raise DecisionError
    await _check(connection, added.later, now.date())
    await _decide(connection, value_id, Decision.APPROVED, by, now)
    return added


async def refuse(connection: AsyncConnection, value_id: int, *, by: int, now: datetime) -> Added:
    """Drop a waiting value; its author may do so too. Raises DecisionError."""
    await begin_change(connection)
    added = await _waiting(connection, value_id)
    await _decide(connection, value_id, Decision.REFUSED, by, now)
    return added


async def withdraw(connection: AsyncConnection, value_id: int, *, by: int, now: datetime) -> Added:
    """Take back a value that has not begun yet. Raises DecisionError for any other."""
    await begin_change(connection)
    added = await load(connection, value_id)
    if added is None or added.state is not State.HOLDS or added.later.since <= now.date():
        raise DecisionError
    await _decide(connection, value_id, Decision.WITHDRAWN, by, now)
    return added


async def _waiting(connection: AsyncConnection, value_id: int) -> Added:
    added = await load(connection, value_id)
    if added is None or added.state is not State.WAITING:
        raise DecisionError
    return added


async def _check(connection: AsyncConnection, later: LaterValue, today: date) -> None:
    figures = await in_force(connection)
    if later.figure not in figures.by_id or not may_change(later.figure):
        raise LookupError(later.figure)
    hindered = hindrance(figures.by_id[later.figure], later, today)
    if hindered is not None:
        raise HinderedError(hindered)


async def _decide(
    connection: AsyncConnection, value_id: int, decision: Decision, author: int, now: datetime
) -> None:
    await connection.execute(
        insert(FigureDecision).values(
            value_id=value_id,
            decision=decision.value,
            author=author,
            at=now,
            generation=await generation(connection),
        )
    )


async def _all(connection: AsyncConnection, figure: str | None = None) -> list[Added]:
    statement = select(FigureValue.__table__).order_by(FigureValue.id)
    if figure is not None:
        statement = statement.where(FigureValue.figure == figure)
    return await _with_decisions(connection, (await connection.execute(statement)).all())


async def _with_decisions(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> list[Added]:
    if not rows:
        return []
    decided = await connection.execute(
        select(FigureDecision.__table__).where(
            FigureDecision.value_id.in_([row.id for row in rows])
        )
    )
    decisions: dict[int, dict[Decision, Row[Any]]] = {}
    for row in decided:
        decisions.setdefault(row.value_id, {})[Decision(row.decision)] = row
    return [_added(row, decisions.get(row.id, {})) for row in rows]


def _added(row: Row[Any], decisions: dict[Decision, Row[Any]]) -> Added:
    approved = decisions.get(Decision.APPROVED)
    last = max(decisions.values(), key=lambda each: each.at, default=None)
    if Decision.WITHDRAWN in decisions:
        state = State.WITHDRAWN
    elif Decision.REFUSED in decisions:
        state = State.REFUSED
    else:
        state = State.HOLDS if approved is not None else State.WAITING
    later = LaterValue(
        figure=row.figure,
        value=orjson.loads(row.value),
        since=row.since,
        until=row.until,
        source=row.source,
        url=row.url,
        corrects=row.corrects,
    )
    return Added(
        id=row.id,
        later=later,
        reason=row.reason,
        author=row.author,
        at=row.at,
        state=state,
        approved_by=approved.author if approved is not None else None,
        decided_at=last.at if last is not None else None,
        generation=approved.generation if approved is not None else 0,
    )
