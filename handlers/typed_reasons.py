"""A reason that an admin types: short, in words, without personal numbers."""

from bot import dialog
from bot.dialog import Step
from bot.telegram.work import Turn
from handlers.rights import ADMINS_ONLY
from knowledge.scrubbing import scrub

_LONGEST = 200
_TOO_LONG = "Alasannya terlalu panjang, paling banyak 200 huruf. Tulis lebih pendek, atau /batal."
_IN_WORDS = "Tulis alasannya dengan kata-kata, atau tekan /batal."


async def typed_reason(turn: Turn) -> str | None:
    """The reason, scrubbed; the waiting for it is over then.

    None when there is none yet, or the person is no admin any more: all is said then.
    """
    if not turn.is_admin:
        await dialog.forget(turn.connection, turn.chat_id)
        turn.say(ADMINS_ONLY)
        return None
    reason = " ".join(scrub(turn.text).text.split())
    if not reason or len(reason) > _LONGEST:
        turn.say(_TOO_LONG if reason else _IN_WORDS)
        return None
    await dialog.forget(turn.connection, turn.chat_id)
    return reason


def on_other(turn: Turn, _: Step) -> None:
    """Something else where a reason is waited for."""
    turn.say(_IN_WORDS)
