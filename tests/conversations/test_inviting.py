"""/undang and what comes of its link."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.storage.models import AuditEntry, Invitation, RoleGrant
from bot.storage.storage import Storage
from handlers.commands import Audience, commands_for
from knowledge.library import Library
from tests.chat import Chat, Conversation, conversation
from tests.conversations.group import GroupChat
from tests.conversations.inviting import (
    AGENCY,
    ON_SQLITE,
    accept,
    ask_for_agency,
    invite_admin,
    invite_official,
    payload,
)
from tests.demo.support import picture

_OF_ADMINS = (
    "iv:o:1", "iv:n:1", "iv:a", "iv:t", "iv:x:1", "iv:new", "pt:l:0", "pt:x:1", "gr:y:1:1", "au:0",
)  # fmt: skip
_FORGED = (
    "iv:o:1024", "iv:o:-1", "iv:o:x", "iv:n:²", "iv:x:abc", "iv:x:99999999999999999999",
    "iv", "iv:q", "ia:y:" + "x" * 46, "ia:y", "ia:z:1", "pt:g:99", "pt:l:x", "gr:g:99", "au:x",
)  # fmt: skip
_FORGED_LINKS = (
    "i-", "i-" + "x" * 46, "i-x", "i-'; DROP TABLE role_grants;--", "i-" + "9" * 46,
)  # fmt: skip
_WITHOUT_ROLE = ["/undang", "/petugas", "/audit", "/antrean"]


@pytest.fixture
def official(talk: Conversation) -> Chat:
    """Somebody who will be invited."""
    return talk.with_person("pejabat")


async def _rows(storage: Storage, *columns: Any) -> list[Any]:
    async with storage.transaction() as connection:
        return list(await connection.execute(select(*columns)))


async def test_an_official_is_invited_with_buttons_and_two_typed_lines(
    admin: Chat, storage: Storage
) -> None:
    asked = await ask_for_agency(admin, "Samarinda", "Kutai Kartanegara")
    assert "nama instansinya" in asked.text
    assert "jabatannya" in (await admin.say(f"  {AGENCY} ")).text
    link = await admin.say("Kepala Bidang Hubungan Industrial")
    assert payload(link)
    assert f"Kepala Bidang Hubungan Industrial, {AGENCY}" in link.text
    assert "Wilayah: Kutai Kartanegara, Samarinda" in link.text
    assert "untuk satu orang" in link.text
    assert "WITA" in link.text
    assert link.buttons == ("📤 Kirim ke orangnya", "🚫 Tarik undangan")
    assert await _rows(storage, Invitation.regions, Invitation.created_by) == [
        (["64.02", "64.72"], 1003)
    ]


@ON_SQLITE
async def test_regions_are_ticked_and_unticked_on_one_page(admin: Chat) -> None:
    menu = await admin.say("/undang")
    await admin.tap(menu, "🏛️")
    page = await admin.message(menu.id)
    assert len(page.buttons) == 12
    assert await admin.tap(page, "Lanjut") == "Pilih dulu paling sedikit satu wilayah."
    await admin.tap(page, "▫️ Bontang")
    page = await admin.message(menu.id)
    assert "✅ Bontang" in page.buttons
    await admin.tap(page, "✅ Bontang")
    assert "✅ Bontang" not in (await admin.message(menu.id)).buttons
    await admin.tap(await admin.message(menu.id), "▫️ Seluruh Kalimantan Timur")
    page = await admin.message(menu.id)
    assert len([button for button in page.buttons if button.startswith("✅")]) == 11
    await admin.tap(page, "Lanjut")
    assert (await admin.message(menu.id)).text == "🗺️ Wilayah: seluruh Kalimantan Timur"


async def test_whoever_opens_the_link_is_told_all_before_anything_is_granted(
    admin: Chat, official: Chat, storage: Storage
) -> None:
    link = await invite_official(admin)
    asked = await official.say(f"/start {payload(link)}")
    for told in ("pejabat", AGENCY, "Samarinda", "Senin pukul 08.00 WITA", "/berhenti"):
        assert told in asked.text
    assert "Yang disimpan" in asked.text
    assert asked.buttons == ("✅ Terima", "Tidak")
    assert await _rows(storage, RoleGrant.id) == []
    await official.tap(asked, "Tidak")
    assert (await official.message(asked.id)).text.startswith("Baik, undangan tidak diterima.")
    assert await _rows(storage, RoleGrant.id) == []
    assert (await accept(official, link)).text.startswith("✅ Undangan diterima.")


async def test_who_accepts_is_an_official_at_once(
    talk: Conversation, admin: Chat, official: Chat, storage: Storage
) -> None:
    await admin.say("/start")
    await accept(official, await invite_official(admin))
    assert "Undangan Anda sudah diterima oleh akun Nurul Aini" in (await admin.last()).text
    welcome = await official.say("/start")
    assert f"pejabat ({AGENCY}) untuk Samarinda" in welcome.text
    shown = await official.say("/bantuan")
    assert "/berhenti – " in shown.text
    assert "/undang" not in shown.text
    menus = [call for call in await talk.calls("setMyCommands") if "1002" in str(call["params"])]
    assert [command["command"] for command in menus[0]["params"]["commands"]] == [
        command.name for command in commands_for(Audience.OFFICIAL)
    ]
    actions = await _rows(storage, AuditEntry.action, AuditEntry.actor_id)
    assert actions == [("invitation.create", 1003), ("invitation.accept", 1002)]


async def test_an_accepted_admin_has_the_admins_commands_at_once(
    admin: Chat, official: Chat
) -> None:
    accepted = await accept(official, await invite_admin(admin))
    assert "admin" in accepted.text
    assert (await official.say("/antrean")).text.startswith("Tidak ada pertanyaan")
    assert "Undang siapa?" in (await official.say("/undang")).text
    assert "/undang – " in (await official.say("/bantuan")).text
    assert "Anda admin" in (await official.say("/start")).text


async def test_a_link_is_good_for_one_person_and_once(
    admin: Chat, official: Chat, worker: Chat
) -> None:
    link = await invite_official(admin)
    asked = await worker.say(f"/start {payload(link)}")
    await accept(official, link)
    await worker.tap(asked, "✅ Terima")
    assert "sudah dipakai" in (await worker.message(asked.id)).text
    assert "sudah dipakai" in (await worker.say(f"/start {payload(link)}")).text
    again = await official.say(f"/start {payload(link)}")
    assert again.text.startswith("Undangan ini sudah Anda terima.")
    assert again.buttons == ()


async def test_of_two_who_tap_at_once_exactly_one_gets_it(
    talk: Conversation, admin: Chat, storage: Storage
) -> None:
    link = await invite_admin(admin)
    people = [talk.with_person(str(number)) for number in range(2001, 2007)]
    asked = [await person.say(f"/start {payload(link)}") for person in people]
    await asyncio.gather(
        *(person.tap(seen, "✅") for person, seen in zip(people, asked, strict=True))
    )
    after = [await p.message(seen.id) for p, seen in zip(people, asked, strict=True)]
    assert sorted(seen.text.startswith("✅ Undangan diterima") for seen in after)[-2:] == [
        False,
        True,
    ]
    assert len(await _rows(storage, RoleGrant.id)) == 1


async def test_ones_own_invitation_and_a_role_one_has_are_said_so(
    admin: Chat, official: Chat, storage: Storage
) -> None:
    first, second = await invite_official(admin), await invite_official(admin)
    assert "buatan Anda sendiri" in (await admin.say(f"/start {payload(first)}")).text
    await accept(official, first)
    told = await official.say(f"/start {payload(second)}")
    assert told.text.startswith("Anda sudah punya peran ini")
    assert len(await _rows(storage, RoleGrant.id)) == 1


@ON_SQLITE
async def test_a_withdrawn_link_is_worthless_and_gone_from_the_chat(
    admin: Chat, official: Chat
) -> None:
    link = await invite_official(admin)
    await admin.tap(link, "🚫 Tarik")
    assert "t.me" not in (await admin.message(link.id)).text
    assert "sudah ditarik" in (await official.say(f"/start {payload(link)}")).text


@ON_SQLITE
async def test_a_forged_link_says_that_it_is_not_known(official: Chat, storage: Storage) -> None:
    for forged in _FORGED_LINKS:
        told = await official.say(f"/start {forged}")
        assert "undangan ini tidak dikenal" in told.text, forged
    assert await _rows(storage, RoleGrant.id) == []


@ON_SQLITE
async def test_a_link_expires(library: Library, database_url: str) -> None:
    now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def clock() -> datetime:
        return now

    async with conversation(library, database_url, clock) as talk:
        link = await invite_official(talk.with_person("admin"))
        assert "30 November 2026 pukul 09.00 WITA" in link.text
        official = talk.with_person("pejabat")
        asked = await official.say(f"/start {payload(link)}")
        now += timedelta(days=7)
        await official.tap(asked, "✅ Terima")
        assert "lewat masa berlakunya" in (await official.message(asked.id)).text
        assert "lewat masa berlakunya" in (await official.say(f"/start {payload(link)}")).text


@ON_SQLITE
async def test_what_is_no_name_is_refused_and_asked_for_again(
    admin: Chat, storage: Storage
) -> None:
    await ask_for_agency(admin, "Paser")
    for text, why in [
        ("x" * 4_000, "Terlalu panjang"),
        ("Dinas\nTenaga Kerja", "satu baris"),
        ("ab", "Terlalu pendek"),
        ("12345", "Terlalu pendek"),
        ("dinas.example.com", "tautan"),
        ("hubungi @disnaker", "tautan"),
        ("<b>Disnaker</b>", "tanda"),
        ("Disnaker 081255501234", "nomor pribadi"),
    ]:
        reply = await admin.say(text)
        assert why in reply.text, text
        assert "/batal" in reply.text
    (reply,) = await admin.send_file("foto.png", picture())
    assert "bukan gambar" in reply.text
    for body in ({"sticker": True}, {"voice": True}, {"location": True}, {"contact": "own"}):
        assert "bukan gambar" in (await admin.send(body))[-1].text
    assert await _rows(storage, Invitation.id) == []
    assert "jabatannya" in (await admin.say("Disnaker Paser")).text


@ON_SQLITE
async def test_a_nik_in_a_name_is_deleted_and_not_taken(admin: Chat, storage: Storage) -> None:
    await ask_for_agency(admin, "Paser")
    replies = await admin.say_all("Disnaker 6472990101900001")
    assert "nomor pribadi" in replies[-1].text
    assert [seen.deleted for seen in await admin.messages() if "Disnaker 64" in seen.text] in (
        [True],
        [],
    )
    assert await _rows(storage, Invitation.id) == []


@ON_SQLITE
async def test_an_edited_message_is_not_taken_for_a_name(admin: Chat, storage: Storage) -> None:
    await ask_for_agency(admin, "Paser")
    sent = await admin.put({"text": "ab"})
    await admin.next_reply(sent)
    await admin.edit(sent, "Disnaker Paser")
    assert "Kirim sebagai pesan baru" in (await admin.last()).text
    assert await _rows(storage, Invitation.id) == []


@ON_SQLITE
async def test_an_invitation_can_be_left_in_the_middle(admin: Chat, storage: Storage) -> None:
    await ask_for_agency(admin, "Paser")
    assert (await admin.say("/batal")).text.startswith("Baik, dibatalkan.")
    assert "jabatannya" not in (await admin.say("Disnaker Paser")).text
    await ask_for_agency(admin, "Paser")
    await admin.say(AGENCY)
    without_title = await admin.last()
    await admin.say("/menu")
    assert "tidak berlaku" in str(await admin.tap(without_title, "Tanpa jabatan"))
    assert await _rows(storage, Invitation.id) == []


@ON_SQLITE
async def test_commands_without_the_role_are_refused(worker: Chat, storage: Storage) -> None:
    for command in _WITHOUT_ROLE:
        assert (await worker.say(command)).text.startswith("Perintah ini hanya untuk admin.")
    assert await _rows(storage, Invitation.id) == []


@ON_SQLITE
async def test_in_a_group_nobody_is_invited(talk: Conversation) -> None:
    made = await talk.post("/demo/groups", {"title": "Grup", "members": ["pekerja", "admin"]})
    group = GroupChat(talk, made["id"])
    await group.settle()
    for command in _WITHOUT_ROLE:
        (reply,) = await group.say(command, person="admin")
        assert "hanya untuk obrolan pribadi" in reply.text


@ON_SQLITE
async def test_forged_taps_of_somebody_without_the_role_are_refused(
    worker: Chat, admin: Chat, storage: Storage
) -> None:
    await invite_official(admin)
    before = await _rows(storage, Invitation.withdrawn_at, Invitation.used_at)
    welcome = await worker.say("/start")
    for data in _OF_ADMINS:
        notice = await worker.tap_raw({"message_id": welcome.id, "data": data})
        assert notice == "Ini hanya untuk admin. Tidak ada yang diubah.", data
    assert await worker.last() == welcome
    assert await _rows(storage, Invitation.withdrawn_at, Invitation.used_at) == before


@ON_SQLITE
async def test_forged_taps_of_an_admin_change_nothing(admin: Chat, storage: Storage) -> None:
    for data in _FORGED:
        menu = await admin.say("/menu")
        await admin.tap_raw({"message_id": menu.id, "data": data})
        assert "gangguan" not in (await admin.last()).text, data
    assert await _rows(storage, RoleGrant.id) == []
    assert await _rows(storage, AuditEntry.number) == []
