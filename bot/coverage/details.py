"""Replies on a region's groups of workers and on its figures over time."""

from datetime import date

from bot.coverage import comparing
from bot.coverage.book import Book
from bot.coverage.figures import FULL, Figure
from bot.coverage.one_region import doubt, region_reply
from bot.coverage.saying import (
    all_sources,
    brief,
    capitalised,
    day,
    on_hundred,
    percent,
    points,
    region_name,
    short_day,
    sources_line,
)
from bot.coverage.screens import Choice, CoverageReply, Screen, View
from knowledge.coverage import Segment

_MOST_STEPS = 8


def breakdown_reply(book: Book, view: View) -> CoverageReply:
    """All groups of workers of one region; a person may be in more than one."""
    lines = [f"👥 <b>{region_name(view.region)} per kelompok pekerja</b>", ""]
    shown = []
    for segment in Segment:
        figure = book.shown(view.region, segment) or book.counted(view.region, segment)
        label = capitalised(segment.label)
        if figure is None:
            lines.append(f"• {label}: belum ada data")
            continue
        shown.append(figure)
        lines.append(f"• {label}: <b>{brief(figure)}</b> ({short_day(figure.as_of)}"
                     f"{doubt(figure)})")  # fmt: skip
    lines += ["", "Kelompok tidak bisa dijumlah: satu orang bisa tercatat di dua kelompok."]
    over = next((on_hundred(figure) for figure in shown if _is_over(figure)), "")
    if over:
        lines += ["", over]
    rows = [
        (
            Choice(
                segment.label[0].upper() + segment.label[1:],
                View(Screen.REGION, view.region, segment),
            ),
        )
        for segment in Segment
        if segment is not Segment.ALL and book.about(view.region, segment)
    ]
    back = Choice(f"‹ {region_name(view.region)}", View(Screen.REGION, view.region))
    return CoverageReply("\n".join(lines), (*rows, (back,)), sources=all_sources(shown))


def _is_over(figure: Figure) -> bool:
    return figure.percent is not None and figure.percent.value > FULL


def trend_reply(book: Book, view: View, today: date) -> CoverageReply:
    """All percentages in order of time, with a change only between comparable ones."""
    steps = comparing.history(book.about(view.region, view.segment))
    name = region_name(view.region)
    who = "" if view.segment is Segment.ALL else f", {view.segment.label}"
    if not steps:
        return region_reply(book, view, today)
    lines = [f"📈 <b>{name}{who} dari waktu ke waktu</b>", ""]
    reasons: dict[comparing.Obstacle, None] = {}
    for step in steps[-_MOST_STEPS:]:
        change = "" if step.change is None else f" ({points(step.change)})"
        if step.figure.percent is not None:
            lines.append(
                f"• {day(step.figure.as_of)}: <b>{percent(step.figure.percent)}</b>{change}"
                f"{doubt(step.figure)}"
            )
        reasons.update(dict.fromkeys(step.why_not))
    lines.append("")
    if len(steps) == 1:
        lines.append("Baru ada satu angka, jadi naik atau turunnya belum bisa dilihat.")
    elif reasons:
        why = ", ".join(reason.value for reason in reasons)
        lines.append(f"⚠️ Angka-angka ini tidak bisa dibaca sebagai naik atau turun: {why}.")
    listed = [step.figure for step in steps[-_MOST_STEPS:]]
    lines += ["", sources_line(all_sources(listed[-3:]))]
    back = Choice(f"‹ {name}", View(Screen.REGION, view.region, view.segment))
    figures = Choice("📚 Semua angka", View(Screen.FIGURES, view.region))
    return CoverageReply("\n".join(lines), ((back, figures),), sources=all_sources(listed))
