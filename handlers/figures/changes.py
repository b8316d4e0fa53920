"""The preview of a value as admins read it: what changes, page by page."""

from collections.abc import Callable
from datetime import date
from html import escape

from bot.content.figure_preview import Change, Preview, Problem
from bot.telegram.calls import Button
from handlers.answers import Message
from handlers.figures import said
from knowledge.figures import Figure
from knowledge.figures.timeline import LaterValue
from knowledge.figures.wording import long_date, worded

_MOST_LISTED = 12
_HEAD = "🔢 <b>{meaning}</b>\nNilai baru: <b>{value}</b>, {dates}\nSumber: {source}\n{closing}"
_PAST = (
    "⚠️ <b>Tanggal mulainya sudah lewat.</b> Jawaban hari ini langsung berubah; yang terlanjur "
    "dijawab dengan nilai lama tidak."
)
_NOT_ADDING_UP = "⚠️ Tidak lagi cocok dijumlah: {names}. Periksa angka itu juga."
_PROBLEMS = (
    "⛔ <b>Belum bisa disimpan.</b> Jawaban ini tidak bisa dibuat. Periksa tanggal akhirnya, atau "
    "isi dulu angka lain yang dipakai bersamanya:"
)
_NO_ANSWER = "<i>(tidak ada jawaban pada hari itu)</i>"
_NOTHING = "Tidak ada jawaban yang berubah pada {day}."


def summary(figure: Figure, later: LaterValue, reason: str, found: Preview, today: date) -> str:
    """The value, its period and source, warnings, and which answers change."""
    parts = [
        _HEAD.format(
            meaning=escape(figure.meaning),
            value=escape(worded(later.value, figure.unit)),
            dates=said.dates(later.since, later.until),
            source=said.later_source(later),
            closing=said.closing(figure, later),
        )
    ]
    if reason:
        parts.append(f"Alasan: {escape(reason)}")
    if later.since < today:
        parts.append(_PAST)
    if found.not_adding_up:
        parts.append(_NOT_ADDING_UP.format(names=", ".join(found.not_adding_up)))
    if found.problems:
        parts.append("\n".join([_PROBLEMS, *(_problem(each) for each in found.problems[:5])]))
    parts.append(_what_changes(found))
    return "\n\n".join(parts)


def _problem(problem: Problem) -> str:
    said = f"• {escape(problem.title)}, pada {long_date(problem.day)}"
    if not problem.without:
        return said
    return f"{said}. Belum punya nilai hari itu: {', '.join(problem.without)}"


def _what_changes(found: Preview) -> str:
    changing = pages(found)
    day = long_date(found.day)
    if not changing:
        return _NOTHING.format(day=day)
    lines = [f"<b>Yang berubah pada {day}:</b>"]
    lines += [f"• {escape(change.title)}" for change in changing[:_MOST_LISTED]]
    if len(changing) > _MOST_LISTED:
        lines.append(f"… dan {len(changing) - _MOST_LISTED} lainnya")
    same = sum(not change.is_one for change in found.answers)
    if same:
        lines.append(f"({same} jawaban lain memakai angka ini dan tetap sama hari itu)")
    return "\n".join(lines)


def pages(found: Preview) -> list[Change]:
    """What changes: answers first, then examples of the calculator."""
    answers = [change for change in found.answers if change.is_one]
    return answers + [
        Change(f"/hitung: {change.title}", change.before, change.after)
        for change in found.calculations
    ]


def page(found: Preview, number: int, data_of: Callable[[int], str], back: str) -> Message | None:
    """One change, before and after; None when there is no such page."""
    changing = pages(found)
    if number >= len(changing):
        return None
    change = changing[number]
    html = (
        f"👀 {number + 1}/{len(changing)}: <b>{escape(change.title)}</b>, "
        f"{long_date(found.day)}\n\n"
        f"<b>— SEBELUM —</b>\n{change.before or _NO_ANSWER}\n\n"
        f"<b>— SESUDAH —</b>\n{change.after or _NO_ANSWER}"
    )
    turning = []
    if number:
        turning.append(Button("◀️", data_of(number - 1)))
    if number + 1 < len(changing):
        turning.append(Button("▶️", data_of(number + 1)))
    rows = [turning] if turning else []
    return html, [*rows, [Button("⬅️ Kembali", back)]]
