"""Reading and changing a chat's dialog state."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import DialogState
from bot.storage.storage import insert_into

# Made once: it is part of every update.
_STEP_OF = select(DialogState.step, DialogState.data, DialogState.version).where(
    DialogState.chat_id == bindparam("chat_id"), DialogState.expires_at > bindparam("now")
)


@dataclass(frozen=True, slots=True)
class Step:
    """Where a dialog stands. `version` is the row's, 0 for a dialog that is not kept yet."""

    name: str
    data: dict[str, Any] = field(default_factory=dict)
    version: int = 0


class DialogConflictError(Exception):
    """Another replica changed the dialog since it was loaded; the update is worked on again."""


async def load(connection: AsyncConnection, chat_id: int, now: datetime) -> Step | None:
    """The step a chat is in; None when it is in none or the step has expired."""
    row = (await connection.execute(_STEP_OF, {"chat_id": chat_id, "now": now})).first()
    return Step(row.step, row.data, row.version) if row else None


async def save(
    connection: AsyncConnection, chat_id: int, step: Step, now: datetime, lasts: timedelta
) -> None:
    """Put a chat into a step. Raises DialogConflictError if it was changed since it was loaded."""
    statement = insert_into(connection, DialogState).values(
        chat_id=chat_id,
        step=step.name,
        data=step.data,
        version=step.version + 1,
        expires_at=now + lasts,
    )
    # Not by the number of rows: after an INSERT psycopg's cursor no longer knows it.
    version = await connection.scalar(
        statement.on_conflict_do_update(
            index_elements=["chat_id"],
            set_={
                "step": statement.excluded.step,
                "data": statement.excluded.data,
                "version": DialogState.version + 1,
                "expires_at": statement.excluded.expires_at,
            },
            where=(DialogState.version == step.version) | (DialogState.expires_at <= now),
        ).returning(DialogState.version)
    )
    if version is None:
        raise DialogConflictError


async def forget(connection: AsyncConnection, chat_id: int) -> None:
    """Take a chat out of its step."""
    await connection.execute(delete(DialogState).where(DialogState.chat_id == chat_id))
