"""/angka: an admin looks at figures and adds the next period's value; answers follow by date."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.content.review import ask_for_notices
from bot.storage.migrations import upgrade
from knowledge.library import Library
from tests.chat import Chat, Conversation, Seen, conversation

_NOVEMBER = datetime(2026, 11, 25, 4, tzinfo=UTC)
_FIRST, _SECOND = 1003, 2002


@dataclass
class _Clock:
    now: datetime = _NOVEMBER

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class _Office:
    talk: Conversation
    clock: _Clock

    @property
    def admin(self) -> Chat:
        return self.talk.with_person("admin")

    @property
    def second(self) -> Chat:
        return self.talk.with_person(str(_SECOND))

    @property
    def worker(self) -> Chat:
        return self.talk.with_person("pekerja")


@asynccontextmanager
async def _office(
    library: Library, database_url: str, *admins: int, clock: _Clock | None = None
) -> AsyncIterator[_Office]:
    clock = clock or _Clock()
    settings = {"admin_ids": frozenset(admins)}
    async with conversation(library, database_url, clock, settings=settings) as talk:
        yield _Office(talk, clock)


@pytest.fixture
async def office(library: Library, tmp_path: Path) -> AsyncIterator[_Office]:
    """An office with one admin, on SQLite: for what the database has no part in."""
    url = f"sqlite:///{tmp_path / 'office.sqlite3'}"
    upgrade(url)
    async with _office(library, url, _FIRST) as opened:
        yield opened


@pytest.fixture
async def either(library: Library, database_url: str) -> AsyncIterator[_Office]:
    """An office with one admin, on each database."""
    async with _office(library, database_url, _FIRST) as opened:
        yield opened


@pytest.fixture
async def two(library: Library, database_url: str) -> AsyncIterator[_Office]:
    """An office with two admins."""
    async with _office(library, database_url, _FIRST, _SECOND) as opened:
        await opened.second.say("/start")
        yield opened


async def _open(chat: Chat, words: str, button: str = "1") -> Seen:
    found = await chat.say(f"/angka {words}")
    await _tap(chat, found, button)
    return await chat.message(found.id)


async def _add(chat: Chat, figure: str, *texts: str, correct: bool = False) -> Seen:
    """Answer everything that is asked, in order; the last thing the bot says."""
    seen = await _open(chat, figure)
    await _tap(chat, seen, "✏️" if correct else "➕")
    for text in texts:
        last = await chat.last()
        offered = next((label for label in last.buttons if label == text), None)
        if offered is not None:
            await _tap(chat, last, offered)
        else:
            await chat.say(text)
    return await chat.last()


async def _tap(chat: Chat, seen: Seen, label: str) -> Seen:
    """Tap, and wait until something is said or changed; the tapped message as it is then."""
    before = await chat.messages()
    await chat.tap(seen, label)
    for _ in range(60):
        after = await chat.messages()
        if after != before:
            break
        await asyncio.sleep(0.05)
    return next(each for each in after if each.id == seen.id)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.05)


async def _served(office: _Office, chat: Chat, text: str, wanted: str) -> str:
    """What the bot answers, once the change has reached this replica."""
    for _ in range(60):
        said = (await chat.say(text)).text
        if wanted in said:
            return said
        await asyncio.sleep(0.1)
    return said


async def test_what_ends_soon_comes_first_then_the_groups(office: _Office) -> None:
    seen = await office.admin.say("/angka")
    assert "Berakhir dalam 60 hari" in seen.text
    assert "di luar sektor transportasi: sampai 31 Desember 2026 (36 hari lagi)" in seen.text
    assert "belum ada penggantinya" in seen.text
    assert "💰 Iuran & potongan" in seen.buttons
    await _tap(office.admin, seen, "💰")
    page = await office.admin.message(seen.id)
    assert "Iuran JKM peserta mandiri per bulan: Rp6.800" in page.text
    assert "bands.csv" in page.text


async def test_a_figure_shows_its_meaning_value_period_and_legal_source(office: _Office) -> None:
    seen = await _open(office.admin, "batas_upah_jp")
    assert "Rp11.086.300, mulai 1 Maret 2026, tanpa batas akhir" in seen.text
    assert "F-IURANPU-02" in seen.text


async def test_figures_are_for_admins_only(office: _Office) -> None:
    assert "hanya untuk admin" in (await office.worker.say("/angka")).text
    seen = await office.worker.say("halo")
    notice = await office.worker.tap_raw({"message_id": seen.id, "data": "angka:n:bpu_jkm"})
    assert notice is not None
    assert "hanya untuk admin" in notice
    assert (await office.worker.last()).id == seen.id


async def test_on_the_day_the_answer_and_the_calculator_change_by_themselves(
    either: _Office,
) -> None:
    admin, worker = either.admin, either.worker
    summary = await _add(
        admin, "bpu_jkm", "Rp7.000", "1 Januari 2027", "PP 90/2026 https://peraturan.go.id/x"
    )
    assert "Nilai baru: Rp7.000, mulai 1 Januari 2027, tanpa batas akhir" in summary.text
    assert "Sebelumnya: Rp6.800, ditutup 31 Desember 2026" in summary.text
    assert "Besar iuran peserta mandiri" in summary.text
    assert "bpu_dua_program" in summary.text, "the sum that no longer adds up is named"
    await _tap(admin, summary, "👀")
    page = await admin.message(summary.id)
    before, after = page.text.split("— SESUDAH —")
    assert "Rp6.800" in before
    assert "Rp7.000" in after
    await _tap(admin, page, "⬅️")
    await _tap(admin, await admin.message(summary.id), "✅")
    assert "Tersimpan" in (await admin.message(summary.id)).text
    calculation = "/hitung jualan gaji 1 juta 2 program 1 bulan"
    served = either.talk.bot.receiver._services
    await _until(lambda: len(served().library.answers.figures.by_id["bpu_jkm"].values) == 2)
    assert "Rp6.800 jadi Rp3.400" in (await worker.say(calculation)).text
    either.clock.now = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    assert "Rp6.800 jadi Rp3.400" in (await worker.say(calculation)).text
    either.clock.now = datetime(2026, 12, 31, 16, 1, tzinfo=UTC)  # midnight in Samarinda
    result = (await worker.say(calculation)).text
    assert "JKM (kematian): Rp7.000" in result
    assert "Iuran Anda Rp17.000 sebulan" in result
    answer = await worker.say("/start t-iuran-bpu")
    assert "Rp7.000" in answer.text
    await _tap(worker, answer, "📖")
    assert "PP 90/2026" in (await worker.last()).text


async def test_a_discount_is_prolonged_with_an_end_of_its_own(office: _Office) -> None:
    summary = await _add(
        office.admin,
        "diskon_umum",
        "50 %",
        "Mulai 1 Januari 2027",
        "31/03/2027",
        "PP 91/2026 Pasal 4",
    )
    assert "50%, 1 Januari 2027 – 31 Maret 2027" in summary.text
    await _tap(office.admin, summary, "✅")
    office.clock.now = datetime(2027, 1, 4, tzinfo=UTC)
    said = await _served(
        office, office.worker, "/hitung jualan gaji 1 juta 2 program 1 bulan", "Rp8.400"
    )
    assert "Rp8.400" in said


async def test_an_answer_that_could_not_be_given_any_more_is_refused(office: _Office) -> None:
    summary = await _add(
        office.admin,
        "diskon_umum",
        "50",
        "Mulai 1 Januari 2027",
        "Tanpa batas akhir",
        "PP 91/2026 Pasal 4",
    )
    assert "Belum bisa disimpan" in summary.text
    assert not any(label.startswith("✅") for label in summary.buttons)


async def test_a_value_that_is_not_clear_is_asked_for_again(office: _Office) -> None:
    again = await _add(office.admin, "bpu_jkm", "tujuh ribu")
    assert "belum angka" in again.text
    assert "nilainya" in again.text
    assert "dua cara" in (await office.admin.say("7,000")).text
    assert "bilangan bulat" in (await office.admin.say("7000,5")).text
    assert "Nol" in (await office.admin.say("0")).text
    again = await _add(office.admin, "pu_jkk_1", "5 tahun")
    assert "Satuannya lain" in again.text
    assert "terlalu besar" in (await office.admin.say("16.800")).text


async def test_days_that_do_not_fit_are_told_and_asked_again(office: _Office) -> None:
    again = await _add(office.admin, "diskon_umum", "40 %", "31/02/2027")
    assert "Tanggal itu tidak ada" in again.text
    again = await _add(office.admin, "diskon_umum", "40 %", "1/12/2026", "31/12/2027")
    assert "Bertumpuk dengan nilai lain: 50%" in again.text
    again = await _add(office.admin, "diskon_umum", "40 %", "1/1/2027", "1/12/2026")
    assert "sebelum tanggal mulai" in again.text


async def test_sources_need_words_and_a_secure_address(office: _Office) -> None:
    again = await _add(office.admin, "bpu_jkm", "7000", "1/1/2027", "http://contoh.id PP 1/2027")
    assert "https://" in again.text
    again = await office.admin.say("PP")
    assert "antara 5 dan 200 huruf" in again.text


async def test_a_past_beginning_is_warned_about_and_a_correction_needs_a_reason(
    office: _Office,
) -> None:
    asked = await _add(
        office.admin,
        "batas_upah_jp",
        "Rp11.086.400",
        "Mulai 1 Maret 2026",
        "Surat B/1226/022026",
        correct=True,
    )
    assert "alasannya" in asked.text
    summary = (await office.admin.say_all("salah ketik satu angka"))[-1]
    assert "Tanggal mulainya sudah lewat" in summary.text
    assert "diganti seluruhnya" in summary.text
    await _tap(office.admin, summary, "✅")
    seen = await _open(office.admin, "batas_upah_jp")
    assert "koreksi" in seen.text
    assert "salah ketik satu angka" in seen.text


async def test_a_value_that_has_not_begun_can_be_withdrawn(either: _Office) -> None:
    summary = await _add(either.admin, "bpu_jkm", "7000", "1/1/2027", "PP 90/2026")
    await _tap(either.admin, summary, "✅")
    served = either.talk.bot.receiver._services
    await _until(lambda: len(served().library.answers.figures.by_id["bpu_jkm"].values) == 2)
    await _tap(either.admin, await either.admin.message(summary.id), "🔎")
    await _tap(either.admin, await either.admin.message(summary.id), "🗑")
    await _tap(either.admin, await either.admin.message(summary.id), "🗑")
    assert "Ditarik" in (await either.admin.message(summary.id)).text
    await _until(lambda: len(served().library.answers.figures.by_id["bpu_jkm"].values) == 1)


async def test_with_two_admins_the_other_one_approves(two: _Office) -> None:
    await two.admin.say("/start")
    summary = await _add(two.admin, "bpu_jkm", "7000", "1/1/2027", "PP 90/2026")
    await _tap(two.admin, summary, "✅")
    assert "Menunggu persetujuan" in (await two.admin.message(summary.id)).text
    asked = await two.second.last()
    assert "menunggu persetujuan Anda" in asked.text
    notice = await two.admin.tap_raw({"message_id": summary.id, "data": "angka:a:1"})
    assert notice is not None
    assert "admin lain yang menyetujui" in notice
    assert "1 nilai menunggu" in (await two.admin.say("/angka")).text
    await _tap(two.second, asked, "🔎")
    await _tap(two.second, await two.second.message(asked.id), "✅")
    assert "Disetujui" in (await two.second.message(asked.id)).text
    assert "Disetujui" in (await two.admin.last()).text
    notice = await two.second.tap_raw({"message_id": asked.id, "data": "angka:d:1"})
    assert notice is not None
    assert "Sudah diputuskan" in notice


async def test_a_question_in_between_is_answered_and_the_preview_goes_on(office: _Office) -> None:
    await _add(office.admin, "bpu_jkm", "7000", "1/1/2027", "PP 90/2026")
    replies = await office.admin.say_all("apa itu JKM?")
    assert "menambah nilai" in replies[-1].text
    assert "dibatalkan" in (await office.admin.say("/batal")).text


_FORGED = (
    "angka:f:tidak_ada", "angka:n:bot_hapus_hasil_cek", "angka:n:bpu_lapis", "angka:g:iuran:99",
    "angka:g:iuran:-1", "angka:a:999", "angka:ok:abcdef", "angka:r:x", "angka:x:y:z:w",
)  # fmt: skip


async def test_forged_data_changes_nothing(office: _Office) -> None:
    seen = await office.admin.say("/angka")
    for data in _FORGED:
        notice = await office.admin.tap_raw({"message_id": seen.id, "data": data})
        assert notice is not None, data
        assert "tidak berlaku" in notice
    assert await office.admin.last() == seen


async def test_the_monthly_list_comes_once_on_the_first_working_day(
    library: Library, database_url: str
) -> None:
    clock = _Clock(datetime(2027, 1, 3, 23, 59, tzinfo=UTC))  # Monday 07.59 in Samarinda
    async with _office(library, database_url, _FIRST, clock=clock) as office:
        await office.admin.say("/start")
        bot = office.talk.bot

        async def ask() -> int:
            async with bot.storage.transaction() as connection:
                now = clock.now.astimezone(bot.settings.zone)
                return await ask_for_notices(connection, bot.settings.admin_ids, now)

        assert await ask() == 0
        clock.now = datetime(2027, 2, 10, 3, tzinfo=UTC)  # late: it was off in between
        assert await ask() == 1
        assert await ask() == 0
        for _ in range(50):
            last = await office.admin.last()
            if "perlu diperiksa" in last.text:
                break
            await asyncio.sleep(0.1)
        assert "Isi yang perlu diperiksa" in last.text
        assert "sektor transportasi (ojol, kurir, sopir): sampai 31 Maret 2027" in last.text
        await _tap(office.admin, last, "🔢 1")
        assert "Hari ini" in (await office.admin.message(last.id)).text
