"""/cek: consent, NIK, name, result; a stronger proof; nobody learns who is registered."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.storage.models import LookupAttempt
from bot.storage.storage import Storage
from knowledge.library import Library
from tests.chat import Chat, Conversation, Seen, conversation
from tests.conversations.databases import ON_BOTH
from tests.conversations.group import GroupChat
from tests.conversations.registry import ACTIVE, LAPSED, TWICE, fill_registry
from tests.demo.support import picture
from tests.waiting import until

pytestmark = ON_BOTH

_NOBODY = "6472990101019999"
_NOT_FOUND = "Tidak ada yang cocok"


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 25, 3, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def talk(library: Library, database_url: str, clock: Clock) -> AsyncIterator[Conversation]:
    async with conversation(library, database_url, clock) as running:
        await fill_registry(running)
        yield running


async def _agree(chat: Chat) -> Seen:
    """Begin and agree, where that is asked; the question for the NIK."""
    said = await chat.say("/cek")
    if "setuju" not in said.text:
        return said
    await chat.tap(said, "✅ Ya, saya setuju")
    return await chat.last()


async def _check(chat: Chat, nik: str, name: str) -> Seen:
    """The whole way; the result."""
    await _agree(chat)
    asked = await chat.say(nik)
    assert "nama lengkap" in asked.text
    return await chat.say(name)


async def test_the_way_to_a_result(worker: Chat) -> None:
    consent = await worker.say("/cek")
    assert "Sebelum saya cek, apakah Anda setuju?" in consent.text
    await worker.tap(consent, "✅ Ya, saya setuju")
    ask_nik = await worker.last()
    assert "16 angka" in ask_nik.text
    sent = await worker.put({"text": ACTIVE.nik})
    ask_name = await worker.next_reply(sent)
    assert (await worker.message(sent)).deleted
    assert "nama lengkap" in ask_name.text
    result = await worker.say("Rahmat Hidayat")
    assert "Anda terdaftar dan AKTIF." in result.text
    assert "Data per 31 Oktober 2026" in result.text
    assert "terhapus sendiri dalam 5 menit" in result.text


async def test_a_question_leads_there_too(worker: Chat) -> None:
    assert "apakah Anda setuju?" in (await worker.say("tolong cekkan status saya")).text


async def test_the_button_of_the_welcome_leads_there(worker: Chat) -> None:
    await worker.tap(await worker.say("/start"), "🔎 Cek status saya")
    assert "apakah Anda setuju?" in (await worker.last()).text


async def test_consent_is_asked_for_once(worker: Chat) -> None:
    await _check(worker, ACTIVE.nik, ACTIVE.name)
    assert "16 angka" in (await worker.say("/cek")).text


async def test_without_consent_nothing_is_asked(worker: Chat) -> None:
    consent = await worker.say("/cek")
    await worker.tap(consent, "Tidak jadi")
    assert (await worker.message(consent.id)).text.startswith("Baik, tidak ada yang saya cek")
    told = await worker.say_all(ACTIVE.nik)
    assert "hapus dari obrolan ini" in told[0].text


async def test_somebody_who_has_lapsed_is_told_what_to_do(worker: Chat) -> None:
    result = await _check(worker, LAPSED.nik, "norliana safitri")
    assert "TIDAK AKTIF" in result.text
    assert any("ktifkan" in button for button in result.buttons)


async def test_the_result_is_protected_and_gone_after_five_minutes(
    talk: Conversation, worker: Chat, clock: Clock
) -> None:
    result = await _check(worker, ACTIVE.nik, ACTIVE.name)
    (call,) = [
        call for call in await talk.calls("sendMessage") if "AKTIF" in call["params"]["text"]
    ]
    assert call["params"]["protect_content"] in {True, "true"}
    clock.now += timedelta(minutes=5, seconds=1)

    async def is_gone() -> bool:
        return (await worker.message(result.id)).deleted

    await until(is_gone)


@pytest.mark.parametrize(
    ("nik", "name"), [(_NOBODY, "Rahmat Hidayat"), (ACTIVE.nik, "Slamet Riyadi")]
)
async def test_no_such_nik_and_another_name_read_alike(worker: Chat, nik: str, name: str) -> None:
    result = await _check(worker, nik, name)
    assert result.text.startswith("🔎 Tidak ada yang cocok di daftar kami (data per 31 Okt")
    assert "belum terdaftar" in result.text
    assert "berbeda" in result.text
    assert "dikunci" in result.text
    assert "Rp16.800" in result.text


async def test_locked_reads_like_every_other_no(talk: Conversation) -> None:
    said = set()
    for number in range(5):
        stranger = talk.with_person(str(7_000 + number))
        said.add((await _check(stranger, ACTIVE.nik, "Orang Lain Sekali")).text)
    owner = await _check(talk.with_person("pekerja"), ACTIVE.nik, ACTIVE.name)
    said.add((await _check(talk.with_person("8000"), _NOBODY, "Slamet Riyadi")).text)
    assert said == {owner.text}
    assert owner.text.startswith(f"🔎 {_NOT_FOUND}")


async def test_the_lock_is_off_the_next_day(talk: Conversation, clock: Clock) -> None:
    for number in range(5):
        await _check(talk.with_person(str(7_000 + number)), ACTIVE.nik, "Orang Lain Sekali")
    owner = talk.with_person("pekerja")
    assert _NOT_FOUND in (await _check(owner, ACTIVE.nik, ACTIVE.name)).text
    clock.now += timedelta(days=1)
    assert "AKTIF" in (await _check(owner, ACTIVE.nik, ACTIVE.name)).text


async def test_after_five_attempts_an_account_has_to_wait(worker: Chat) -> None:
    for _ in range(5):
        await _check(worker, ACTIVE.nik, ACTIVE.name)
    assert "Coba lagi besok" in (await worker.say("/cek")).text


async def test_a_fourth_nik_in_thirty_days_is_a_no_like_any_other(
    worker: Chat, clock: Clock
) -> None:
    for nik in (_NOBODY, "6472990101019998", "6472990101019997"):
        await _check(worker, nik, "Slamet Riyadi")
    assert _NOT_FOUND in (await _check(worker, ACTIVE.nik, ACTIVE.name)).text
    clock.now += timedelta(days=31)
    assert "AKTIF" in (await _check(worker, ACTIVE.nik, ACTIVE.name)).text


async def test_erasing_ones_data_gives_no_new_attempts(worker: Chat) -> None:
    for nik in (_NOBODY, "6472990101019998", "6472990101019997"):
        await _check(worker, nik, "Slamet Riyadi")
    asked = await worker.say("/hapus_data")
    await worker.tap(asked, "🗑 Ya")
    assert _NOT_FOUND in (await _check(worker, ACTIVE.nik, ACTIVE.name)).text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("647299170891900", "baru 15 angka"),
        ("64729917089190012", "17 angka"),
        ("0072991708919001", "kode provinsi"),
        ("6400991708919001", "kode wilayah"),
        ("6472993202919001", "tanggal lahir"),
        ("6472991708910000", "0000"),
        ("nggak hapal hehe", "belum angka NIK"),
    ],
)
async def test_what_is_no_nik_is_told_why(worker: Chat, typed: str, told: str) -> None:
    await _agree(worker)
    sent = await worker.put({"text": typed})
    said = await worker.next_reply(sent)
    assert told in said.text
    assert typed not in said.text
    assert (await worker.message(sent)).deleted == typed[0].isdigit()


async def test_a_nik_may_be_written_in_blocks(worker: Chat) -> None:
    await _agree(worker)
    nik = ACTIVE.nik
    assert "nama lengkap" in (await worker.say(f"{nik[:6]} {nik[6:12]}-{nik[12:]}")).text


async def test_a_question_meanwhile_is_answered_and_the_step_stays(worker: Chat) -> None:
    await _agree(worker)
    answer, reminder = await worker.say_all("berapa iuran bpjs tk untuk ojol?")
    assert "Rp" in answer.text
    assert "tulis NIK Anda" in reminder.text
    assert "nama lengkap" in (await worker.say(ACTIVE.nik)).text


async def test_a_photo_meanwhile_is_deleted(worker: Chat) -> None:
    await _agree(worker)
    (told,) = await worker.send_file("ktp.png", picture())
    assert "hanya membaca tulisan" in told.text
    assert (await worker.message(told.id - 1)).deleted


async def test_what_is_no_name_costs_no_attempt(worker: Chat, storage: Storage) -> None:
    await _agree(worker)
    await worker.say(ACTIVE.nik)
    for text in ("x", "12", "a" * 4_000):
        assert "nama lengkap" in (await worker.say(text)).text
    async with storage.transaction() as connection:
        assert (await connection.execute(select(LookupAttempt))).all() == []


async def test_it_can_be_left(worker: Chat) -> None:
    await _agree(worker)
    assert (await worker.say("/batal")).text.startswith("Baik, dibatalkan")
    assert "hapus dari obrolan ini" in (await worker.say_all(ACTIVE.nik))[0].text


async def test_the_own_contact_opens_the_details(worker: Chat) -> None:
    result = await _check(worker, ACTIVE.nik, ACTIVE.name)
    await worker.tap(result, "📱")
    assert "Bagikan nomor saya" in (await worker.last()).text
    _, details = await worker.send({"contact": "own"})
    assert "Program: JKK, JKM" in details.text
    assert "Samarinda" in details.text
    assert "Iuran terakhir: " in details.text
    assert "Nomor KPJ: ••••••• 0001" in details.text
    assert ACTIVE.kpj not in details.text


async def test_somebody_elses_contact_opens_nothing(worker: Chat) -> None:
    result = await _check(worker, ACTIVE.nik, ACTIVE.name)
    await worker.tap(result, "📱")
    (told,) = await worker.send(
        {"contact": {"phone_number": ACTIVE.phone, "first_name": "Rahmat", "user_id": 5}}
    )
    assert "bukan nomor akun Telegram Anda sendiri" in told.text


async def test_a_contact_that_is_not_in_the_list_opens_nothing(talk: Conversation) -> None:
    other = talk.with_person("pejabat")
    result = await _check(other, ACTIVE.nik, ACTIVE.name)
    await other.tap(result, "📱")
    *_, told = await other.send({"contact": "own"})
    assert "Belum cocok" in told.text


async def test_the_cards_last_six_digits_open_the_details_of_all_segments(worker: Chat) -> None:
    result = await _check(worker, TWICE.nik, "lenjau yohanes")
    assert not any(button.startswith("📱") for button in result.buttons)
    await worker.tap(result, "💳")
    assert "6 angka terakhir" in (await worker.last()).text
    assert "6 angka" in (await worker.say("123")).text
    sent = await worker.put({"text": TWICE.kpj[-6:]})
    details = await worker.next_reply(sent)
    assert (await worker.message(sent)).deleted
    assert "karyawan" in details.text
    assert "Pekerja rentan" in details.text


async def test_guessing_the_card_is_counted(worker: Chat) -> None:
    for _ in range(2):
        result = await _check(worker, TWICE.nik, TWICE.name)
        await worker.tap(result, "💳")
        assert "Belum cocok" in (await worker.say("111111")).text
    assert "AKTIF" in (await _check(worker, TWICE.nik, TWICE.name)).text
    assert "Coba lagi besok" in (await worker.say("/cek")).text


async def test_people_see_who_looked(talk: Conversation, worker: Chat) -> None:
    assert "Belum ada riwayat" in (await worker.say("/riwayat_cek")).text
    await _check(talk.with_person("7001"), ACTIVE.nik, "Orang Lain Sekali")
    await _check(worker, ACTIVE.nik, ACTIVE.name)
    seen = await worker.say("/riwayat_cek")
    assert "25/11/2026 11.00 – akun ini, cocok" in seen.text
    assert "akun lain, tidak cocok" in seen.text


async def test_in_a_group_a_button_leads_to_the_private_chat(group: GroupChat) -> None:
    (told,) = await group.say("/cek")
    assert "jangan dicek di grup" in told.text
    assert told.buttons == ("💬 Obrolan pribadi",)


async def test_the_link_from_the_group_begins_the_check(worker: Chat) -> None:
    assert "apakah Anda setuju?" in (await worker.say("/start cek")).text


@pytest.mark.parametrize("data", ["c:p", "c:k", "c:zzz", "c:y:extra"])
async def test_forged_taps_open_nothing(worker: Chat, data: str) -> None:
    welcome = await worker.say("/start")
    notice = await worker.tap_raw({"message_id": welcome.id, "data": data})
    assert notice is not None
    assert (await worker.last()).id == welcome.id


async def test_too_many_failures_close_it_for_all_and_admins_are_told(
    library: Library, database_url: str, clock: Clock
) -> None:
    async with conversation(
        library, database_url, clock, settings={"lookup_failures_per_hour": 2}
    ) as talk:
        await fill_registry(talk)
        admin = talk.with_person("admin")
        await admin.say("/start")
        for number in range(2):
            await _check(talk.with_person(str(7_000 + number)), _NOBODY, "Slamet Riyadi")
        assert "ditutup otomatis" in (await admin.last()).text
        worker = talk.with_person("pekerja")
        assert "ditutup sebentar" in (await worker.say("/cek")).text
        clock.now += timedelta(hours=1)
        assert "AKTIF" in (await _check(worker, ACTIVE.nik, ACTIVE.name)).text


async def test_without_a_registry_other_ways_are_told(library: Library, database_url: str) -> None:
    async with conversation(library, database_url) as talk:
        told = await talk.with_person("pekerja").say("/cek")
    assert "belum bisa dipakai" in told.text
    assert "JMO" in told.text
    assert "175" in told.text
