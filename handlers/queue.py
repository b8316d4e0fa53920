"""/antrean: admins see the questions that nobody could answer yet."""

from html import escape

from telegram import Update

from bot.content import unanswered
from bot.people.retention import kept_for
from bot.storage.models import Unanswered
from bot.telegram.work import Turn

_SHOWN = 10
_LONGEST = 200
_HEAD = "📥 <b>{total} pertanyaan belum terjawab</b>\nYang terbaru dulu; disimpan {days} hari."
_NONE = "Tidak ada pertanyaan yang menunggu. 👍"


async def on_queue(_: Update, turn: Turn) -> None:
    """The newest questions, scrubbed; for admins only."""
    total, newest = await unanswered.newest(turn.connection, _SHOWN)
    if not newest:
        turn.say(_NONE)
        return
    zone = turn.services.settings.zone
    lines = [_HEAD.format(total=total, days=kept_for(Unanswered).days), ""]
    for question in newest:
        when = question.asked_at.astimezone(zone).strftime("%d/%m %H.%M")
        lines.append(f"• {when} – {escape(_shortened(question.text))}")
    turn.say("\n".join(lines))


def _shortened(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST else one_line[: _LONGEST - 1] + "…"
