"""Buttons: old ones, forged ones, and ones tapped in the wrong place."""

from tests.chat import Chat

_STALE = "Tombol ini sudah tidak berlaku. Silakan tulis pertanyaan Anda."


_FORGED = (
    "zzz",
    "t",
    "t:",
    "t:tidak-ada",
    "t:iuran-bpu:lagi",
    "T:iuran-bpu",
    "r:iuran-bpu",
    "r:tidak-ada:iuran-bpu",
    "r:salah:tidak-ada",
    "x:1",
    "x:",
    "x",
    ":",
    ":::::",
    " ",
    "x" * 64,
    "é" * 32,
    "t:'; DROP TABLE feedback;--",
    "\u0000",
    "g:iuran:٣",
    "y:6472010101900001",
)


async def test_forged_data_leads_nowhere(worker: Chat) -> None:
    welcome = await worker.say("/start")
    before = await worker.messages()
    for data in _FORGED:
        assert await worker.tap_raw({"message_id": welcome.id, "data": data}) == _STALE, data
    assert await worker.messages() == before


async def test_a_topic_can_be_forged_but_only_into_its_own_answer(worker: Chat) -> None:
    welcome = await worker.say("/start")
    assert await worker.tap_raw({"message_id": welcome.id, "data": "t:santunan"}) == _STALE
    assert await worker.tap_raw({"message_id": welcome.id, "data": "t:jkm-manfaat"}) is None
    assert "Rp42 juta" in (await worker.last()).text


async def test_buttons_of_old_messages_still_work(worker: Chat) -> None:
    welcome = await worker.say("/start")
    for text in ("halo", "/menu", "/bantuan"):
        await worker.say(text)
    await worker.tap(welcome, "💰")
    assert "Rp16.800" in (await worker.last()).text


async def test_buttons_of_messages_that_are_gone_still_answer(worker: Chat) -> None:
    last = await worker.say("/start")
    for data in ("a", "m", "g:iuran:0", "t:iuran-bpu", "s:iuran-bpu"):
        assert await worker.tap_raw({"message_id": 4_711, "data": data}) is None, data
        shown = await worker.last()
        assert shown.id > last.id, data
        last = shown


async def test_votes_under_messages_that_are_gone_do_no_harm(worker: Chat) -> None:
    welcome = await worker.say("/start")
    for data in ("y:iuran-bpu", "n:iuran-bpu", "r:salah:iuran-bpu"):
        assert await worker.tap_raw({"message_id": 4_711, "data": data}), data
    assert await worker.last() == welcome


async def test_a_button_under_somebody_elses_message_is_their_own(worker: Chat) -> None:
    sent = await worker.put({"text": "halo"})
    await worker.next_reply(sent)
    assert await worker.tap_raw({"message_id": sent, "data": "t:iuran-bpu"}) is None
    assert "Rp16.800" in (await worker.last()).text
