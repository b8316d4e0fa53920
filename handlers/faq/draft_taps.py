"""Buttons under a draft. Each is about one revision of it, and does nothing to any other."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot import dialog
from bot.content import drafts
from bot.content.drafts import Draft, DraftConflictError
from bot.people import roles
from bot.telegram.work import Turn
from handlers import buttons
from handlers.answers import Message
from handlers.faq import editing, finding, publishing, viewing
from handlers.faq.scene import Scene, button, number_in
from handlers.rights import actor_of

_SURE_DISCARD = "🗑 Buang rancangan <b>{topic}</b>? Perubahan di dalamnya hilang."
_SURE_TAKE = "🤝 Ambil alih rancangan ini? Admin yang menulisnya tidak bisa melanjutkannya lagi."
_FULL = "Sudah 4 topik terkait. Lepas satu dulu."

_OnDraft = Callable[[Turn, Draft, list[str]], Awaitable[None]]


async def on_tap(turn: Turn, what: str, rest: list[str]) -> None:
    """Buttons under a draft: they are about one revision of it, and do nothing to another."""
    topic_id, revision, *more = [*rest, "", ""] if len(rest) < 2 else rest  # noqa: PLR2004 -- topic and revision
    draft = await drafts.draft_of(turn.connection, topic_id)
    handler, may_anybody = _ON_DRAFTS[what]
    if draft is None or draft.revision != number_in(revision):
        turn.answer_tap(editing.MOVED_ON, alert=True)
        await editing.show_now(turn, topic_id, draft)
        return
    if what not in _ONLY_SHOW:
        await roles.authorise(turn.connection, actor_of(turn))
        if not may_anybody and draft.author != turn.person_id:
            raise DraftConflictError(topic_id, draft)
    await handler(turn, draft, more)


async def _panel(turn: Turn, draft: Draft, _: list[str]) -> None:
    turn.answer_tap()
    await editing.show(turn, draft)


async def _preview(turn: Turn, draft: Draft, _: list[str]) -> None:
    editing.preview(turn, draft)


async def _fields(turn: Turn, draft: Draft, _: list[str]) -> None:
    editing.show_page(turn, editing.fields_page(draft))


async def _ask(turn: Turn, draft: Draft, more: list[str]) -> None:
    field = more[0] if more else ""
    is_own = draft.author == turn.person_id
    if field not in editing.PROMPTS or (field == "N") == is_own:
        turn.answer_tap(buttons.STALE)
        return
    await editing.ask_for(turn, draft, field)


async def _phrasings(turn: Turn, draft: Draft, more: list[str]) -> None:
    page = number_in(more[0]) if more else None
    editing.show_page(turn, editing.draft_phrasings_page(draft, page) if page is not None else None)


async def _checked(turn: Turn, draft: Draft, _: list[str]) -> None:
    new = draft.topic.model_copy(update={"checked": turn.today})
    await _changed(turn, await editing.change(turn, draft, new))


async def _changed(turn: Turn, draft: Draft) -> None:
    turn.answer_tap("Sudah diubah.")
    await editing.show(turn, draft)


async def _groups(turn: Turn, draft: Draft, _: list[str]) -> None:
    editing.show_page(turn, editing.groups_page(Scene.of(turn), draft))


async def _group(turn: Turn, draft: Draft, more: list[str]) -> None:
    groups = turn.services.library.groups
    at = number_in(more[0]) if more else None
    if at is None or at >= len(groups):
        turn.answer_tap(buttons.STALE)
        return
    new = draft.topic.model_copy(update={"group": groups[at].id})
    await _changed(turn, await editing.change(turn, draft, new))


async def _related(turn: Turn, draft: Draft, _: list[str]) -> None:
    editing.show_page(turn, editing.related_page(Scene.of(turn), draft))


async def _unrelate(turn: Turn, draft: Draft, more: list[str]) -> None:
    related = list(draft.topic.related)
    at = number_in(more[0]) if more else None
    if at is None or at >= len(related):
        turn.answer_tap(buttons.STALE)
        return
    del related[at]
    new = draft.topic.model_copy(update={"related": tuple(related)})
    await _changed(turn, await editing.change(turn, draft, new))


async def _relate(turn: Turn, draft: Draft, more: list[str]) -> None:
    step = turn.work.step
    options = step.data.get("options", []) if step is not None and step.name == editing.STEP else []
    at = number_in(more[0]) if more else None
    if at is None or at >= len(options) or options[at] in draft.topic.related:
        turn.answer_tap(buttons.STALE)
        return
    related = (*draft.topic.related, options[at])
    if len(related) > 4:  # noqa: PLR2004 -- as many as a topic may name
        turn.answer_tap(_FULL, alert=True)
        return
    new = draft.topic.model_copy(update={"related": related})
    changed = await editing.change(turn, draft, new)
    await dialog.forget(turn.connection, turn.chat_id)
    await _changed(turn, changed)


async def _offers(turn: Turn, draft: Draft, _: list[str]) -> None:
    editing.show_page(turn, editing.offers_page(Scene.of(turn), draft))


async def _put_in(turn: Turn, draft: Draft, more: list[str]) -> None:
    at = number_in(more[0]) if more else None
    new = editing.with_figure(Scene.of(turn), draft, at) if at is not None else None
    if new is None:
        turn.answer_tap(buttons.STALE)
        return
    await _changed(turn, await editing.change(turn, draft, new))


async def _ask_discard(turn: Turn, draft: Draft, _: list[str]) -> None:
    about = (draft.id, draft.revision)
    rows = [[button("🗑 Ya, buang", "Z", *about)], [button("Tidak jadi", "p", *about)]]
    editing.show_page(turn, (_SURE_DISCARD.format(topic=draft.id), rows))


async def _discard(turn: Turn, draft: Draft, _: list[str]) -> None:
    await drafts.discard(turn.connection, draft)
    await _forget_step_of(turn, draft)
    turn.answer_tap("Rancangan dibuang.")
    page = await viewing.topic_page(Scene.of(turn), draft.id)
    turn.edit(turn.tapped_message_id, *(page or await finding.home(Scene.of(turn))))


async def _forget_step_of(turn: Turn, draft: Draft) -> None:
    step = turn.work.step
    if step is not None and step.name == editing.STEP and step.data.get("topic") == draft.id:
        await dialog.forget(turn.connection, turn.chat_id)


async def _ask_take_over(turn: Turn, draft: Draft, _: list[str]) -> None:
    about = (draft.id, draft.revision)
    rows = [[button("🤝 Ya, ambil alih", "O", *about)], [button("Tidak jadi", "p", *about)]]
    editing.show_page(turn, (_SURE_TAKE, rows))


async def _take_over(turn: Turn, draft: Draft, _: list[str]) -> None:
    taken = await drafts.take_over(turn.connection, draft, author=turn.person_id, now=turn.now)
    await _changed(turn, taken)
    await publishing.record(turn, "content.take_over", draft.id)


async def _rebase(turn: Turn, draft: Draft, _: list[str]) -> None:
    kept = await drafts.rebase(turn.connection, draft, author=turn.person_id, now=turn.now)
    await _changed(turn, kept)


async def _try(turn: Turn, draft: Draft, _: list[str]) -> None:
    await publishing.try_out(turn, draft)


async def _reasons(turn: Turn, draft: Draft, _: list[str]) -> None:
    editing.show_page(turn, publishing.reasons_page(draft))


async def _publish(turn: Turn, draft: Draft, more: list[str]) -> None:
    await _with_reason(turn, draft, more, publishing.REASONS, publishing.publish)


async def _with_reason(
    turn: Turn,
    draft: Draft,
    more: list[str],
    reasons: Sequence[str],
    decide: Callable[[Turn, Draft, str], Awaitable[Message]],
) -> None:
    at = number_in(more[0]) if more else None
    if at is None or at >= len(reasons):
        turn.answer_tap(buttons.STALE)
        return
    message = await decide(turn, draft, reasons[at])
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, *message)


async def _approve(turn: Turn, draft: Draft, _: list[str]) -> None:
    await publishing.approve(turn, draft)


async def _withdraw(turn: Turn, draft: Draft, _: list[str]) -> None:
    await publishing.withdraw(turn, draft)


async def _why_not(turn: Turn, draft: Draft, _: list[str]) -> None:
    editing.show_page(turn, publishing.rejections_page(draft))


async def _reject(turn: Turn, draft: Draft, more: list[str]) -> None:
    await _with_reason(turn, draft, more, publishing.REJECTIONS, publishing.reject)


_ONLY_SHOW = frozenset({"p", "pv"})
_ON_DRAFTS: Mapping[str, tuple[_OnDraft, bool]] = {
    "p": (_panel, True),
    "pv": (_preview, True),
    "m": (_fields, False),
    "k": (_ask, True),
    "pp": (_phrasings, False),
    "c": (_checked, False),
    "gl": (_groups, False),
    "gp": (_group, False),
    "re": (_related, False),
    "rx": (_unrelate, False),
    "ra": (_relate, False),
    "am": (_offers, False),
    "ai": (_put_in, False),
    "z": (_ask_discard, False),
    "Z": (_discard, False),
    "o": (_ask_take_over, True),
    "O": (_take_over, True),
    "rs": (_rebase, False),
    "y": (_try, False),
    "pu": (_reasons, False),
    "pr": (_publish, False),
    "ok": (_approve, True),
    "wd": (_withdraw, False),
    "no": (_why_not, True),
    "nr": (_reject, True),
}
"""What a button does, and whether it is for others than the draft's author, too."""
NAMES = frozenset(_ON_DRAFTS)
