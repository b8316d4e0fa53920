"""The queue as pages of clusters, and one cluster."""

from collections import Counter
from html import escape

from telegram import Update

from bot.content import clusters, unanswered
from bot.content.clusters import Cluster, Waiting
from bot.people.retention import kept_for
from bot.storage.models import Unanswered
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, outcomes
from handlers.answers import Message
from handlers.desk import words
from knowledge.language.slots import slots
from knowledge.library import Library
from knowledge.regions import load_regions
from knowledge.topics import Kind, Topic

_PER_PAGE = 6
_LONGEST_LINE = 200
_LONGEST_EXAMPLE = 250
MOST_EXAMPLES = 10
_MOST_ASKED_AGAIN = 10
_SUGGESTED = 3
_NAMES = {
    outcomes.UNANSWERED: "tidak terjawab",
    outcomes.CLARIFIED: "pilihannya salah",
    unanswered.UNHELPFUL: "jawabannya tidak membantu",
}

_HEAD = (
    "📥 <b>{total} pertanyaan belum terjawab</b>, {groups} kelompok\n"
    "Yang banyak ditanyakan minggu ini dulu; disimpan {days} hari. Tekan nomornya."
)
_NONE = "Tidak ada pertanyaan yang menunggu. 👍"
_OLDER_FOLLOW = "Hanya {count} pertanyaan terbaru yang dikelompokkan."
_VIEW = (
    "📥 <b>{count} pertanyaan serupa</b> dari {people} penanya\n"
    "Pertama {first}, terakhir {last}\n"
    "• {outcomes}"
)
_REGIONS = "• Wilayah: {regions}"
_EXAMPLES = "<b>Contoh:</b>"


async def on_queue(_: Update, turn: Turn) -> None:
    """/antrean."""
    turn.say(*await list_page(turn, 0))


async def list_page(turn: Turn, page: int) -> Message:
    """A page of the list, counted from 0; beyond the last one, the last."""
    waiting = await clusters.waiting(turn.connection, turn.now)
    if not waiting.clusters:
        return _NONE, []
    page = min(page, (len(waiting.clusters) - 1) // _PER_PAGE)
    first = page * _PER_PAGE
    shown = waiting.clusters[first : first + _PER_PAGE]
    zone = turn.services.settings.zone
    parts = [_head(waiting)]
    parts += [
        f"{number}. <b>{len(found.questions)}×</b> – {words.moment(found.last, zone)}\n"
        f"{escape(words.shortened(found.typical.text, _LONGEST_LINE))}"
        for number, found in enumerate(shown, first + 1)
    ]
    numbers = [
        Button(f"{number}", f"{buttons.QUEUE}:c:{found.key}:{page}")
        for number, found in enumerate(shown, first + 1)
    ]
    turning = []
    if page > 0:
        turning.append(Button("‹ Sebelumnya", f"{buttons.QUEUE}:l:{page - 1}"))
    if first + _PER_PAGE < len(waiting.clusters):
        turning.append(Button("Berikutnya ›", f"{buttons.QUEUE}:l:{page + 1}"))
    return "\n\n".join(parts), [numbers, turning] if turning else [numbers]


def _head(waiting: Waiting) -> str:
    head = _HEAD.format(
        total=waiting.total, groups=len(waiting.clusters), days=kept_for(Unanswered).days
    )
    if waiting.total > clusters.MOST_QUESTIONS:
        head = f"{head}\n{_OLDER_FOLLOW.format(count=clusters.MOST_QUESTIONS)}"
    return head


async def cluster_view(turn: Turn, found: Cluster, page: int) -> Message:
    """One cluster: how often, when, where, what exactly, and what can be done about it."""
    zone = turn.services.settings.zone
    counted = found.outcomes
    parts = [
        _VIEW.format(
            count=len(found.questions),
            people=found.people,
            first=words.moment(found.first, zone),
            last=words.moment(found.last, zone),
            outcomes=", ".join(
                f"{name}: {counted[outcome]}"
                for outcome, name in _NAMES.items()
                if counted[outcome]
            ),
        )
    ]
    regions = _regions(found)
    if regions:
        parts[0] = f"{parts[0]}\n{_REGIONS.format(regions=regions)}"
    examples = [
        f"• {escape(words.shortened(text, _LONGEST_EXAMPLE))}"
        for text in found.texts[:MOST_EXAMPLES]
    ]
    parts.append("\n".join([_EXAMPLES, *examples]))
    reachable = len(await unanswered.askers(turn.connection, found.ids))
    name, key = buttons.QUEUE, found.key
    rows = [
        [Button(f"➕ {topic.label}", f"{name}:t:{key}:{topic.id}")]
        for topic in suggestions(turn.services.library, found)
    ]
    rows.append([Button("🆕 Buat topik baru", f"{name}:n:{key}")])
    if reachable:
        rows.append([Button(f"✉️ Jawab {reachable} penanya", f"{name}:r:{key}")])
    rows.append([Button("🗑 Tutup tanpa jawaban", f"{name}:d:{key}")])
    rows.append([back_button(page)])
    return "\n\n".join(parts), rows


def suggestions(library: Library, found: Cluster) -> list[Topic]:
    """The topics that its questions most likely belong to, by the search as it is now."""
    likely: Counter[str] = Counter()
    for text in found.texts[:_MOST_ASKED_AGAIN]:
        for candidate in library.ask(text).candidates:
            likely[candidate.topic] += round(candidate.confidence * 1_000_000)
    topics = (library.topics.get(topic) for topic, _ in likely.most_common())
    wanted = [topic for topic in topics if topic is not None and topic.kind is not Kind.TALK]
    return wanted[:_SUGGESTED]


def back_button(page: int = 0) -> Button:
    """The way back to the list."""
    return Button("« Semua pertanyaan", f"{buttons.QUEUE}:l:{page}")


def _regions(found: Cluster) -> str:
    """The regions that its questions name: "Samarinda 3, Berau 1"."""
    names = {region.kemendagri_code: region.name for region in load_regions()}
    counted = Counter(code for question in found.questions for code in slots(question.text).regions)
    return ", ".join(f"{escape(names[code])} {count}" for code, count in counted.most_common())
