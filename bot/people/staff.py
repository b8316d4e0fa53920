"""Changing who has which role. Each change is one transaction with its audit entry."""

from datetime import datetime
from typing import Protocol

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import audit, roles, subscriptions
from bot.people.roles import Actor, Grant, Regions, Role
from bot.storage.models import Invitation, RoleGrant


class LastAdminError(Exception):
    """Somebody wants to leave the bot without any admin."""


class Offer(Protocol):
    """What is given with a role."""

    @property
    def role(self) -> Role:
        """The role."""

    @property
    def regions(self) -> Regions:
        """The official's regions; none for an admin."""

    @property
    def agency(self) -> str:
        """Where the person works."""

    @property
    def title(self) -> str | None:
        """What the person is there."""


async def grant(  # noqa: PLR0913 -- who gives what to whom
    connection: AsyncConnection,
    offer: Offer,
    *,
    person_id: int,
    name: str,
    granted_by: int | None,
    now: datetime,
) -> int:
    """Give a person a role; an official gets the weekly update from now on. The grant's id.

    Raises IntegrityError when the person has the role. Whoever calls has authorised it.
    """
    grant_id: int = (
        await connection.execute(
            insert(RoleGrant)
            .values(
                person_id=person_id,
                role=offer.role,
                name=name,
                regions=list(offer.regions),
                agency=offer.agency,
                title=offer.title,
                granted_by=granted_by,
                granted_at=now,
            )
            .returning(RoleGrant.id)
        )
    ).scalar_one()
    if offer.role is Role.OFFICIAL:
        await subscriptions.subscribe(connection, person_id, offer.regions, now)
    return grant_id


async def change_regions(
    connection: AsyncConnection, actor: Actor, grant_id: int, regions: Regions, now: datetime
) -> Grant | None:
    """Give an official other regions; what is sent follows. None when there is no such official.

    Raises NotAdminError.
    """
    await roles.authorise(connection, actor)
    found = await roles.grant_with(connection, grant_id)
    if found is None or found.role is not Role.OFFICIAL:
        return None
    await connection.execute(
        update(RoleGrant).where(RoleGrant.id == grant_id).values(regions=list(regions))
    )
    await subscriptions.change_regions(connection, found.person_id, regions)
    await audit.record(
        connection, actor.id, "role.regions", f"grant/{grant_id}", now, regions=list(regions)
    )
    return await roles.grant_with(connection, grant_id)


async def change_agency(
    connection: AsyncConnection, actor: Actor, grant_id: int, agency: str, now: datetime
) -> Grant | None:
    """Note another agency for a person; None when the role is gone. Raises NotAdminError."""
    await roles.authorise(connection, actor)
    if await roles.grant_with(connection, grant_id) is None:
        return None
    await connection.execute(
        update(RoleGrant).where(RoleGrant.id == grant_id).values(agency=agency)
    )
    await audit.record(connection, actor.id, "role.agency", f"grant/{grant_id}", now)
    return await roles.grant_with(connection, grant_id)


async def revoke(
    connection: AsyncConnection, actor: Actor, grant_id: int, now: datetime
) -> Grant | None:
    """Take a role away, with what was sent because of it; None when it is gone already.

    An admin's open invitations go with it. Raises NotAdminError, and LastAdminError when admins
    would leave themselves without one.
    """
    await roles.authorise(connection, actor)
    found = await roles.grant_with(connection, grant_id)
    if found is None:
        return None
    if found.role is Role.ADMIN and actor.id == found.person_id:
        await _refuse_last_admin(connection, actor, found)
    await connection.execute(
        update(RoleGrant)
        .where(RoleGrant.id == grant_id)
        .values(revoked_at=now, revoked_by=actor.id)
    )
    if found.role is Role.OFFICIAL:
        await subscriptions.end(connection, found.person_id)
    else:
        await _withdraw_invitations_of(connection, found.person_id, now)
        await _limit_updates_of(connection, found.person_id)
    await audit.record(
        connection, actor.id, "role.revoke", f"grant/{grant_id}", now, role=found.role
    )
    return found


async def _limit_updates_of(connection: AsyncConnection, person_id: int) -> None:
    """An admin may get any region's update; who is none any more only their own as an official."""
    official = await roles.held(connection, person_id, Role.OFFICIAL)
    if official is None:
        await subscriptions.end(connection, person_id)
    else:
        await subscriptions.change_regions(connection, person_id, official.regions)


async def _refuse_last_admin(connection: AsyncConnection, actor: Actor, leaving: Grant) -> None:
    if actor.admin_ids:
        return
    other = await connection.scalar(
        select(RoleGrant.id).where(
            RoleGrant.role == Role.ADMIN,
            RoleGrant.revoked_at.is_(None),
            RoleGrant.id != leaving.id,
        )
    )
    if other is None:
        raise LastAdminError


async def _withdraw_invitations_of(
    connection: AsyncConnection, admin_id: int, now: datetime
) -> None:
    await connection.execute(
        update(Invitation)
        .where(
            Invitation.created_by == admin_id,
            Invitation.used_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=now)
    )
