"""Edited messages are answered by editing the reply."""

from datetime import UTC, datetime, timedelta

from bot.schedule import forget_what_is_old
from knowledge.library import Library
from tests.chat import Chat, conversation
from tests.demo.support import picture

_ANSWERED = "santunan kematian berapa"
_WAY_OUT = "Bukan semua itu"
_NIK = "6472010101900001"


async def test_the_reply_follows_its_question(
    worker: Chat, vague: tuple[str, str], unknown: tuple[str, str]
) -> None:
    reply = await worker.say(_ANSWERED)
    question = reply.id - 1
    assert "👍 Membantu" in reply.buttons

    await worker.edit(question, vague[0])
    asked_back = await worker.message(reply.id)
    assert asked_back.edited
    assert _WAY_OUT in asked_back.buttons

    await worker.edit(question, unknown[0])
    admitted = await worker.message(reply.id)
    assert "tidak mau menebak" in admitted.text
    assert admitted.buttons == ("✍️ Tulis pesan untuk petugas", "📋 Lihat semua topik")

    await worker.edit(question, _ANSWERED)
    assert (await worker.message(reply.id)).text == reply.text
    assert (await worker.last()).id == reply.id


async def test_a_question_that_was_asked_back_may_be_edited_into_another_unclear_one(
    worker: Chat, vague: tuple[str, str]
) -> None:
    asked_back = await worker.say(vague[0])
    await worker.edit(asked_back.id - 1, vague[1])
    changed = await worker.message(asked_back.id)
    assert changed.edited
    assert _WAY_OUT not in changed.buttons
    assert "Halo" in (await worker.say("halo")).text


async def test_the_way_out_still_works_after_an_edit(
    worker: Chat, admin: Chat, vague: tuple[str, str]
) -> None:
    reply = await worker.say(_ANSWERED)
    await worker.edit(reply.id - 1, vague[0])
    assert await worker.tap(await worker.message(reply.id), _WAY_OUT) is None
    assert vague[0] in (await admin.say("/antrean")).text


async def test_an_edit_of_a_message_whose_reply_is_forgotten_is_answered_anew(
    library: Library, database_url: str
) -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    async with conversation(library, database_url, lambda: now) as talk:
        worker = talk.with_person("pekerja")
        reply = await worker.say("halo")
        await worker.edit(reply.id - 1, "Halo")
        now += timedelta(days=3)
        await forget_what_is_old(talk.bot.storage, now)
        await worker.edit(reply.id - 1, _ANSWERED)
        assert await worker.message(reply.id) == reply
        anew = await worker.last()
        assert anew.id > reply.id
        assert "👍 Membantu" in anew.buttons
        await worker.edit(reply.id - 1, "halo")
        assert (await worker.message(anew.id)).text == reply.text


async def test_an_edit_that_brings_in_a_nik_deletes_the_message(worker: Chat) -> None:
    reply = await worker.say(_ANSWERED)
    await worker.edit(reply.id - 1, f"nik {_NIK}")
    assert (await worker.message(reply.id - 1)).deleted
    assert "hapus dari obrolan ini" in (await worker.last()).text
    assert (await worker.message(reply.id)).text == reply.text


async def test_an_edit_with_a_nik_and_a_question_is_answered_too(worker: Chat) -> None:
    reply = await worker.say("halo")
    await worker.edit(reply.id - 1, f"{_ANSWERED}, nik saya {_NIK}")
    assert (await worker.message(reply.id - 1)).deleted
    assert "hapus dari obrolan ini" in (await worker.last()).text
    assert "👍 Membantu" in (await worker.message(reply.id)).buttons


async def test_an_edited_caption_is_answered(worker: Chat) -> None:
    (reply,) = await worker.send_file("foto.png", picture())
    await worker.edit(reply.id - 1, _ANSWERED)
    assert "👍 Membantu" in (await worker.message(reply.id)).buttons


async def test_an_edited_command_with_a_question_is_answered(worker: Chat) -> None:
    reply = await worker.say("/tanya halo")
    await worker.edit(reply.id - 1, f"/tanya {_ANSWERED}")
    assert "👍 Membantu" in (await worker.message(reply.id)).buttons


async def test_other_commands_want_a_new_message(worker: Chat) -> None:
    reply = await worker.say("halo")
    await worker.edit(reply.id - 1, "/menu")
    assert "Kirim lagi sebagai pesan baru" in (await worker.message(reply.id)).text


async def test_an_edit_to_the_same_meaning_changes_nothing(worker: Chat) -> None:
    reply = await worker.say("halo")
    await worker.edit(reply.id - 1, "Halo")
    assert (await worker.message(reply.id)).text == reply.text
    assert (await worker.last()).id == reply.id


async def test_an_edit_that_empties_a_message_of_words_is_answered(worker: Chat) -> None:
    reply = await worker.say("halo")
    await worker.edit(reply.id - 1, "\u200b\u200d.")
    assert "dengan kata-kata" in (await worker.message(reply.id)).text
