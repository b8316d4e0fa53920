"""How an answer looks: text, warnings, buttons."""

from datetime import date
from html import escape

from bot.content import numbers
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, outcomes
from knowledge.figures.wording import long_date
from knowledge.library import Library
from knowledge.topics import Action, Kind, Topic

Message = tuple[str, list[list[Button]]]
"""Telegram HTML, and the rows of buttons under it."""

_MOST_RELATED = 3
CHECK_FIRST = "<i>Sebelum mengurus, pastikan lagi ke 175 atau kantor cabang, ya.</i>"
_LAPSED = (
    "⚠️ <i>Aturan ini berlaku sampai {date}. Kami sedang memeriksa yang baru. "
    "Pastikan dulu ke 175.</i>"
)
ALSO_ASKED = "👇 Anda juga menanyakan hal lain. Tekan tombol <b>paling atas</b> untuk jawabannya."
_PRIVATE_MATTER = "Ini urusan pribadi, jadi jangan dibahas di grup. Lanjutkan berdua dengan saya:"


def show_topic(
    turn: Turn,
    topic: Topic,
    *,
    meant: str = "",
    also: Topic | None = None,
    replaces: int | None = None,
) -> None:
    """Answer with a topic; in a group private matters only with the way to the private chat.

    `meant` is the question, if one was written; `also` a further topic asked for in the same
    message.
    """
    if not turn.is_private and topic.action is Action.STATUS_CHECK:
        payload = buttons.topic_payload(topic.id)
        row = [buttons.private_chat_button(turn.services.bot_username, payload)]
        turn.reply(_PRIVATE_MATTER, [row], replaces=replaces)
        return
    version = turn.services.content.version_of(topic.id)
    html, rows = answer_message(turn.services.library, topic, turn.today, version)
    if also is not None:
        html = f"{html}\n\n{ALSO_ASKED}"
        rows = [[buttons.topic_button(also)], *rows]
    turn.reply(html, rows, replaces=replaces)
    turn.count(outcomes.ANSWERED, topic.id)
    turn.count(numbers.SHOWN, numbers.shown_name(topic.id, version))
    if topic.kind is not Kind.TALK:
        turn.remember(meant or topic.title, topic)


def answer_message(library: Library, topic: Topic, today: date, version: int = 0) -> Message:
    """A topic's answer with everything that belongs under it; `version` is what votes count for."""
    answer = library.answer(topic, today)
    parts = [answer.html]
    if answer.lapsed and topic.valid_until:
        parts.append(_LAPSED.format(date=long_date(topic.valid_until)))
    elif answer.must_be_checked and topic.kind is not Kind.TALK:
        parts.append(CHECK_FIRST)
    return "\n\n".join(parts), answer_buttons(library, topic, version)


def answer_buttons(
    library: Library, topic: Topic, version: int = 0, *, voted: bool = False
) -> list[list[Button]]:
    """Next steps first, then related topics, then the vote and the sources."""
    rows = [[Button(link.label, url=link.url)] for link in topic.next]
    if topic.action is Action.MENU:
        rows.append([buttons.MENU_BUTTON])
    if topic.action is Action.CALCULATOR:
        rows.append([buttons.CALCULATE_BUTTON])
    if topic.action is Action.STATUS_CHECK:
        rows.append([buttons.CHECK_BUTTON])
    if topic.action is Action.OWN_DATA:
        rows += [[buttons.OWN_DATA_BUTTON], [buttons.ERASE_BUTTON]]
    related = [library.topics[name] for name in topic.related if name in library.topics]
    rows += [[_related_button(other)] for other in related[:_MOST_RELATED]]
    rows = [row for at, row in enumerate(rows) if row not in rows[:at]]
    last = []
    if topic.kind is not Kind.TALK and not voted:
        last += [
            Button("👍 Membantu", f"{buttons.HELPFUL}:{version}:{topic.id}"),
            Button("👎 Belum", f"{buttons.NOT_HELPFUL}:{version}:{topic.id}"),
        ]
    if topic.sources:
        last.append(Button("📖 Sumber", f"{buttons.SOURCES}:{topic.id}"))
    return [*rows, last] if last else rows


def _related_button(topic: Topic) -> Button:
    """A button to a related topic; to the action itself where that is the topic."""
    if topic.kind is Kind.ACTION and topic.action is Action.CALCULATOR:
        return buttons.CALCULATE_BUTTON
    if topic.kind is Kind.ACTION and topic.action is Action.STATUS_CHECK:
        return buttons.CHECK_BUTTON
    return buttons.topic_button(topic)


def sources_message(topic: Topic) -> str:
    """Where an answer comes from and when that was checked."""
    lines = [f"📖 <b>Sumber: {escape(topic.title)}</b>", ""]
    for source in topic.sources:
        title = escape(source.title)
        lines.append(
            f'• <a href="{escape(source.url)}">{title}</a>' if source.url else f"• {title}"
        )
    lines += ["", f"Diperiksa {long_date(topic.checked)}."]
    if topic.valid_until:
        lines.append(f"Berlaku sampai {long_date(topic.valid_until)}.")
    return "\n".join(lines)
