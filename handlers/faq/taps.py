"""The taps of /faq, looked at one by one: data can be forged, roles revoked, drafts be gone."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import Update

from bot.content import drafts
from bot.content.drafts import DraftConflictError
from bot.people import roles
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons
from handlers.answers import Message
from handlers.faq import creating, deciding, draft_taps, editing, finding, publishing, viewing
from handlers.faq.scene import GONE, Scene, button, number_in
from handlers.faq.typing import ASK, FIND
from handlers.rights import actor_of

_FIND = "🔎 Kirim kata yang dicari, misalnya: <i>paklaring</i>.\n\nTidak jadi? Tekan /batal."
_ASK = (
    "🙋 Kirim pertanyaan seperti pekerja menulisnya. Saya tunjukkan apa yang akan dijawab, dan "
    "kenapa.\n\nTidak jadi? Tekan /batal."
)
_SURE_RETIRE = (
    "🚫 Tarik topik <b>{topic}</b>? Pertanyaannya tidak dijawab lagi. Ini menjadi rancangan dulu: "
    "dicoba, lalu diterbitkan seperti perubahan lain."
)
_SURE_BACK = (
    "↩️ Kembali ke <b>versi {number}</b> dari <b>{topic}</b>? Berlaku seketika, dan tercatat "
    "sebagai versi baru."
)


async def on_faq(_: Update, turn: Turn) -> None:
    """/faq."""
    turn.say(*await finding.home(Scene.of(turn)))


async def on_tap(turn: Turn, arguments: list[str]) -> None:
    """A button of /faq, tapped by an admin."""
    what, *rest = arguments or [""]
    try:
        if what in draft_taps.NAMES:
            await draft_taps.on_tap(turn, what, rest)
        elif not await _on_page(turn, what, rest) and not await _on_topic(turn, what, rest):
            turn.answer_tap(buttons.STALE)
    except DraftConflictError as conflict:
        await editing.show_conflict(turn, conflict)


async def _on_page(turn: Turn, what: str, rest: list[str]) -> bool:
    """Pages that only show something: the whole, a part by number, or one topic."""
    page = number_in(rest[-1]) if rest else None
    if len(rest) == 0 and what in _WHOLE:
        editing.show_page(turn, await _WHOLE[what](Scene.of(turn)))
    elif len(rest) == 1 and what in _LISTS and page is not None:
        editing.show_page(turn, await _LISTS[what](Scene.of(turn), page))
    elif len(rest) == 1 and what in _TOPICS:
        editing.show_page(turn, await _TOPICS[what](Scene.of(turn), rest[0]))
    elif len(rest) == 2 and what in _PARTS and page is not None:  # noqa: PLR2004 -- topic and number
        editing.show_page(turn, await _PARTS[what](Scene.of(turn), rest[0], page))
    elif what == "w" and len(rest) == 1:
        _preview_served(turn, rest[0])
    else:
        return False
    return True


async def _on_topic(turn: Turn, what: str, rest: list[str]) -> bool:
    """Buttons that ask for a text, or begin and end something about a topic."""
    match what, rest:
        case "f" | "q", []:
            turn.answer_tap()
            await editing.wait_for(turn, FIND if what == "f" else ASK, {})
            turn.say(_FIND if what == "f" else _ASK)
        case "n", []:
            turn.answer_tap()
            await creating.start_new_topic(turn)
        case "ng", [group]:
            await creating.on_group(turn, group)
        case "x", [topic]:
            await _confirm(turn, topic, _SURE_RETIRE, button("🚫 Ya, siapkan", "X", topic))
        case "rb", [topic, number] if number_in(number) is not None:
            sure = button("↩️ Ya, kembali", "rB", topic, number)
            await _confirm(turn, topic, _SURE_BACK, sure, number=number)
        case _:
            return await _on_change(turn, what, rest)
    return True


async def _on_change(turn: Turn, what: str, rest: list[str]) -> bool:
    """Buttons that change something about a topic."""
    if what not in {"e", "X", "bb", "rB", "dt", "dk"}:
        return False
    await roles.authorise(turn.connection, actor_of(turn))
    match what, rest:
        case "e", [topic]:
            await editing.begin(turn, topic)
        case "X" | "bb", [topic]:
            await _retire_or_bring_back(turn, topic, retires=what == "X")
        case "rB", [topic, number] if (to := number_in(number)) is not None:
            await publishing.restore(turn, topic, to)
        case "dt" | "dk", [topic]:
            await deciding.decide(turn, topic, take_file=what == "dt")
        case _:
            return False
    return True


async def _retire_or_bring_back(turn: Turn, topic: str, *, retires: bool) -> None:
    begin = drafts.retire if retires else drafts.bring_back
    try:
        draft = await begin(turn.connection, topic, author=turn.person_id, reason="", now=turn.now)
    except LookupError:
        turn.answer_tap(GONE, alert=True)
        return
    turn.answer_tap()
    await editing.show(turn, draft)


async def _confirm(turn: Turn, topic: str, words: str, sure: Button, **more: str) -> None:
    if await viewing.topic_page(Scene.of(turn), topic) is None:
        turn.answer_tap(GONE)
        return
    turn.answer_tap()
    rows = [[sure], [button("Tidak jadi", "t", topic)]]
    turn.edit(turn.tapped_message_id, words.format(topic=topic, **more), rows)


def _preview_served(turn: Turn, topic_id: str) -> None:
    topic = turn.services.library.topics.get(topic_id)
    if topic is None:
        turn.answer_tap(GONE)
        return
    turn.answer_tap()
    turn.say(*viewing.as_worker(Scene.of(turn), topic))


_WHOLE: Mapping[str, Callable[[Scene], Awaitable[Message]]] = {
    "h": finding.home,
    "df": deciding.list_page,
}
_LISTS: Mapping[str, Callable[[Scene, int], Awaitable[Message]]] = {
    "dl": finding.drafts_page,
    "rl": finding.retired_page,
}
_TOPICS: Mapping[str, Callable[[Scene, str], Awaitable[Message | None]]] = {
    "t": viewing.topic_page,
    "d": viewing.details_page,
    "dv": deciding.difference_page,
}
_PARTS: Mapping[str, Callable[[Scene, str, int], Awaitable[Message | None]]] = {
    "g": finding.group_page,
    "ph": viewing.served_phrasings,
    "hi": viewing.history_page,
    "v": viewing.version_page,
}
