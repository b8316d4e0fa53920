"""getUpdates: offsets, long polling, conflicts, kinds, age, repetition."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from telegram import Bot
from telegram.error import Conflict

from tests.demo.support import TOKEN

if TYPE_CHECKING:
    from bot.demo import Door, PersonAtDoor
    from tests.demo.support import Clock


async def texts(bot: Bot, offset: int | None = None, limit: int | None = None) -> list[str | None]:
    updates = await bot.get_updates(offset=offset, limit=limit, timeout=0)
    return [u.effective_message.text if u.effective_message else None for u in updates]


async def test_updates_stay_until_an_offset_confirms_them(bot: Bot, worker: PersonAtDoor) -> None:
    await worker.say("dua")
    await worker.say("tiga")
    assert await texts(bot) == ["/start", "dua", "tiga"]
    assert await texts(bot, limit=2) == ["/start", "dua"]
    assert await texts(bot, offset=100_000_002) == ["dua", "tiga"]
    assert await texts(bot) == ["dua", "tiga"]
    assert await texts(bot, offset=-1) == ["tiga"]
    assert await texts(bot, offset=100_000_004) == []


async def test_a_long_poll_returns_with_the_first_update(bot: Bot, door: Door) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    assert not poll.done()
    await door.person("pekerja").say("halo")
    async with asyncio.timeout(2):
        assert len(await poll) == 1


async def test_a_second_poll_ends_the_first(bot: Bot, door: Door, url: str) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    async with Bot(TOKEN, base_url=f"{url}/bot") as other:
        second = asyncio.create_task(other.get_updates(timeout=10))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await door.person("pekerja").say("halo")
        assert len(await second) == 1


async def test_polling_and_a_webhook_exclude_each_other(bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    await bot.set_webhook("http://127.0.0.1:9/")
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates(timeout=0) == ()


async def test_only_the_wanted_kinds_are_queued(bot: Bot, worker: PersonAtDoor) -> None:
    await bot.get_updates(timeout=0, allowed_updates=["callback_query"])
    await worker.say("tidak diminta")
    await worker.tap(1, data="diminta", wait=0)
    updates = await bot.get_updates(timeout=0, offset=100_000_002)
    assert [u.callback_query.data for u in updates if u.callback_query] == ["diminta"]
    assert (await bot.get_webhook_info()).allowed_updates == ("callback_query",)
    await bot.get_updates(timeout=0, allowed_updates=[])
    await worker.say("lagi")
    assert await texts(bot, offset=100_000_003) == ["lagi"]


async def test_updates_are_kept_for_a_day(bot: Bot, worker: PersonAtDoor, clock: Clock) -> None:
    clock.pass_time(hours=23)
    await worker.say("muda")
    clock.pass_time(hours=2)
    assert await texts(bot) == ["muda"]


async def test_an_update_can_be_delivered_twice(bot: Bot, door: Door, worker: PersonAtDoor) -> None:
    first = (await bot.get_updates(timeout=0))[0]
    assert await texts(bot, offset=first.update_id + 1) == []
    assert await door.repeat_update(first.update_id) == first.update_id
    again = await bot.get_updates(timeout=0, offset=first.update_id + 1)
    assert [u.update_id for u in again] == [first.update_id]
    assert await door.repeat_update() == first.update_id
    assert len(await bot.get_updates(timeout=0, offset=first.update_id + 1)) == 1
    assert await texts(bot, offset=first.update_id + 1) == []


async def test_many_people_can_write_at_once(bot: Bot, door: Door) -> None:
    sent = await door.bulk(people=3, texts=["satu", "dua"], messages=7)
    assert [m["person"] for m in sent] == [500_001 + i % 3 for i in range(7)]
    assert [m["update_id"] for m in sent] == list(range(100_000_001, 100_000_008))
    assert await texts(bot) == ["satu", "dua"] * 3 + ["satu"]
