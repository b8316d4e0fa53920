"""Roles are changed and revoked by admins, one after the other, with effect at once."""

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.people import audit, groups, invitations, roles, subscriptions
from bot.people.operator import revoke_all
from bot.people.roles import Actor, Grant, NotAdminError, Role
from bot.people.staff import LastAdminError, change_agency, change_regions, revoke
from bot.people.stopping import stop_all
from bot.storage.storage import Storage
from tests.people.cast import (
    ADMIN,
    BY_SETTINGS,
    COLLEAGUE,
    LATER,
    NOW,
    NURUL,
    OFFICIAL,
    SITI,
    THE_BOSS,
    become,
    invite,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable


async def test_a_revoked_official_has_no_role_and_gets_nothing(storage: Storage) -> None:
    async with storage.transaction() as connection:
        grant_id = await become(connection, NURUL, OFFICIAL)
        revoked = await revoke(connection, THE_BOSS, grant_id, LATER)
        assert revoked is not None
        assert revoked.person_id == NURUL
        assert await roles.all_held(connection) == []
        assert await subscriptions.of(connection, NURUL) is None
        assert await revoke(connection, THE_BOSS, grant_id, LATER) is None


async def test_a_revoked_person_can_be_invited_again(storage: Storage) -> None:
    async with storage.transaction() as connection:
        first = await become(connection, NURUL, OFFICIAL)
        await revoke(connection, THE_BOSS, first, LATER)
        assert await become(connection, NURUL, OFFICIAL) != first


async def test_other_regions_change_what_is_sent_too(storage: Storage) -> None:
    async with storage.transaction() as connection:
        grant_id = await become(connection, NURUL, OFFICIAL)
        changed = await change_regions(connection, THE_BOSS, grant_id, ("64.74",), LATER)
        assert changed is not None
        assert changed.regions == ("64.74",)
        subscribed = await subscriptions.of(connection, NURUL)
    assert subscribed is not None
    assert subscribed.regions == ("64.74",)


async def test_an_admin_has_no_regions_to_change(storage: Storage) -> None:
    async with storage.transaction() as connection:
        grant_id = await become(connection, COLLEAGUE, ADMIN)
        assert await change_regions(connection, THE_BOSS, grant_id, ("64.74",), LATER) is None


async def test_changing_what_is_gone_changes_nothing(storage: Storage) -> None:
    async with storage.transaction() as connection:
        assert await change_agency(connection, THE_BOSS, 99, "Bappeda", LATER) is None
        assert await change_regions(connection, THE_BOSS, 99, ("64.74",), LATER) is None
        assert await audit.newest(connection, 10) == (0, [])


@pytest.mark.parametrize("person", [NURUL, SITI, COLLEAGUE])
async def test_only_admins_change_anything(storage: Storage, person: int) -> None:
    async with storage.transaction() as connection:
        grant_id = await become(connection, NURUL, OFFICIAL)
        group = await groups.offer(connection, -5, "Disnaker", person, NOW)
        assert group is not None
        before = await audit.newest(connection, 10)
        actor = Actor(person, BY_SETTINGS)
        tries: list[Awaitable[object]] = [
            revoke(connection, actor, grant_id, LATER),
            change_regions(connection, actor, grant_id, ("64",), LATER),
            change_agency(connection, actor, grant_id, "Bappeda", LATER),
            groups.confirm(connection, actor, group.id, ("64",), LATER),
            groups.remove(connection, actor, group.id, LATER),
            invitations.withdraw(connection, actor, 1, LATER),
        ]
        for attempt in tries:
            with pytest.raises(NotAdminError):
                await attempt
        assert await audit.newest(connection, 10) == before


async def test_the_last_admin_stays(storage: Storage) -> None:
    async with storage.transaction() as connection:
        grant_id = await become(connection, COLLEAGUE, ADMIN)
        alone = Actor(COLLEAGUE)
        with pytest.raises(LastAdminError):
            await revoke(connection, alone, grant_id, LATER)
        await become(connection, SITI, ADMIN)
        assert await revoke(connection, alone, grant_id, LATER) is not None


async def test_with_an_admin_in_the_settings_nobody_is_the_last(storage: Storage) -> None:
    async with storage.transaction() as connection:
        grant_id = await become(connection, COLLEAGUE, ADMIN)
        assert await revoke(connection, Actor(COLLEAGUE, BY_SETTINGS), grant_id, LATER)


async def test_of_two_admins_who_revoke_each_other_at_once_one_stays(storage: Storage) -> None:
    async with storage.transaction() as connection:
        grants = {person: await become(connection, person, ADMIN) for person in (COLLEAGUE, SITI)}

    async def strike(actor: int, at: int) -> Grant | None:
        async with storage.transaction() as connection:
            return await revoke(connection, Actor(actor), grants[at], LATER)

    results = await asyncio.gather(
        strike(COLLEAGUE, SITI), strike(SITI, COLLEAGUE), return_exceptions=True
    )
    assert [isinstance(result, NotAdminError) for result in results].count(True) == 1
    async with storage.transaction() as connection:
        assert len(await roles.all_held(connection)) == 1


async def test_two_who_revoke_the_same_role_at_once_do_it_once(storage: Storage) -> None:
    async with storage.transaction() as connection:
        grant_id = await become(connection, NURUL, OFFICIAL)

    async def strike() -> Grant | None:
        async with storage.transaction() as connection:
            return await revoke(connection, THE_BOSS, grant_id, LATER)

    results = await asyncio.gather(*(strike() for _ in range(6)))
    assert len([result for result in results if result is not None]) == 1


async def test_the_terminal_takes_all_roles_of_a_person(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await become(connection, NURUL, OFFICIAL)
        await become(connection, NURUL, ADMIN)
        assert await revoke_all(connection, NURUL, LATER) == 2
        assert await revoke_all(connection, NURUL, LATER) == 0


async def test_stopping_stops_everything_and_can_be_taken_back(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await become(connection, NURUL, OFFICIAL)
        assert await stop_all(connection, NURUL, NOW)
        assert not await stop_all(connection, NURUL, NOW)
        stopped = await subscriptions.of(connection, NURUL)
        assert stopped is not None
        assert not stopped.active
        assert await roles.held(connection, NURUL, Role.OFFICIAL)
        assert await subscriptions.resume(connection, NURUL, NOW)
        assert not await subscriptions.resume(connection, NURUL, NOW)
        assert not await stop_all(connection, SITI, NOW)


async def test_an_open_invitation_of_somebody_else_stays_when_an_admin_goes(
    storage: Storage,
) -> None:
    async with storage.transaction() as connection:
        grant_id = await become(connection, COLLEAGUE, ADMIN)
        await invite(connection, OFFICIAL)
        await revoke(connection, THE_BOSS, grant_id, LATER)
        assert len(await invitations.open_ones(connection, NOW)) == 1
