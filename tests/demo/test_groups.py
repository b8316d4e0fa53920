"""Groups: what the bot sees, migration, leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.demo import Door, DoorRefusalError, Options, create_server, running
from tests.demo.support import TOKEN

if TYPE_CHECKING:
    from telegram import Bot


@pytest.fixture
async def group(door: Door, bot: Bot) -> int:
    made = await door.make_group("Ojol Samarinda", ["pekerja", 1002])
    await bot.get_updates(timeout=0)
    return made


async def seen_texts(bot: Bot) -> list[str | None]:
    updates = await bot.get_updates(timeout=0)
    await bot.get_updates(timeout=0, offset=updates[-1].update_id + 1 if updates else 0)
    return [u.effective_message.text if u.effective_message else None for u in updates]


async def test_the_bot_learns_that_it_was_added(bot: Bot, door: Door) -> None:
    group = await door.make_group("Ojol Samarinda", ["pekerja"])
    added, created = await bot.get_updates(timeout=0)
    assert added.my_chat_member is not None
    assert added.my_chat_member.new_chat_member.status == "member"
    assert created.message is not None
    assert (created.message.chat.id, created.message.chat.title) == (group, "Ojol Samarinda")


async def test_in_groups_the_bot_sees_only_what_concerns_it(
    bot: Bot, door: Door, group: int
) -> None:
    await bot.send_message(group, "Saya di sini")
    worker = door.person("pekerja")
    await seen_texts(bot)
    await worker.say("ngobrol saja", chat=group)
    await worker.say("/bantuan", chat=group)
    await worker.say("/bantuan@jamsosbot", chat=group)
    await worker.say("/bantuan@botlain", chat=group)
    await worker.say("brp iuran?", chat=group, mention=True)
    await worker.say("tanya @jamsosbota", chat=group)
    own = next(m for m in await door.group_messages(group) if m["from"] == "bot")
    await worker.say("jawaban", chat=group, reply_to=own["message_id"])
    assert await seen_texts(bot) == [
        "/bantuan",
        "/bantuan@jamsosbot",
        "@jamsosbot brp iuran?",
        "jawaban",
    ]
    assert len(await door.group_messages(group)) == 9


async def test_without_privacy_mode_the_bot_sees_everything() -> None:
    options = Options(privacy_mode=False)
    server = create_server(token=TOKEN, options=options)
    async with running(server) as url, Door.open(url) as door:
        group = await door.make_group("Grup", ["pekerja"])
        await door.person("pekerja").say("ngobrol", chat=group)
        assert len(server.world.updates.pending) == 3


async def test_a_tap_in_a_group_names_the_group(bot: Bot, door: Door, group: int) -> None:
    await door.person(1002).tap(1, data="x", chat=group, wait=0)
    query = (await bot.get_updates(offset=-1, timeout=0))[0].callback_query
    assert query is not None
    assert query.message is not None
    assert (query.from_user.id, query.message.chat.id) == (1002, group)


async def test_a_group_that_moved_names_its_new_chat(bot: Bot, door: Door, group: int) -> None:
    new = int((await door.request("POST", f"groups/{group}/migrate"))["id"])
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group, "halo")
    assert moved.value.new_chat_id == new
    assert (await bot.send_message(new, "halo")).chat.type == "supergroup"
    to, came_from = (await bot.get_updates(timeout=0))[-2:]
    assert to.message is not None
    assert came_from.message is not None
    assert to.message.migrate_to_chat_id == new
    assert came_from.message.migrate_from_chat_id == group
    with pytest.raises(DoorRefusalError):
        await door.person("pekerja").say("halo", chat=group)
    with pytest.raises(DoorRefusalError):
        await door.request("POST", f"groups/{new}/migrate")


async def test_after_leaving_the_bot_is_no_member(bot: Bot, group: int) -> None:
    assert await bot.leave_chat(group)
    for call in (bot.send_message(group, "x"), bot.leave_chat(group)):
        with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
            await call


async def test_a_kicked_bot_is_told_so(bot: Bot, door: Door, group: int) -> None:
    await door.request("POST", f"groups/{group}/kick")
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(group, "x")


async def test_the_bot_deletes_only_its_own_messages_in_groups(
    bot: Bot, door: Door, group: int
) -> None:
    own = await bot.send_message(group, "x")
    assert await own.delete()
    written = await door.person("pekerja").say("/x", chat=group)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(group, written)


async def test_members_and_administrators(bot: Bot, group: int) -> None:
    assert (await bot.get_chat_member(group, 1001)).status == "creator"
    assert (await bot.get_chat_member(group, 1002)).status == "member"
    assert (await bot.get_chat_member(group, 1003)).status == "left"
    assert (await bot.get_chat_member(group, 7000000001)).status == "member"
    assert [m.user.id for m in await bot.get_chat_administrators(group)] == [1001]
    assert await bot.get_chat_member_count(group) == 3
    with pytest.raises(BadRequest, match="Participant_id_invalid"):
        await bot.get_chat_member(group, 999_999)


async def test_a_group_needs_a_free_negative_id(door: Door, group: int) -> None:
    for wrong in (5, group):
        with pytest.raises(DoorRefusalError):
            await door.request("POST", "groups", json={"title": "x", "id": wrong})
    made = await door.request("POST", "groups", json={"title": "x", "id": -1_009_999_999_999})
    assert made["type"] == "supergroup"
