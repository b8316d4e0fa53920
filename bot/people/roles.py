"""Roles: who is an admin, who is an official and for which regions.

Rights are read from the database for each update, never kept in a process: what is revoked is gone
with the person's next update, in every replica.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import locks
from bot.storage.locks import Lock
from bot.storage.models import RoleGrant
from knowledge.regions import load_regions

PROVINCE = "64"
"""The Kemendagri code that stands for all ten regions."""

Regions = tuple[str, ...]
"""Kemendagri codes, in the order of the codes; the province alone, or some of its regions."""


class Role(StrEnum):
    """What somebody may have; everybody else is a worker."""

    ADMIN = "admin"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Official:
    """What a person is an official of."""

    regions: Regions
    agency: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """What the database gives a person. ADMIN_IDS comes on top of it."""

    is_admin: bool = False
    official: Official | None = None


NO_RIGHTS = Rights()


@dataclass(frozen=True, slots=True)
class Grant:
    """A role that a person has. `granted_by` None: by the terminal."""

    id: int
    person_id: int
    role: Role
    name: str
    regions: Regions
    agency: str
    title: str | None
    granted_by: int | None
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changes something: an admin, or (`id` None) the operator at the terminal."""

    id: int | None
    admin_ids: frozenset[int] = frozenset()
    """The admins of the settings, who stay admins whatever the database says."""


TERMINAL = Actor(None)


class NotAdminError(Exception):
    """Whoever wants to change something is no admin, or is none any more."""


class RegionError(ValueError):
    """Codes that name no regions of the province."""


def checked_regions(codes: Sequence[str]) -> Regions:
    """Codes without repetitions and in order; all ten regions are the province.

    Raises RegionError for none at all and for a code that doesn't exist.
    """
    known = [region.kemendagri_code for region in load_regions()]
    wanted = set(codes)
    if not wanted or not wanted <= set(known):
        raise RegionError("kode wilayah tidak dikenal")
    if PROVINCE in wanted or len(wanted) == len(known) - 1:
        return (PROVINCE,)
    return tuple(code for code in known if code in wanted)


async def authorise(connection: AsyncConnection, actor: Actor) -> None:
    """Begin a change of who has which role; changes come one after the other.

    The actor is looked up again under the lock: two admins may revoke each other at once. Raises
    NotAdminError.
    """
    await locks.take(connection, Lock.PEOPLE)
    if actor.id is not None and not await is_admin(connection, actor.id, actor.admin_ids):
        raise NotAdminError


async def is_admin(connection: AsyncConnection, person_id: int, admin_ids: frozenset[int]) -> bool:
    """Whether somebody is an admin, by the settings or by the database."""
    return person_id in admin_ids or await held(connection, person_id, Role.ADMIN) is not None


async def admins(connection: AsyncConnection, admin_ids: frozenset[int]) -> list[int]:
    """The Telegram ids of all who are admins now, by the settings or by the database."""
    granted = await connection.scalars(
        select(RoleGrant.person_id).where(
            RoleGrant.role == Role.ADMIN, RoleGrant.revoked_at.is_(None)
        )
    )
    return sorted(admin_ids | set(granted))


async def held(connection: AsyncConnection, person_id: int, role: Role) -> Grant | None:
    """The grant by which a person has a role."""
    row = await connection.execute(
        select(RoleGrant).where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == role,
            RoleGrant.revoked_at.is_(None),
        )
    )
    return _grant_or_none(row.first())


async def grant_with(connection: AsyncConnection, grant_id: int) -> Grant | None:
    """A grant that is in force, by its id."""
    row = await connection.execute(
        select(RoleGrant).where(RoleGrant.id == grant_id, RoleGrant.revoked_at.is_(None))
    )
    return _grant_or_none(row.first())


async def all_held(connection: AsyncConnection) -> list[Grant]:
    """All grants in force: admins first, then officials by agency."""
    rows = await connection.execute(
        select(RoleGrant)
        .where(RoleGrant.revoked_at.is_(None))
        .order_by(RoleGrant.role, RoleGrant.agency, RoleGrant.id)
    )
    return [_grant(row) for row in rows]


def _grant_or_none(row: Any) -> Grant | None:
    return None if row is None else _grant(row)


def _grant(row: Any) -> Grant:
    return Grant(
        row.id,
        row.person_id,
        Role(row.role),
        row.name,
        tuple(row.regions),
        row.agency,
        row.title,
        row.granted_by,
        row.granted_at,
    )
