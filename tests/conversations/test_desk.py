"""People who need a person: they write, admins answer, neither sees the other's account."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.people import roles, staff
from bot.people.invitations import Invited
from bot.people.roles import Role
from bot.storage.models import AuditEntry, DeskConversation, DeskMessage, RoleGrant
from knowledge.library import Library
from tests.chat import Chat, Conversation, Seen, conversation
from tests.conversations.inviting import ON_SQLITE
from tests.waiting import until

_STALE = "Tombol ini sudah tidak berlaku. Silakan tulis pertanyaan Anda."
_WRITE = "✍️ Tulis pesan untuk petugas"
_NIK = "6472990101900001"
_WEDNESDAY = datetime(2026, 11, 25, 2, tzinfo=UTC)  # ten o'clock in Samarinda
_SATURDAY = datetime(2026, 11, 28, 2, tzinfo=UTC)
_COLLEAGUE = 880_002


class _Clock:
    def __init__(self) -> None:
        self.now = _WEDNESDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
async def talk(library: Library, database_url: str, clock: _Clock) -> AsyncIterator[Conversation]:
    async with conversation(library, database_url, clock) as running:
        yield running


async def _begin(worker: Chat) -> Seen:
    shown = await worker.say("sambungkan saya dengan petugas")
    await worker.tap(shown, _WRITE)
    return await worker.last()


async def _leave(worker: Chat, text: str = "klaim saya sudah tiga bulan belum cair") -> Seen:
    await _begin(worker)
    return await worker.say(text)


async def _read(admin: Chat) -> Seen:
    """The first conversation that waits."""
    listed = await admin.say("/pesan")
    await admin.tap(listed, "#")
    return await admin.message(listed.id)


async def _answer(admin: Chat, text: str = "Sudah kami cek, ditunggu minggu ini.") -> Seen:
    await admin.tap(await _read(admin), "✍️ Balas")
    return await admin.say(text)


async def _become_admin(talk: Conversation, person: int = _COLLEAGUE) -> Chat:
    async with talk.bot.storage.transaction() as connection:
        await staff.grant(
            connection,
            Invited(Role.ADMIN, (), "Disnaker Kaltim"),
            person_id=person,
            name="Rekan",
            granted_by=None,
            now=_WEDNESDAY,
        )
    return talk.with_person(str(person))


async def _all(talk: Conversation, table: Any) -> list[Any]:
    async with talk.bot.storage.transaction() as connection:
        return list((await connection.execute(select(table))).all())


async def _heard(chat: Chat, beginning: str) -> Seen:
    """Wait for a message that comes by itself."""
    found: list[Seen] = []

    async def is_there() -> bool:
        found[:] = [seen for seen in await chat.messages() if seen.text.startswith(beginning)]
        return bool(found)

    await until(is_there)
    return found[-1]


async def test_a_message_and_its_answer(talk: Conversation, worker: Chat, admin: Chat) -> None:
    asked = await _begin(worker)
    for said in (
        "tidak melihat nama, nomor HP, atau akun",
        "Senin–Jumat 08.00–16.00 WITA",
        "Sekarang jam kerja.",
        "Kalau 24 jam belum dijawab",
        "90 hari",
        "175",
    ):
        assert said in asked.text, said
    taken = await worker.say("klaim saya sudah tiga bulan belum cair")
    assert taken.text.startswith("✅ Pesan Anda masuk antrean petugas (percakapan #1).")

    listed = await admin.say("/pesan")
    assert listed.text.startswith("📨 Pesan untuk petugas: 1 menunggu")
    assert listed.buttons[0] == "#1 · 0 menit · klaim saya sudah tiga bulan b…"
    view = await _read(admin)
    assert "👤 25/11 10.00\nklaim saya sudah tiga bulan belum cair" in view.text
    sent = await _answer(admin)
    assert sent.text == "✅ Balasan untuk percakapan #1 dikirim."

    answer = await worker.last()
    assert answer.text.startswith("💼 Balasan petugas (percakapan #1)\n\nSudah kami cek")
    assert answer.buttons == ("💬 Balas", "✔️ Selesai")
    await worker.tap(answer, "💬 Balas")
    assert (await worker.last()).text.startswith("Tulis balasan Anda untuk petugas")
    await worker.say("terima kasih, rekening saya ganti")
    view = await _read(admin)
    assert "💼 Petugas 25/11 10.00\nSudah kami cek" in view.text
    assert view.text.endswith("terima kasih, rekening saya ganti")
    await worker.tap(answer, "✔️ Selesai")
    assert (await worker.last()).text.startswith("Percakapan #1 selesai. Terima kasih!")
    assert (await worker.message(answer.id)).buttons == ()
    assert (await admin.say("/pesan")).text.startswith("📨 Pesan untuk petugas: 0 menunggu")
    entries = await _all(talk, AuditEntry)
    assert [(e.action, e.target, e.details) for e in entries] == [
        ("desk.reply", "conversation/1", {})
    ]


@ON_SQLITE
async def test_neither_sees_the_others_account(
    talk: Conversation, worker: Chat, admin: Chat
) -> None:
    await _leave(worker)
    await _answer(admin)
    people = {"pekerja": worker, "admin": admin}
    ids = {call["params"]["chat_id"] for call in await talk.calls("sendMessage")}
    assert len(ids) == 2
    for chat in people.values():
        texts = " ".join(seen.html + "".join(seen.buttons) for seen in await chat.messages())
        assert not any(str(person) in texts for person in ids)


@ON_SQLITE
async def test_formatting_of_an_answer_arrives(
    talk: Conversation, worker: Chat, admin: Chat
) -> None:
    await _leave(worker)
    await admin.tap(await _read(admin), "✍️ Balas")
    await admin.say("bawa <KTP> & kartu")
    assert (await worker.last()).text.endswith("bawa <KTP> & kartu")


@ON_SQLITE
async def test_outside_office_hours_the_next_opening_is_told(worker: Chat, clock: _Clock) -> None:
    clock.now = _SATURDAY
    asked = await _begin(worker)
    told = "petugas ada lagi Senin, 30 November 2026 pukul 08.00."
    assert told in asked.text
    assert told in (await worker.say("tolong dibantu")).text


@ON_SQLITE
async def test_personal_numbers_are_hidden(talk: Conversation, worker: Chat, admin: Chat) -> None:
    await _begin(worker)
    hidden, _ = await worker.say_all(f"nik saya {_NIK} hp 081250001234 ditolak")
    assert "hapus dari obrolan ini" in hidden.text
    assert "nik saya [NIK] hp [telepon] ditolak" in (await _read(admin)).text
    (kept,) = await _all(talk, DeskMessage)
    assert "6472" not in kept.text


@ON_SQLITE
async def test_a_very_long_message_is_cut_and_said_so(
    talk: Conversation, worker: Chat, admin: Chat
) -> None:
    await _begin(worker)
    taken = await worker.say("panjang " * 505 + "ekornya")
    assert "✂️ Pesan Anda terlalu panjang: 47 huruf terakhir tidak ikut." in taken.text
    (kept,) = await _all(talk, DeskMessage)
    assert len(kept.text) == 4_000
    view = await _read(admin)
    assert "‹ Lebih lama" in view.buttons
    await admin.tap(view, "‹ Lebih lama")
    first = await admin.message(view.id)
    assert "Lebih baru ›" in first.buttons
    body = first.text.split("10.00\n", 1)[1] + view.text.split("10.00\n", 1)[1]
    assert body.count("panjang") >= 499


@ON_SQLITE
async def test_only_words_are_passed_on(worker: Chat, admin: Chat) -> None:
    await _begin(worker)
    (refused,) = await worker.send({"sticker": True})
    assert refused.text.startswith("Maaf, yang bisa saya teruskan ke petugas hanya tulisan")
    (refused,) = await worker.send({"location": {"latitude": -0.5, "longitude": 117.1}})
    assert "hanya tulisan" in refused.text
    assert (await worker.say("👍👍")).text.startswith("Tulis pesannya dengan kata-kata")
    assert (await worker.say("tolong saya")).text.startswith("✅")


@ON_SQLITE
async def test_an_accident_is_advised_on_and_passed_on(worker: Chat, admin: Chat) -> None:
    await _begin(worker)
    advice, taken = await worker.say_all("teman saya jatuh dari atap proyek barusan")
    assert "bawa korban ke rumah sakit" in advice.text
    assert taken.text.startswith("✅")
    assert "jatuh dari atap" in (await _read(admin)).text


@ON_SQLITE
async def test_it_can_be_called_off_and_does_not_wait_for_ever(
    worker: Chat, admin: Chat, clock: _Clock
) -> None:
    await _begin(worker)
    assert (await worker.say("/batal")).text.startswith("Baik, dibatalkan.")
    assert "Halo" in (await worker.say("halo")).text
    await _begin(worker)
    clock.now += timedelta(minutes=61)
    assert "Halo" in (await worker.say("halo")).text
    assert (await admin.say("/pesan")).text.startswith("📨 Pesan untuk petugas: 0")


@ON_SQLITE
async def test_a_second_tap_asks_no_second_time(worker: Chat) -> None:
    shown = await worker.say("sambungkan saya dengan petugas")
    await worker.tap(shown, _WRITE)
    asked = await worker.last()
    assert await worker.tap(shown, _WRITE) == "Tulis saja pesannya."
    assert await worker.last() == asked


@ON_SQLITE
async def test_more_goes_into_the_same_conversation(worker: Chat, admin: Chat) -> None:
    taken = await _leave(worker)
    await worker.tap(taken, "➕ Tambah pesan")
    assert "percakapan #1" in (await worker.last()).text
    assert "percakapan #1" in (await worker.say("lampiran menyusul")).text
    assert "percakapan #1" in (await _begin(worker)).text.lower()
    listed = await admin.say("/pesan")
    assert "1 menunggu" in listed.text
    assert "lampiran menyusul" in listed.buttons[0]


@ON_SQLITE
async def test_a_message_can_be_changed_until_it_is_over(worker: Chat, admin: Chat) -> None:
    taken = await _leave(worker, "klaim JHT")
    await worker.edit(taken.id - 1, "klaim JKK")
    assert (await worker.message(taken.id)).text == "Pesan Anda untuk petugas sudah saya ubah. 🙏"
    assert "klaim JKK" in (await _read(admin)).text
    await admin.tap(await _read(admin), "✔️ Tutup")
    await worker.edit(taken.id - 1, "klaim JKM")
    assert "tidak sampai ke petugas" in (await worker.message(taken.id)).text
    listed = await admin.say("/pesan")
    await admin.tap(listed, "✔️ 1")
    closed = await admin.message(listed.id)
    assert "klaim JKK" in closed.buttons[0]


async def test_admins_are_told_once_for_a_burst(
    talk: Conversation, worker: Chat, admin: Chat, clock: _Clock
) -> None:
    colleague = await _become_admin(talk)
    for one in (admin, colleague):
        await one.say("/start")
    await _leave(worker)
    await _leave(talk.with_person("770001"), "saya juga")
    clock.now += timedelta(seconds=21)
    notice = await _heard(admin, "📨 2 pesan untuk petugas menunggu")
    assert (await _heard(colleague, "📨 2 pesan")).buttons == ("Buka pesan",)
    await admin.tap(notice, "Buka pesan")
    assert (await admin.message(notice.id)).text.startswith("📨 Pesan untuk petugas: 2 menunggu")
    await _leave(talk.with_person("770002"), "dan saya")
    clock.now += timedelta(minutes=9)
    before = await admin.messages()
    clock.now += timedelta(minutes=2)
    await _heard(admin, "📨 1 pesan untuk petugas menunggu")
    assert len(await admin.messages()) == len(before) + 1


@ON_SQLITE
async def test_admins_are_reminded_of_what_waits_too_long(
    worker: Chat, admin: Chat, clock: _Clock
) -> None:
    await admin.say("/start")
    await _leave(worker)
    clock.now += timedelta(hours=24, seconds=1)
    assert "paling lama menunggu 24 jam" in (await _heard(admin, "⏰ 1 pesan")).text
    clock.now += timedelta(hours=24, seconds=1)

    async def twice() -> bool:
        return sum(seen.text.startswith("⏰") for seen in await admin.messages()) == 2

    await until(twice)


@ON_SQLITE
async def test_a_reminder_waits_until_somebody_is_there(
    talk: Conversation, worker: Chat, admin: Chat, clock: _Clock
) -> None:
    clock.now = datetime(2026, 11, 27, 6, tzinfo=UTC)  # Friday afternoon
    await admin.say("/start")
    await _leave(worker)
    clock.now += timedelta(hours=25)  # Saturday
    await _heard(admin, "📨 1 pesan")
    clock.now = datetime(2026, 11, 30, 0, 1, tzinfo=UTC)  # Monday, a minute past eight
    assert "66 jam" not in (await _heard(admin, "⏰ 1 pesan")).text
    reminders = [seen for seen in await admin.messages() if seen.text.startswith("⏰")]
    assert len(reminders) == 1


async def test_an_answered_conversation_closes_after_a_week_and_can_go_on(
    worker: Chat, admin: Chat, clock: _Clock
) -> None:
    await _leave(worker)
    await _answer(admin)
    clock.now += timedelta(days=7, seconds=1)
    closed = await _heard(worker, "Percakapan #1 dengan petugas saya tutup")
    await worker.tap(closed, "💬 Lanjutkan")
    assert "percakapan #1" in (await worker.say("masih belum cair")).text
    assert "masih belum cair" in (await _read(admin)).text


@ON_SQLITE
async def test_a_conversation_closed_long_ago_is_followed_by_a_new_one(
    worker: Chat, admin: Chat, clock: _Clock
) -> None:
    taken = await _leave(worker)
    await worker.tap(taken, "✖️ Batalkan")
    ended = await worker.last()
    clock.now += timedelta(days=8)
    await worker.tap(ended, "💬 Lanjutkan")
    assert "percakapan #2" in (await worker.say("tolong lagi")).text


async def test_of_two_admins_the_second_is_told(
    talk: Conversation, worker: Chat, admin: Chat
) -> None:
    colleague = await _become_admin(talk)
    await _leave(worker)
    for one in (admin, colleague):
        await one.tap(await _read(one), "✍️ Balas")
    await admin.say("dari saya")
    refused = await colleague.say("dari saya juga")
    assert "belum dikirim: admin lain sudah membalas" in refused.text
    assert (await worker.last()).text.endswith("dari saya")


@ON_SQLITE
async def test_an_admin_closes_and_the_person_is_told_once(worker: Chat, admin: Chat) -> None:
    await _leave(worker)
    view = await _read(admin)
    assert await admin.tap(view, "✔️ Tutup") == "Percakapan #1 ditutup."
    told = await worker.last()
    assert told.text.startswith("Petugas menutup percakapan #1.")
    assert await admin.tap_raw({"message_id": view.id, "data": "ps:c:1"}) == (
        "Percakapan ini sudah selesai atau sudah dihapus orangnya."
    )
    assert await worker.last() == told


async def test_who_is_blocked_can_still_ask(talk: Conversation, worker: Chat, admin: Chat) -> None:
    await _leave(worker, "dasar bodoh")
    view = await _read(admin)
    await admin.tap(view, "🚫 Blokir")
    await admin.tap(await admin.message(view.id), "Kata-kata kasar")
    assert (await admin.message(view.id)).text.startswith("🚫 Diblokir.")
    assert "tidak bisa menulis pesan untuk petugas lagi" in (await worker.last()).text
    assert (await _begin(worker)).text.startswith("Anda tidak bisa menulis pesan untuk petugas.")
    assert "Rp16.800" in (await worker.say("berapa iuran bpu")).text

    listed = await admin.say("/pesan")
    await admin.tap(listed, "🚫 Yang diblokir")
    blocked = await admin.message(listed.id)
    assert "Kata-kata kasar" in blocked.text
    assert await admin.tap(blocked, "🔓 Buka blokir 1") == "Blokirnya dibuka."
    stale = {"message_id": listed.id, "data": "ps:u:1"}
    assert await admin.tap_raw(stale) == "Blokir ini sudah dibuka."
    assert (await _begin(worker)).text.startswith("✍️ Pesan untuk petugas")
    entries = await _all(talk, AuditEntry)
    assert [(e.action, e.details) for e in entries] == [
        ("desk.block", {"reason": "kasar"}),
        ("desk.unblock", {}),
    ]


@ON_SQLITE
async def test_a_block_may_have_a_reason_in_ones_own_words(worker: Chat, admin: Chat) -> None:
    await _leave(worker)
    view = await _read(admin)
    await admin.tap(view, "🚫 Blokir")
    await admin.tap(await admin.message(view.id), "Lainnya")
    assert (await admin.say("x" * 201)).text.startswith("Alasannya terlalu panjang")
    assert (await admin.say("menawarkan pinjaman")).text.startswith("🚫 Diblokir.")
    listed = await admin.say("/pesan")
    await admin.tap(listed, "🚫 Yang diblokir")
    assert "menawarkan pinjaman" in (await admin.message(listed.id)).text


@ON_SQLITE
async def test_erasing_takes_the_conversation_away(worker: Chat, admin: Chat) -> None:
    await _leave(worker)
    await admin.tap(await _read(admin), "✍️ Balas")
    asked = await worker.say("/hapus_data")
    assert "Percakapan Anda dengan petugas ikut terhapus" in asked.text
    await worker.tap(asked, "🗑 Ya")
    assert (await admin.say("sudah dicek")).text.startswith("Percakapan ini sudah selesai")


@ON_SQLITE
async def test_own_data_shows_no_admins_account(
    talk: Conversation, worker: Chat, admin: Chat
) -> None:
    await _leave(worker)
    await _answer(admin)
    shown, _ = await worker.say_all("/data_saya")
    assert "Pesan Anda untuk petugas dan balasannya: 2" in shown.text


@ON_SQLITE
async def test_who_is_no_admin_any_more_answers_nobody(talk: Conversation, worker: Chat) -> None:
    colleague = await _become_admin(talk)
    await _leave(worker)
    view = await _read(colleague)
    await colleague.tap(view, "✍️ Balas")
    async with talk.bot.storage.transaction() as connection:
        await connection.execute(
            RoleGrant.__table__.update().values(revoked_at=_WEDNESDAY)  # type: ignore[attr-defined]  # a mapped table
        )
        assert await roles.admins(connection, frozenset()) == []
    assert (await colleague.say("balasan")).text.startswith("Perintah ini hanya untuk admin.")
    for data in ("ps:l:w:0", "ps:v:1", "ps:r:1", "ps:c:1", "ps:b:1:kasar", "ps:u:1", "ps:x:0"):
        notice = await colleague.tap_raw({"message_id": view.id, "data": data})
        assert notice == "Ini hanya untuk admin. Tidak ada yang diubah.", data
    (kept,) = await _all(talk, DeskConversation)
    assert kept.state == "waiting"


@ON_SQLITE
async def test_forged_buttons_lead_nowhere(talk: Conversation, worker: Chat, admin: Chat) -> None:
    await _leave(worker)
    other = talk.with_person("770003")
    shown = await other.say("/start")
    for data in ("dk", "dk:", "dk:r:1", "dk:e:1", "dk:r:x", "dk:e:99999999999999999999", "dk:w:1"):
        assert await other.tap_raw({"message_id": shown.id, "data": data}) == _STALE, data
    listed = await admin.say("/pesan")
    for data in ("ps", "ps:l:z:0", "ps:l:w:x", "ps:v:x", "ps:b:1:salah", "ps:q:1", "ps:r:1:1"):
        assert await admin.tap_raw({"message_id": listed.id, "data": data}) == _STALE, data
    for data in ("ps:v:99", "ps:r:99", "ps:c:99"):
        notice = await admin.tap_raw({"message_id": listed.id, "data": data})
        assert notice == "Percakapan ini sudah selesai atau sudah dihapus orangnya.", data
    (kept,) = await _all(talk, DeskConversation)
    assert kept.state == "waiting"


@ON_SQLITE
async def test_a_nik_is_sent_to_nobody(worker: Chat, admin: Chat) -> None:
    await _leave(worker)
    before = await worker.last()
    await admin.tap(await _read(admin), "✍️ Balas")
    assert (await admin.say(f"NIK {_NIK} sudah aktif")).text.startswith("Balasan tidak dikirim")
    assert (await admin.say("a" * 3_501)).text.startswith("Balasannya terlalu panjang")
    assert await worker.last() == before
    assert (await admin.say("sudah aktif")).text.startswith("✅")


@ON_SQLITE
async def test_an_answer_that_was_changed_stays_as_it_was_sent(worker: Chat, admin: Chat) -> None:
    await _leave(worker)
    sent = await _answer(admin)
    await admin.edit(sent.id - 1, "berubah")
    assert (await admin.last()).text.startswith("Balasan yang sudah dikirim tidak berubah.")
    assert "berubah" not in (await worker.last()).text


@ON_SQLITE
async def test_an_admin_learns_that_the_person_has_gone(
    talk: Conversation, worker: Chat, admin: Chat
) -> None:
    from bot.people import accounts

    await _leave(worker)
    (kept,) = await _all(talk, DeskConversation)
    async with talk.bot.storage.transaction() as connection:
        await accounts.seen(connection, {kept.chat_id}, _WEDNESDAY)
        await accounts.unreachable(connection, {kept.chat_id}, _WEDNESDAY)
    assert "memblokir bot" in (await _read(admin)).text


@ON_SQLITE
async def test_the_desk_is_for_admins(worker: Chat) -> None:
    assert (await worker.say("/pesan")).text.startswith("Perintah ini hanya untuk admin.")


@ON_SQLITE
async def test_an_edited_message_does_not_end_the_waiting(worker: Chat, admin: Chat) -> None:
    answer = await worker.say("berapa iuran bpu")
    await _begin(worker)
    await worker.edit(answer.id - 1, "berapa iuran ojol")
    assert (await worker.last()).text.startswith("Pesan yang diubah tidak saya pakai.")
    assert (await worker.say("tolong saya")).text.startswith("✅")
