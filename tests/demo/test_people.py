"""What people send at the door reaches the bot as Telegram would send it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from telegram import ChatMember, Message

from bot.demo import Door, DoorRefusalError
from tests.demo.support import picture

if TYPE_CHECKING:
    from telegram import Bot, Update

    from bot.demo import PersonAtDoor


async def last(bot: Bot) -> Update:
    return (await bot.get_updates(offset=-1, timeout=0))[0]


async def last_message(bot: Bot) -> Message:
    message = (await last(bot)).effective_message
    assert message is not None
    return message


async def test_a_text_comes_from_a_person_with_a_name_and_a_language(bot: Bot, door: Door) -> None:
    await door.person("pejabat").say("/start undangan-1")
    message = await last_message(bot)
    assert message.from_user is not None
    assert (message.from_user.full_name, message.from_user.language_code) == ("Nurul Aini", "id")
    assert message.chat.id == message.from_user.id == 1002
    assert [message.parse_entity(e) for e in message.entities] == ["/start"]


async def test_any_number_is_a_person(bot: Bot, door: Door) -> None:
    await door.person(777).say("halo")
    message = await last_message(bot)
    assert message.chat.id == 777
    await bot.send_message(777, "halo juga")


@pytest.mark.parametrize("name", ["siapa", "-5", "0", "9" * 30, "1.5"])
async def test_nobody_else_is(door: Door, name: str) -> None:
    with pytest.raises(DoorRefusalError) as refusal:
        await door.person(name).say("halo")
    assert refusal.value.status == 404


async def test_the_own_contact_proves_whose_it_is(bot: Bot, worker: PersonAtDoor) -> None:
    await worker.send(contact="own")
    contact = (await last_message(bot)).contact
    assert contact is not None
    assert (contact.user_id, contact.phone_number) == (1001, "+6281250001001")
    await worker.send(contact={"phone_number": "+62811", "first_name": "Adik"})
    other = (await last_message(bot)).contact
    assert other is not None
    assert (other.user_id, other.first_name) == (None, "Adik")


async def test_a_formatted_text_arrives_with_its_marks(bot: Bot, worker: PersonAtDoor) -> None:
    await worker.send(html='<b>tebal</b> &amp; <a href="https://a.id/x">situs</a>')
    message = await last_message(bot)
    assert message.text == "tebal & situs"
    assert [(mark.type, mark.offset, mark.length) for mark in message.entities] == [
        ("bold", 0, 5),
        ("text_link", 8, 5),
    ]


async def test_location_sticker_and_voice(bot: Bot, worker: PersonAtDoor) -> None:
    await worker.send(location={"latitude": -0.5, "longitude": 117.1})
    location = (await last_message(bot)).location
    assert location is not None
    assert location.longitude == 117.1
    await worker.send(location=True)
    assert (await worker.messages())[-1]["location"]["latitude"] < 0
    await worker.send(sticker=True)
    sticker = (await last_message(bot)).sticker
    assert sticker is not None
    assert sticker.emoji == "👍"
    await worker.send(voice=True)
    voice = (await last_message(bot)).voice
    assert voice is not None
    assert await (await bot.get_file(voice.file_id)).download_as_bytearray()


async def test_a_picture_becomes_a_photo_and_anything_else_a_document(
    bot: Bot, worker: PersonAtDoor
) -> None:
    await worker.upload(picture(400, 300), "a.png", "image/png", caption="foto #bukti")
    message = await last_message(bot)
    assert [(size.width, size.height) for size in message.photo] == [
        (90, 68),
        (320, 240),
        (400, 300),
    ]
    assert (message.caption, len(message.caption_entities)) == ("foto #bukti", 1)
    file = await bot.get_file(message.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == picture(400, 300)
    await worker.upload(b"nama,nik\n", "daftar.csv", "text/csv")
    document = (await last_message(bot)).document
    assert document is not None
    assert (document.file_name, document.file_size) == ("daftar.csv", 9)
    await worker.upload(picture(), "a.png", "image/png", as_document="1")
    assert (await last_message(bot)).document is not None


async def test_an_edited_message_comes_as_such(bot: Bot, worker: PersonAtDoor) -> None:
    sent = await worker.say("brp iurann")
    assert await worker.edit(sent, "brp iuran") == sent
    edited = (await last(bot)).edited_message
    assert edited is not None
    assert (edited.message_id, edited.text) == (sent, "brp iuran")
    assert edited.edit_date is not None
    seen = await worker.message(sent)
    assert (seen["text"], seen["edited"]) == ("brp iuran", True)


async def test_a_person_may_answer_a_message(bot: Bot, worker: PersonAtDoor) -> None:
    await worker.say("yang ini", reply_to=1)
    replied = (await last_message(bot)).reply_to_message
    assert replied is not None
    assert replied.text == "/start"


async def test_a_message_without_content_still_reaches_the_bot(
    bot: Bot, worker: PersonAtDoor
) -> None:
    await worker.say("   ")
    assert (await last_message(bot)).text is None


async def test_blocking_and_unblocking_are_told(bot: Bot, worker: PersonAtDoor) -> None:
    await worker.block()
    await worker.block()
    update = (await last(bot)).my_chat_member
    assert update is not None
    assert (update.old_chat_member.status, update.new_chat_member.status) == (
        ChatMember.MEMBER,
        ChatMember.BANNED,
    )
    await worker.unblock()
    update = (await last(bot)).my_chat_member
    assert update is not None
    assert update.new_chat_member.status == ChatMember.MEMBER
    assert len(await bot.get_updates(timeout=0)) == 1


@pytest.mark.parametrize(
    "wish",
    [
        {},
        [],
        {"text": 5},
        {"text": "x" * 4097},
        {"html": ""},
        {"html": "x" * 4097},
        {"html": "<b>x"},
        {"contact": {"first_name": "x"}},
        {"location": {"latitude": 1}},
        {"edit": 1, "text": " "},
        {"edit": "satu", "text": "x"},
        {"text": "x", "chat": "grup"},
    ],
)
async def test_what_no_client_could_send_is_refused(
    door: Door, worker: PersonAtDoor, wish: object
) -> None:
    with pytest.raises(DoorRefusalError) as refusal:
        await door.request("POST", "people/pekerja/messages", json=wish)
    assert refusal.value.status == 400


@pytest.mark.parametrize(
    "wish", [{"edit": 99, "text": "x"}, {"text": "x", "reply_to": 99}, {"text": "x", "chat": -9}]
)
async def test_what_is_not_there_is_not_found(
    door: Door, worker: PersonAtDoor, wish: object
) -> None:
    with pytest.raises(DoorRefusalError) as refusal:
        await door.request("POST", "people/pekerja/messages", json=wish)
    assert refusal.value.status == 404


async def test_reading_waits_for_the_next_message(bot: Bot, worker: PersonAtDoor) -> None:
    waiting = asyncio.create_task(worker.next_message(after=1))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await bot.send_message(1001, "ini dia")
    assert (await waiting)["text"] == "ini dia"
    assert await worker.messages(after=2, wait=0.05) == []


async def test_reading_can_wait_for_edits_and_deletions(bot: Bot, worker: PersonAtDoor) -> None:
    sent = await bot.send_message(1001, "lama")
    _, state = await worker.changes(0)
    waiting = asyncio.create_task(worker.changes(state))
    await asyncio.sleep(0.05)
    await sent.edit_text("baru")
    changed, state = await waiting
    assert [(m["message_id"], m["text"]) for m in changed] == [(2, "baru")]
    await sent.delete()
    changed, _ = await worker.changes(state)
    assert [m["deleted"] for m in changed] == [True]


async def test_ready_once_the_bot_fetches_updates(bot: Bot, door: Door) -> None:
    assert not await door.is_ready()
    await bot.get_updates(timeout=0)
    assert await door.is_ready()
