"""Which chats were erased lately, so that what is written down late does not bring them back.

Notes about an update are written a moment after it was answered, by whichever replica answered it
(bot/telegram/afterwards.py). One about an update up to the erasing one is dropped. Telegram numbers
updates in order, so that no clocks have to agree.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Erasure
from bot.storage.storage import insert_into

_LOCK = 0x65_72_61_73_65  # "erase", among PostgreSQL's advisory locks
BEFORE_ALL = 0
"""The number of an update that is older than all: what is noted about it never brings back."""


async def begin(
    connection: AsyncConnection, chat_id: int, *, update_id: int, now: datetime
) -> None:
    """Before a chat is erased: wait for notes that are being written, keep later ones out.

    To be called before anything else is changed in the transaction, so that it waits for nobody who
    waits for it.
    """
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        await connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    statement = insert_into(connection, Erasure).values(
        chat_id=chat_id, update_id=update_id, erased_at=now
    )
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["chat_id"],
            set_={
                "update_id": statement.excluded.update_id,
                "erased_at": statement.excluded.erased_at,
            },
        )
    )


async def among(connection: AsyncConnection, chat_ids: Collection[int]) -> Mapping[int, int]:
    """The update that erased each of these chats; chats that weren't erased lately are left out.

    What was noted about a chat up to that update must not be written. Holds off erasures until the
    transaction ends.
    """
    if not chat_ids:
        return {}
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock_shared(_LOCK)))
    rows = await connection.execute(
        select(Erasure.chat_id, Erasure.update_id).where(Erasure.chat_id.in_(chat_ids))
    )
    return {row.chat_id: row.update_id for row in rows}
