"""/statistik: counts without persons, by period and region, with a picture; small ones hidden."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import statistics, tallies
from bot.content.statistics import LEAST, Week, asked_most, monday_of, share, shown, weeks
from bot.content.weekly_chart import finding, weekly_chart
from bot.coverage.pictures import Caption
from bot.storage.storage import Storage
from knowledge.library import Library
from tests.chat import Chat, Conversation, conversation

_TODAY = date(2026, 11, 25)
_SINCE = date(2026, 11, 2)


async def _count(storage: Storage, day: date, counts: dict[tuple[str, str], int]) -> None:
    async with storage.transaction() as connection:
        await tallies.add(connection, day, counts)


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (1_234, "1.234")]
)
def test_small_numbers_are_not_told(count: int, said: str) -> None:
    assert shown(count) == said


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_never_tells_a_small_number(part: int, rest: int) -> None:
    percent = share(part, part + rest)
    if percent is None:
        assert part + rest < LEAST or 0 < part < LEAST or 0 < rest < LEAST
    else:
        assert 0 <= percent <= 100


async def test_topics_asked_most_about_a_region_leave_small_ones_out(storage: Storage) -> None:
    await _count(
        storage,
        _TODAY,
        {
            ("region", "64.72"): 30,
            ("region", "64.72:iuran-bpu"): 7,
            ("region", "64.72:klaim-jkk"): 9,
            ("region", "64.72:bsu"): 4,
            ("region", "64.71:bsu"): 50,
        },
    )
    await _count(storage, _SINCE - timedelta(days=1), {("region", "64.72:iuran-bpu"): 100})
    async with storage.engine.connect() as connection:
        assert await asked_most(connection, "64.72", _SINCE) == [("klaim-jkk", 9), ("iuran-bpu", 7)]
        assert await asked_most(connection, "64.72", _SINCE, at_least=8) == [("klaim-jkk", 9)]
        assert await asked_most(connection, "64.01", _SINCE) == []


async def test_weeks_begin_on_monday_and_empty_ones_are_there(storage: Storage) -> None:
    await _count(storage, date(2026, 11, 22), {("question", "answer"): 3})  # a Sunday
    await _count(
        storage, date(2026, 11, 23), {("question", "answer"): 5, ("question", "clarify"): 1}
    )
    await _count(storage, date(2026, 11, 25), {("question", "fallback"): 2, ("answer", "bsu"): 9})
    async with storage.engine.connect() as connection:
        found = await weeks(connection, today=_TODAY, count=3)
    assert [week.begins for week in found] == [
        date(2026, 11, 9),
        date(2026, 11, 16),
        date(2026, 11, 23),
    ]
    assert [week.questions for week in found] == [0, 3, 8]


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_a_weeks_monday_is_at_most_six_days_ago(day: date) -> None:
    monday = monday_of(day)
    assert monday.weekday() == 0
    assert 0 <= (day - monday).days <= 6


def _week(at: int, **outcomes: int) -> Week:
    return Week(date(2026, 10, 5) + timedelta(weeks=at), outcomes)


def test_the_chart_draws_each_week_and_hides_a_small_one() -> None:
    found = [_week(0), _week(1, answer=3), _week(2, answer=40, action=8, clarify=6, fallback=6)]
    picture = weekly_chart(found, Caption(finding(found), "Pertanyaan tiap minggu", _TODAY))
    assert picture.description == "60 pertanyaan dalam 3 minggu, 80\N{NO-BREAK SPACE}% terjawab"
    assert "&lt;5" in picture.svg
    assert ">3<" not in picture.svg
    assert picture.png().startswith(b"\x89PNG")
    assert finding([_week(0, answer=2)]) == "<5 pertanyaan dalam 1 minggu"


async def test_questions_are_counted_with_their_region_and_without_persons(
    talk: Conversation, worker: Chat, unknown: tuple[str, str]
) -> None:
    await worker.say("di mana kantor bpjs ketenagakerjaan samarinda?")
    await worker.say(unknown[0])
    await asyncio.sleep(0.4)
    async with talk.bot.storage.engine.connect() as connection:
        today = datetime.now(talk.bot.settings.zone).date()
        counts = await tallies.of_day(connection, today)
    asked = {name: n for (kind, name), n in counts.items() if kind == "question"}
    assert asked == {"answer": 1, "fallback": 1}
    assert counts["region", "64.72"] == 1
    assert counts["region", "64.72:kantor-cabang-kaltim"] == 1
    assert counts["asked", "kantor-cabang-kaltim"] == 1
    assert sum(n for (kind, _), n in counts.items() if kind == "guess") == 1


async def test_an_admin_sees_numbers_and_a_picture_and_changes_period_and_region(
    library: Library, database_url: str
) -> None:
    moment = datetime(2026, 11, 25, 4, tzinfo=UTC)
    async with conversation(library, database_url, lambda: moment) as talk:
        admin, storage = talk.with_person("admin"), talk.bot.storage
        await _count(storage, _TODAY, {("question", "answer"): 40, ("question", "fallback"): 10})
        await _count(storage, _TODAY, {("asked", "iuran-bpu"): 12, ("asked", "bsu"): 3})
        await _count(storage, _TODAY, {("region", "64.72"): 8, ("region", "64.72:iuran-bpu"): 6})
        await _count(storage, date(2026, 11, 20), {("question", "answer"): 50})
        replies = await admin.say_all("/statistik")
        page = replies[0]
        assert "Pertanyaan: 100" in page.text
        assert "belum terjawab: 10 (10 %)" in page.text
        assert "Besar iuran peserta mandiri: 12" in page.text
        assert "Bantuan subsidi upah" not in page.text
        assert "Samarinda: 8" in page.text
        await admin.tap(page, "Minggu ini")
        assert "Pertanyaan: 50" in (await admin.message(page.id)).text
        await admin.tap(await admin.message(page.id), "📍")
        await admin.tap(await admin.message(page.id), "Samarinda")
        region = await admin.message(page.id)
        assert "Pertanyaan yang menyebutnya: 8" in region.text
        assert "Besar iuran peserta mandiri: 6" in region.text
        for _ in range(60):
            photos = await talk.calls("sendPhoto")
            if photos:
                break
            await asyncio.sleep(0.1)
        assert "100 pertanyaan dalam 8 minggu" in photos[0]["params"]["caption"]


async def test_statistics_are_for_admins_only(worker: Chat) -> None:
    assert "hanya untuk admin" in (await worker.say("/statistik")).text
    seen = await worker.say("halo")
    for data in ("stat:p:4", "stat:c", "stat:p:4:64.72"):
        notice = await worker.tap_raw({"message_id": seen.id, "data": data})
        assert notice is not None
        assert "hanya untuk admin" in notice


async def test_forged_data_leads_nowhere(admin: Chat) -> None:
    seen = await admin.say("halo")
    for data in ("stat:p:99", "stat:p:4:99.99", "stat:w:x", "stat", "stat:p:4:64.72:x"):
        notice = await admin.tap_raw({"message_id": seen.id, "data": data})
        assert notice is not None
        assert "tidak berlaku" in notice


async def test_people_votes_and_lookups_are_counted_from_a_day_on(storage: Storage) -> None:
    async with storage.engine.connect() as connection:
        found = await statistics.statistics(connection, since=_SINCE, zone=UTC)
    assert (found.people, found.votes, found.lookups, found.questions) == (0, 0, 0, 0)
