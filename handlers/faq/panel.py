"""The panel of a draft: what changes, what is wrong, what trying it out has shown, what to do."""

from collections.abc import Mapping
from html import escape

from bot.content import versions
from bot.content.drafts import Draft
from bot.content.publishing import findings_of
from bot.content.trials import GateReport, Moved
from bot.telegram.calls import Button
from handlers.answers import Message
from handlers.faq import amounts
from handlers.faq.differences import differences
from handlers.faq.findings import in_words
from handlers.faq.scene import HOME, Scene, button
from handlers.faq.viewing import fitting, readable
from knowledge.figures import load_figures
from knowledge.figures.wording import number
from knowledge.topics import Topic
from knowledge.trial import Outcome

MOST_OFFERS = 6
_MOST_EXAMPLES = 5
_NOT_SERVED = "Belum terbit: pekerja masih membaca {served}."
_NOTHING = "Belum ada yang diubah."
_RETIRES = "🚫 <b>Topik ini akan ditarik</b>: pertanyaannya tidak dijawab lagi."
_BACK_AGAIN = "♻️ <b>Topik ini akan dijawab lagi.</b>"
_UNREADABLE = "⚠️ Isi rancangan ini tidak terbaca. Buang, lalu mulai lagi."
_OUTDATED = (
    "⚠️ Versi {number} terbit setelah rancangan ini dimulai. Lihat dulu bedanya di atas: kalau "
    "diterbitkan, rancangan ini menggantikannya."
)
_TRY_FIRST = (
    "🧪 Belum dicoba. Tekan <b>Coba dulu</b>: semua pertanyaan dijawab ulang untuk dibandingkan."
)
_TO_MEND = "⚠️ <b>Perlu dibetulkan sebelum terbit</b>"
_LONGEST = 3_400
_WAITS = "⏳ <b>Menunggu persetujuan admin lain.</b>"


async def panel(scene: Scene, draft: Draft) -> Message:
    """The panel, for its author or for another admin."""
    at = (await versions.published_numbers(scene.connection)).get(draft.id, 0)
    served = await versions.version(scene.connection, draft.id, at)
    head = await _head(scene, draft, at)
    try:
        topic = draft.topic
    except ValueError:
        rows = [[button("🗑 Buang rancangan", "z", draft.id, draft.revision)], [HOME]]
        return f"{head}\n\n{_UNREADABLE}", rows
    shown = _changes(draft, topic, served)
    is_changed = shown != [_NOTHING]
    wrong = in_words(findings_of(draft, scene.library.topics, scene.today))
    offered = amounts_in(scene, topic)
    is_outdated = bool(draft.based_on) and at != draft.based_on
    tail = [_OUTDATED.format(number=at)] if is_outdated else []
    tail += _judged(scene, draft, topic, wrong)
    if is_changed and not wrong and draft.gate is None:
        tail.append(_TRY_FIRST)
    room = _LONGEST - sum(len(part) + 2 for part in [head, *tail])
    html = "\n\n".join([head, fitting(shown, max(room, 400)), *tail])
    if draft.author != scene.reader:
        return html, _others_rows(draft)
    rows = _rows(draft, can_publish=is_changed and not wrong, has_offers=bool(offered))
    if is_outdated:
        rows.insert(0, [button("📌 Tetap pakai rancangan ini", "rs", draft.id, draft.revision)])
    return html, rows


def _changes(draft: Draft, topic: Topic, served: versions.Version | None) -> list[str]:
    """What it would change."""
    was_retired = served is not None and served.is_retired
    if draft.retires:
        return [_NOTHING if was_retired else _RETIRES]
    changed = differences(readable(draft.id, served.body) if served is not None else None, topic)
    if was_retired:
        return [_BACK_AGAIN, *changed]
    return changed or [_NOTHING]


def _judged(scene: Scene, draft: Draft, topic: Topic, wrong: list[str]) -> list[str]:
    """What the checks and the trial say about it."""
    parts = []
    if wrong:
        parts.append("\n".join([_TO_MEND, *wrong]))
    offered = amounts_in(scene, topic)
    if offered:
        parts.append(amounts_in_words(offered))
    if draft.gate is not None:
        parts.append(report_in_words(scene, draft.gate, topic))
    if draft.waits_for_approval:
        parts.append(f"{_WAITS}\nAlasan: {escape(draft.reason)}")
    return parts


async def _head(scene: Scene, draft: Draft, at: int) -> str:
    name = escape(await scene.name(draft.author))
    served = f"versi {at}" if at else "jawaban tanpa topik ini"
    return (
        f"✏️ <b>Rancangan {escape(draft.id)}</b>\n"
        f"Oleh {name}, {scene.moment(draft.at)}.\n{_NOT_SERVED.format(served=served)}"
    )


def _rows(draft: Draft, *, can_publish: bool, has_offers: bool) -> list[list[Button]]:
    def own(label: str, what: str, *more: str) -> Button:
        return button(label, what, draft.id, draft.revision, *more)

    rows: list[list[Button]] = []
    if draft.waits_for_approval:
        return [
            [own("👁 Lihat seperti pekerja", "pv")],
            [own("↩️ Tarik kembali", "wd")],
            [HOME],
        ]
    if has_offers:
        rows.append([own("🔢 Pakai angka resmi", "am")])
    if not draft.retires:
        rows += [
            [own("📝 Jawaban", "k", "a"), own("💬 Contoh", "pp", "0")],
            [own("🧩 Bagian lain", "m"), own("👁 Lihat", "pv")],
        ]
    if can_publish and draft.gate is None:
        rows.append([own("🧪 Coba dulu", "y")])
    elif can_publish and draft.gate is not None and draft.gate.has_passed:
        rows.append([own("🚀 Terbitkan", "pu")])
    rows.append([own("🗑 Buang rancangan", "z"), HOME])
    return rows


def _others_rows(draft: Draft) -> list[list[Button]]:
    rows = [[button("👁 Lihat seperti pekerja", "pv", draft.id, draft.revision)]]
    if draft.waits_for_approval:
        rows.append(
            [
                button("✅ Setujui", "ok", draft.id, draft.revision),
                button("✖️ Tolak", "no", draft.id, draft.revision),
            ]
        )
    else:
        rows.append([button("🤝 Ambil alih", "o", draft.id, draft.revision)])
    return [*rows, [HOME]]


def amounts_in(scene: Scene, topic: Topic) -> list[amounts.Offer]:
    """Numbers typed by hand that are figures today."""
    return amounts.offers(topic.answer, load_figures().on(scene.today))[:MOST_OFFERS]


def amounts_in_words(offered: list[amounts.Offer]) -> str:
    """What typed numbers could be."""
    lines = [
        f"• “{escape(one.typed)}” ada sebagai <code>{{{{ {one.figure} }}}}</code> "
        f"({escape(one.meaning[:80])})"
        for one in offered
    ]
    return "\n".join(["🔢 <b>Angka resmi</b>", *lines])


def report_in_words(scene: Scene, report: GateReport, own: Topic) -> str:
    """What trying a draft of a topic out has shown."""
    labels = {topic.id: topic.label for topic in scene.library.topics.values()}
    labels[own.id] = own.label
    lines = []
    if report.blocking:
        lines += [
            f"⛔ <b>{len(report.blocking)} pertanyaan wajib jadi salah. Belum bisa terbit.</b>",
            *(
                f"• “{escape(one.question[:100])}”: {_outcome(one.happened, labels)}"
                for one in report.blocking[:_MOST_EXAMPLES]
            ),
        ]
    if report.moved:
        lines.append(f"🔀 <b>{number(report.moved)} pertanyaan pindah topik</b>")
    if report.lost:
        lines.append(f"📉 {number(report.lost)} pertanyaan tidak dijawab langsung lagi")
    if report.gained:
        lines.append(f"📈 {number(report.gained)} pertanyaan kini dijawab")
    lines += [_example(moved, labels) for moved in report.examples[:_MOST_EXAMPLES]]
    if report.missed_count:
        lines.append(
            f"🫥 {number(report.missed_count)} contoh pertanyaan belum sampai ke topik ini, "
            f"misalnya “{escape(report.missed[0][:100])}”"
        )
    if report.changes_nothing and not lines:
        lines.append("✅ Tidak ada pertanyaan lain yang berubah jawabannya.")
    asked = report.phrasings + report.real
    how = f" ({number(asked)} pertanyaan dicoba)" if asked else ""
    return "\n".join([f"🧪 <b>Hasil uji coba</b>{how}", *lines])


def _example(moved: Moved, labels: Mapping[str, str]) -> str:
    return (
        f"• “{escape(moved.question[:100])}”: {_outcome(moved.before, labels)} → "
        f"{_outcome(moved.after, labels)}"
    )


def _outcome(outcome: Outcome, labels: Mapping[str, str]) -> str:
    if outcome.kind == "clarify":
        return "ditanya balik"
    if outcome.topic is None:
        return "tidak dijawab"
    return escape(labels.get(outcome.topic, outcome.topic))
