"""The monthly list for admins: answers to be checked again, figures about to end."""

from collections.abc import Callable
from datetime import date, datetime
from html import escape

from bot.content.review import Review, Why, review
from bot.content.serving import Serving
from bot.jobs import Job, Worker
from bot.people.roles import admins
from bot.settings import Settings
from bot.storage.storage import Storage
from bot.telegram.calls import Button, send_text
from bot.telegram.delivery import Delivery
from handlers import buttons
from handlers.answers import Message
from handlers.figures import said
from knowledge.figures.wording import long_date

_A_PAGE = 10
_A_ROW = 4
_HEAD = "🗓 <b>Isi yang perlu diperiksa admin</b>"
_TOPICS = "📋 <b>Perlu diperiksa: {count} topik</b>"
_ENDINGS = "⏳ <b>Angka yang berakhir dalam 60 hari</b>"
_WHY = {
    Why.LAPSED: "lewat masa berlaku sejak {day}",
    Why.NOT_CHECKED: "terakhir diperiksa {day}",
}


def review_page(found: Review, today: date, page: int) -> Message | None:
    """A page of the topics, the figures on the first; None when there is no such page."""
    shown = found.topics[page * _A_PAGE : (page + 1) * _A_PAGE]
    if not shown and (page or not found.endings):
        return None
    lines = [_HEAD]
    rows = []
    if shown:
        lines += ["", _TOPICS.format(count=len(found.topics))]
        for due in shown:
            why = _WHY[due.why].format(day=long_date(due.since))
            lines.append(f"• {escape(due.topic.title)}: {why}")
            rows.append([buttons.topic_button(due.topic)])
    if found.endings and not page:
        lines += ["", _ENDINGS]
        lines += [said.ending_line(at, each, today) for at, each in enumerate(found.endings, 1)]
        numbers = [
            Button(f"🔢 {at}", f"{buttons.FIGURES}:f:{each.key}")
            for at, each in enumerate(found.endings, 1)
        ]
        rows += [numbers[at : at + _A_ROW] for at in range(0, len(numbers), _A_ROW)]
    turning = []
    if page:
        turning.append(Button("◀️", f"{buttons.FIGURES}:r:{page - 1}"))
    if (page + 1) * _A_PAGE < len(found.topics):
        turning.append(Button("▶️", f"{buttons.FIGURES}:r:{page + 1}"))
    rows += [turning] if turning else []
    return "\n".join(lines), [*rows, [Button("⬅️ Semua angka", buttons.FIGURES)]]


def review_sender(
    storage: Storage,
    delivery: Delivery,
    serving: Serving,
    settings: Settings,
    clock: Callable[[], datetime],
) -> Worker:
    """The worker that sends an admin the list; nothing where nothing is to be checked."""

    async def send_review(job: Job) -> None:
        async with storage.engine.connect() as connection:
            if job.chat_id not in await admins(connection, settings.admin_ids):
                return  # not an admin any more
        today = clock().astimezone(settings.zone).date()
        message = review_page(review(serving.current.library, today), today, 0)
        if message is not None:
            await delivery.deliver([send_text(job.chat_id, *message)])

    return send_review
