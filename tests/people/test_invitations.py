"""An invitation is good for one person, once, for a while; nothing else gives a role."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from bot.people import invitations, roles, subscriptions
from bot.people.invitations import LASTS, Invited, Standing
from bot.people.roles import NotAdminError, RegionError, Role, checked_regions
from bot.people.staff import revoke
from bot.storage.models import Base, Invitation
from bot.storage.storage import Storage
from knowledge.scrubbing import scrub
from tests.people.cast import (
    ADMIN,
    BOSS,
    BY_SETTINGS,
    COLLEAGUE,
    LATER,
    NOW,
    NURUL,
    OFFICIAL,
    SITI,
    THE_BOSS,
    accept,
    become,
    invite,
)


async def test_who_accepts_has_the_role_and_gets_the_weekly_update(storage: Storage) -> None:
    async with storage.transaction() as connection:
        token = await invite(connection, OFFICIAL)
        assert (await accept(connection, token, NURUL)).standing is Standing.OPEN
        held = await roles.held(connection, NURUL, Role.OFFICIAL)
        assert held is not None
        assert (held.regions, held.agency, held.title) == (
            OFFICIAL.regions,
            OFFICIAL.agency,
            OFFICIAL.title,
        )
        assert (held.name, held.granted_by) == ("Orang 11", BOSS)
        subscribed = await subscriptions.of(connection, NURUL)
    assert subscribed is not None
    assert (subscribed.active, subscribed.weekday, subscribed.hour) == (True, 0, 8)
    assert subscribed.regions == OFFICIAL.regions


async def test_the_token_is_kept_nowhere(storage: Storage) -> None:
    async with storage.transaction() as connection:
        token = await invite(connection, OFFICIAL)
        for table in Base.metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                assert token not in str(row)


async def test_a_token_fits_a_link_and_holds_no_number(storage: Storage) -> None:
    async with storage.transaction() as connection:
        tokens = [await invite(connection, OFFICIAL) for _ in range(20)]
    assert len(set(tokens)) == 20
    for token in tokens:
        assert len(f"i-{token}") <= 64
        assert not scrub(f"/start i-{token}").had_nik
        assert token.isalpha()


async def test_only_admins_invite(storage: Storage) -> None:
    async with storage.transaction() as connection:
        for person in (NURUL, COLLEAGUE):
            with pytest.raises(NotAdminError):
                await invite(connection, OFFICIAL, roles.Actor(person, BY_SETTINGS))
        assert (await connection.execute(select(Invitation.id))).all() == []


async def test_opening_a_link_changes_nothing(storage: Storage) -> None:
    async with storage.transaction() as connection:
        token = await invite(connection, OFFICIAL)
        for _ in range(3):
            opened = await invitations.look(connection, token, NURUL, BY_SETTINGS, NOW)
            assert opened.standing is Standing.OPEN
        assert await roles.all_held(connection) == []


@pytest.mark.parametrize(
    ("after", "standing"),
    [
        (LASTS - timedelta(microseconds=1), Standing.OPEN),
        (LASTS, Standing.EXPIRED),
        (LASTS * 3, Standing.EXPIRED),
    ],
)
async def test_it_is_valid_for_seven_days(
    storage: Storage, after: timedelta, standing: Standing
) -> None:
    async with storage.transaction() as connection:
        token = await invite(connection, OFFICIAL)
        assert (await accept(connection, token, NURUL, NOW + after)).standing is standing
        held = await roles.held(connection, NURUL, Role.OFFICIAL)
    assert (held is not None) == (standing is Standing.OPEN)


async def test_what_does_not_open_says_why_and_grants_nothing(storage: Storage) -> None:
    async with storage.transaction() as connection:
        used, withdrawn, own, twice = [await invite(connection, OFFICIAL) for _ in range(4)]
        await accept(connection, used, NURUL)
        last = (await invitations.open_ones(connection, NOW))[0]
        assert await invitations.withdraw(connection, THE_BOSS, last.id, LATER)
        before = await roles.all_held(connection)
        for token, person, standing in [
            (used, SITI, Standing.USED),
            (used, NURUL, Standing.ACCEPTED),
            (withdrawn, SITI, Standing.WITHDRAWN),
            (own, BOSS, Standing.OWN),
            (twice, NURUL, Standing.HAS_ROLE),
            ("x" * 46, SITI, Standing.UNKNOWN),
            ("", SITI, Standing.UNKNOWN),
            ("'; DROP TABLE invitations;--", SITI, Standing.UNKNOWN),
        ]:
            opened = await accept(connection, token, person)
            assert opened.standing is standing, token
        assert await roles.all_held(connection) == before
        assert (await accept(connection, twice, SITI)).standing is Standing.OPEN


async def test_an_admin_of_the_settings_has_the_admins_role_already(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await become(connection, COLLEAGUE, ADMIN)
        token = await invite(connection, ADMIN, roles.Actor(COLLEAGUE, BY_SETTINGS))
        assert (await accept(connection, token, BOSS)).standing is Standing.HAS_ROLE


async def test_a_withdrawn_invitation_is_withdrawn_once(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await invite(connection, OFFICIAL)
        [waiting] = await invitations.open_ones(connection, NOW)
        assert await invitations.withdraw(connection, THE_BOSS, waiting.id, LATER)
        assert not await invitations.withdraw(connection, THE_BOSS, waiting.id, LATER)
        assert await invitations.open_ones(connection, NOW) == []


async def test_who_is_no_admin_any_more_lets_nobody_in(storage: Storage) -> None:
    async with storage.transaction() as connection:
        grant_id = await become(connection, COLLEAGUE, ADMIN)
        colleague = roles.Actor(COLLEAGUE, BY_SETTINGS)
        token = await invite(connection, OFFICIAL, colleague)
        await revoke(connection, THE_BOSS, grant_id, LATER)
        assert (await accept(connection, token, NURUL)).standing is Standing.WITHDRAWN
        await become(connection, COLLEAGUE, ADMIN)
        assert (await accept(connection, token, NURUL)).standing is Standing.WITHDRAWN


async def test_an_admin_taken_out_of_the_settings_lets_nobody_in(storage: Storage) -> None:
    async with storage.transaction() as connection:
        token = await invite(connection, OFFICIAL)
        opened = await invitations.look(connection, token, NURUL, frozenset(), NOW)
    assert opened.standing is Standing.WITHDRAWN


@pytest.mark.parametrize("offer", [OFFICIAL, ADMIN], ids=["official", "admin"])
async def test_of_many_who_accept_at_once_exactly_one_gets_it(
    storage: Storage, offer: Invited
) -> None:
    async with storage.transaction() as connection:
        token = await invite(connection, offer)
    people = range(100, 112)

    async def try_it(person: int) -> Standing:
        async with storage.transaction() as connection:
            return (await accept(connection, token, person)).standing

    standings = await asyncio.gather(*(try_it(person) for person in people))
    assert sorted(standing.name for standing in standings) == ["OPEN"] + ["USED"] * 11
    async with storage.transaction() as connection:
        [held] = await roles.all_held(connection)
    assert standings[held.person_id - 100] is Standing.OPEN


async def test_one_person_with_two_invitations_at_once_gets_one_role(storage: Storage) -> None:
    async with storage.transaction() as connection:
        tokens = [await invite(connection, OFFICIAL) for _ in range(4)]

    async def try_it(token: str) -> Standing:
        async with storage.transaction() as connection:
            return (await accept(connection, token, NURUL)).standing

    standings = await asyncio.gather(*map(try_it, tokens))
    assert sorted(standing.name for standing in standings) == ["HAS_ROLE"] * 3 + ["OPEN"]


async def test_the_database_itself_keeps_a_role_from_being_held_twice(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await become(connection, NURUL, OFFICIAL)
    again = text(
        "INSERT INTO role_grants (person_id, role, name, regions, agency, granted_at) "
        "SELECT person_id, role, name, regions, agency, granted_at FROM role_grants"
    )
    with pytest.raises(SQLAlchemyError):
        async with storage.transaction() as connection:
            await connection.execute(again)


@pytest.mark.parametrize(
    ("codes", "regions"),
    [
        (["64.72"], ("64.72",)),
        (["64.72", "64.02", "64.72"], ("64.02", "64.72")),
        (["64", "64.72"], ("64",)),
    ],
)
def test_regions_are_kept_in_order_and_once(codes: list[str], regions: tuple[str, ...]) -> None:
    assert checked_regions(codes) == regions


@pytest.mark.parametrize("codes", [[], ["6472"], ["64.99"], ["64.72", ""]])
def test_what_names_no_region_is_refused(codes: list[str]) -> None:
    with pytest.raises(RegionError):
        checked_regions(codes)
