"""/faq: finding a topic by group, by words, or by asking as a worker would."""

from dataclasses import dataclass
from html import escape

from rapidfuzz import fuzz

from bot.content import drafts, editions, versions
from bot.telegram.calls import Button
from handlers.answers import Message
from handlers.faq.scene import HOME, Scene, button, pages_of, turning
from handlers.faq.typed import phrasings_of
from knowledge.decision import LEAST_OPTION
from knowledge.figures.wording import number, percent
from knowledge.library import Reply
from knowledge.topics import Topic

_PER_PAGE = 8
_MOST_FOUND = 8
_HEAD = (
    "📚 <b>Isi jawaban</b>\n{topics} topik. Pilih kelompok, cari dengan kata, atau tanya seperti "
    "pekerja."
)
_DRAFTS = "✏️ {count} rancangan belum terbit."
_PENDING = "⚖️ {count} topik berbeda dengan berkas yang baru: perlu diputuskan."
_NOTHING_FOUND = "Tidak ada topik yang memuat “{words}”. Coba kata lain."
_OUTCOMES = {
    "answer": "✅ <b>Dijawab</b> dengan",
    "action": "✅ <b>Dibuka</b>",
    "clarify": "❓ <b>Ditanya balik</b>, pekerja memilih dari:",
    "fallback": "🚫 <b>Tidak dijawab</b>: pertanyaan masuk antrean. Yang paling dekat:",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A topic that has the words, and where."""

    topic: Topic
    where: str


async def home(scene: Scene) -> Message:
    """The first page."""
    lines = [_HEAD.format(topics=number(len(scene.library.topics)))]
    choices = [button(f"{group.icon} {group.title}", "g", group.id, 0) for group in groups(scene)]
    rows = [choices[at : at + 2] for at in range(0, len(choices), 2)]
    rows.append([button("🔎 Cari kata", "f"), button("🙋 Tanya seperti pekerja", "q")])
    rows.append([button("➕ Topik baru", "n")])
    more = []
    open_drafts = await drafts.all_drafts(scene.connection)
    if open_drafts:
        lines.append(_DRAFTS.format(count=len(open_drafts)))
        more.append(button(f"✏️ Rancangan ({len(open_drafts)})", "dl", 0))
    retired = await retired_topics(scene)
    if retired:
        more.append(button(f"🗄 Ditarik ({len(retired)})", "rl", 0))
    if more:
        rows.append(more)
    pending = await editions.differences(scene.connection)
    if pending:
        lines.append(_PENDING.format(count=len(pending)))
        rows.insert(0, [button(f"⚖️ Putuskan beda berkas ({len(pending)})", "df")])
    return "\n\n".join(lines), rows


def groups(scene: Scene) -> list["Group"]:
    """The groups that topics stand in."""
    return [Group(group.id, group.title, group.icon) for group in scene.library.groups]


@dataclass(frozen=True, slots=True)
class Group:
    """A group as the pages of /faq show it."""

    id: str
    title: str
    icon: str


async def group_page(scene: Scene, group_id: str, page: int) -> Message | None:
    """A group's topics; None for a group or page that doesn't exist."""
    group = next((group for group in groups(scene) if group.id == group_id), None)
    if group is None:
        return None
    topics = scene.library.in_group(group_id)
    pages = pages_of(len(topics), _PER_PAGE)
    if page >= pages:
        return None
    shown = topics[page * _PER_PAGE : (page + 1) * _PER_PAGE]
    rows = [[topic_button(topic)] for topic in shown]
    rows += [*turning(page, pages, "g", group_id), [HOME]]
    html = f"{group.icon} <b>{escape(group.title)}</b>\n{len(topics)} topik, halaman {page + 1}."
    return html, rows


def topic_button(topic: Topic) -> Button:
    """A button to a topic's page."""
    return button(topic.title, "t", topic.id)


async def retired_topics(scene: Scene) -> list[str]:
    """The ids of the topics that were taken away."""
    served = await versions.published(scene.connection)
    return sorted(name for name, version in served.items() if version.is_retired)


async def retired_page(scene: Scene, page: int) -> Message:
    """The topics that were taken away."""
    names = await retired_topics(scene)
    pages = pages_of(len(names), _PER_PAGE)
    page = min(page, pages - 1)
    shown = names[page * _PER_PAGE : (page + 1) * _PER_PAGE]
    rows = [[button(name, "t", name)] for name in shown]
    html = "🗄 <b>Topik yang ditarik</b>\nTidak dijawab lagi; riwayatnya tetap ada."
    return html, [*rows, *turning(page, pages, "rl"), [HOME]]


async def drafts_page(scene: Scene, page: int) -> Message:
    """All drafts, whose they are and since when."""
    found = await drafts.all_drafts(scene.connection)
    pages = pages_of(len(found), _PER_PAGE)
    page = min(page, pages - 1)
    shown = found[page * _PER_PAGE : (page + 1) * _PER_PAGE]
    lines = ["✏️ <b>Rancangan</b>" if shown else "✏️ Tidak ada rancangan."]
    for draft in shown:
        waits = ", menunggu persetujuan" if draft.waits_for_approval else ""
        name = escape(await scene.name(draft.author))
        lines.append(f"• <b>{escape(draft.id)}</b> – {name}, {scene.moment(draft.at)}{waits}")
    rows = [[button(f"✏️ {draft.id}", "p", draft.id, draft.revision)] for draft in shown]
    return "\n".join(lines), [*rows, *turning(page, pages, "dl"), [HOME]]


def search(topics: list[Topic], words: str) -> list[Found]:
    """The topics that have all the words: in the title first, in phrasings, in the answer."""
    wanted = words.casefold().split()
    places: list[list[Found]] = [[], [], []]
    for topic in topics:
        texts = (
            (f"{topic.title} {topic.label} {topic.id}", "judul"),
            ("\n".join(phrasings_of(topic)), "contoh pertanyaan"),
            (topic.answer, "jawaban"),
        )
        for place, (text, where) in enumerate(texts):
            folded = text.casefold()
            if wanted and all(word in folded for word in wanted):
                places[place].append(Found(topic, where))
                break
    return [found for place in places for found in place]


def found_page(scene: Scene, words: str) -> Message:
    """What a search found."""
    found = search(list(scene.library.topics.values()), words)
    again = [button("🔎 Cari lagi", "f"), HOME]
    if not found:
        return _NOTHING_FOUND.format(words=escape(words[:60])), [again]
    shown = found[:_MOST_FOUND]
    lines = [f"🔎 <b>{len(found)} topik</b> memuat “{escape(words[:60])}”"]
    lines += [f"• {escape(one.topic.title)} <i>({one.where})</i>" for one in shown]
    if len(found) > len(shown):
        lines.append(f"… dan {len(found) - len(shown)} lagi. Pakai kata yang lebih khusus.")
    return "\n".join(lines), [*([topic_button(one.topic)] for one in shown), again]


def asked_page(scene: Scene, question: str) -> Message:
    """What a worker who asks this would get, how sure the bot is, and why."""
    reply = scene.library.ask(question)
    lines = [f"🙋 “{escape(reply.question.text[:200])}”", "", _OUTCOMES[reply.outcome]]
    topics = _meant(scene, reply)
    lines += [_candidate(reply, topic) for topic in topics] or ["–"]
    if reply.outcome in {"answer", "action"}:
        chosen = {topic.id for topic in topics}
        beside = [
            c for c in reply.candidates if c.topic not in chosen and c.confidence >= LEAST_OPTION
        ]
        others = [scene.library.topics[c.topic] for c in beside if c.topic in scene.library.topics]
        if others:
            lines += ["", "Kemungkinan lain:"]
            lines += [_candidate(reply, topic) for topic in others[:2]]
            topics = [*topics, *others[:2]]
    rows = [[topic_button(topic)] for topic in topics]
    return "\n".join(lines), [*rows, [button("🙋 Tanya lagi", "q"), HOME]]


def _meant(scene: Scene, reply: Reply) -> list[Topic]:
    if reply.topic is not None:
        return [reply.topic]
    if reply.options:
        return list(reply.options)
    known = scene.library.topics
    return [known[c.topic] for c in reply.candidates[:3] if c.topic in known]


def _candidate(reply: Reply, topic: Topic) -> str:
    sure = next((c.confidence for c in reply.candidates if c.topic == topic.id), None)
    line = f"• <b>{escape(topic.title)}</b>"
    if sure is not None:
        line += f" – keyakinan {percent(round(sure * 100))}"
    texts = phrasings_of(topic)
    if not texts:
        return line
    near = max(texts, key=lambda text: fuzz.token_set_ratio(reply.question.text, text))
    return f"{line}\n   kenapa: mirip <i>“{escape(near[:120])}”</i>"
