"""Questions become phrasings: of a topic that is there, or of a new one. Both are drafts first."""

from collections.abc import Sequence
from datetime import timedelta
from html import escape

from bot import dialog
from bot.content import drafts
from bot.content.clusters import Cluster
from bot.content.drafts import Draft, DraftConflictError
from bot.content.trying import TRY_OUT, trial_data, trial_key
from bot.content.unanswered import Settled
from bot.dialog import Step
from bot.dialog.states import DialogConflictError
from bot.telegram.work import Turn
from handlers.faq.creating import begin_topic, new_title
from handlers.faq.typed import RefusedError, phrasings_of
from handlers.queue import settling
from handlers.queue.pages import MOST_EXAMPLES, back_button, suggestions
from handlers.rights import ADMINS_ONLY
from knowledge.scrubbing import EMAIL, NIK, NUMBER, PHONE
from knowledge.topics import Style, Topic

TITLE = "queue_title"
_LASTS = timedelta(minutes=30)
_STYLE: Style = "santai"
_LONGEST_PHRASING = 160
_MASKS = (NIK, PHONE, EMAIL, NUMBER)
_REASON = "pertanyaan dari /antrean"

_ADDED = (
    "➕ {count} contoh pertanyaan masuk ke <b>rancangan</b> topik <b>{title}</b>:\n{texts}\n\n"
    "Sedang dicoba: apakah pertanyaan lain pindah topik? Lihat hasilnya dan terbitkan lewat /faq. "
    "Sebelum diterbitkan, jawaban bot belum berubah."
)
_NOTHING_NEW = "Semua contoh ini sudah ada di topik itu, atau memuat nomor pribadi."
_TAKEN = "Topik ini sedang diubah admin lain. Tunggu sampai selesai, atau pilih topik lain."
_ASK = (
    "🆕 Tulis <b>judul topik baru</b>, 3–64 huruf, misalnya: <i>Bayar iuran dengan uang digital"
    "</i>. Tidak jadi? Tekan /batal."
)
_BAD_TITLE = "{why} Tulis lagi, atau tekan /batal."
_IN_WORDS = "Tulis judulnya dengan kata-kata, atau tekan /batal."
_CREATED = (
    "🆕 Rancangan topik <b>{title}</b> dibuat, dengan {count} contoh pertanyaan:\n{texts}\n\n"
    "Lengkapi jawaban dan sumbernya lewat /faq, lalu terbitkan."
)


async def add_to(turn: Turn, found: Cluster, topic: Topic) -> None:
    """Put a cluster's questions into a draft of a topic, and have the draft tried out."""
    there = await drafts.draft_of(turn.connection, topic.id)
    phrasings = fresh_phrasings(found.texts, topic if there is None else there.topic)
    if there is not None and (there.retires or there.author != turn.person_id):
        turn.answer_tap(_TAKEN, alert=True)
        return
    if not phrasings:
        turn.answer_tap(_NOTHING_NEW, alert=True)
        return
    settled = await settling.settle(turn, found.ids, Settled.PHRASING)
    if not settled:
        turn.answer_tap(settling.FASTER, alert=True)
        return
    try:
        draft = await drafts.begin(turn.connection, topic.id, author=turn.person_id, now=turn.now)
        changed = await drafts.change(
            turn.connection,
            draft,
            _with_phrasings(draft.topic, phrasings),
            author=turn.person_id,
            reason=_REASON,
            now=turn.now,
        )
    except (DraftConflictError, LookupError) as error:
        # It was all right a moment ago: worked on again, the tap meets what has changed since.
        raise DialogConflictError from error
    turn.answer_tap()
    html = _ADDED.format(count=len(phrasings), title=escape(topic.title), texts=_listed(phrasings))
    turn.edit(turn.tapped_message_id, html, [[back_button()]])
    await _try_out(turn, changed)
    await settling.record(turn, settled, Settled.PHRASING, topic.id)


async def ask_for_title(turn: Turn, found: Cluster) -> None:
    """A new topic begins with its title."""
    turn.answer_tap()
    step = await dialog.load(turn.connection, turn.chat_id, turn.now)
    likely = suggestions(turn.services.library, found)
    data = {
        "ids": found.ids,
        "texts": list(found.texts[: MOST_EXAMPLES * 2]),
        "group": likely[0].group if likely else turn.services.library.groups[0].id,
    }
    new = Step(TITLE, data, step.version if step else 0)
    await dialog.save(turn.connection, turn.chat_id, new, turn.now, _LASTS)
    turn.say(_ASK)


async def on_text(turn: Turn, step: Step) -> bool:
    """The title."""
    if not turn.is_admin:
        await dialog.forget(turn.connection, turn.chat_id)
        turn.say(ADMINS_ONLY)
        return True
    try:
        title = new_title(turn, turn.text)
    except RefusedError as error:
        turn.say(_BAD_TITLE.format(why=escape(str(error))))
        return True
    settled = await settling.settle(turn, step.data["ids"], Settled.TOPIC)
    await dialog.forget(turn.connection, turn.chat_id)
    if not settled:
        turn.say(settling.FASTER, [[back_button()]])
        return True
    phrasings = fresh_phrasings(step.data["texts"], None)
    draft = await begin_topic(turn, title, step.data["group"], phrasings)
    taken = phrasings_of(draft.topic)
    html = _CREATED.format(title=escape(title), count=len(taken), texts=_listed(taken))
    turn.say(html, [[back_button()]])
    await settling.record(turn, settled, Settled.TOPIC, draft.id)
    return True


def on_other(turn: Turn, _: Step) -> None:
    """Something else where the title is waited for."""
    turn.say(_IN_WORDS)


def fresh_phrasings(texts: Sequence[str], topic: Topic | None) -> tuple[str, ...]:
    """What of the questions can be a phrasing: short, unmasked, new; ten at most."""
    known = {_plain(text) for texts in (topic.examples.values() if topic else ()) for text in texts}
    fresh: dict[str, str] = {}
    for text in texts:
        one_line = " ".join(text.split())
        usable = len(one_line) <= _LONGEST_PHRASING and not any(mask in text for mask in _MASKS)
        if usable and one_line and _plain(text) not in known:
            fresh.setdefault(_plain(text), one_line)
    return tuple(fresh.values())[:MOST_EXAMPLES]


def _with_phrasings(topic: Topic, phrasings: tuple[str, ...]) -> Topic:
    examples = topic.examples | {_STYLE: (*topic.examples.get(_STYLE, ()), *phrasings)}
    return topic.model_copy(update={"examples": examples})


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _listed(phrasings: Sequence[str]) -> str:
    return "\n".join(f"• {escape(text)}" for text in phrasings)


async def _try_out(turn: Turn, draft: Draft) -> None:
    """Have the gate look at it; the message under which it was chosen tells how it goes."""
    await turn.ask_for_job(TRY_OUT, trial_data(draft, turn.tapped_message_id), key=trial_key(draft))
