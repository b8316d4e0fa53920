"""What people allowed: for which purpose, after reading which version of the text, and when.

UU 27/2022 art. 20-24: consent is explicit, for a stated purpose, and can be shown and withdrawn.
The texts themselves are in handlers/consents.py.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import Consent
from bot.storage.storage import insert_into


@dataclass(frozen=True, slots=True)
class Given:
    """A consent that stands: the version of the text that was read, and since when it stands."""

    version: int
    given_at: datetime


async def give(
    connection: AsyncConnection, chat_id: int, purpose: str, version: int, now: datetime
) -> None:
    """A person agrees to a version of the text; it replaces an earlier version they agreed to.

    Agreeing twice to the same version changes nothing, at the same moment in two replicas too.
    """
    standing = await current(connection, chat_id, purpose)
    if standing is not None and standing.version == version:
        return
    if standing is not None:
        await withdraw(connection, chat_id, purpose, now)
    await connection.execute(
        insert_into(connection, Consent)
        .values(chat_id=chat_id, purpose=purpose, version=version, given_at=now)
        .on_conflict_do_nothing()
    )


async def withdraw(connection: AsyncConnection, chat_id: int, purpose: str, now: datetime) -> bool:
    """A person takes a consent back; False when none stands."""
    withdrawn = await connection.scalar(
        update(Consent)
        .where(
            Consent.chat_id == chat_id,
            Consent.purpose == purpose,
            Consent.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
        .returning(Consent.id)
    )
    return withdrawn is not None


async def current(connection: AsyncConnection, chat_id: int, purpose: str) -> Given | None:
    """The consent that stands; None when none was given or it was withdrawn.

    Whether its version is the one of today's text is for the caller to compare.
    """
    row = (
        await connection.execute(
            select(Consent.version, Consent.given_at).where(
                Consent.chat_id == chat_id,
                Consent.purpose == purpose,
                Consent.withdrawn_at.is_(None),
            )
        )
    ).first()
    return Given(row.version, row.given_at) if row else None
