"""A NIK is deleted from the chat, the person is told why, and it turns up nowhere again."""

import asyncio
import re

import pytest
from sqlalchemy import select

from bot.storage.models import Base, LastQuestion
from bot.storage.storage import Storage
from tests.chat import Chat, Conversation
from tests.conversations.group import GroupChat
from tests.demo.support import picture

_NIK = "6472010101900001"
_TOLD = "hapus dari obrolan ini"


async def _assert_it_is_nowhere(talk: Conversation, storage: Storage) -> None:
    """Neither in a call of the bot's nor in a table."""
    calls = [call for call in await talk.calls() if call["method"] != "getUpdates"]
    assert calls
    for call in calls:
        assert _NIK not in re.sub(r"[\s.\-/]", "", str(call["params"])), call["method"]
    async with storage.transaction() as connection:
        for table in Base.metadata.sorted_tables:
            for row in await connection.execute(select(table)):
                assert _NIK not in re.sub(r"[\s.\-/]", "", str(row)), table.name


_SPELLINGS = (
    _NIK,
    f"nik {_NIK}",
    f"NIK:{_NIK}.",
    "6472 0101 0190 0001",
    "64-72-01-010190-0001",
    "647201.010190.0001",
    "6472\u200b0101\u200b0190\u200b0001",
    "６４７２０１０１０１９００００１",
    "64720101019OOOO1",
    "ini pak nik sy 6472010101900001 ya",
    f"/batal {_NIK}",
    f"/{_NIK}",
    f"/start {_NIK}",
    f"/cek_nik {_NIK}",
)


async def test_in_any_spelling_it_is_deleted_and_the_person_told_why(
    talk: Conversation, worker: Chat, storage: Storage
) -> None:
    for text in _SPELLINGS:
        sent = await worker.put({"text": text})
        told = await worker.next_reply(sent)
        assert _TOLD in told.text, text
        assert "disalahgunakan" in told.text
        assert (await worker.message(sent)).deleted, text
        await worker.say("/batal")
    await _assert_it_is_nowhere(talk, storage)


async def test_what_the_next_message_may_go_on_from_holds_none(
    talk: Conversation, worker: Chat, storage: Storage
) -> None:
    for text in (f"/hitung ojol {_NIK}", f"berapa iuran bpu per bulan, nik saya {_NIK}"):
        await worker.say(text)
        await asyncio.sleep(0.4)  # the notes are written a moment after the answer
        async with storage.transaction() as connection:
            assert len((await connection.execute(select(LastQuestion))).all()) == 1
        await _assert_it_is_nowhere(talk, storage)


async def test_alone_it_gets_one_reply(worker: Chat) -> None:
    assert len(await worker.say_all(f"nik saya {_NIK}")) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"santunan kematian berapa? nik saya {_NIK}",
        f"{_NIK} santunan kematian berapa",
        f"/tanya santunan kematian berapa {_NIK}",
    ],
)
async def test_a_question_beside_it_is_still_answered(
    talk: Conversation, worker: Chat, storage: Storage, text: str
) -> None:
    told, answer = await worker.say_all(text)
    assert _TOLD in told.text
    assert "👍 Membantu" in answer.buttons
    await _assert_it_is_nowhere(talk, storage)


async def test_a_question_that_nobody_can_answer_is_kept_without_it(
    talk: Conversation, worker: Chat, admin: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    told, admitted = await worker.say_all(f"{unknown[0]} {_NIK}")
    assert _TOLD in told.text
    assert "tidak mau menebak" in admitted.text
    assert f"{unknown[0]} [NIK]" in (await admin.say("/antrean")).text
    await _assert_it_is_nowhere(talk, storage)


async def test_an_accident_beside_it_is_not_overlooked(worker: Chat) -> None:
    told, urgent = await worker.say_all(f"teman saya nik {_NIK} jatuh dari atap proyek barusan")
    assert _TOLD in told.text
    assert "bawa korban ke rumah sakit" in urgent.text


async def test_it_may_hide_in_a_caption(talk: Conversation, worker: Chat, storage: Storage) -> None:
    (told,) = await worker.send_file("ktp.png", picture(), caption=f"ktp {_NIK}")
    assert _TOLD in told.text
    assert (await worker.message(told.id - 1)).deleted
    await _assert_it_is_nowhere(talk, storage)


async def test_it_may_hide_in_the_name_of_a_file(
    talk: Conversation, worker: Chat, storage: Storage
) -> None:
    told, _ = await worker.send_file(f"KTP_{_NIK}.pdf", b"%PDF-1.4")
    assert _TOLD in told.text
    assert (await worker.message(told.id - 1)).deleted
    await _assert_it_is_nowhere(talk, storage)


async def test_it_may_hide_in_a_contact(talk: Conversation, worker: Chat, storage: Storage) -> None:
    told, *_ = await worker.send({"contact": {"phone_number": _NIK, "first_name": "Budi"}})
    assert _TOLD in told.text
    await _assert_it_is_nowhere(talk, storage)


async def test_in_a_group_people_are_asked_to_delete_what_the_bot_may_not(
    talk: Conversation, group: GroupChat, storage: Storage
) -> None:
    (told,) = await group.say(f"cek nik {_NIK}", mention=True)
    assert "mohon Anda hapus" in told.text
    assert "[NIK]" not in told.text
    await _assert_it_is_nowhere(talk, storage)


@pytest.mark.parametrize(
    "text",
    [
        "gaji saya Rp4.500.000 per bulan, iuran berapa",
        "hp saya 0812-5000-1234",
        "rekening 1234567890",
        "lahir 01-01-1990, kerja sejak 02-03-2015",
    ],
)
async def test_other_numbers_are_no_reason_to_delete(worker: Chat, text: str) -> None:
    sent = await worker.put({"text": text})
    reply = await worker.next_reply(sent)
    assert _TOLD not in reply.text
    assert not (await worker.message(sent)).deleted
