"""What admins type in the middle of /faq: taken, or refused in plain words with nothing changed."""

from datetime import datetime, timedelta
from html import escape
from typing import Any

from telegram import Message

from bot import dialog
from bot.content import drafts
from bot.content.drafts import Draft, DraftConflictError
from bot.dialog import Step
from bot.people import roles
from bot.people.roles import NotAdminError
from bot.telegram.work import Turn
from handlers.faq import creating, typed
from handlers.faq.answering import AnswerRefusedError, new_answer
from handlers.faq.editing import MOVED_ON, STEP, change, wait_for
from handlers.faq.finding import asked_page, found_page, search
from handlers.faq.panel import panel
from handlers.faq.publishing import LONGEST_REASON, publish, reject
from handlers.faq.scene import HOME, Scene, button
from handlers.faq.typed import RefusedError
from handlers.rights import ADMINS_ONLY, actor_of
from knowledge.scrubbing import scrub
from knowledge.topics import Topic

STEPS = frozenset({STEP})
FIND, ASK = "f", "q"
_SAME_MESSAGE = timedelta(seconds=3)
"""Telegram cuts a text of more than 4,096 characters into messages that arrive together."""
_AGAIN = "\n\nTidak ada yang diubah. Kirim lagi, atau tekan /batal."
_WORDS_PLEASE = (
    "Yang saya tunggu sekarang <b>tulisan</b>, bukan gambar, suara, atau berkas. Tidak ada yang "
    "diubah. Tulis lagi, atau tekan /batal."
)
_AS_A_NEW_MESSAGE = (
    "Pesan yang diubah tidak saya pakai. Tidak ada yang diubah. Kirim sebagai pesan baru, atau "
    "tekan /batal."
)
_REST = "Itu sambungan pesan yang terlalu panjang tadi, jadi tidak saya pakai."
_TAP = "Pilih dulu dengan tombol di atas, atau tekan /batal."
_NO_SUCH = "Tidak ada topik lain dengan kata itu. Tulis kata lain, atau tekan /batal."
_PICK = "🧭 Pilih topik yang dikaitkan:"
_MOST_PICKS = 6


async def on_text(turn: Turn, step: Step) -> bool:
    """A text that /faq waits for."""
    try:
        if not turn.is_admin:
            raise NotAdminError  # noqa: TRY301 -- said in the same words as one a moment later
        await _take(turn, step)
    except NotAdminError:  # revoked while this update was worked on
        await dialog.forget(turn.connection, turn.chat_id)
        turn.say(ADMINS_ONLY)
    except RefusedError as error:
        await _note_refusal(turn, step, error)
        turn.say(f"⚠️ {escape(str(error))}{_AGAIN}")
    except AnswerRefusedError as error:
        await _note_refusal(turn, step, error)
        turn.say(f"⚠️ {error.html}{_AGAIN}")
    except DraftConflictError as conflict:
        await _show_conflict(turn, conflict.draft)
    return True


def on_other(turn: Turn, _: Step) -> None:
    """A picture, a sticker, a file where words are waited for."""
    turn.say(_WORDS_PLEASE)


def on_edited(turn: Turn, _: Step) -> None:
    """An earlier message was edited meanwhile."""
    turn.say(_AS_A_NEW_MESSAGE)


async def _take(turn: Turn, step: Step) -> None:
    field = str(step.data["field"])
    if _is_rest(turn, step):
        turn.say(_REST)
        return
    if scrub(turn.text).had_nik:
        raise RefusedError("Pesan itu memuat NIK, jadi tidak saya pakai dan tidak saya simpan.")
    scene = Scene.of(turn)
    match field:
        case "f" | "q":
            await dialog.forget(turn.connection, turn.chat_id)
            turn.say(*(found_page if field == FIND else asked_page)(scene, turn.text))
            return
        case creating.GROUP:
            turn.say(_TAP)
            return
    await roles.authorise(turn.connection, actor_of(turn))
    if field == creating.TITLE:
        draft = await creating.on_title(turn, step, turn.text)
        await _go_on(turn, draft, field)
        return
    found = await drafts.draft_of(turn.connection, step.data["topic"])
    if found is None or found.revision != step.data["revision"]:
        await _show_conflict(turn, found)
        return
    await _take_field(turn, step, found, field)


async def _take_field(turn: Turn, step: Step, draft: Draft, field: str) -> None:
    match field:
        case "R" | "N":
            reason = typed.one_line(scrub(turn.text).text, "Alasan", LONGEST_REASON)
            decide = publish if field == "R" else reject
            message = await decide(turn, draft, reason)
            await dialog.forget(turn.connection, turn.chat_id)
            turn.say(*message)
        case "e":
            await _offer_related(turn, step, draft)
        case _:
            changes, remarks = _changes(turn, draft.topic, field)
            new = Topic.model_validate({**dict(draft.topic), **changes})
            await _go_on(turn, await change(turn, draft, new), field, remarks)


def _changes(turn: Turn, topic: Topic, field: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What a text changes, and what is to be told. Raises RefusedError, AnswerRefusedError."""
    text, served = turn.text, turn.services.library.topics
    changes: dict[str, Any] = {}
    remarks: tuple[str, ...] = ()
    match field:
        case "a":
            changes["answer"], remarks = new_answer(_message(turn), topic, served, turn.today)
        case "t":
            changes["title"] = typed.title(text)
        case "l":
            changes["label"] = typed.label(text)
        case "p":
            found = typed.phrasings(text, topic, served)
            if not found.new:
                said = " ".join(found.remarks[:5])
                raise RefusedError(f"Tidak ada contoh baru. {said}")
            changes["examples"] = typed.with_phrasings(topic, found.new)
            remarks = tuple(escape(remark) for remark in found.remarks)
        case "r":
            changes["examples"], gone = typed.without_phrasings(topic, text)
            remarks = (f"➖ {len(gone)} contoh dihapus.",)
        case "s":
            changes = {"sources": typed.sources(text), "checked": turn.today}
        case "u":
            changes["valid_until"] = typed.last_day(text, turn.today)
        case "b":
            changes["next"] = typed.links(text)
    return changes, remarks


async def _go_on(turn: Turn, draft: Draft, field: str, remarks: tuple[str, ...] = ()) -> None:
    """The next thing that a new topic lacks, else the panel."""
    if remarks:
        turn.say("\n".join(remarks[:20]))
    if await creating.ask_for_next(turn, draft, field):
        return
    await dialog.forget(turn.connection, turn.chat_id)
    turn.say(*await panel(Scene.of(turn), draft))


async def _offer_related(turn: Turn, step: Step, draft: Draft) -> None:
    found = search(list(turn.services.library.topics.values()), turn.text)
    taken = {draft.id, *draft.topic.related}
    options = [one.topic for one in found if one.topic.id not in taken][:_MOST_PICKS]
    if not options:
        turn.say(_NO_SUCH)
        return
    data = {**step.data, "options": [topic.id for topic in options]}
    await wait_for(turn, "e", {name: value for name, value in data.items() if name != "field"})
    rows = [
        [button(topic.title, "ra", draft.id, draft.revision, at)]
        for at, topic in enumerate(options)
    ]
    turn.say(_PICK, rows)


async def _show_conflict(turn: Turn, draft: Draft | None) -> None:
    await dialog.forget(turn.connection, turn.chat_id)
    if draft is None:
        turn.say(MOVED_ON, [[HOME]])
        return
    html, rows = await panel(Scene.of(turn), draft)
    turn.say(f"{MOVED_ON}\n\n{html}", rows)


def _message(turn: Turn) -> Message:
    message = turn.update.effective_message
    if message is None:
        raise RefusedError("Pesan itu tidak terbaca.")
    return message


def _is_rest(turn: Turn, step: Step) -> bool:
    """Whether this is the rest of a text that was too long for one message."""
    refused = step.data.get("too_long_at")
    return refused is not None and turn.now - datetime.fromisoformat(refused) < _SAME_MESSAGE


async def _note_refusal(turn: Turn, step: Step, error: Exception) -> None:
    if isinstance(error, AnswerRefusedError) and error.is_too_long:
        data = {**step.data, "too_long_at": turn.now.isoformat()}
        field = data.pop("field")
        await wait_for(turn, str(field), data)
