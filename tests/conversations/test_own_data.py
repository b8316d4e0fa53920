"""A person sees what is held about them, and has it erased for good."""

import asyncio
import html
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.demo import DEFAULT_PEOPLE
from bot.files import keep_file
from bot.jobs import enqueue
from bot.people import consent
from bot.people.rights import Erased, Fate, fate_of
from bot.storage.models import (
    Account,
    Base,
    DialogState,
    Feedback,
    StoredFile,
    StoredJob,
    Unanswered,
)
from bot.storage.storage import Storage
from bot.telegram import afterwards
from bot.telegram.expiry import expire
from handlers import holdings
from handlers.holdings import COLUMNS, TABLES
from knowledge.library import Library
from tests.chat import Chat, Conversation, Seen, conversation
from tests.conversations.group import GroupChat
from tests.people.rows import subject_of, table_of

_ID = {person.key: person.id for person in DEFAULT_PEOPLE}
_WORKER = _ID["pekerja"]
_MODELS = sorted(
    (mapper.class_ for mapper in Base.registry.mappers), key=lambda model: table_of(model).name
)
_NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
_YES, _NO = "🗑 Ya, hapus data saya", "Tidak jadi"
_NOTES = 0.4
"""Seconds after which notes about an answer are written."""


async def _rows(storage: Storage, model: type[Base], chat_id: int = _WORKER) -> int:
    table = table_of(model)
    whose = subject_of(table)
    assert whose is not None
    async with storage.transaction() as connection:
        return len((await connection.execute(select(table).where(whose == chat_id))).all())


async def _tables_that_know(storage: Storage, chat_id: int) -> set[str]:
    """The tables in which the person's number is written, in any column."""
    await asyncio.sleep(_NOTES)
    async with storage.transaction() as connection:
        return {
            table.name
            for table in Base.metadata.sorted_tables
            for row in await connection.execute(select(table))
            if str(chat_id) in str(row)
        }


async def _leave_traces(storage: Storage, worker: Chat, unknown: tuple[str, str]) -> None:
    """A question nobody can answer, a comment, a consent, a job, a file, an answered question."""
    await worker.say(unknown[0])
    answer = await worker.say("/start t-iuran-bpu")
    await worker.tap(answer, "👎")
    await worker.tap(await worker.message(answer.id), "✍️")
    await worker.say("kurang jelas")
    await worker.say("santunan kematian berapa")
    await asyncio.sleep(_NOTES)
    async with storage.transaction() as connection:
        await consent.give(connection, _WORKER, "status_check", 1, _NOW)
        later = datetime.now(UTC) + timedelta(hours=1)
        await enqueue(connection, "remind", {"about": "bayar"}, run_at=later, chat_id=_WORKER)
        await keep_file(
            connection, b"%PDF", name="a.pdf", media_type="x/y", now=later, chat_id=_WORKER
        )


async def _document(talk: Conversation, person: str = "pekerja") -> str:
    """The last document the bot sent."""
    url = f"{talk.url}/demo/people/{person}/messages"
    async with talk.http.get(url, params={"after": 0}) as response:
        messages = (await response.json())["messages"]
    sent = [message["document"] for message in messages if message.get("document")]
    assert sent[-1]["file_name"] == "data-saya.html"
    async with talk.http.get(f"{talk.url}/demo/files/{sent[-1]['file_id']}") as response:
        assert response.status == 200
        return await response.text()


def _data_in(page: str) -> dict[str, list[dict[str, Any]]]:
    """What a program reads in the file."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, list[dict[str, Any]]] = json.loads(found[1])["data"]
    return data


async def _ask(worker: Chat) -> Seen:
    asked = await worker.say("/hapus_data")
    assert asked.buttons == (_YES, _NO)
    return asked


# What is held.


async def test_everything_held_is_told_in_plain_words_and_sent_as_a_file(
    talk: Conversation, worker: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    await _leave_traces(storage, worker, unknown)
    told, _ = await worker.say_all("/data_saya")
    for line in (
        "Pertanyaan yang belum terjawab: 1",
        "Penilaian Anda atas jawaban: 1",
        "Persetujuan yang Anda berikan: 1",
        "Pertanyaan terakhir Anda: 1",
        "Tugas bot untuk Anda yang masih menunggu: 1",
        "Nomor akun Telegram dan kapan Anda menulis: 1",
    ):
        assert f"• {line}\n" in told.text
    assert told.buttons == ("🗑 Hapus data saya",)
    page = await _document(talk)
    assert html.escape(unknown[0], quote=False) in page
    data = _data_in(page)
    assert data["Pertanyaan yang belum terjawab"][0]["pertanyaan"] == unknown[0]
    assert data["Penilaian Anda atas jawaban"][0]["catatan Anda"] == "kurang jelas"
    assert data["Penilaian Anda atas jawaban"][0]["membantu"] is False
    (given,) = data["Persetujuan yang Anda berikan"]
    assert given["diberikan"] == "2026-05-04T17:00:00+08:00"
    assert "4 Mei 2026 pukul 17.00 WITA" in page
    (file,) = data["Berkas yang sedang dikirim kepada Anda"]
    assert file["isi"] == "(disandikan, tidak ditampilkan)"


async def test_the_file_is_forgotten_once_it_has_arrived(worker: Chat, storage: Storage) -> None:
    await worker.say("/start")
    await worker.say_all("/data_saya")
    await asyncio.sleep(_NOTES)
    assert await _rows(storage, StoredFile) == 0


async def test_nobody_elses_data_is_in_it(
    talk: Conversation, worker: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    await talk.with_person("pejabat").say(unknown[1])
    await worker.say(unknown[0])
    await worker.say_all("/data_saya")
    page = await _document(talk)
    assert html.escape(unknown[0], quote=False) in page
    assert html.escape(unknown[1], quote=False) not in page
    assert str(_ID["pejabat"]) not in page


async def test_what_people_wrote_cannot_break_out_of_the_file(
    talk: Conversation, worker: Chat, storage: Storage
) -> None:
    written = "</script><script>alert(1)</script><b>&amp;"
    async with storage.transaction() as connection:
        await connection.execute(
            insert(Unanswered).values(
                chat_id=_WORKER, question=written, outcome="fallback", guesses=[], asked_at=_NOW
            )
        )
    await worker.say_all("/data_saya")
    page = await _document(talk)
    assert page.count("<script") == 1
    assert "<b>" not in page
    assert _data_in(page)["Pertanyaan yang belum terjawab"][0]["pertanyaan"] == written


async def test_somebody_new_is_told_that_nothing_is_held(talk: Conversation) -> None:
    (told,) = await talk.with_person("909").say_all("/data_saya")
    assert told.text.startswith("Saat ini tidak ada data tentang Anda")


@pytest.mark.parametrize("model", _MODELS, ids=lambda model: table_of(model).name)
def test_every_table_about_people_has_an_everyday_name_and_so_have_its_columns(
    model: type[Base],
) -> None:
    table = table_of(model)
    if subject_of(table) is not None:
        assert table.name in TABLES, f"name {table.name} in handlers/holdings.py"
        missing = set(table.columns.keys()) - COLUMNS.keys()
        assert not missing, f"name these columns in handlers/holdings.py: {missing}"
    if fate_of(model) in {Fate.STAYS, Fate.ANONYMISED}:
        assert TABLES[table.name].remains, f"say in handlers/holdings.py why {table.name} stays"


def test_officials_are_warned_that_their_role_ends() -> None:
    role = Erased("role_grants", Fate.DELETED, 1)
    (warning,) = holdings.warnings([role])
    assert "Peran Anda sebagai petugas" in warning
    assert list(holdings.warnings([replace(role, rows=0)])) == []


def test_what_concerns_admins_only_is_told_to_no_worker() -> None:
    gone = [Erased("audit_log", Fate.STAYS, None), Erased("registry_rows", Fate.STAYS, None)]
    (official,) = holdings.remaining_lines(gone, for_admin=False)
    assert official.startswith("• Daftar peserta dari instansi, tanpa akun Telegram – ")
    assert len(holdings.remaining_lines(gone, for_admin=True)) == 2


# Erasing.


async def test_what_goes_what_stays_and_why_is_told_before(
    worker: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    await _leave_traces(storage, worker, unknown)
    asked = await _ask(worker)
    going, staying = asked.text.split("Yang tetap ada:")
    assert "Pertanyaan yang belum terjawab: 1" in going
    assert "Persetujuan yang Anda berikan: 1" in going
    assert "Penilaian Anda atas jawaban: 1 – tetap dihitung, tetapi tanpa nomor akun" in staying
    assert "paling lama 2 jam" in staying
    assert "sampai terkirim, paling lama 2 hari" in staying
    assert "Kepesertaan BPJS Ketenagakerjaan Anda tidak berubah" in staying
    assert "admin" not in asked.text
    assert await _rows(storage, Unanswered) == 1


async def test_confirmed_it_is_gone_and_counted_and_nothing_reappears(
    worker: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    await _leave_traces(storage, worker, unknown)
    asked = await _ask(worker)
    await worker.tap(asked, _YES)
    done = await worker.message(asked.id)
    assert done.text.startswith("✅ Data Anda sudah dihapus.")
    assert done.buttons == ()
    gone = done.text.split("Yang tetap ada:")[0]
    assert "Pertanyaan yang belum terjawab: 1" in gone
    assert "Persetujuan yang Anda berikan: 1" in gone
    assert "Tugas bot untuk Anda yang masih menunggu: 1" in gone
    assert await _tables_that_know(storage, _WORKER) == {"erasures"}
    async with storage.transaction() as connection:
        (vote,) = (await connection.execute(select(Feedback.helpful, Feedback.comment))).all()
    assert tuple(vote) == (False, None)


async def test_notes_of_a_moment_ago_do_not_bring_anybody_back(
    worker: Chat, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(afterwards, "_PAUSE", 2.0)  # longer than what follows takes
    await worker.say("santunan kematian berapa")
    await worker.tap(await _ask(worker), _YES)
    assert await _rows(storage, Account) == 0  # not even written yet
    await asyncio.sleep(2.0)
    assert await _tables_that_know(storage, _WORKER) == {"erasures"}


async def test_who_writes_again_starts_anew(worker: Chat, storage: Storage) -> None:
    await worker.say("/start")
    await worker.tap(await _ask(worker), _YES)
    await asyncio.sleep(_NOTES)
    assert await _rows(storage, Account) == 0
    await worker.say("santunan kematian berapa")
    await asyncio.sleep(_NOTES)
    assert await _rows(storage, Account) == 1
    told, _ = await worker.say_all("/data_saya")
    assert "Tanda bahwa data Anda pernah dihapus: 1" in told.text


async def test_a_message_that_was_to_be_deleted_later_is_deleted_at_once(
    worker: Chat, storage: Storage
) -> None:
    shown = await worker.say("/start")
    async with storage.transaction() as connection:
        await expire(connection, [(_WORKER, shown.id, 3_000)], datetime.now(UTC))
    await worker.tap(await _ask(worker), _YES)
    assert (await worker.message(shown.id)).deleted
    assert await _rows(storage, StoredJob) == 0


async def test_nobody_else_is_touched(
    talk: Conversation, worker: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    other = talk.with_person("pejabat")
    await other.say(unknown[0])
    await worker.say(unknown[1])
    await worker.tap(await _ask(worker), _YES)
    assert await _rows(storage, Unanswered, _ID["pejabat"]) == 1
    assert await _rows(storage, Unanswered) == 0


async def test_not_after_all(worker: Chat, storage: Storage, unknown: tuple[str, str]) -> None:
    await worker.say(unknown[0])
    asked = await _ask(worker)
    await worker.tap(asked, _NO)
    assert (await worker.message(asked.id)).text == "Baik, tidak ada yang dihapus."
    assert await worker.tap_raw(_tap(asked, "ya-hapus:" + "0" * 16)) is not None
    assert await _rows(storage, Unanswered) == 1


async def test_cancelling_leaves_everything_as_it_is(worker: Chat, storage: Storage) -> None:
    asked = await _ask(worker)
    assert (await worker.say("/batal")).text.startswith("Baik, dibatalkan.")
    assert "tidak berlaku" in (await worker.tap(asked, _YES) or "")


def _tap(message: Seen, data: str) -> dict[str, Any]:
    return {"message_id": message.id, "data": data}


async def test_forged_buttons_are_refused(
    worker: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    await worker.say(unknown[0])
    asked = await _ask(worker)
    for data in ("ya-hapus:", "ya-hapus", "ya-hapus:x", "ya-hapus:a:b", "batal-hapus:x", "hapus:x"):
        assert "tidak berlaku" in (await worker.tap_raw(_tap(asked, data)) or ""), data
    assert await _rows(storage, Unanswered) == 1
    assert await _rows(storage, DialogState) == 1


async def test_only_the_newest_question_can_be_confirmed(worker: Chat, storage: Storage) -> None:
    older = await _ask(worker)
    newer = await _ask(worker)
    assert "/hapus_data lagi" in (await worker.tap(older, _YES) or "")
    assert await worker.tap(newer, _YES) is None
    assert (await worker.message(newer.id)).text.startswith("✅")


async def test_the_question_expires(library: Library, database_url: str) -> None:
    moment = [_NOW]
    async with conversation(library, database_url, lambda: moment[0]) as talk:
        worker = talk.with_person("pekerja")
        asked = await _ask(worker)
        moment[0] += timedelta(minutes=11)
        assert "tidak berlaku" in (await worker.tap(asked, _YES) or "")
        assert (await worker.message(asked.id)).buttons == (_YES, _NO)


async def test_somebody_elses_button_does_nothing(
    talk: Conversation, worker: Chat, storage: Storage, unknown: tuple[str, str]
) -> None:
    """The same data, forged by another person in their own chat."""
    await worker.say(unknown[0])
    await _ask(worker)
    async with storage.transaction() as connection:
        data = await connection.scalar(select(DialogState.data))
    assert data is not None
    other = talk.with_person("pejabat")
    shown = await other.say("/start")
    answer = await other.tap_raw(_tap(shown, f"ya-hapus:{data['asked']}"))
    assert "tidak berlaku" in (answer or "")
    assert await _rows(storage, Unanswered) == 1


async def test_an_admin_is_told_that_the_servers_settings_stay(admin: Chat) -> None:
    assert "admin menurut pengaturan di server" in (await _ask(admin)).text


# The ways there.


async def test_privacy_leads_to_both(worker: Chat) -> None:
    shown = await worker.say("/privasi")
    assert {"📄 Lihat data saya", "🗑 Hapus data saya"} <= set(shown.buttons)
    for part in ("2 jam", "30 hari", "5 menit", "/data_saya", "/hapus_data"):
        assert part in shown.text
    await worker.tap(shown, "🗑 Hapus data saya")
    assert (await worker.last()).buttons == (_YES, _NO)
    await worker.tap(shown, "📄 Lihat data saya")
    assert any("Yang saya simpan" in seen.text for seen in await worker.messages(shown.id))


async def test_so_do_ones_own_words(worker: Chat) -> None:
    for text in ("hapus data saya", "data apa yang disimpan"):
        shown = await worker.say(text)
        assert {"📄 Lihat data saya", "🗑 Hapus data saya"} <= set(shown.buttons), text


async def test_a_group_leads_to_the_private_chat(group: GroupChat) -> None:
    for command in ("/data_saya", "/hapus_data"):
        (told,) = await group.say(command)
        assert told.buttons == ("💬 Obrolan pribadi",), command
    (shown,) = await group.say("hapus data saya", mention=True)
    for label in ("📄 Lihat data saya", "🗑 Hapus data saya"):
        await group.tap(shown, label)
        told = await group.last()
        assert told.text.startswith("Ini hanya untuk obrolan pribadi."), label
        assert told.buttons == ("💬 Obrolan pribadi",)
