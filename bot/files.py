"""Pictures and documents on their way to Telegram: stored with the calls that send them.

A call names a file by its key. The first call uploads it; later ones send Telegram's file_id.
"""

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import StoredFile
from bot.storage.storage import Storage, insert_into


@dataclass(frozen=True, slots=True)
class File:
    """A stored file. `file_id` is Telegram's, once it has the file."""

    name: str
    media_type: str
    content: bytes
    file_id: str | None


async def keep_file(  # noqa: PLR0913 -- one row, one argument a column
    connection: AsyncConnection,
    content: bytes,
    *,
    name: str,
    media_type: str,
    now: datetime,
    chat_id: int | None = None,
) -> str:
    """Store a file and give its key.

    One for everybody is stored once, whoever asks; one for a chat is deleted when it has arrived.
    """
    if chat_id is None:
        key = hashlib.sha256(name.encode() + b"\0" + content).hexdigest()
    else:
        key = secrets.token_hex(32)
    statement = insert_into(connection, StoredFile).values(
        key=key, chat_id=chat_id, name=name, media_type=media_type, content=content, stored_at=now
    )
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"stored_at": now})
    )
    return key


class Shelf:
    """The stored files as the sender sees them."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._uploads: dict[str, asyncio.Lock] = {}
        self._file_ids: dict[str, str] = {}

    @asynccontextmanager
    async def taken(self, key: str) -> AsyncIterator[File | None]:
        """A file to send; None when it is gone.

        While it is uploaded for the first time others who want it wait, and send its file_id then.
        """
        if key in self._file_ids:
            yield File("", "", b"", self._file_ids[key])
            return
        lock = self._uploads.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                known = self._file_ids.get(key)
                yield File("", "", b"", known) if known else await self._load(key)
        finally:
            if not lock.locked():
                self._uploads.pop(key, None)

    async def arrived(self, key: str, file_id: str) -> None:
        """Telegram has the file."""
        async with self._storage.transaction() as connection:
            gone = await connection.execute(
                delete(StoredFile).where(StoredFile.key == key, StoredFile.chat_id.is_not(None))
            )
            if not gone.rowcount:
                self._file_ids[key] = file_id
                await connection.execute(
                    update(StoredFile).where(StoredFile.key == key).values(file_id=file_id)
                )

    async def is_unknown_to_telegram(self, key: str) -> None:
        """Telegram doesn't know the file_id any more: the next call uploads again."""
        self._file_ids.pop(key, None)
        async with self._storage.transaction() as connection:
            await connection.execute(
                update(StoredFile).where(StoredFile.key == key).values(file_id=None)
            )

    async def _load(self, key: str) -> File | None:
        async with self._storage.engine.connect() as connection:
            row = (
                await connection.execute(
                    select(
                        StoredFile.name,
                        StoredFile.media_type,
                        StoredFile.content,
                        StoredFile.file_id,
                        StoredFile.chat_id,
                    ).where(StoredFile.key == key)
                )
            ).first()
        if row is None:
            return None
        if row.file_id is not None and row.chat_id is None:
            self._file_ids[key] = row.file_id  # the next ones need neither wait nor load
        return File(row.name, row.media_type, row.content, row.file_id)
