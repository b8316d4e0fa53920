"""What to do about one call that Telegram refused, by the error table: the same for all who call.

When to do it (at once, after a pause, later, never) is the caller's: an update is waited for, a
bulk message isn't.
"""

import html
import re
from dataclasses import dataclass, replace

import structlog
from telegram.error import ChatMigrated, TelegramError

from bot.telegram.calls import Call
from bot.telegram.errors import Effect, effect_of
from knowledge.scrubbing import scrub

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Reaction:
    """The effect that this error has on this call, and the call that is to be made instead.

    `call` is the same one where the effect is to repeat it or to give it up.
    """

    effect: Effect
    call: Call


def reaction_to(error: TelegramError, call: Call) -> Reaction:
    """Look the error up. What the table gives up, or can't be mended in this call, is logged."""
    match effect_of(error):
        case Effect.MOVED if isinstance(error, ChatMigrated):
            return Reaction(Effect.MOVED, to_chat(call, error.new_chat_id))
        case Effect.PLAIN if "parse_mode" in call.params:
            _log.error("markup_refused", method=call.method, error=scrub(error.message).text)
            return Reaction(Effect.PLAIN, _without_markup(call))
        case Effect.ANEW if call.method == "editMessageText":
            return Reaction(Effect.ANEW, _as_new_message(call))
        case Effect.UNREACHABLE if call.chat_id:
            return Reaction(Effect.UNREACHABLE, call)
        case Effect.DONE | Effect.WAIT | Effect.AGAIN | Effect.MISCONFIGURED as effect:
            return Reaction(effect, call)
        case _:
            _log.error("call_refused", method=call.method, error=scrub(error.message).text)
            return Reaction(Effect.REFUSED, call)


def to_chat(call: Call, chat_id: int) -> Call:
    """The same for another chat."""
    return replace(call, params=call.params | {"chat_id": chat_id})


def _without_markup(call: Call) -> Call:
    params = {key: value for key, value in call.params.items() if key != "parse_mode"}
    for field in ("text", "caption"):
        if field in params:
            params[field] = html.unescape(re.sub(r"<[^>]*>", "", params[field]))
    return replace(call, params=params)


def _as_new_message(call: Call) -> Call:
    params = {key: value for key, value in call.params.items() if key != "message_id"}
    return replace(call, method="sendMessage", params=params)
