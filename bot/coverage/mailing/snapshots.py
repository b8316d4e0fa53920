"""What readers were told, in the database."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coverage.amounts import Amount
from bot.coverage.digest.standing import Told
from bot.coverage.figures import Basis, Figure, Source
from bot.storage.models import DigestSnapshot
from bot.storage.storage import insert_into
from knowledge.coverage import Segment


async def told_to(connection: AsyncConnection, chat_ids: Collection[int]) -> dict[int, Told]:
    """What each chat was told last; chats that were told nothing are left out."""
    rows = await connection.execute(
        select(DigestSnapshot.__table__).where(DigestSnapshot.chat_id.in_(chat_ids))
    )
    told: dict[int, dict[str, Figure | None]] = {}
    for row in rows:
        told.setdefault(row.chat_id, {})[row.region] = _figure(row)
    return dict(told)


async def remember(connection: AsyncConnection, told: Mapping[int, Told], now: datetime) -> None:
    """Keep what chats are told by messages that this transaction enqueues."""
    rows = [
        _row(chat_id, region, figure, now)
        for chat_id, figures in sorted(told.items())
        for region, figure in sorted(figures.items())
    ]
    if not rows:
        return
    statement = insert_into(connection, DigestSnapshot)
    changed = {
        name: statement.excluded[name] for name in rows[0] if name not in {"chat_id", "region"}
    }
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["chat_id", "region"], set_=changed), rows
    )


def _row(chat_id: int, region: str, figure: Figure | None, now: datetime) -> dict[str, Any]:
    uncovered = (figure.not_covered or figure.uncovered) if figure else None
    return {
        "chat_id": chat_id,
        "region": region,
        "as_of": figure.as_of if figure else None,
        "percent": figure.percent.stored() if figure and figure.percent else None,
        "uncovered": uncovered.stored() if uncovered else None,
        "basis": figure.basis.value if figure else None,
        "source_title": figure.source.title if figure else None,
        "source_url": figure.source.url if figure else None,
        "from_registry": figure is not None and figure.source.from_registry,
        "told_at": now,
    }


def _figure(row: Row[Any]) -> Figure | None:
    """The figure as it was told: enough of it to say whether another may be compared with it."""
    if row.as_of is None:
        return None
    return Figure(
        region=row.region,
        segment=Segment.ALL,
        as_of=row.as_of,
        source=Source(row.source_title, row.source_url, from_registry=row.from_registry),
        announced=Amount.from_stored(row.percent) if row.percent else None,
        basis=Basis(row.basis),
        uncovered=Amount.from_stored(row.uncovered) if row.uncovered else None,
    )
