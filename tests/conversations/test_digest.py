"""The coverage update in the chat: at its slot, late, moved, stopped, changed, sent by an admin."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.coverage.store import apply_import
from bot.demo.seeding import seed
from bot.people import subscriptions
from knowledge.library import Library
from tests.chat import Chat, Conversation, Seen, conversation
from tests.conversations.group import GroupChat
from tests.conversations.inviting import tap_last
from tests.waiting import until

_ZONE = ZoneInfo("Asia/Makassar")
_WORKER, _OFFICIAL = 1001, 1002
_FRIDAY = datetime(2026, 11, 20, 10, tzinfo=_ZONE)
_MONDAY = datetime(2026, 11, 23, 8, 0, 20, tzinfo=_ZONE)
_WEEK = timedelta(days=7)
_NEW_FIGURES = """Wilayah;Peserta Aktif;Tenaga Kerja;Cakupan (%);Posisi;Sumber;Tautan
Samarinda;{covered};349.784;;{day};Disnaker Samarinda (BorneoFlash);{link}
"""
_LINK = "https://borneoflash.com/2026/{month}/samarinda"


@dataclass
class Clock:
    """The time as the bot sees it."""

    now: datetime = field(default=_FRIDAY)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Scene:
    """A bot with its official, at a time that the test sets."""

    talk: Conversation
    clock: Clock
    official: Chat
    admin: Chat

    async def at(self, now: datetime) -> None:
        """The bot's minute comes at this time; what it enqueued has been sent."""
        self.clock.now = now
        await self.talk.bot.reports.send_due()
        self.talk.bot.sender.wake()

    async def reports(self) -> list[Seen]:
        """The texts of reports that the official has got."""
        return [seen for seen in await self.official.messages() if "Laporan cakupan," in seen.text]

    async def report(self, number: int = 1) -> Seen:
        """The official's report of this number, once it has come."""
        await until(lambda: self._has(number))
        return (await self.reports())[number - 1]

    async def _has(self, number: int) -> bool:
        return len(await self.reports()) >= number

    async def figures(self, covered: int, day: str, month: str) -> None:
        """An import of Samarinda's figures."""
        link = _LINK.format(month=month)
        text = _NEW_FIGURES.format(covered=covered, day=day, link=link)
        async with self.talk.bot.storage.transaction() as connection:
            applied = await apply_import(
                connection, "angka.csv", text.encode(), self.clock.now, self.clock.now.date()
            )
        assert applied.import_id is not None


@pytest.fixture
async def scene(library: Library, database_url: str) -> AsyncIterator[Scene]:
    clock = Clock()
    async with conversation(library, database_url, clock) as talk:
        await seed(talk.bot.settings, clock.now)
        official, admin = talk.with_person("pejabat"), talk.with_person("admin")
        await official.say("/start")
        await admin.say("/start")
        yield Scene(talk, clock, official, admin)


ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def test_the_official_gets_the_report_at_its_slot_once(scene: Scene) -> None:
    await scene.at(_MONDAY - timedelta(minutes=1))
    assert not await scene.reports()
    await scene.at(_MONDAY)
    report = await scene.report()
    first = report.text.splitlines()[0]
    assert "208.506 pekerja Samarinda belum terlindungi" in first
    assert "30 November 2026" in first
    assert "Kutai Kartanegara: belum ada data" in report.text
    assert "laporan pertama" in report.text
    assert "terlambat" not in report.text
    photos = await scene.talk.calls("sendPhoto")
    assert len(photos) == 1
    await scene.at(_MONDAY + timedelta(minutes=1))
    await scene.at(_MONDAY + timedelta(hours=9))
    assert len(await scene.reports()) == 1
    await scene.at(_MONDAY + _WEEK)
    assert "Tidak ada data baru minggu ini" in (await scene.report(2)).text


@ON_SQLITE
async def test_buttons_show_details_and_leave_the_report(scene: Scene) -> None:
    await scene.at(_MONDAY)
    report = await scene.report()
    for label, part in (
        ("📍 Samarinda", "40,39 %"),
        ("👥 Samarinda", "per kelompok"),
        ("📈 Tren Samarinda", "Samarinda"),
        ("⚙️ Pengaturan", "setiap Senin pukul 08.00 WITA"),
    ):
        await scene.official.tap(report, label)
        shown = await scene.official.last()
        assert shown.id != report.id
        assert part in shown.text
    assert (await scene.official.message(report.id)).text == report.text
    await scene.official.tap(report, "⬇️ Unduh XLSX")

    async def has_file() -> bool:
        return bool(await scene.talk.calls("sendDocument"))

    await until(has_file)


@ON_SQLITE
async def test_a_bot_that_was_down_catches_up_and_says_so(scene: Scene) -> None:
    await scene.at(_MONDAY + timedelta(hours=20))
    report = await scene.report()
    assert "Ini laporan untuk Senin 23 November 2026 pukul 08.00; terlambat" in report.text


@ON_SQLITE
async def test_a_slot_more_than_a_day_ago_is_given_up(scene: Scene) -> None:
    await scene.at(_MONDAY + timedelta(hours=25))
    await scene.at(_MONDAY + timedelta(hours=26))
    assert not await scene.reports()
    await scene.at(_MONDAY + _WEEK)
    await scene.report()


@ON_SQLITE
async def test_a_holiday_moves_the_report_to_the_next_working_day(scene: Scene) -> None:
    independence_day = datetime(2026, 8, 17, 8, 1, tzinfo=_ZONE)
    async with scene.talk.bot.storage.transaction() as connection:
        await subscriptions.subscribe(
            connection, _OFFICIAL, ("64.72",), independence_day - timedelta(days=3)
        )
    scene.clock.now = independence_day
    await scene.at(independence_day)
    assert not await scene.reports()
    await scene.at(independence_day + timedelta(days=1))
    report = await scene.report()
    assert "Dijadwalkan 17 Agustus 2026; digeser karena Hari Kemerdekaan" in report.text
    assert "terlambat" not in report.text


@ON_SQLITE
async def test_stopping_cancels_what_waits_and_what_would_come(scene: Scene) -> None:
    stopped = await scene.official.say("/berhenti")
    assert "dihentikan" in stopped.text
    await scene.at(_MONDAY)
    assert not await scene.reports()
    panel = await scene.official.say("/laporan")
    assert "Sedang dihentikan" in panel.text
    await scene.official.tap(panel, "▶️ Terima lagi")
    await scene.at(_MONDAY + timedelta(minutes=1))
    assert not await scene.reports(), "resumed after the slot: the next one is theirs"
    await scene.at(_MONDAY + _WEEK)
    await scene.report()


@ON_SQLITE
async def test_day_hour_rhythm_and_regions_are_chosen_with_buttons(scene: Scene) -> None:
    panel = await scene.official.say("/laporan")
    assert "Berikutnya: 23 November 2026 pukul 08.00 WITA" in panel.text
    await scene.official.tap(panel, "📅 Hari")
    await scene.official.tap(await scene.official.message(panel.id), "Rabu")
    await scene.official.tap(await scene.official.message(panel.id), "🕗 Jam")
    await scene.official.tap(await scene.official.message(panel.id), "14.00")
    shown = await scene.official.message(panel.id)
    assert "setiap Rabu pukul 14.00 WITA" in shown.text
    await scene.official.tap(shown, "🔁 Jadikan bulanan")
    shown = await scene.official.message(panel.id)
    assert "setiap Rabu pertama dalam bulan" in shown.text
    assert "2 Desember 2026" in shown.text
    await scene.official.tap(shown, "🗺️ Wilayah")
    choice = await scene.official.message(panel.id)
    assert not any("Bontang" in label for label in choice.buttons)
    await scene.official.tap(choice, "✅ Kutai Kartanegara")
    await scene.official.tap(await scene.official.message(panel.id), "💾 Simpan")
    shown = await scene.official.message(panel.id)
    assert "Wilayah: Samarinda" in shown.text
    everything = (1 << 10) - 1
    notice = await scene.official.tap_raw({"message_id": panel.id, "data": f"lap:W:{everything}"})
    assert notice is not None
    assert "di luar penugasan" in notice
    await scene.at(datetime(2026, 12, 2, 14, 0, 5, tzinfo=_ZONE))
    assert "Kutai Kartanegara" not in (await scene.report()).text


@ON_SQLITE
async def test_one_for_oneself_comes_at_once_and_changes_nothing(scene: Scene) -> None:
    panel = await scene.official.say("/laporan")
    await scene.official.tap(panel, "👀 Kirim sekarang")
    assert "laporan pertama" in (await scene.report()).text
    await scene.at(_MONDAY)
    assert "laporan pertama" in (await scene.report(2)).text


async def test_a_fall_is_told_at_once_and_then_in_the_next_report(scene: Scene) -> None:
    await scene.at(_MONDAY)
    await scene.report()
    scene.clock.now = _MONDAY + timedelta(hours=3)
    await scene.figures(150_000, "31/10/2026", "10")
    await scene.at(_MONDAY + timedelta(hours=3, minutes=1))
    assert len(await _alerts(scene)) == 0, "fourteen months apart: not comparable"
    await scene.at(_MONDAY + _WEEK)
    second = await scene.report(2)
    assert "Angka baru: Samarinda 42,88 %" in second.text.splitlines()[0]
    assert "tidak dibandingkan" in second.text
    scene.clock.now = _MONDAY + _WEEK + timedelta(hours=3)
    await scene.figures(148_000, "30/11/2026", "11")
    for minutes in (1, 2, 3):
        await scene.at(_MONDAY + _WEEK + timedelta(hours=3, minutes=minutes))

    async def is_alerted() -> bool:
        return len(await _alerts(scene)) == 1

    await until(is_alerted)
    (alert,) = await _alerts(scene)
    assert "▼ turun 0,57 poin" in alert.text
    assert "sebelumnya 42,88 %" in alert.text


async def _alerts(scene: Scene) -> list[Seen]:
    return [seen for seen in await scene.official.messages() if seen.text.startswith("🔔")]


@ON_SQLITE
async def test_an_admin_sees_it_first_sends_it_to_all_and_watches(scene: Scene) -> None:
    panel = await scene.admin.say("/pratinjau")
    assert "1 penerima aktif" in panel.text
    await scene.admin.tap(panel, "👀 Kutai Kartanegara, Samarinda")

    async def has_preview() -> bool:
        return "Laporan cakupan," in (await scene.admin.last()).text

    await until(has_preview)
    assert not await scene.reports()
    await scene.admin.tap(panel, "📤 Kirim sekarang")
    sure = await scene.admin.message(panel.id)
    await scene.admin.tap(sure, "✅ Ya, kirim ke 1 penerima")
    await scene.report()
    await scene.admin.tap(await scene.admin.message(panel.id), "🔄 Lihat kemajuan")

    async def is_over() -> bool:
        shown = await scene.admin.message(panel.id)
        await scene.admin.tap(shown, "🔄")
        return "Terkirim: 2" in (await scene.admin.message(panel.id)).text

    await until(is_over)
    assert len(await scene.reports()) == 1


@ON_SQLITE
async def test_whoever_blocks_the_bot_gets_no_more_and_admins_are_told(scene: Scene) -> None:
    await scene.talk.post(
        "/demo/faults",
        {"method": "sendMessage", "chat": _OFFICIAL, "status": 403, "times": 5},
    )
    await scene.talk.post(
        "/demo/faults",
        {"method": "sendPhoto", "chat": _OFFICIAL, "status": 403, "times": 5},
    )
    await scene.at(_MONDAY)

    async def is_told() -> bool:
        return "🔕 Laporan ke" in (await scene.admin.last()).text

    await until(is_told)
    async with scene.talk.bot.storage.transaction() as connection:
        subscribed = await subscriptions.of(connection, _OFFICIAL)
    assert subscribed is not None
    assert not subscribed.active


@ON_SQLITE
async def test_a_group_gets_it_with_buttons_for_everybody(scene: Scene) -> None:
    made = await scene.talk.post(
        "/demo/groups", {"title": "Disnaker Kaltim", "members": ["admin", "pekerja"]}
    )
    group = GroupChat(scene.talk, made["id"])
    await group.settle()

    async def is_offered() -> bool:
        return "▫️ Seluruh Kalimantan Timur" in (await scene.admin.last()).buttons

    await until(is_offered)
    offer = await scene.admin.last()
    await scene.admin.tap(offer, "▫️ Seluruh")
    await tap_last(scene.admin, "✅ Kirim")
    await scene.at(_MONDAY)

    async def has_report() -> bool:
        return "Wilayah Anda" in (await group.last()).text

    await until(has_report)
    report = await group.last()
    assert "⚙️ Pengaturan" not in report.buttons
    await group.tap(report, "🗺 Semua daerah")
    assert "Samarinda" in (await group.last()).text
    assert (await group.last()).id != report.id


@ON_SQLITE
async def test_a_worker_has_no_report_and_forged_taps_change_nothing(scene: Scene) -> None:
    worker = scene.talk.with_person("pekerja")
    answer = await worker.say("/laporan")
    assert "belum terdaftar" in answer.text
    for data in ("lap:b", "lap:n", "lap:W:3", "lap:d:9", "krm:s", "lap:v:r:99:semua:0", "lap"):
        await worker.tap_raw({"message_id": answer.id, "data": data})
    async with scene.talk.bot.storage.transaction() as connection:
        assert await subscriptions.of(connection, _WORKER) is None
