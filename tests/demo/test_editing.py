"""Editing and deleting messages, answering taps."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest

from bot.demo import Door, DoorRefusalError, PersonAtDoor

if TYPE_CHECKING:
    from tests.demo.support import Clock

WORKER = 1001


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=label.lower())] for label in labels]
    )


async def test_an_edited_text_changes_in_place(bot: Bot, worker: PersonAtDoor) -> None:
    sent = await bot.send_message(WORKER, "lama", reply_markup=keyboard("Ya"))
    edited = await sent.edit_text("<b>baru</b>", parse_mode="HTML")
    assert isinstance(edited, Message)
    assert edited.text == "baru"
    assert edited.edit_date is not None
    assert edited.reply_markup is None
    seen = await worker.message(2)
    assert (seen["html"], seen["edited"], seen["buttons"]) == ("<b>baru</b>", True, [])


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, worker: PersonAtDoor) -> None:
    sent = await bot.send_message(
        WORKER, "<b>sama</b>", parse_mode="HTML", reply_markup=keyboard("Ya")
    )
    with pytest.raises(BadRequest) as refusal:
        await sent.edit_text("<b>sama</b>", parse_mode="HTML", reply_markup=keyboard("Ya"))
    assert refusal.value.message == (
        "Message is not modified: specified new message content and reply markup are exactly the "
        "same as a current content and reply markup of the message"
    )
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(keyboard("Ya"))


async def test_another_keyboard_alone_is_a_change_but_no_edited_text(
    bot: Bot, worker: PersonAtDoor
) -> None:
    sent = await bot.send_message(WORKER, "teks", reply_markup=keyboard("Ya"))
    await sent.edit_reply_markup(keyboard("Tidak"))
    seen = await worker.message(2)
    assert (seen["buttons"], seen["edited"]) == ([[{"label": "Tidak", "data": "tidak"}]], False)
    await sent.edit_reply_markup(None)
    assert (await worker.message(2))["buttons"] == []


async def test_a_caption_can_be_edited_and_a_text_has_none(bot: Bot, worker: PersonAtDoor) -> None:
    document = await bot.send_document(WORKER, b"x", filename="x.txt", caption="lama")
    edited = await document.edit_caption("baru")
    assert isinstance(edited, Message)
    assert edited.caption == "baru"
    text = await bot.send_message(WORKER, "teks")
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await text.edit_caption("x")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await document.edit_text("x")


async def test_only_the_bots_own_messages_can_be_edited(bot: Bot, worker: PersonAtDoor) -> None:
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", WORKER, 1)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", WORKER, 77)
    with pytest.raises(BadRequest, match="Message identifier is not specified"):
        await bot.edit_message_text("x", WORKER)


@pytest.mark.parametrize("markup", [ReplyKeyboardMarkup([["Ya"]]), ForceReply()])
async def test_a_message_that_brought_a_reply_keyboard_cannot_be_edited(
    bot: Bot, worker: PersonAtDoor, markup: ReplyKeyboardMarkup | ForceReply
) -> None:
    sent = await bot.send_message(WORKER, "Pilih", reply_markup=markup)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await sent.edit_text("x")


async def test_a_deleted_message_leaves_nothing_behind(bot: Bot, worker: PersonAtDoor) -> None:
    written = await worker.say("NIK saya 6472014501900001")
    assert await bot.delete_message(WORKER, written)
    seen = await worker.message(written)
    assert (seen["deleted"], seen["text"], seen["html"]) == (True, "", "")
    assert written not in [m["message_id"] for m in (await worker.chat())["messages"]]
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(WORKER, written)


async def test_messages_older_than_two_days_stay(
    bot: Bot, worker: PersonAtDoor, clock: Clock
) -> None:
    clock.pass_time(hours=47)
    young = await worker.say("baru")
    clock.pass_time(hours=2)
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(WORKER, 1)
    assert await bot.delete_messages(WORKER, [1, young, 99])
    assert [m["deleted"] for m in await worker.messages()] == [False, True]


async def test_deleting_many_needs_a_sensible_list(bot: Bot, worker: PersonAtDoor) -> None:
    with pytest.raises(BadRequest, match="Message identifiers are not specified"):
        await bot.delete_messages(WORKER, [])
    with pytest.raises(BadRequest, match="Too many message identifiers specified"):
        await bot.delete_messages(WORKER, list(range(1, 102)))


async def answer_next_tap(bot: Bot) -> None:
    updates = await bot.get_updates(offset=100_000_002, timeout=5)
    query = updates[0].callback_query
    assert query is not None
    await query.answer()


async def test_a_tap_waits_for_the_bots_answer(bot: Bot, worker: PersonAtDoor) -> None:
    sent = await bot.send_message(WORKER, "Membantu?", reply_markup=keyboard("Ya", "Tidak"))
    tap = asyncio.create_task(worker.tap(sent.message_id, label="Ya"))
    updates = await bot.get_updates(offset=100_000_002, timeout=5)
    query = updates[0].callback_query
    assert query is not None
    assert query.data == "ya"
    assert query.from_user.id == WORKER
    assert isinstance(query.message, Message)
    assert query.message.text == "Membantu?"
    await query.answer("Terima kasih", show_alert=True)
    answer = await tap
    assert (answer["answer"], answer["alert"]) == ("Terima kasih", True)


async def test_an_answer_without_words_is_null(bot: Bot, worker: PersonAtDoor) -> None:
    sent = await bot.send_message(WORKER, "?", reply_markup=keyboard("Ya"))
    tap, _ = await asyncio.gather(worker.tap(sent.message_id, data="ya"), answer_next_tap(bot))
    assert tap["answer"] is None
    assert tap["answered"]


async def test_a_tap_that_the_bot_ignores_says_so(bot: Bot, worker: PersonAtDoor) -> None:
    sent = await bot.send_message(WORKER, "?", reply_markup=keyboard("Ya"))
    answer = await worker.tap(sent.message_id, data="ya", wait=0.05)
    assert (answer["answer"], answer["answered"]) == (None, False)


async def test_data_that_no_button_carries_reaches_the_bot(bot: Bot, worker: PersonAtDoor) -> None:
    await worker.tap(1, data="admin:hapus", wait=0)
    await worker.tap(999, data="lama", wait=0)
    forged, gone = [u.callback_query for u in await bot.get_updates(offset=100_000_002)]
    assert forged is not None
    assert gone is not None
    assert forged.data == "admin:hapus"
    assert gone.message is not None
    assert not gone.message.is_accessible


async def test_a_query_can_be_answered_only_for_a_while(
    bot: Bot, worker: PersonAtDoor, clock: Clock
) -> None:
    await worker.tap(1, data="x", wait=0)
    query = (await bot.get_updates(offset=100_000_002))[0].callback_query
    assert query is not None
    assert await query.answer()
    assert await query.answer()
    clock.pass_time(hours=1)
    for query_id in (query.id, "123"):
        with pytest.raises(BadRequest) as refusal:
            await bot.answer_callback_query(query_id)
        assert refusal.value.message == (
            "Query is too old and response timeout expired or query id is invalid"
        )


async def test_a_long_answer_is_refused(bot: Bot, worker: PersonAtDoor) -> None:
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query("1", "x" * 201)


async def test_a_link_button_gives_its_address(bot: Bot, worker: PersonAtDoor) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Situs", url="https://bpjs.go.id/a")]])
    sent = await bot.send_message(WORKER, "x", reply_markup=markup)
    assert await worker.tap(sent.message_id, label="Situs") == {
        "answer": None,
        "url": "https://bpjs.go.id/a",
    }


async def test_a_key_of_the_reply_keyboard_sends_its_label(bot: Bot, worker: PersonAtDoor) -> None:
    once = ReplyKeyboardMarkup([["Ya", "Batal"]], one_time_keyboard=True)
    await bot.send_message(WORKER, "Lanjut?", reply_markup=once)
    answer = await worker.tap(label="Batal")
    assert (await worker.message(answer["message_id"]))["text"] == "Batal"
    assert (await worker.chat())["reply_keyboard"] is None


@pytest.mark.parametrize(
    ("tap", "status"),
    [
        ({"label": "tidak ada"}, 404),
        ({"message_id": 1, "label": "tidak ada"}, 404),
        ({"message_id": 99, "label": "Ya"}, 404),
        ({"message_id": 1}, 400),
        ({"data": "x"}, 400),
        ({"message_id": 1, "data": "x" * 65}, 400),
        ({"message_id": "satu", "data": "x"}, 400),
        ({"message_id": 1, "data": 5}, 400),
    ],
)
async def test_impossible_taps_are_refused(
    door: Door, worker: PersonAtDoor, tap: dict[str, object], status: int
) -> None:
    with pytest.raises(DoorRefusalError) as refusal:
        await door.request("POST", "people/pekerja/taps", json=tap)
    assert refusal.value.status == status
