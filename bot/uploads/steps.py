"""The steps of an upload as stored. Each goes on from the one state it may go on from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Upload
from bot.uploads.kinds import Choice

_LONGEST_NAME = 100


class State(StrEnum):
    """Where an upload stands."""

    RECEIVED = "received"
    """What kind of document it is, the admin has yet to say."""
    READING = "reading"
    SHOWN = "shown"
    APPLYING = "applying"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Stored:
    """An upload as it stands."""

    id: int
    chat_id: int
    message_id: int
    file_id: str
    file_name: str
    kind: str | None
    options: dict[str, str]
    choices: tuple[Choice, ...]
    state: State
    digest: bytes | None
    panel_id: int | None
    said: str | None


async def receive(  # noqa: PLR0913 -- one row, one argument a column
    connection: AsyncConnection,
    *,
    chat_id: int,
    message_id: int,
    file_id: str,
    file_name: str,
    now: datetime,
) -> int:
    """Note a document; its id."""
    upload_id = await connection.scalar(
        insert(Upload)
        .values(
            chat_id=chat_id,
            message_id=message_id,
            file_id=file_id,
            file_name=file_name[-_LONGEST_NAME:],
            options={},
            choices=[],
            state=State.RECEIVED,
            at=now,
        )
        .returning(Upload.id)
    )
    return int(upload_id or 0)


async def load(connection: AsyncConnection, upload_id: int, chat_id: int) -> Stored | None:
    """An upload of this chat; None for anybody else's and for one that is forgotten."""
    row = (
        await connection.execute(
            select(Upload.__table__).where(Upload.id == upload_id, Upload.chat_id == chat_id)
        )
    ).first()
    if row is None:
        return None
    choices = tuple(Choice(**choice) for choice in row.choices)
    return Stored(
        row.id,
        row.chat_id,
        row.message_id,
        row.file_id,
        row.file_name,
        row.kind,
        row.options,
        choices,
        State(row.state),
        row.digest,
        row.panel_id,
        row.said,
    )


async def read(
    connection: AsyncConnection, upload: Stored, kind: str, options: dict[str, str], panel_id: int
) -> bool:
    """Have the document looked at, as a kind and with options; False when it is too late."""
    return await _move(
        connection,
        upload,
        {State.RECEIVED, State.SHOWN},
        State.READING,
        kind=kind,
        options=options,
        panel_id=panel_id,
    )


async def show(
    connection: AsyncConnection, upload: Stored, digest: bytes, choices: Sequence[Choice]
) -> bool:
    """The document was looked at."""
    return await _move(
        connection,
        upload,
        {State.READING},
        State.SHOWN,
        digest=digest,
        choices=[asdict(choice) for choice in choices],
    )


async def confirm(connection: AsyncConnection, upload: Stored) -> bool:
    """Have the document taken in; False when it was not shown, or confirmed already."""
    return await _move(connection, upload, {State.SHOWN}, State.APPLYING)


async def finish(connection: AsyncConnection, upload: Stored, said: str) -> bool:
    """The document was taken in, or refused; `said` is what the admin is told."""
    states = {State.READING, State.APPLYING}
    return await _move(connection, upload, states, State.DONE, said=said)


async def cancel(connection: AsyncConnection, upload: Stored) -> bool:
    """Leave the document; False when it is being taken in or was."""
    states = {State.RECEIVED, State.READING, State.SHOWN}
    return await _move(connection, upload, states, State.CANCELLED)


async def _move(
    connection: AsyncConnection, upload: Stored, from_: set[State], to: State, **values: object
) -> bool:
    moved = await connection.scalar(
        update(Upload)
        .where(Upload.id == upload.id, Upload.state.in_(from_))
        .values(state=to, **values)
        .returning(Upload.id)
    )
    return moved is not None
