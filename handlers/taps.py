"""Taps on buttons. The data of a tap can be forged, so that nothing in it is taken on trust."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import Update

from bot import dialog
from bot.telegram.work import Turn
from handlers import (
    accepting,
    admin_taps,
    buttons,
    calculate,
    clarify,
    comments,
    coverage,
    menu,
    own_data,
    report,
    statistics,
    status,
)
from handlers.answers import show_topic, sources_message
from handlers.desk import person as desk
from handlers.figures import chat as figures
from handlers.uploads import chat as uploads
from knowledge.coverage import understood
from knowledge.language.slots import Slots
from knowledge.topics import Action, Topic

_PAGES = frozenset(str(page) for page in range(100))
_OnTap = Callable[[Turn, list[str]], Awaitable[bool]]
"""Gets the data, split at colons; False for data that no button has."""


async def on_tap(_: Update, turn: Turn) -> None:
    """Any tap."""
    query = turn.update.callback_query
    data = query.data if query is not None and isinstance(query.data, str) else ""
    parts = data.split(":")
    if turn.tapped_message_id == 0:
        turn.answer_tap(buttons.STALE)
        return
    handler = _BY_NAME.get(parts[0])
    if handler is None:
        await _on_topic_tap(turn, parts[0], parts[1:])
    elif not await handler(turn, parts):
        turn.answer_tap(buttons.STALE)


async def _on_menu(turn: Turn, parts: list[str]) -> bool:
    match parts:
        case [buttons.MENU]:
            menu.on_menu_button(turn)
        case [buttons.GROUPS]:
            menu.on_back_to_groups(turn)
        case [buttons.GROUP, group, page] if page in _PAGES:
            menu.on_group(turn, group, int(page))
        case _:
            return False
    return True


async def _on_calculate(turn: Turn, parts: list[str]) -> bool:
    match parts:
        case [_]:
            turn.answer_tap()
            if turn.is_private:
                await dialog.forget(turn.connection, turn.chat_id)
            calculate.begin(turn, Slots(), "")
        case [_, known]:
            await calculate.on_button(turn, known)
        case _:
            return False
    return True


async def _on_none_of_these(turn: Turn, parts: list[str]) -> bool:
    match parts:
        case [_, asked_in]:
            await clarify.on_none_of_these(turn, asked_in)
            return True
    return False


_BY_NAME: Mapping[str, _OnTap] = {
    **dict.fromkeys((buttons.MENU, buttons.GROUPS, buttons.GROUP), _on_menu),
    buttons.CALCULATE: _on_calculate,
    buttons.CHECK: status.on_tap,
    buttons.COVERAGE: coverage.on_tap,
    buttons.REPORT: report.on_tap,
    buttons.UPLOAD: uploads.on_tap,
    buttons.FIGURES: figures.on_tap,
    buttons.STATISTICS: statistics.on_tap,
    buttons.NONE_OF_THESE: _on_none_of_these,
    buttons.ACCEPT: accepting.on_tap,
    buttons.DESK: desk.on_tap,
    **dict.fromkeys(own_data.TAPS, own_data.on_tap),
    **dict.fromkeys(admin_taps.NAMES, admin_taps.on_tap),
}


async def _on_topic_tap(turn: Turn, name: str, arguments: list[str]) -> None:
    """Buttons that are about one topic, whose id comes last."""
    topic = turn.services.library.topics.get(arguments[-1]) if arguments else None
    if topic is None:
        turn.answer_tap(buttons.STALE)
        return
    match name, arguments:
        case buttons.TOPIC, [_]:
            await _on_topic(turn, topic)
        case buttons.SOURCES, [_]:
            turn.answer_tap()
            turn.say(sources_message(turn.services.library, topic, turn.today))
        case buttons.HELPFUL, [*version, _] if _is_version(version):
            await comments.on_helpful(turn, topic, _version(version))
        case buttons.NOT_HELPFUL, [*version, _] if _is_version(version):
            await comments.on_not_helpful(turn, topic, _version(version))
        case buttons.REASON, [reason, *version, _] if _is_version(version):
            await comments.on_reason(turn, topic, _version(version), reason)
        case buttons.COMMENT, [*version, _] if turn.is_private and _is_version(version):
            await comments.on_write(turn, topic, _version(version))
        case _:
            turn.answer_tap(buttons.STALE)


def _is_version(given: list[str]) -> bool:
    """Whether this is the version a button was shown with; buttons of the past have none."""
    return not given or (len(given) == 1 and buttons.version_in(given[0]) is not None)


def _version(given: list[str]) -> int | None:
    return buttons.version_in(given[0]) if given else None


async def _on_topic(turn: Turn, topic: Topic) -> None:
    """Whoever chooses a topic is done with what was going on before."""
    turn.answer_tap()
    asked = ""
    if turn.is_private:
        asked = clarify.question_asked_back(
            await dialog.load(turn.connection, turn.chat_id, turn.now)
        )
        await dialog.forget(turn.connection, turn.chat_id)
    if topic.action is Action.COVERAGE:
        await coverage.begin(turn, understood(asked))
    else:
        show_topic(turn, topic)
