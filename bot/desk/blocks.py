"""Who may not write to the desk any more, and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import DeskBlock
from bot.storage.storage import insert_into


class BlockedError(Exception):
    """The person may not write to the desk."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block. `reason` is a key of the handlers' list, `note` an admin's own words."""

    id: int
    reason: str
    note: str | None
    at: datetime


async def block(  # noqa: PLR0913 -- one row, one argument a column
    connection: AsyncConnection,
    chat_id: int,
    *,
    reason: str,
    note: str | None,
    by: int,
    now: datetime,
) -> int | None:
    """Block a person; the block's id, None when they are blocked already."""
    statement = insert_into(connection, DeskBlock).values(
        chat_id=chat_id, reason=reason, note=note, author=by, at=now
    )
    block_id: int | None = await connection.scalar(
        statement.on_conflict_do_nothing(index_elements=["chat_id"]).returning(DeskBlock.id)
    )
    return block_id


async def lift(connection: AsyncConnection, block_id: int) -> bool:
    """Let a person write again; False when there is no such block any more."""
    lifted = await connection.scalar(
        delete(DeskBlock).where(DeskBlock.id == block_id).returning(DeskBlock.id)
    )
    return lifted is not None


async def of(connection: AsyncConnection, chat_id: int) -> Block | None:
    """A person's block."""
    row = (
        await connection.execute(select(*_SHOWN).where(DeskBlock.chat_id == chat_id))
    ).one_or_none()
    return Block(*row) if row is not None else None


async def require_free(connection: AsyncConnection, chat_id: int) -> None:
    """Raise BlockedError for somebody who is blocked."""
    if await of(connection, chat_id) is not None:
        raise BlockedError


async def page(connection: AsyncConnection, limit: int, skip: int) -> tuple[int, list[Block]]:
    """How many are blocked, and some of the blocks, newest first."""
    total = await connection.scalar(select(func.count()).select_from(DeskBlock))
    rows = await connection.execute(
        select(*_SHOWN).order_by(DeskBlock.at.desc(), DeskBlock.id.desc()).limit(limit).offset(skip)
    )
    return total or 0, [Block(*row) for row in rows]


_SHOWN = (DeskBlock.id, DeskBlock.reason, DeskBlock.note, DeskBlock.at)
