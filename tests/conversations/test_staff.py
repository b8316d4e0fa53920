"""/petugas, /audit, /berhenti, and groups as recipients."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.people import groups, subscriptions
from bot.storage.models import GroupRecipient, RoleGrant, Subscription
from bot.storage.storage import Storage
from tests.chat import Chat, Conversation, Seen
from tests.conversations.group import GroupChat
from tests.conversations.inviting import (
    AGENCY,
    ON_SQLITE,
    accept,
    invite_admin,
    invite_official,
    open_page,
    payload,
    tap_last_of,
)
from tests.demo.support import picture

_REFUSED = "Ini hanya untuk admin. Tidak ada yang diubah."


@pytest.fixture
def official(talk: Conversation) -> Chat:
    """Somebody who will be an official."""
    return talk.with_person("pejabat")


@pytest.fixture
def colleague(talk: Conversation) -> Chat:
    """Somebody who will be an admin by invitation."""
    return talk.with_person("2001")


async def _rows(storage: Storage, *columns: Any) -> list[Any]:
    async with storage.transaction() as connection:
        return list(await connection.execute(select(*columns)))


@ON_SQLITE
async def test_petugas_lists_everybody_by_role_and_no_phone(
    admin: Chat, official: Chat, colleague: Chat
) -> None:
    nobody = await admin.say("/petugas")
    assert "tidak bisa dicabut di sini): 1003" in nobody.text
    assert "Belum ada pejabat" in nobody.text
    await accept(official, await invite_official(admin))
    await accept(colleague, await invite_admin(admin))
    await invite_official(admin)
    listed = await admin.say("/petugas")
    assert listed.text.index("Budi 2001 (admin)") < listed.text.index("Nurul Aini (pejabat")
    assert f"{AGENCY}\nSamarinda" in listed.text
    assert "+62" not in listed.text
    assert f"Nurul Aini – {AGENCY}"[:40] in listed.buttons
    assert "✉️ Undangan (1)" in listed.buttons
    waiting = await tap_last_of(admin, listed, "✉️ Undangan")
    assert AGENCY in waiting.text
    after = await tap_last_of(admin, waiting, "🚫 1.")
    assert after.text == "✉️ Tidak ada undangan yang menunggu."


async def test_an_officials_regions_are_changed_and_the_official_is_told(
    admin: Chat, official: Chat, storage: Storage
) -> None:
    await accept(official, await invite_official(admin))
    page = await open_page(admin, "Nurul Aini")
    assert "Laporan: setiap Senin pukul 08.00 WITA" in page.text
    page = await tap_last_of(admin, page, "🗺️ Ubah wilayah")
    assert "✅ Samarinda" in page.buttons
    page = await tap_last_of(admin, page, "✅ Samarinda")
    assert await admin.tap(page, "💾 Simpan") == "Pilih dulu paling sedikit satu wilayah."
    page = await tap_last_of(admin, page, "▫️ Bontang")
    page = await tap_last_of(admin, page, "💾 Simpan")
    assert "Wilayah: Bontang" in page.text
    assert "menjadi: Bontang" in (await official.last()).text
    assert await _rows(storage, Subscription.regions) == [(["64.74"],)]
    assert "untuk Bontang" in (await official.say("/start")).text


@ON_SQLITE
async def test_an_agency_is_changed_by_typing(admin: Chat, official: Chat) -> None:
    await accept(official, await invite_official(admin))
    page = await open_page(admin, "Nurul Aini")
    await admin.tap(page, "🏢 Ubah instansi")
    assert "nama instansi yang baru untuk Nurul Aini" in (await admin.last()).text
    (reply,) = await admin.send_file("foto.png", picture())
    assert "bukan gambar" in reply.text
    assert "Terlalu panjang" in (await admin.say("y" * 4_000)).text
    changed = await admin.say("Bappeda & Litbang Kaltim")
    assert changed.text.startswith("✅ Sudah diubah.")
    assert "Instansi: Bappeda & Litbang Kaltim" in changed.text


async def test_a_revoked_official_is_told_and_is_a_worker_with_the_next_message(
    talk: Conversation, admin: Chat, official: Chat, storage: Storage
) -> None:
    await accept(official, await invite_official(admin))
    page = await tap_last_of(admin, await open_page(admin, "Nurul Aini"), "🚫 Cabut peran")
    assert "Cabut peran ini?" in page.text
    page = await tap_last_of(admin, page, "Tidak jadi")
    assert len(await _rows(storage, Subscription.chat_id)) == 1
    page = await tap_last_of(admin, page, "🚫 Cabut peran")
    page = await tap_last_of(admin, page, "🚫 Ya, cabut")
    assert "sudah dicabut" in page.text
    assert "sudah dicabut oleh admin" in (await official.last()).text
    assert "belum terdaftar" in (await official.say("/mulai_laporan")).text
    assert "terdaftar sebagai" not in (await official.say("/start")).text
    assert await _rows(storage, Subscription.chat_id) == []
    [call] = await talk.calls("deleteMyCommands")
    assert "1002" in str(call["params"])


async def test_a_revoked_admins_buttons_commands_and_typing_fail_at_once(
    admin: Chat, official: Chat, colleague: Chat, storage: Storage
) -> None:
    await accept(official, await invite_official(admin))
    await accept(colleague, await invite_admin(admin))
    listed = await colleague.say("/petugas")
    link = await invite_official(colleague)
    menu = await colleague.say("/undang")
    await colleague.tap(menu, "🛠️ Admin")
    page = await open_page(admin, "Budi 2001")
    page = await tap_last_of(admin, page, "🚫 Cabut peran")
    await tap_last_of(admin, page, "🚫 Ya, cabut")
    # In the middle of an invitation, with an open page, with an open link.
    assert "hanya untuk admin" in (await colleague.say("Disnaker Palsu")).text
    assert await colleague.tap(listed, "Nurul Aini") == _REFUSED
    assert await colleague.tap(link, "🚫 Tarik undangan") == _REFUSED
    for command in ("/petugas", "/undang", "/audit", "/antrean"):
        assert "hanya untuk admin" in (await colleague.say(command)).text
    stranger = await official.say(f"/start {payload(link)}")
    assert "sudah ditarik" in stranger.text
    held = await _rows(storage, RoleGrant.person_id, RoleGrant.revoked_at)
    assert [row.person_id for row in held if row.revoked_at is None] == [1002]


@ON_SQLITE
async def test_somebodys_page_that_is_open_elsewhere_says_that_the_role_is_gone(
    admin: Chat, official: Chat, colleague: Chat
) -> None:
    await accept(official, await invite_official(admin))
    await accept(colleague, await invite_admin(admin))
    theirs = await open_page(colleague, "Nurul Aini")
    mine = await tap_last_of(admin, await open_page(admin, "Nurul Aini"), "🚫 Cabut peran")
    await tap_last_of(admin, mine, "🚫 Ya, cabut")
    assert await colleague.tap(theirs, "🗺️ Ubah wilayah") == "Peran ini sudah dicabut."
    assert "Nurul Aini" not in (await colleague.message(theirs.id)).text


@ON_SQLITE
async def test_one_may_leave_a_role_of_ones_own(admin: Chat, colleague: Chat) -> None:
    await accept(colleague, await invite_admin(admin))
    page = await tap_last_of(colleague, await open_page(colleague, "Budi"), "🚫 Cabut peran")
    assert "peran Anda sendiri" in page.text
    await tap_last_of(colleague, page, "🚫 Ya, cabut")
    assert "hanya untuk admin" in (await colleague.say("/petugas")).text


async def test_berhenti_stops_the_report_and_mulai_laporan_brings_it_back(
    admin: Chat, official: Chat, worker: Chat, storage: Storage
) -> None:
    assert "Tidak ada kiriman berkala" in (await worker.say("/berhenti")).text
    assert "belum terdaftar" in (await worker.say("/mulai_laporan")).text
    await accept(official, await invite_official(admin))
    assert "dihentikan" in (await official.say("/berhenti")).text
    assert await _rows(storage, Subscription.active) == [(False,)]
    assert "Tidak ada kiriman" in (await official.say("/berhenti")).text
    page = await open_page(admin, "Nurul Aini")
    assert "Laporan: dihentikan" in page.text
    started = await official.say("/mulai_laporan")
    assert "Samarinda dikirim setiap Senin pukul 08.00 WITA" in started.text
    assert await _rows(storage, Subscription.active) == [(True,)]


@ON_SQLITE
async def test_audit_tells_who_did_what_without_names_of_what(admin: Chat, official: Chat) -> None:
    assert "Belum ada perubahan" in (await admin.say("/audit")).text
    for _ in range(6):
        await invite_official(admin)
    await accept(official, await invite_official(admin))
    for _ in range(4):
        await invite_official(admin)
    shown = await admin.say("/audit")
    assert "Catatan perubahan (12)" in shown.text
    assert "akun 1003: membuat undangan (invitation/11, Samarinda)" in shown.text
    assert "Nurul Aini: menerima undangan (invitation/7)" in shown.text
    assert AGENCY not in shown.text
    assert shown.buttons == ("Lebih lama ›",)
    older = await tap_last_of(admin, shown, "Lebih lama")
    assert older.text.splitlines()[-1].startswith("1. ")
    assert older.buttons == ("‹ Lebih baru",)


async def _bring_into_group(talk: Conversation, *members: str) -> GroupChat:
    made = await talk.post("/demo/groups", {"title": "Rapat <Disnaker>", "members": [*members]})
    group = GroupChat(talk, made["id"])
    await group.settle()
    return group


async def _confirm(admin: Chat) -> Seen:
    offer = await admin.last()
    assert "menambahkan saya ke grup Rapat <Disnaker>" in offer.text
    assert await admin.tap(offer, "✅ Kirim") == "Pilih dulu paling sedikit satu wilayah."
    offer = await tap_last_of(admin, offer, "▫️ Berau")
    return await tap_last_of(admin, offer, "✅ Kirim")


async def test_a_group_that_an_admin_adds_the_bot_to_becomes_a_recipient_when_confirmed(
    talk: Conversation, admin: Chat, storage: Storage
) -> None:
    await admin.say("/start")
    group = await _bring_into_group(talk, "admin", "pekerja")
    assert await _rows(storage, Subscription.chat_id) == []
    assert "menerima laporan Berau" in (await _confirm(admin)).text
    assert await _rows(storage, Subscription.chat_id, Subscription.regions) == [
        (group.id, ["64.03"])
    ]
    page = await open_page(admin, "👥 Rapat <Disnaker>")
    page = await tap_last_of(admin, page, "🗺️ Ubah wilayah")
    page = await tap_last_of(admin, page, "▫️ Seluruh")
    await tap_last_of(admin, page, "💾 Simpan")
    assert await _rows(storage, Subscription.regions) == [(["64"],)]
    page = await tap_last_of(admin, await open_page(admin, "👥"), "🚫 Hentikan")
    page = await tap_last_of(admin, page, "🚫 Ya, hentikan")
    assert "tidak lagi menerima laporan" in page.text
    assert await _rows(storage, Subscription.chat_id) == []


@ON_SQLITE
async def test_a_group_that_somebody_else_adds_the_bot_to_is_not_offered(
    talk: Conversation, admin: Chat, storage: Storage
) -> None:
    welcome = await admin.say("/start")
    await _bring_into_group(talk, "pekerja", "admin")
    assert await admin.last() == welcome
    assert await _rows(storage, GroupRecipient.id) == []


@ON_SQLITE
async def test_an_offer_may_be_declined(talk: Conversation, admin: Chat, storage: Storage) -> None:
    await admin.say("/start")
    await _bring_into_group(talk, "admin")
    offer = await admin.last()
    assert "tidak menerima laporan" in (await tap_last_of(admin, offer, "Tidak usah")).text
    assert await _rows(storage, GroupRecipient.id) == []
    assert await admin.tap_raw({"message_id": offer.id, "data": "gr:y:1:1"}) is not None


async def test_a_group_that_becomes_a_supergroup_goes_on_as_a_recipient(
    talk: Conversation, admin: Chat, storage: Storage
) -> None:
    await admin.say("/start")
    group = await _bring_into_group(talk, "admin")
    await _confirm(admin)
    moved = await talk.post(f"/demo/groups/{group.id}/migrate", {})
    await group.settle()
    async with storage.transaction() as connection:
        [kept] = await groups.confirmed(connection)
        assert kept.chat_id == moved["id"]
        assert await subscriptions.of(connection, moved["id"]) is not None
        assert await subscriptions.of(connection, group.id) is None


@ON_SQLITE
async def test_a_group_that_puts_the_bot_out_gets_nothing_and_its_admin_is_told(
    talk: Conversation, admin: Chat, storage: Storage
) -> None:
    await admin.say("/start")
    group = await _bring_into_group(talk, "admin")
    await _confirm(admin)
    await talk.post(f"/demo/groups/{group.id}/kick", {})
    await group.settle()
    assert "mengeluarkan saya" in (await admin.last()).text
    assert await _rows(storage, Subscription.chat_id) == []
