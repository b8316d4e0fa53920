"""A new topic, step by step: group, title, label, answer, phrasings, sources."""

from collections.abc import Sequence
from html import escape

from bot import dialog
from bot.content import drafts, versions
from bot.content.drafts import Draft, TopicExistsError
from bot.content.new_ids import free_id
from bot.dialog import Step
from bot.dialog.states import DialogConflictError
from bot.telegram.work import Turn
from handlers.faq import typed
from handlers.faq.editing import LASTS, STEP, prompt, wait_for
from handlers.faq.scene import HOME, Scene, button
from knowledge.topics import Kind, Topic

TITLE = "nt"
GROUP = "ng"
_MOST_PHRASINGS = 20
_PICK_GROUP = "🆕 <b>Topik baru</b>\nLangkah pertama: pilih kelompoknya."
_WITH = "\n\nContoh pertanyaan yang sudah ada:\n{texts}"
_TITLE = (
    "🆕 Kirim <b>judul</b> topik baru, 3–64 huruf, misalnya: <i>Bayar iuran lewat warung</i>.\n\n"
    "Tidak jadi? Tekan /batal."
)
_EXPIRED = "Pilihan ini sudah tidak berlaku. Mulai lagi dari ➕ Topik baru."
_ORDER = ("a", "p", "s")


async def start_new_topic(turn: Turn, phrasings: Sequence[str] = ()) -> None:
    """Begin a new topic, with phrasings it is to have; the group is asked for first.

    Asked by a new message. Nothing is written before the title is there. For admins only; whoever
    calls has made sure that the phrasings are scrubbed.
    """
    texts = list(dict.fromkeys(" ".join(text.split()) for text in phrasings if text.strip()))
    kept = [text for text in texts if len(text) <= typed.LONGEST_PHRASING][:_MOST_PHRASINGS]
    await wait_for(turn, GROUP, {"phrasings": kept})
    scene = Scene.of(turn)
    choices = [
        button(f"{group.icon} {group.title}", "ng", group.id) for group in scene.library.groups
    ]
    rows = [choices[at : at + 2] for at in range(0, len(choices), 2)]
    html = _PICK_GROUP
    if kept:
        html += _WITH.format(texts="\n".join(f"• {escape(text[:120])}" for text in kept[:10]))
    turn.say(html, [*rows, [HOME]])


async def on_group(turn: Turn, group: str) -> None:
    """The group was picked."""
    step = turn.work.step
    if (
        step is None
        or step.name != STEP
        or step.data.get("field") not in {GROUP, TITLE}
        or group not in {known.id for known in turn.services.library.groups}
    ):
        turn.answer_tap(_EXPIRED, alert=True)
        return
    turn.answer_tap()
    data = {"field": TITLE, "group": group, "phrasings": step.data["phrasings"]}
    await dialog.save(
        turn.connection, turn.chat_id, Step(STEP, data, step.version), turn.now, LASTS
    )
    turn.say(_TITLE)


async def on_title(turn: Turn, step: Step, text: str) -> Draft:
    """The title was typed: the draft is there from now on. Raises RefusedError."""
    title = new_title(turn, text)
    return await begin_topic(turn, title, step.data["group"], step.data["phrasings"])


def new_title(turn: Turn, text: str) -> str:
    """A title that no topic has yet. Raises RefusedError."""
    title = typed.title(text)
    served = turn.services.library.topics.values()
    if any(topic.title.casefold() == title.casefold() for topic in served):
        raise typed.RefusedError(
            "Sudah ada topik dengan judul itu. Ubah topik itu, atau pakai judul lain."
        )
    return title


async def begin_topic(turn: Turn, title: str, group: str, phrasings: Sequence[str]) -> Draft:
    """A draft of a new topic, with those of the phrasings that no other topic has."""
    served = turn.services.library.topics
    taken = {
        *served,
        *(draft.id for draft in await drafts.all_drafts(turn.connection)),
        *await versions.published_numbers(turn.connection),
    }
    blank = Topic(
        id=free_id(title, taken),
        group=group,
        title=title,
        label=title if typed.fits_label(title) else title[:28].strip(),
        kind=Kind.ANSWER,
        action=None,
        answer="",  # nothing that could be published by mistake: it is asked for
        checked=turn.today,
        examples={},
    )
    found = typed.phrasings("\n".join(phrasings), blank, served)
    topic = blank.model_copy(update={"examples": typed.with_phrasings(blank, found.new)})
    try:
        return await drafts.create(turn.connection, topic, author=turn.person_id, now=turn.now)
    except TopicExistsError as error:  # made by another admin this moment: worked on again
        raise DialogConflictError from error


async def ask_for_next(turn: Turn, draft: Draft, after: str) -> bool:
    """Ask for what a new topic still lacks; False when it has everything."""
    if draft.based_on:
        return False
    topic = draft.topic
    lacks = {
        "l": after == TITLE and not typed.fits_label(topic.title),
        "a": not topic.answer.strip(),
        "p": not typed.phrasings_of(topic),
        "s": not topic.sources,
    }
    wanted = next((field for field in ("l", *_ORDER) if lacks[field]), None)
    if wanted is None:
        return False
    await wait_for(turn, wanted, {"topic": draft.id, "revision": draft.revision})
    await prompt(turn, topic, wanted)
    return True
