"""sendMessage, sendPhoto, sendDocument and sendChatAction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden

from tests.demo.support import picture

if TYPE_CHECKING:
    import aiohttp
    from telegram import Bot

    from bot.demo import Door, PersonAtDoor

WORKER = 1001


async def test_a_message_comes_back_whole(bot: Bot, worker: PersonAtDoor) -> None:
    sent = await bot.send_message(
        WORKER,
        '<b>Iuran</b> 😀 <a href="https://bpjs.go.id/x">resmi</a>\n<code>a &lt; b</code>',
        parse_mode="HTML",
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Ya", callback_data="ya")]]),
        protect_content=True,
    )
    assert sent.message_id == 2
    assert sent.text == "Iuran 😀 resmi\na < b"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [
        ("bold", 0, 5),
        ("text_link", 9, 5),
        ("code", 15, 5),
    ]
    assert sent.has_protected_content
    assert sent.chat.first_name == "Rahmat"
    assert sent.from_user is not None
    assert sent.from_user.username == "jamsosbot"
    seen = await worker.message(2)
    assert seen["html"] == (
        '<b>Iuran</b> 😀 <a href="https://bpjs.go.id/x" target="_blank" rel="noopener noreferrer">'
        "resmi</a><br><code>a &lt; b</code>"
    )
    assert seen["buttons"] == [[{"label": "Ya", "data": "ya"}]]
    assert seen["protected"]
    assert seen["from"] == "bot"


async def test_message_ids_rise_in_every_chat_by_itself(bot: Bot, door: Door) -> None:
    for name in ("pekerja", "pejabat"):
        assert await door.person(name).say("halo") == 1
    assert (await bot.send_message(WORKER, "a")).message_id == 2
    assert (await bot.send_message(1002, "b")).message_id == 2


async def test_entities_given_instead_of_markup_are_kept(bot: Bot, worker: PersonAtDoor) -> None:
    sent = await bot.send_message(
        WORKER, "tebal", entities=[MessageEntity("bold", offset=0, length=5)]
    )
    assert [e.type for e in sent.entities] == ["bold"]
    assert (await worker.message(2))["html"] == "<b>tebal</b>"


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ({"type": "bold", "offset": 100, "length": 1}, "entity begins after the end of the text"),
        ({"type": "bold", "offset": 0, "length": 100}, "ends after the end of the text"),
        ({"type": "bold", "offset": -1, "length": 1}, "receive an entity with incorrect offset -1"),
        ({"type": "fett", "offset": 0, "length": 1}, "Unsupported type specified"),
        ({"type": "text_link", "offset": 0, "length": 1}, 'Can\'t find field "url"'),
        (
            {"type": "text_link", "offset": 0, "length": 1, "url": "bukan"},
            "entity URL 'bukan' is invalid: Wrong HTTP URL",
        ),
    ],
)
async def test_wrong_entities_are_refused(
    http: aiohttp.ClientSession,
    worker: PersonAtDoor,
    entity: dict[str, object],
    reason: str,
) -> None:
    call = {"chat_id": WORKER, "text": "halo", "entities": [entity]}
    async with http.post("/bot7000000001:demo/sendMessage", json=call) as response:
        answer = await response.json()
    assert response.status == 400
    assert reason in answer["description"]


@pytest.mark.parametrize(
    ("text", "parse_mode", "reason"),
    [
        ("", None, "Message text is empty"),
        ("   ", None, "Text must be non-empty"),
        ("<b></b>", "HTML", "Text must be non-empty"),
        ("x" * 4097, None, "Message is too long"),
        ("😀" * 2049, None, "Message is too long"),
        ("x", "Markdown", "Unsupported parse_mode"),
        ("<x>y</x>", "HTML", 'unsupported start tag "x" at byte offset 0'),
        ("é<b>y", "HTML", 'can\'t find end tag corresponding to start tag "b"'),
    ],
)
async def test_text_that_telegram_refuses_is_refused(
    bot: Bot, worker: PersonAtDoor, text: str, parse_mode: str | None, reason: str
) -> None:
    with pytest.raises(BadRequest) as refusal:
        await bot.send_message(WORKER, text, parse_mode=parse_mode)
    assert refusal.value.message.lower().endswith(reason.lower())


async def test_4096_characters_after_parsing_are_not_too_long(
    bot: Bot, worker: PersonAtDoor
) -> None:
    sent = await bot.send_message(WORKER, f"<b>{'x' * 4096}</b>", parse_mode="HTML")
    assert sent.text is not None
    assert len(sent.text) == 4096


async def test_links_mentions_and_commands_are_found_in_what_the_bot_says(
    bot: Bot, worker: PersonAtDoor
) -> None:
    sent = await bot.send_message(
        WORKER, "Buka bpjsketenagakerjaan.go.id, tanya @jamsosbot, /bantuan atau a@b.id"
    )
    assert [(e.type, sent.parse_entity(e)) for e in sent.entities] == [
        ("url", "bpjsketenagakerjaan.go.id"),
        ("mention", "@jamsosbot"),
        ("bot_command", "/bantuan"),
        ("email", "a@b.id"),
    ]


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "a", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "a"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": "a", "callback_data": ""}, "Text buttons are unallowed in the inline keyboard"),
        ({"callback_data": "a"}, 'Can\'t find field "text"'),
        ({"text": "a", "url": "bukan-url"}, "button URL 'bukan-url' is invalid: Wrong HTTP URL"),
        ({"text": "a", "url": "ftp://a.id"}, "is invalid: Unsupported URL protocol"),
        ({"text": "a", "url": "http://localhost/x"}, "is invalid: Wrong HTTP URL"),
        ({"text": "a", "pay": True}, "BUTTON_TYPE_INVALID"),
        ({"text": "a", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "a", "web_app": {"url": "http://a.id"}}, "Only HTTPS links are allowed"),
    ],
)
async def test_wrong_inline_buttons_are_refused(
    http: aiohttp.ClientSession, worker: PersonAtDoor, button: dict[str, object], reason: str
) -> None:
    call = {"chat_id": WORKER, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}
    async with http.post("/bot7000000001:demo/sendMessage", json=call) as response:
        answer = await response.json()
    assert (response.status, answer["ok"]) == (400, False)
    assert reason in answer["description"]


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("[]", "object expected as reply markup"),
        ("{", "can't parse reply keyboard markup JSON object"),
        ({"inline_keyboard": "a"}, 'field "inline_keyboard" must be of type Array'),
        ({"keyboard": "a"}, 'field "keyboard" must be of type Array'),
        ({"keyboard": [["a"]], "resize_keyboard": "ya"}, 'field "resize_keyboard" must be of type'),
        ({"keyboard": [[{"teks": "a"}]]}, "can't parse keyboard button"),
        (
            {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]] * 101},
            "reply markup is too long",
        ),
    ],
)
async def test_wrong_markup_is_refused(
    http: aiohttp.ClientSession, worker: PersonAtDoor, markup: object, reason: str
) -> None:
    call = {"chat_id": WORKER, "text": "x", "reply_markup": markup}
    async with http.post("/bot7000000001:demo/sendMessage", json=call) as response:
        answer = await response.json()
    assert response.status == 400
    assert reason in answer["description"]


async def test_callback_data_of_64_bytes_is_allowed(bot: Bot, worker: PersonAtDoor) -> None:
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="é" * 32)]])
    assert (await bot.send_message(WORKER, "x", reply_markup=markup)).reply_markup == markup


async def test_the_reply_keyboard_appears_stays_and_goes(bot: Bot, worker: PersonAtDoor) -> None:
    keyboard = ReplyKeyboardMarkup(
        [["Ya", KeyboardButton("Nomor saya", request_contact=True)]], resize_keyboard=True
    )
    sent = await bot.send_message(WORKER, "Pilih", reply_markup=keyboard)
    assert sent.reply_markup is None
    await bot.send_message(WORKER, "Masih ada")
    shown = (await worker.chat())["reply_keyboard"]
    assert shown["keyboard"] == [[{"text": "Ya"}, {"text": "Nomor saya", "request_contact": True}]]
    await bot.send_message(WORKER, "Selesai", reply_markup=ReplyKeyboardRemove())
    assert (await worker.chat())["reply_keyboard"] is None


async def test_a_forced_reply_is_accepted(bot: Bot, worker: PersonAtDoor) -> None:
    assert (await bot.send_message(WORKER, "Nama?", reply_markup=ForceReply())).text == "Nama?"


async def test_a_reply_carries_what_it_answers(bot: Bot, worker: PersonAtDoor) -> None:
    sent = await bot.send_message(WORKER, "Halo", reply_parameters=ReplyParameters(1))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start"
    assert (await worker.message(2))["reply_to"] == 1


async def test_a_reply_to_nothing_is_refused_unless_allowed(bot: Bot, worker: PersonAtDoor) -> None:
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(WORKER, "x", reply_parameters=ReplyParameters(99))
    tolerant = ReplyParameters(99, allow_sending_without_reply=True)
    assert (await bot.send_message(WORKER, "x", reply_parameters=tolerant)).message_id == 2


async def test_nobody_can_be_written_to_first(bot: Bot) -> None:
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(WORKER, "halo")


@pytest.mark.parametrize("chat_id", [424242, -77, "@seseorang", "bukan"])
async def test_unknown_chats_are_not_found(bot: Bot, chat_id: int | str) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(chat_id, "halo")


async def test_a_missing_chat_is_named(http: aiohttp.ClientSession) -> None:
    async with http.post("/bot7000000001:demo/sendMessage", data={"text": "x"}) as response:
        assert (await response.json())["description"] == "Bad Request: chat_id is empty"


async def test_a_person_who_blocked_the_bot_cannot_be_reached(
    bot: Bot, worker: PersonAtDoor
) -> None:
    await worker.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(WORKER, "halo")
    await worker.say("saya kembali")
    assert (await bot.send_message(WORKER, "halo")).text == "halo"


async def test_a_photo_has_sizes_and_a_caption(bot: Bot, worker: PersonAtDoor) -> None:
    data = picture(1200, 600)
    sent = await bot.send_photo(WORKER, data, caption="<i>Grafik</i>", parse_mode="HTML")
    assert [(size.width, size.height) for size in sent.photo] == [
        (90, 45),
        (320, 160),
        (800, 400),
        (1200, 600),
    ]
    assert sent.caption == "Grafik"
    assert [e.type for e in sent.caption_entities] == ["italic"]
    again = await bot.send_photo(WORKER, sent.photo[-1].file_id)
    assert again.photo[-1].width == 1200
    seen = await worker.message(2)
    assert (seen["photo"]["width"], seen["text"], seen["html"]) == (1200, "Grafik", "<i>Grafik</i>")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"bukan gambar", "Image_process_failed"),
        (b"", "File must be non-empty"),
        (picture(9000, 2000), "Photo_invalid_dimensions"),
        (picture(300, 10), "Photo_invalid_dimensions"),
    ],
)
async def test_what_is_no_photo_is_refused(
    bot: Bot, worker: PersonAtDoor, data: bytes, reason: str
) -> None:
    with pytest.raises(BadRequest) as refusal:
        await bot.send_photo(WORKER, data)
    assert refusal.value.message.lower() == reason.lower()


async def test_a_caption_has_its_own_limit(bot: Bot, worker: PersonAtDoor) -> None:
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(WORKER, b"x", filename="x.txt", caption="x" * 1025)


async def test_a_document_keeps_its_name_and_bytes(bot: Bot, worker: PersonAtDoor) -> None:
    sent = await bot.send_document(WORKER, b"a;b\n", filename="cakupan.csv", caption="Tabel")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == ("cakupan.csv", "text/csv")
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a;b\n"
    again = await bot.send_document(WORKER, sent.document.file_id)
    assert again.document == sent.document
    assert (await worker.message(2))["document"]["file_name"] == "cakupan.csv"


async def test_a_file_of_the_wrong_kind_or_unknown_is_refused(
    bot: Bot, worker: PersonAtDoor
) -> None:
    sent = await bot.send_document(WORKER, b"x", filename="x.txt")
    assert sent.document is not None
    with pytest.raises(BadRequest, match="Can't use file of type document as photo"):
        await bot.send_photo(WORKER, sent.document.file_id)
    with pytest.raises(BadRequest, match="Wrong file identifier/http url specified"):
        await bot.send_photo(WORKER, "https://contoh.id/a.png")
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file("bukan-file")


async def test_missing_media_is_named(http: aiohttp.ClientSession, worker: PersonAtDoor) -> None:
    for method, kind in (("sendPhoto", "photo"), ("sendDocument", "document")):
        async with http.post(f"/bot7000000001:demo/{method}", data={"chat_id": "1001"}) as response:
            answer = await response.json()
        assert answer["description"] == f"Bad Request: there is no {kind} in the request"


async def test_typing_shows_until_the_next_message(bot: Bot, worker: PersonAtDoor) -> None:
    await bot.send_chat_action(WORKER, "typing")
    assert (await worker.chat())["typing"]
    await bot.send_message(WORKER, "jadi begini")
    assert not (await worker.chat())["typing"]


async def test_an_unknown_action_is_refused(bot: Bot, worker: PersonAtDoor) -> None:
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(WORKER, "menari")
