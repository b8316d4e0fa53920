"""/menu: all topics by group, in one message that turns its pages."""

from telegram import Update

from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons
from handlers.answers import Message
from knowledge.library import Library

_PER_PAGE = 8
_HEAD = "📋 <b>Mau tahu soal apa?</b>\nPilih kelompoknya, atau langsung tulis pertanyaan Anda."
_PICK = "Pilih yang ingin Anda ketahui:"


async def on_menu(_: Update, turn: Turn) -> None:
    """/menu."""
    turn.say(*groups_message(turn.services.library))


def on_menu_button(turn: Turn) -> None:
    """The button to the menu under another message, which stays."""
    turn.answer_tap()
    turn.say(*groups_message(turn.services.library))


def on_back_to_groups(turn: Turn) -> None:
    """From a group back to all of them."""
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, *groups_message(turn.services.library))


def on_group(turn: Turn, group: str, page: int) -> None:
    """A group, or another page of it."""
    message = group_message(turn.services.library, group, page)
    if message is None:
        turn.answer_tap(buttons.STALE)
        return
    turn.answer_tap()
    turn.edit(turn.tapped_message_id, *message)


def groups_message(library: Library) -> Message:
    """The groups, two in a row."""
    choices = [
        Button(f"{group.icon} {group.title}", f"{buttons.GROUP}:{group.id}:0")
        for group in library.groups
    ]
    return _HEAD, [choices[at : at + 2] for at in range(0, len(choices), 2)]


def group_message(library: Library, group_id: str, page: int) -> Message | None:
    """A page of a group's topics, counted from 0; None for a group or page that doesn't exist."""
    group = next((group for group in library.groups if group.id == group_id), None)
    topics = library.in_group(group_id)
    shown = topics[page * _PER_PAGE : (page + 1) * _PER_PAGE]
    if group is None or not shown:
        return None
    rows = [[buttons.topic_button(topic)] for topic in shown]
    turning = []
    if page > 0:
        turning.append(Button("‹ Sebelumnya", f"{buttons.GROUP}:{group_id}:{page - 1}"))
    if (page + 1) * _PER_PAGE < len(topics):
        turning.append(Button("Berikutnya ›", f"{buttons.GROUP}:{group_id}:{page + 1}"))
    if turning:
        rows.append(turning)
    rows.append([Button("« Semua kelompok", buttons.GROUPS)])
    return f"{group.icon} <b>{group.title}</b>\n{_PICK}", rows
