"""Making one bulk message's call, and what came of it by the error table."""

from dataclasses import dataclass
from enum import Enum, auto

from telegram.error import TelegramError

from bot.files import Shelf
from bot.telegram.calls import Call
from bot.telegram.delivery import BotApi, make_call
from bot.telegram.errors import Effect
from bot.telegram.reactions import reaction_to
from bot.telegram.request import NotSentError
from bot.telegram.traffic import Traffic
from knowledge.scrubbing import scrub

_LONGEST_WHY = 200
_MOST_REPAIRS = 2


class Result(Enum):
    """What came of a message."""

    ARRIVED = auto()
    REFUSED = auto()
    """It will never arrive."""
    UNREACHABLE = auto()
    """Nothing will arrive there."""
    MOVED = auto()
    """The group has another id now."""
    PAUSE = auto()
    """Telegram asks everybody to wait; nothing was sent."""
    NOT_SENT = auto()
    """Telegram wasn't reached, or knows no such bot; nothing was sent."""
    UNCERTAIN = auto()
    """An answer is missing or makes no sense: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`why` is for admins, without personal data; `chat_id` is where MOVED has gone."""

    result: Result
    why: str = ""
    chat_id: int = 0


class Posting:
    """Makes calls; the same way as replies are made."""

    def __init__(self, api: BotApi, shelf: Shelf) -> None:
        self._api = api
        self._shelf = shelf

    @property
    def traffic(self) -> Traffic:
        """What is sent at this moment, replies too."""
        return self._api.traffic

    async def post(self, call: Call) -> Outcome:
        """Make the call once; twice if its markup was refused or the message to edit is gone."""
        for _ in range(_MOST_REPAIRS):
            try:
                await make_call(self._api, self._shelf, call)
            except TelegramError as error:
                reaction = reaction_to(error, call)
                if reaction.effect not in {Effect.PLAIN, Effect.ANEW}:
                    return _outcome(error, reaction.effect, reaction.call)
                call = reaction.call
            else:
                return Outcome(Result.ARRIVED)
        return Outcome(Result.REFUSED, "refused with and without markup")


_RESULTS = {
    Effect.DONE: Result.ARRIVED,
    Effect.UNREACHABLE: Result.UNREACHABLE,
    Effect.MOVED: Result.MOVED,
    Effect.WAIT: Result.PAUSE,
    Effect.MISCONFIGURED: Result.NOT_SENT,
    Effect.AGAIN: Result.UNCERTAIN,
}


def _outcome(error: TelegramError, effect: Effect, call: Call) -> Outcome:
    result = _RESULTS.get(effect, Result.REFUSED)
    if result is Result.UNCERTAIN and isinstance(error, NotSentError):
        result = Result.NOT_SENT
    return Outcome(result, scrub(error.message).text[:_LONGEST_WHY], call.chat_id)
