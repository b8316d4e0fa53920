"""The first minute: /start, links to a topic, help, privacy, and coming back after a block."""

import pytest
from sqlalchemy import select

from bot.storage.models import Account
from bot.storage.storage import Storage
from handlers.start import name_to_greet
from knowledge.library import Library
from tests.chat import Chat, Conversation


async def test_start_greets_by_name_and_offers_big_buttons(worker: Chat) -> None:
    welcome = await worker.say("/start")
    assert welcome.text.startswith("Halo, Rahmat! 👋")
    assert "bukan petugas BPJS" in welcome.text
    assert "Jangan kirim NIK" in welcome.text
    assert welcome.buttons == (
        "💰 Berapa iurannya?",
        "📝 Cara daftar",
        "🔎 Cek status saya",
        "📋 Lihat semua topik",
    )


@pytest.mark.parametrize("button", ["💰", "📝", "📋"])
async def test_each_big_button_leads_somewhere_and_leaves_the_welcome(
    worker: Chat, button: str
) -> None:
    welcome = await worker.say("/start")
    assert await worker.tap(welcome, button) is None
    shown = await worker.last()
    assert shown.id != welcome.id
    expected = {"💰": "Rp16.800", "📝": "daftar", "📋": "Mau tahu soal apa?"}
    assert expected[button] in shown.text
    assert await worker.message(welcome.id) == welcome


async def test_a_link_leads_to_its_topic(worker: Chat, library: Library) -> None:
    answer = await worker.say("/start t-iuran-bpu")
    assert "Rp16.800" in answer.text
    assert library.topics["diskon-iuran"].label in answer.buttons


@pytest.mark.parametrize(
    "payload",
    ["t-tidak-ada", "iuran-bpu", "t-", "x" * 64, "t-../../etc/passwd", "'; DROP TABLE accounts;--"],
)
async def test_an_unknown_or_forged_link_leads_to_the_welcome(worker: Chat, payload: str) -> None:
    welcome = await worker.say(f"/start {payload}")
    assert welcome.text.startswith("Halo, Rahmat!")


@pytest.mark.parametrize(
    ("first_name", "greeted"),
    [
        ("Rahmat", "Rahmat"),
        ("Siti Nur’aini", "Siti Nur’aini"),
        ("M. Ali-Akbar", "M. Ali-Akbar"),
        ("محمد", "محمد"),
        ("6472010101900001", ""),
        ("<b>Budi</b>", ""),
        ("https://judi.example", ""),
        ("Budi\u202etxt", ""),
        ("{name}", ""),
        ("👑👑👑", ""),
        ("Raja " * 20, ""),
        ("", ""),
    ],
)
def test_only_a_name_that_reads_like_one_is_said(first_name: str, greeted: str) -> None:
    assert name_to_greet(first_name) == greeted


async def test_help_lists_the_commands(worker: Chat) -> None:
    shown = await worker.say("/bantuan")
    assert "bahasa sehari-hari" in shown.text
    assert "/tanya – " in shown.text
    assert "/antrean" not in shown.text
    assert shown.buttons == ("📋 Lihat semua topik",)


async def test_an_admins_help_lists_the_admins_commands_too(admin: Chat) -> None:
    assert "/antrean – " in (await admin.say("/bantuan")).text


async def test_privacy_tells_what_is_kept(worker: Chat) -> None:
    shown = await worker.say("/privasi")
    assert "tidak perlu mengirim NIK" in shown.text
    assert "30 hari" in shown.text


async def test_there_is_nothing_to_cancel_at_first(worker: Chat) -> None:
    assert (await worker.say("/batal")).text.startswith("Tidak ada yang perlu dibatalkan")


async def test_commands_may_be_written_in_capitals(worker: Chat) -> None:
    assert "/tanya – " in (await worker.say("/BANTUAN")).text


async def test_a_person_who_blocked_the_bot_and_comes_back_is_welcome(
    talk: Conversation, worker: Chat, storage: Storage
) -> None:
    await worker.say("/start")
    await talk.post("/demo/people/pekerja/block", {})
    async with talk.http.get(f"{talk.url}/demo/people/pekerja/messages") as response:
        assert response.status == 200
    welcome = await worker.say("/start")
    assert welcome.text.startswith("Halo, Rahmat!")
    async with storage.transaction() as connection:
        rows = (await connection.execute(select(Account.unreachable_since))).all()
    assert [row.unreachable_since for row in rows] == [None]
