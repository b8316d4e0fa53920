"""Groups as recipients, and groups that move."""

from datetime import timedelta

from sqlalchemy import select

from bot.people import accounts, audit, groups, subscriptions
from bot.people.retention import forget_old
from bot.storage.models import Base, GroupRecipient, StoredJob
from bot.storage.storage import Storage, insert_into
from tests.people.cast import LATER, NOW, NURUL, OFFICIAL, THE_BOSS, become

_OLD, _NEW = -4001, -1002000000001


async def test_an_offer_is_no_recipient_until_it_is_confirmed(storage: Storage) -> None:
    async with storage.transaction() as connection:
        group = await groups.offer(connection, _OLD, "Disnaker", 1, NOW)
        assert group is not None
        assert await groups.confirmed(connection) == []
        assert await subscriptions.of(connection, _OLD) is None
        await groups.confirm(connection, THE_BOSS, group.id, ("64.72",), LATER)
        [confirmed] = await groups.confirmed(connection)
        subscribed = await subscriptions.of(connection, _OLD)
        assert await groups.offer(connection, _OLD, "Disnaker", 1, LATER) is None
    assert (confirmed.regions, confirmed.confirmed_by) == (("64.72",), 1)
    assert subscribed is not None
    assert subscribed.regions == ("64.72",)


async def test_an_offer_nobody_confirms_is_forgotten_and_a_recipient_stays(
    storage: Storage,
) -> None:
    async with storage.transaction() as connection:
        await groups.offer(connection, -1, "Tidak jadi", 1, NOW)
        group = await groups.offer(connection, -2, "Jadi", 1, NOW)
        assert group is not None
        await groups.confirm(connection, THE_BOSS, group.id, ("64",), LATER)
        await forget_old(connection, NOW + timedelta(days=8))
        assert await connection.scalar(select(GroupRecipient.title)) == "Jadi"


async def test_a_group_that_is_removed_or_puts_the_bot_out_gets_nothing(storage: Storage) -> None:
    async with storage.transaction() as connection:
        for chat_id in (-1, -2):
            group = await groups.offer(connection, chat_id, "Grup", 1, NOW)
            assert group is not None
            await groups.confirm(connection, THE_BOSS, group.id, ("64",), LATER)
        first, _ = await groups.confirmed(connection)
        assert await groups.remove(connection, THE_BOSS, first.id, LATER)
        assert await groups.gone(connection, -2, LATER)
        assert await groups.gone(connection, -2, LATER) is None
        assert await groups.confirmed(connection) == []
        assert await subscriptions.of(connection, -1) is None
        assert await subscriptions.of(connection, -2) is None
        actions = [entry.action for entry in (await audit.newest(connection, 2))[1]]
    assert actions == ["group.gone", "group.remove"]


async def test_everything_about_a_group_moves_with_it(storage: Storage) -> None:
    async with storage.transaction() as connection:
        group = await groups.offer(connection, _OLD, "Disnaker", 1, NOW)
        assert group is not None
        await groups.confirm(connection, THE_BOSS, group.id, ("64.72",), LATER)
        await accounts.seen(connection, {_OLD, _NEW}, NOW)
        job = {"kind": "x", "chat_id": _OLD, "data": {}, "run_at": NOW, "attempts": 0}
        await connection.execute(insert_into(connection, StoredJob).values(**job))
        # The new id may have been heard of first.
        await groups.offer(connection, _NEW, "Disnaker", 1, LATER)
        await become(connection, NURUL, OFFICIAL)

        for _ in range(2):
            await accounts.moved(connection, _OLD, _NEW)
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if column.info.get("subject"):
                    found = await connection.execute(select(column).where(column == _OLD))
                    assert found.all() == [], table.name
        [moved] = await groups.confirmed(connection)
        assert (moved.id, moved.chat_id) == (group.id, _NEW)
        subscribed = await subscriptions.of(connection, _NEW)
        assert subscribed is not None
        assert subscribed.regions == ("64.72",)
        assert await connection.scalar(select(StoredJob.chat_id)) == _NEW
        assert await subscriptions.of(connection, NURUL)
