"""Helpful or not, why, and in one's own words."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.content import numbers, samples, versions
from bot.content.versions import Change, Origin
from bot.storage.models import Feedback
from bot.storage.storage import Storage
from knowledge.library import Library
from tests.chat import Chat, Seen, conversation
from tests.waiting import until

_NIK = "6472010101900001"
_REASONS = (
    "Isinya salah", "Bukan itu maksud saya", "Sulit dipahami", "Kurang lengkap", "✍️ Tulis sendiri",
)  # fmt: skip


async def _answer(worker: Chat) -> Seen:
    return await worker.say("/start t-iuran-bpu")


async def _votes(storage: Storage) -> list[Any]:
    async with storage.transaction() as connection:
        return list(
            await connection.execute(
                select(Feedback.topic, Feedback.helpful, Feedback.reason, Feedback.comment)
            )
        )


async def _write_own_words(worker: Chat) -> Seen:
    """Tap until the bot waits for a sentence; the answer it is about."""
    answer = await _answer(worker)
    await worker.tap(answer, "👎")
    await worker.tap(await worker.message(answer.id), "✍️")
    assert (await worker.last()).text.startswith("Tulis apa yang kurang, dalam satu pesan.")
    return answer


async def test_a_helpful_answer_is_thanked_for_and_loses_its_vote(
    worker: Chat, storage: Storage
) -> None:
    answer = await _answer(worker)
    assert await worker.tap(answer, "👍") == "Terima kasih! 🙏"
    voted = await worker.message(answer.id)
    assert voted.text == answer.text
    assert "👍 Membantu" not in voted.buttons
    assert "📖 Sumber" in voted.buttons
    assert await _votes(storage) == [("iuran-bpu", True, None, None)]


async def test_an_unhelpful_answer_is_asked_about(worker: Chat, storage: Storage) -> None:
    answer = await _answer(worker)
    notice = await worker.tap(answer, "👎")
    assert notice == "Apa yang kurang? Pilih satu, atau abaikan saja."
    assert (await worker.message(answer.id)).buttons == _REASONS
    assert await _votes(storage) == [("iuran-bpu", False, None, None)]


@pytest.mark.parametrize(
    ("label", "reason"),
    [("Isinya", "salah"), ("Bukan", "meleset"), ("Sulit", "bingung"), ("Kurang", "kurang")],
)
async def test_a_reason_is_kept_and_the_next_steps_come_back(
    worker: Chat, storage: Storage, label: str, reason: str
) -> None:
    answer = await _answer(worker)
    await worker.tap(answer, "👎")
    assert await worker.tap(await worker.message(answer.id), label) == "Terima kasih! 🙏"
    assert await _votes(storage) == [("iuran-bpu", False, reason, None)]
    assert (await worker.message(answer.id)).buttons == (
        "✍️ Tulis pesan untuk petugas",
        *(button for button in answer.buttons if button[0] not in "👍👎"),
    )


async def test_a_double_tap_is_one_vote(worker: Chat, storage: Storage) -> None:
    answer = await _answer(worker)
    for _ in range(2):
        await worker.tap_raw({"message_id": answer.id, "data": "y:iuran-bpu"})
    assert await _votes(storage) == [("iuran-bpu", True, None, None)]
    assert (await worker.last()).id == answer.id


async def test_the_last_vote_counts(worker: Chat, storage: Storage) -> None:
    answer = await _answer(worker)
    await worker.tap(answer, "👍")
    await worker.tap_raw({"message_id": answer.id, "data": "n:iuran-bpu"})
    assert await _votes(storage) == [("iuran-bpu", False, None, None)]


async def test_own_words_are_kept_for_the_admins(worker: Chat, storage: Storage) -> None:
    await _write_own_words(worker)
    noted = await worker.say("contohnya kurang, saya nelayan")
    assert noted.text.startswith("Terima kasih, catatan Anda saya simpan")
    assert await _votes(storage) == [("iuran-bpu", False, None, "contohnya kurang, saya nelayan")]
    assert "Halo" in (await worker.say("halo")).text


async def test_own_words_are_scrubbed_and_a_nik_in_them_deleted(
    worker: Chat, storage: Storage
) -> None:
    await _write_own_words(worker)
    hidden, noted = await worker.say_all(f"iuran saya salah, nik {_NIK}, hp 081250001234")
    assert "hapus dari obrolan ini" in hidden.text
    assert noted.text.startswith("Terima kasih")
    assert [seen.deleted for seen in await worker.messages() if seen.id == hidden.id - 1] == [True]
    assert (await _votes(storage))[0].comment == "iuran saya salah, nik [NIK], hp [telepon]"


async def test_own_words_can_be_edited(worker: Chat, storage: Storage) -> None:
    await _write_own_words(worker)
    noted = await worker.say("kurang jelas")
    await worker.edit(noted.id - 1, "kurang jelas untuk nelayan")
    assert (await worker.message(noted.id)).text == "Terima kasih, catatan Anda sudah saya ubah. 🙏"
    assert (await _votes(storage))[0].comment == "kurang jelas untuk nelayan"


async def test_own_words_can_be_called_off(worker: Chat, storage: Storage) -> None:
    await _write_own_words(worker)
    assert (await worker.say("/batal")).text.startswith("Baik, dibatalkan.")
    assert "Halo" in (await worker.say("halo")).text
    assert await _votes(storage) == [("iuran-bpu", False, None, None)]


@pytest.mark.parametrize("command", ["/menu", "/bantuan", "/tanya santunan kematian berapa"])
async def test_who_does_something_else_is_not_waited_for(
    worker: Chat, storage: Storage, command: str
) -> None:
    await _write_own_words(worker)
    await worker.say(command)
    assert "Halo" in (await worker.say("halo")).text
    assert (await _votes(storage))[0].comment is None


async def test_who_taps_another_topic_is_not_waited_for(worker: Chat, storage: Storage) -> None:
    answer = await _write_own_words(worker)
    await worker.tap(await worker.message(answer.id), "Cara & tempat bayar")
    assert "Halo" in (await worker.say("halo")).text
    assert (await _votes(storage))[0].comment is None


async def test_own_words_are_asked_for_once_however_often_the_button_is_tapped(
    worker: Chat,
) -> None:
    answer = await _write_own_words(worker)
    asked = await worker.last()
    await worker.tap_raw({"message_id": answer.id, "data": "w:iuran-bpu"})
    assert await worker.last() == asked


async def test_an_accident_told_instead_of_own_words_comes_first(
    worker: Chat, storage: Storage
) -> None:
    await _write_own_words(worker)
    urgent = await worker.say("teman saya jatuh dari atap proyek barusan")
    assert "bawa korban ke rumah sakit" in urgent.text
    assert (await _votes(storage))[0].comment is None


async def test_nobody_waits_for_own_words_forever(library: Library, database_url: str) -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    async with conversation(library, database_url, lambda: now) as talk:
        worker = talk.with_person("pekerja")
        await _write_own_words(worker)
        now += timedelta(minutes=11)
        assert "Halo" in (await worker.say("halo")).text


async def test_a_vote_counts_for_the_version_that_was_shown(worker: Chat, storage: Storage) -> None:
    answer = await _answer(worker)
    async with storage.transaction() as connection:
        at = (await versions.published_numbers(connection))["iuran-bpu"]
        earlier = await versions.version(connection, "iuran-bpu", at)
        assert earlier is not None
        text = earlier.body.replace("answer: |\n", "answer: |\n  <b>Baru.</b>\n\n", 1)
        change = Change("iuran-bpu", text, Origin.CHAT, "uji", at)
        await versions.publish(connection, [change], datetime.now(UTC))
    await worker.tap(answer, "👎")
    await worker.tap(await worker.message(answer.id), "Isinya salah")

    async def is_served() -> bool:
        return "Baru." in (await _answer(worker)).text

    await until(is_served)
    newer = await _answer(worker)
    await worker.tap(newer, "👍")
    async with storage.transaction() as connection:
        found = await connection.execute(
            select(Feedback.version, Feedback.helpful, Feedback.reason).order_by(Feedback.id)
        )
        assert [tuple(row) for row in found] == [(1, False, "salah"), (2, True, None)]
        now = datetime.now(ZoneInfo("Asia/Makassar"))
        counted = await numbers.of_topic(connection, "iuran-bpu", now=now, today=now.date())
    assert counted.versions[1].reasons == {"salah": 1}
    assert counted.versions[2].shown >= 1


@pytest.mark.parametrize(
    ("data", "version"), [("y:iuran-bpu", None), ("y:7:iuran-bpu", 7), ("y:0:iuran-bpu", None)]
)
async def test_buttons_from_before_versions_still_vote(
    worker: Chat, storage: Storage, data: str, version: int | None
) -> None:
    answer = await _answer(worker)
    assert await worker.tap_raw({"message_id": answer.id, "data": data}) == "Terima kasih! 🙏"
    async with storage.transaction() as connection:
        assert await connection.scalar(select(Feedback.version)) == version


@pytest.mark.parametrize(
    "data",
    ["y:x:iuran-bpu", "y:9999999999999:iuran-bpu", "y:1:2:iuran-bpu", "r:salah:-1:iuran-bpu"],
)
async def test_a_forged_version_is_no_vote(worker: Chat, storage: Storage, data: str) -> None:
    answer = await _answer(worker)
    notice = await worker.tap_raw({"message_id": answer.id, "data": data})
    assert "tidak berlaku" in (notice or "")
    assert await _votes(storage) == []


async def test_questions_are_kept_without_who_asked(worker: Chat, storage: Storage) -> None:
    await worker.say("berapa iuran untuk nelayan")
    await worker.say(f"nik saya {_NIK} berapa iurannya")

    async def is_kept() -> bool:
        async with storage.transaction() as connection:
            return bool(await samples.latest(connection))

    await until(is_kept)
    async with storage.transaction() as connection:
        assert await samples.latest(connection) == ["berapa iuran untuk nelayan"]
