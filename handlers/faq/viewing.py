"""A topic as the worker sees it, and what only admins see: versions, sources, figures, numbers."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from bot.content import drafts, numbers, versions
from bot.content.numbers import VersionNumbers
from bot.content.versions import Origin, Version
from bot.telegram.calls import Button
from handlers import buttons
from handlers.answers import Message, answer_message
from handlers.comments import REASONS
from handlers.faq.differences import differences, source_line
from handlers.faq.findings import broken
from handlers.faq.scene import HOME, Scene, button, pages_of, turning
from knowledge.answers import AnswerError
from knowledge.figures import load_figures
from knowledge.figures.wording import long_date, number
from knowledge.markup import MarkupError, visible_text
from knowledge.topics import Topic, parse_topic

_PER_PAGE = 15
_VERSIONS_PER_PAGE = 6
_LINE = "➖➖➖➖➖➖➖➖"
_LONGEST_PREVIEW = 3_000
_NOT_HERE = {buttons.HELPFUL, buttons.NOT_HELPFUL, buttons.SOURCES}
"""Buttons that would count a vote, or show what is served."""
_FIGURE = re.compile(r"\b[a-z][a-z0-9_]*\b")
_TEMPLATE_TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
_STYLES = {
    "baku": "baku",
    "santai": "santai",
    "singkatan": "singkatan",
    "typo": "salah ketik",
    "banjar": "Banjar",
    "jawa": "Jawa",
    "panjang": "panjang",
}
_ORIGINS = {
    Origin.FILE: "dari berkas",
    Origin.CHAT: "lewat obrolan",
    Origin.IMPORT: "dari impor",
    Origin.ROLLBACK: "dikembalikan",
}


def as_worker(scene: Scene, topic: Topic) -> Message:
    """The answer as the worker sees it, whether it is served or not; no vote is counted here."""
    library = replace(scene.library, topics={**scene.library.topics, topic.id: topic})
    try:
        html, rows = answer_message(library, topic, scene.today)
        shown = visible_text(html)
    except (AnswerError, MarkupError) as error:
        return f"⚠️ {broken(error, topic.answer)}", []
    if len(shown) > _LONGEST_PREVIEW:
        html = f"{escape(shown[:_LONGEST_PREVIEW])}…"
    kept = [[one for one in row if (one.data or "").split(":")[0] not in _NOT_HERE] for row in rows]
    return html or "<i>(belum ada jawaban)</i>", [row for row in kept if row]


async def topic_page(scene: Scene, topic_id: str) -> Message | None:
    """A topic's page; None when there never was such a topic."""
    at = (await versions.published_numbers(scene.connection)).get(topic_id, 0)
    current = await versions.version(scene.connection, topic_id, at)
    if current is None:
        return None
    topic = readable(topic_id, current.body)
    draft = await drafts.draft_of(scene.connection, topic_id)
    parts = []
    if topic is None:
        parts.append("⚠️ Isi topik ini tidak terbaca.")
    else:
        html, rows = as_worker(scene, topic)
        parts.append(html)
        if rows:
            labels = " · ".join(escape(one.label) for row in rows for one in row)
            parts.append(f"<i>Tombol: {labels}</i>")
    parts.append(f"{_LINE}\n🛠 <b>Hanya untuk admin</b>\n{await _status(scene, current)}")
    counted = await numbers.of_topic(scene.connection, topic_id, now=scene.now, today=scene.today)
    parts.append(numbers_in_words(counted.total))
    if draft is not None:
        name = escape(await scene.name(draft.author))
        parts.append(f"✏️ Ada rancangan: {name}, sejak {scene.moment(draft.at)}.")
    rows = [[_draft_button(scene, topic_id, draft)]]
    rows += [
        [button("👁 Persis seperti pekerja", "w", topic_id)],
        [button("💬 Contoh", "ph", topic_id, 0), button("ℹ️ Rincian", "d", topic_id)],
        [button("🕘 Riwayat", "hi", topic_id, 0)],
    ]
    if current.is_retired:
        rows.insert(1, [button("♻️ Aktifkan lagi", "bb", topic_id)])
    else:
        rows[-1].append(button("🚫 Tarik topik", "x", topic_id))
    back = button("« Kelompok", "g", topic.group, 0) if topic is not None else HOME
    return "\n\n".join(parts), [*rows, [back, HOME]]


def _draft_button(scene: Scene, topic_id: str, draft: drafts.Draft | None) -> Button:
    if draft is None:
        return button("✏️ Ubah", "e", topic_id)
    whose = "Lanjutkan rancangan" if draft.author == scene.reader else "Lihat rancangan"
    return button(f"✏️ {whose}", "p", topic_id, draft.revision)


async def _status(scene: Scene, current: Version) -> str:
    lines = []
    if current.is_retired:
        lines.append("🗄 <b>Ditarik</b>: tidak dijawab lagi.")
    by = escape(await scene.name(current.author))
    lines.append(
        f"• Versi {current.number}, berlaku sejak {scene.moment(current.at)}, oleh {by} "
        f"({_ORIGINS[current.origin]})"
    )
    if current.approved_by is not None:
        lines.append(f"• Disetujui {escape(await scene.name(current.approved_by))}")
    if current.reason:
        lines.append(f"• Alasan: {escape(current.reason[:200])}")
    return "\n".join(lines)


def numbers_in_words(counted: VersionNumbers) -> str:
    """How a topic did, in one line."""
    line = (
        f"📊 30 hari: {number(counted.shown)} kali dijawab, 👍 {number(counted.helpful)}, "
        f"👎 {number(counted.not_helpful)}"
    )
    reasons = ", ".join(
        f"{REASONS.get(reason, reason).lower()} {times}"
        for reason, times in sorted(counted.reasons.items(), key=lambda item: -item[1])
    )
    return f"{line} ({escape(reasons)})" if reasons else line


async def details_page(scene: Scene, topic_id: str) -> Message | None:
    """Sources, facts, figures with today's values, dates, related topics, buttons."""
    topic = scene.library.topics.get(topic_id)
    if topic is None:
        return None
    html = fitting(details(scene, topic).split("\n\n"))
    return html, [[button("« Topik", "t", topic_id), HOME]]


def details(scene: Scene, topic: Topic) -> str:
    """All of a topic but its answer and phrasings."""
    lines = [
        f"ℹ️ <b>{escape(topic.title)}</b>",
        f"• Label tombol: {escape(topic.label)}",
        f"• Diperiksa: {long_date(topic.checked)}",
        f"• Berlaku sampai: {long_date(topic.valid_until) if topic.valid_until else 'tanpa batas'}",
        "",
        "<b>Sumber</b>",
        *(f"• {escape(source_line(source)[:200])}" for source in topic.sources),
    ]
    if topic.facts:
        lines += ["", f"<b>Fakta</b>: {escape(', '.join(topic.facts))}"]
    figures = _figures_in(scene, topic.answer)
    if figures:
        lines += ["", "<b>Angka (nilai hari ini)</b>", *figures]
    known = scene.library.topics
    if topic.related:
        titles = [known[name].title if name in known else name for name in topic.related]
        lines += ["", "<b>Topik terkait</b>", *(f"• {escape(title)}" for title in titles)]
    if topic.next:
        lines += [
            "",
            "<b>Tombol</b>",
            *(f"• {escape(link.label)}: {escape(link.url)}" for link in topic.next),
        ]
    return "\n".join(lines)


def _figures_in(scene: Scene, template: str) -> list[str]:
    today = load_figures().on(scene.today)
    names: dict[str, None] = {}
    for tag in _TEMPLATE_TAG.finditer(template):
        names |= dict.fromkeys(n for n in _FIGURE.findall(tag[1] or tag[2]) if n in today)
    return [
        f"• <code>{name}</code> = {escape(str(today[name] or 'tidak ada nilai'))}" for name in names
    ]


def phrasings_page(topic: Topic, page: int) -> tuple[str, int] | None:
    """A page of the numbered phrasings by style, and how many pages; None beyond the last."""
    numbered = [(style, text) for style, texts in topic.examples.items() for text in texts]
    pages = pages_of(len(numbered), _PER_PAGE)
    if page >= pages:
        return None
    lines = [f"💬 <b>{escape(topic.title)}</b>: {len(numbered)} contoh pertanyaan"]
    before = None
    first = page * _PER_PAGE
    for at, (style, text) in enumerate(numbered[first : first + _PER_PAGE], start=first + 1):
        if style != before:
            lines += ["", f"<i>{_STYLES.get(style, style)}</i>"]
            before = style
        lines.append(f"{at}. {escape(text)}")
    return "\n".join(lines), pages


async def served_phrasings(scene: Scene, topic_id: str, page: int) -> Message | None:
    """A page of a served topic's phrasings."""
    topic = scene.library.topics.get(topic_id)
    shown = phrasings_page(topic, page) if topic is not None else None
    if shown is None:
        return None
    html, pages = shown
    return html, [*turning(page, pages, "ph", topic_id), [button("« Topik", "t", topic_id), HOME]]


async def history_page(scene: Scene, topic_id: str, page: int) -> Message | None:
    """The versions, newest first."""
    found = await versions.history(scene.connection, topic_id)
    pages = pages_of(len(found), _VERSIONS_PER_PAGE)
    if not found or page >= pages:
        return None
    at = (await versions.published_numbers(scene.connection)).get(topic_id, 0)
    shown = found[page * _VERSIONS_PER_PAGE : (page + 1) * _VERSIONS_PER_PAGE]
    lines = [f"🕘 <b>Riwayat {escape(topic_id)}</b>"]
    for one in shown:
        is_current = " ✅ <b>berlaku</b>" if one.number == at else ""
        name = escape(await scene.name(one.author))
        retired = " 🗄 ditarik" if one.is_retired else ""
        lines.append(
            f"• <b>Versi {one.number}</b>{is_current}{retired}, {scene.moment(one.at)}, {name}: "
            f"{escape(one.reason[:120]) or '–'}"
        )
    choices: Sequence[Button] = [
        button(f"Versi {v.number}", "v", topic_id, v.number) for v in shown
    ]
    rows = [list(choices[i : i + 3]) for i in range(0, len(choices), 3)]
    return "\n".join(lines), [
        *rows,
        *turning(page, pages, "hi", topic_id),
        [button("« Topik", "t", topic_id), HOME],
    ]


async def version_page(scene: Scene, topic_id: str, number_: int) -> Message | None:
    """One version: its answer as it would be shown today, and what it says otherwise than now."""
    one = await versions.version(scene.connection, topic_id, number_)
    at = (await versions.published_numbers(scene.connection)).get(topic_id, 0)
    current = await versions.version(scene.connection, topic_id, at)
    if one is None or current is None:
        return None
    topic, now = readable(topic_id, one.body), readable(topic_id, current.body)
    head = f"🕘 <b>Versi {one.number}</b> dari <b>{escape(topic_id)}</b>"
    counted = await numbers.of_topic(scene.connection, topic_id, now=scene.now, today=scene.today)
    own = counted.versions.get(number_, VersionNumbers())
    parts = [head, f"{await _status(scene, one)}\n{numbers_in_words(own)}"]
    if topic is None:
        parts.append("⚠️ Isi versi ini tidak terbaca lagi.")
    else:
        parts += [as_worker(scene, topic)[0]]
        changed = differences(now, topic) if now is not None else []
        if one.number != at and changed:
            parts += [f"{_LINE}\n<b>Bedanya dengan versi {at} yang berlaku:</b>", *changed]
    rows = []
    if one.number != at:
        rows.append([button(f"↩️ Kembali ke versi {one.number}", "rb", topic_id, one.number)])
    return fitting(parts), [*rows, [button("« Riwayat", "hi", topic_id, 0), HOME]]


def fitting(parts: Sequence[str], longest: int = 3_800) -> str:
    """Paragraphs, as much of them as a message holds; the last one is cut between its lines."""
    kept: list[str] = []
    left = longest
    for part in parts:
        if len(part) + 2 > left:
            kept += [*_first_lines(part, left), "… (selebihnya tidak muat di satu pesan)"]
            break
        left -= len(part) + 2
        kept.append(part)
    return "\n\n".join(kept)


def _first_lines(part: str, longest: int) -> list[str]:
    """As many lines as fit; none where the formatting goes across them."""
    lines = part.split("\n")
    while lines and len("\n".join(lines)) > longest:
        lines.pop()
    try:
        visible_text("\n".join(lines))
    except MarkupError:
        return []
    return ["\n".join(lines)] if lines else []


def readable(topic: str, body: str) -> Topic | None:
    """The topic that a text says; None for one that can't be read (any more)."""
    try:
        return parse_topic(body, topic)
    except ValueError:
        return None
