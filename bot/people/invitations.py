"""One-time invitations to a role: the link holds a random token, the database only its hash.

What the invitation gives stands in its row, so that nothing about it can be changed in the link.
"""

import hashlib
import secrets
import string
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import audit, roles, staff
from bot.people.roles import Actor, Regions, Role
from bot.storage import locks
from bot.storage.locks import Lock
from bot.storage.models import Invitation

LASTS = timedelta(days=7)
_TOKEN_LENGTH = 46
"""Letters of a token: 262 random bits. No digits, which could be taken for somebody's number."""


class Standing(Enum):
    """How an invitation stands for the person who opens it."""

    OPEN = auto()
    UNKNOWN = auto()
    WITHDRAWN = auto()
    EXPIRED = auto()
    USED = auto()
    ACCEPTED = auto()
    """Used by this very person, who has the role."""
    OWN = auto()
    """An admin's own invitation, for somebody else."""
    HAS_ROLE = auto()


@dataclass(frozen=True, slots=True)
class Invited:
    """What is to be given, or an invitation as it is kept."""

    role: Role
    regions: Regions
    agency: str
    title: str | None = None
    id: int = 0
    created_by: int | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """An invitation as it stands for somebody; `invited` is None when there is none."""

    standing: Standing
    invited: Invited | None = None


async def create(
    connection: AsyncConnection, actor: Actor, offer: Invited, now: datetime
) -> tuple[str, Invited]:
    """Invite; the token, which is kept nowhere, and the invitation. Raises NotAdminError."""
    await roles.authorise(connection, actor)
    token = "".join(secrets.choice(string.ascii_letters) for _ in range(_TOKEN_LENGTH))
    row = (
        await connection.execute(
            insert(Invitation)
            .values(
                token_hash=_hash(token),
                role=offer.role,
                regions=list(offer.regions),
                agency=offer.agency,
                title=offer.title,
                created_by=actor.id,
                created_at=now,
                expires_at=now + LASTS,
            )
            .returning(Invitation)
        )
    ).one()
    await audit.record(
        connection,
        actor.id,
        "invitation.create",
        f"invitation/{row.id}",
        now,
        role=offer.role,
        regions=list(offer.regions),
    )
    return token, _invited(row)


async def look(
    connection: AsyncConnection,
    token: str,
    person_id: int,
    admin_ids: frozenset[int],
    now: datetime,
) -> Opened:
    """How an invitation stands for a person; nothing is changed."""
    row = (
        await connection.execute(select(Invitation).where(Invitation.token_hash == _hash(token)))
    ).first()
    if row is None:
        return Opened(Standing.UNKNOWN)
    invited = _invited(row)
    has_role = (
        await roles.is_admin(connection, person_id, admin_ids)
        if invited.role is Role.ADMIN
        else await roles.held(connection, person_id, invited.role) is not None
    )
    return Opened(
        await _standing(connection, row, person_id, admin_ids, now, has_role=has_role), invited
    )


async def _standing(  # noqa: PLR0913 -- whatever an invitation's standing depends on
    connection: AsyncConnection,
    row: Any,
    person_id: int,
    admin_ids: frozenset[int],
    now: datetime,
    *,
    has_role: bool,
) -> Standing:
    if row.used_at is not None:
        return Standing.ACCEPTED if row.used_by == person_id and has_role else Standing.USED
    if row.withdrawn_at is not None:
        return Standing.WITHDRAWN
    if row.expires_at <= now:
        return Standing.EXPIRED
    # Whoever is no admin any more can't let anybody in.
    by = row.created_by
    if by is not None and not await roles.is_admin(connection, by, admin_ids):
        return Standing.WITHDRAWN
    if by == person_id:
        return Standing.OWN
    return Standing.HAS_ROLE if has_role else Standing.OPEN


async def accept(  # noqa: PLR0913 -- who accepts what, and when
    connection: AsyncConnection,
    token: str,
    *,
    person_id: int,
    name: str,
    admin_ids: frozenset[int],
    now: datetime,
) -> Opened:
    """Accept an invitation: OPEN means that the role is granted now; nothing else changes anything.

    Of several people who accept at once exactly one gets it.
    """
    await locks.take(connection, Lock.PEOPLE)
    opened = await look(connection, token, person_id, admin_ids, now)
    if opened.standing is not Standing.OPEN or opened.invited is None:
        return opened
    taken = await connection.scalar(
        update(Invitation)
        .where(
            Invitation.id == opened.invited.id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(used_at=now, used_by=person_id)
        .returning(Invitation.id)
    )
    if taken is None:
        return await look(connection, token, person_id, admin_ids, now)
    grant_id = await staff.grant(
        connection,
        opened.invited,
        person_id=person_id,
        name=name,
        granted_by=opened.invited.created_by,
        now=now,
    )
    await audit.record(
        connection,
        person_id,
        "invitation.accept",
        f"invitation/{taken}",
        now,
        role=opened.invited.role,
        grant=grant_id,
    )
    return opened


async def withdraw(
    connection: AsyncConnection, actor: Actor, invitation_id: int, now: datetime
) -> bool:
    """Make a link worthless; False when it was used or withdrawn before. Raises NotAdminError."""
    await roles.authorise(connection, actor)
    withdrawn = await connection.scalar(
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
        .returning(Invitation.id)
    )
    if withdrawn is None:
        return False
    await audit.record(
        connection, actor.id, "invitation.withdraw", f"invitation/{invitation_id}", now
    )
    return True


async def open_ones(connection: AsyncConnection, now: datetime) -> list[Invited]:
    """The invitations that can still be accepted, the oldest first."""
    rows = await connection.execute(
        select(Invitation)
        .where(
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > now,
        )
        .order_by(Invitation.expires_at)
    )
    return [_invited(row) for row in rows]


def _invited(row: Any) -> Invited:
    return Invited(
        Role(row.role),
        tuple(row.regions),
        row.agency,
        row.title,
        row.id,
        row.created_by,
        row.expires_at,
    )


def _hash(token: str) -> str:
    """A plain hash is enough for something nobody can guess."""
    return hashlib.sha256(token.encode()).hexdigest()
