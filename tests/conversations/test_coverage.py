"""Questions on coverage, in private and in groups."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.coverage.store import apply_import
from tests.chat import Chat, Conversation
from tests.conversations.group import GroupChat
from tests.waiting import until


async def test_a_region_is_told_with_people_date_and_source(worker: Chat) -> None:
    answer = await worker.say("cakupan smd brp %")
    assert "40,39 %" in answer.text
    assert "208.506" in answer.text
    assert "September 2025" in answer.text
    assert "borneoflash.com" in answer.html


async def test_the_command_takes_a_region_or_shows_all(worker: Chat) -> None:
    assert "90,43 %" in (await worker.say("/cakupan paser")).text
    everything = await worker.say("/cakupan")
    for name in ("Samarinda", "Mahakam Ulu", "Penajam Paser Utara"):
        assert name in everything.text


async def test_where_there_is_no_figure_the_bot_says_so_and_whom_to_ask(worker: Chat) -> None:
    answer = await worker.say("cakupan kukar brp")
    assert "belum ada data" in answer.text
    assert "77 %" in answer.text
    assert "kantor cabang" in answer.text


async def test_kutai_is_asked_back(worker: Chat) -> None:
    asked = await worker.say("cakupan kutai berapa persen")
    assert asked.buttons == ("Kutai Kartanegara", "Kutai Timur", "Kutai Barat")
    await worker.tap(asked, "Kutai Timur")
    assert "100 %" in (await worker.message(asked.id)).text


async def test_a_group_gets_figures_too(group: GroupChat) -> None:
    (answer,) = await group.say("/cakupan samarinda")
    assert "40,39 %" in answer.text
    (answer,) = await group.say("cakupan paser berapa", mention=True)
    assert "90,43 %" in answer.text


async def test_the_questions_people_ask_reach_the_figures(worker: Chat) -> None:
    for question, part in (
        ("mana aja yg udah 100 persen", "Bontang: diumumkan 100 %"),
        ("berapa orang belum terlindungi di samarinda", "208.506"),
        ("bandingkan bontang sama balikpapan", "Belum bisa dibandingkan"),
        ("informal di paser", "43.915"),
        ("tren samarinda", "Baru ada satu angka"),
        ("guru honorer di kaltim", "3.286"),
    ):
        assert part in (await worker.say_all(question))[0].text


async def test_buttons_lead_to_groups_trend_sources_and_back(worker: Chat) -> None:
    message = await worker.say("cakupan samarinda")
    for label, part in (
        ("👥 Per kelompok", "per kelompok"),
        ("‹ Samarinda", "40,39 %"),
        ("📈 Tren", "Baru ada satu angka"),
        ("📚 Semua angka", "halaman 1 dari"),
        ("Berikutnya", "halaman 2 dari"),
        ("‹ Samarinda", "40,39 %"),
        ("📍 Daerah lain", "Daerah mana"),
        ("Bontang", "14 Mei 2025"),
    ):
        await worker.tap(message, label)
        message = await worker.message(message.id)
        assert part in message.text


async def test_a_short_question_goes_on_from_the_last_one(worker: Chat) -> None:
    await worker.say("cakupan kukar brp")
    await asyncio.sleep(0.5)  # what was asked is written down a moment after the answer
    assert "14 Mei 2025" in (await worker.say("di bontang?")).text


async def test_a_ranking_is_refused_with_reasons_and_the_dated_list(worker: Chat) -> None:
    answer = await worker.say("peringkat kab/kota di kaltim soal kepesertaan dong")
    assert "4 dari 10 daerah belum punya angka" in answer.text
    assert "Samarinda: 40,39 % (Sep 2025)" in answer.text


@pytest.mark.parametrize(
    "data",
    ["cak", "cak:", "cak:r:64.72:semua", "cak:r:65.01:semua:0", "cak:x:64.72:semua:0",
     "cak:r:64.72:semua:0:0", "cak:s:64.72:semua:999999999"],
)  # fmt: skip
async def test_forged_buttons_are_refused(worker: Chat, data: str) -> None:
    message = await worker.say("cakupan samarinda")
    notice = await worker.tap_raw({"message_id": message.id, "data": data})
    assert notice is not None
    assert "tidak berlaku" in notice
    assert (await worker.message(message.id)).text == message.text


async def test_an_edited_question_gets_its_answer_replaced(worker: Chat) -> None:
    message_id = await worker.put({"text": "cakupan samarinda berapa"})
    answer = await worker.next_reply(message_id)
    await worker.edit(message_id, "cakupan paser berapa")
    assert "90,43 %" in (await worker.message(answer.id)).text


async def test_the_topic_in_the_menu_leads_to_the_figures(worker: Chat) -> None:
    message = await worker.say("/start t-cakupan-wilayah")
    assert "Cakupan per daerah" in message.text


async def test_a_nik_beside_the_question_is_kept_nowhere(worker: Chat) -> None:
    answer = await worker.say("/cakupan samarinda 6472991201900001")
    assert "6472991201900001" not in answer.text


async def test_an_import_is_seen_at_the_next_question(talk: Conversation, worker: Chat) -> None:
    await worker.say("cakupan samarinda")
    content = (
        b"Wilayah;Peserta Aktif;Tenaga Kerja;Posisi;Sumber;Jenis Penyebut\n"
        b"Samarinda;150.000;350.000;2026-02-28;Kanwil;bpjs\n"
    )
    async with talk.bot.storage.transaction() as connection:
        now = datetime.now(UTC)
        await apply_import(connection, "a.csv", content, now, now.date())
    assert "42,86 %" in (await worker.say("cakupan samarinda")).text


async def test_a_picture_follows_where_several_regions_are_shown(
    talk: Conversation, worker: Chat
) -> None:
    message = await worker.say("bandingkan bontang sama balikpapan")
    await until(lambda: _photos(talk, 1))
    await worker.tap(message, "🗺 Semua daerah")
    await worker.say("/cakupan samarinda")
    await until(lambda: _photos(talk, 1))  # no picture where one region or a button is
    await worker.tap(await worker.message(message.id), "🖼 Gambar")
    await until(lambda: _photos(talk, 2))


async def _photos(talk: Conversation, count: int) -> bool:
    return len(await talk.calls("sendPhoto")) == count
