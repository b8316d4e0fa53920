"""/statistik: how many ask, about what, and what becomes of it; without persons. Admins only."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from html import escape

from telegram import Update

from bot.content.statistics import (
    Ranked,
    Statistics,
    monday_of,
    share,
    shown,
    statistics,
    told,
    weeks,
)
from bot.content.weekly_chart import finding, weekly_chart
from bot.coverage.pictures import Caption
from bot.coverage.rendering import png_of
from bot.files import keep_file
from bot.jobs import Job, Worker
from bot.people.roles import admins
from bot.settings import Settings
from bot.storage.storage import Storage
from bot.telegram.calls import Button, send_photo
from bot.telegram.delivery import Delivery
from bot.telegram.work import Turn
from handlers import buttons, words
from handlers.answers import Message
from knowledge.figures.wording import long_date
from knowledge.library import Library
from knowledge.regions import load_regions

DRAW_STATISTICS = "draw_statistics"
"""The kind of job that draws the weeks and sends the picture."""
_PERIODS = {"1": "Minggu ini", "4": "4 minggu", "12": "12 minggu"}
_USUAL = "4"
_CHART_WEEKS = 8
_MOST = 7
_OUTCOMES = {
    "answer": "terjawab",
    "action": "langsung dikerjakan (hitung, cek)",
    "clarify": "ditanya balik",
    "fallback": "belum terjawab",
}
_SMALL = "<i>Angka di bawah 5 tidak ditampilkan (“&lt;5”).</i>"
_NOT_ENOUGH = "Belum ada yang sampai 5."


async def on_statistics(_: Update, turn: Turn) -> None:
    """The last four weeks, and the picture."""
    if not turn.is_admin:
        turn.say(words.ADMINS_ONLY)
        return
    turn.say(*(await _page(turn, _USUAL, None)))
    await turn.ask_for_job(DRAW_STATISTICS, {})


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """Another period, another region, the picture; False for forged data."""
    if not turn.is_private:
        return False
    if not turn.is_admin:
        turn.answer_tap(words.ADMINS_ONLY, alert=True)
        return True
    known = {region.kemendagri_code for region in load_regions()}
    match parts[1:]:
        case ["p", period] if period in _PERIODS:
            await _show(turn, period, None)
        case ["p", period, region] if period in _PERIODS and region in known:
            await _show(turn, period, region)
        case ["w", period] if period in _PERIODS:
            turn.answer_tap()
            turn.edit(turn.tapped_message_id, "Pilih wilayah:", _region_rows(period))
        case ["c"]:
            turn.answer_tap()
            await turn.ask_for_job(DRAW_STATISTICS, {})
        case _:
            return False
    return True


async def _show(turn: Turn, period: str, region: str | None) -> None:
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, *(await _page(turn, period, region)))


async def _page(turn: Turn, period: str, region: str | None) -> Message:
    since = _since(turn.today, period)
    found = await statistics(
        turn.connection, since=since, zone=turn.services.settings.zone, region=region
    )
    head = f"📈 <b>Statistik: {_PERIODS[period].lower()}</b>, sejak {long_date(since)}"
    library = turn.services.library
    parts = [
        head,
        *(_of_all(found, library) if region is None else _of_region(found, region, library)),
    ]
    return "\n\n".join([*parts, _SMALL]), _rows(period, region)


def _of_all(found: Statistics, library: Library) -> list[str]:
    numbers = [
        f"👥 Yang menulis (orang dan grup): <b>{_said(found.people)}</b>",
        f"  • di antaranya baru: {_said(found.new_people)}",
        f"💬 Pertanyaan: <b>{_said(found.questions)}</b>",
        *(
            f"  • {label}: {_with_share(found.outcomes[name], found.questions)}"
            for name, label in _OUTCOMES.items()
        ),
        f"👍 Penilaian: {_said(found.votes)}",
        f"  • membantu: {_with_share(found.helpful, found.votes)}",
        f"🔎 Pengecekan status: {_said(found.lookups)}",
    ]
    return [
        "\n".join(numbers),
        _list("Paling sering ditanyakan", _topics(found.topics, library)),
        _list("Belum terjawab, kira-kira tentang", _topics(found.guesses, library)),
        _list("Wilayah yang disebut", _regions(found.regions)),
    ]


def _of_region(found: Statistics, region: str, library: Library) -> list[str]:
    asked = next((each.count for each in found.regions if each.name == region), 0)
    return [
        f"📍 <b>{escape(_region_name(region))}</b>\nPertanyaan yang menyebutnya: {_said(asked)}",
        _list("Paling sering ditanyakan", _topics(found.topics, library)),
    ]


def _list(head: str, entries: Sequence[tuple[str, int]]) -> str:
    lines = [f"{at}. {escape(name)}: {_said(count)}" for at, (name, count) in enumerate(entries, 1)]
    return "\n".join([f"<b>{head}</b>", *(lines or [_NOT_ENOUGH])])


def _topics(ranked: Sequence[Ranked], library: Library) -> list[tuple[str, int]]:
    return [
        (library.topics[each.name].title if each.name in library.topics else each.name, each.count)
        for each in told(ranked, _MOST)
    ]


def _regions(ranked: Sequence[Ranked]) -> list[tuple[str, int]]:
    return [(_region_name(each.name), each.count) for each in told(ranked, _MOST)]


def _region_name(code: str) -> str:
    return next((each.name for each in load_regions() if each.kemendagri_code == code), code)


def _said(count: int) -> str:
    return escape(shown(count))


def _with_share(part: int, whole: int) -> str:
    percent = share(part, whole)
    return _said(part) if percent is None else f"{_said(part)} ({percent} %)"


def _since(today: date, period: str) -> date:
    return monday_of(today) - timedelta(weeks=int(period) - 1)


def _rows(period: str, region: str | None) -> list[list[Button]]:
    of_region = (region,) if region is not None else ()
    periods = [
        Button(f"• {label}" if key == period else label, _data("p", key, *of_region))
        for key, label in _PERIODS.items()
    ]
    if region is not None:
        return [periods, [Button("⬅️ Seluruh Kaltim", _data("p", period))]]
    return [
        periods,
        [Button("📍 Menurut wilayah", _data("w", period)), Button("📊 Grafik", _data("c"))],
    ]


def _region_rows(period: str) -> list[list[Button]]:
    each = [
        Button(region.name, _data("p", period, region.kemendagri_code)) for region in load_regions()
    ]
    rows = [each[at : at + 2] for at in range(0, len(each), 2)]
    return [*rows, [Button("⬅️ Kembali", _data("p", period))]]


def _data(*parts: str) -> str:
    return ":".join((buttons.STATISTICS, *parts))


def chart_sender(
    storage: Storage, delivery: Delivery, settings: Settings, clock: Callable[[], datetime]
) -> Worker:
    """The worker that draws the last weeks: outside an update, since drawing takes a while."""

    async def draw(job: Job) -> None:
        now = clock()
        today = now.astimezone(settings.zone).date()
        async with storage.engine.connect() as connection:
            found = await weeks(connection, today=today, count=_CHART_WEEKS)
        caption = Caption(finding(found), "Pertanyaan tiap minggu, dari Senin", made_on=today)
        picture = weekly_chart(found, caption)
        content = await png_of(picture)
        async with storage.transaction() as connection:
            key = await keep_file(
                connection, content, name="statistik.png", media_type="image/png", now=now
            )
            is_admin = job.chat_id in await admins(connection, settings.admin_ids)
        if is_admin:
            await delivery.deliver([send_photo(job.chat_id or 0, key, escape(picture.description))])

    return draw
