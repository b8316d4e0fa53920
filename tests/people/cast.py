"""Who takes part in the tests of roles, and short ways to make them take part."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import invitations
from bot.people.invitations import Invited, Opened
from bot.people.roles import Actor, Role

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
BOSS, COLLEAGUE, NURUL, SITI = 1, 2, 11, 12
BY_SETTINGS = frozenset({BOSS})
THE_BOSS = Actor(BOSS, BY_SETTINGS)
OFFICIAL = Invited(Role.OFFICIAL, ("64.02", "64.72"), "Disnaker Samarinda", "Kepala Bidang")
ADMIN = Invited(Role.ADMIN, (), "Disnaker Kaltim")


async def invite(connection: AsyncConnection, offer: Invited, by: Actor = THE_BOSS) -> str:
    """An invitation's token."""
    token, _ = await invitations.create(connection, by, offer, NOW)
    return token


async def accept(
    connection: AsyncConnection, token: str, person: int, at: datetime = LATER
) -> Opened:
    """A person accepts."""
    return await invitations.accept(
        connection, token, person_id=person, name=f"Orang {person}", admin_ids=BY_SETTINGS, now=at
    )


async def become(connection: AsyncConnection, person: int, offer: Invited) -> int:
    """A person is invited and accepts; the grant's id."""
    from bot.people import roles

    await accept(connection, await invite(connection, offer), person)
    held = await roles.held(connection, person, offer.role)
    assert held is not None
    return held.id
