"""The one table from what the Bot API answers to what the bot does about it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)


class Effect(Enum):
    """What an error means for the call that met it."""

    DONE = auto()
    """What the call was for is so already, or can't be any more."""
    WAIT = auto()
    """Telegram asks for a pause; not a failed attempt."""
    AGAIN = auto()
    """Try again: nothing happened, or it isn't known whether something did."""
    UNREACHABLE = auto()
    """The person blocked the bot or deleted the account: cancel what waits for them."""
    MOVED = auto()
    """The group became a supergroup: repeat for the new chat."""
    PLAIN = auto()
    """The text's markup was refused: send it without."""
    ANEW = auto()
    """The message to edit is gone: send a new one."""
    REFUSED = auto()
    """It will never work: give up on this call and tell the log."""
    MISCONFIGURED = auto()
    """The token is wrong or another instance receives: an operator has to act."""


@dataclass(frozen=True, slots=True)
class Row:
    """An error of this class whose message contains these words (in lower case)."""

    error: type[TelegramError]
    words: str
    effect: Effect


TABLE = (
    # BadRequest comes before everything general: in PTB it is a kind of NetworkError.
    Row(BadRequest, "message is not modified", Effect.DONE),
    Row(BadRequest, "message to delete not found", Effect.DONE),
    Row(BadRequest, "message can't be deleted", Effect.DONE),
    Row(BadRequest, "query is too old", Effect.DONE),
    Row(BadRequest, "query id is invalid", Effect.DONE),
    Row(BadRequest, "chat not found", Effect.UNREACHABLE),
    Row(BadRequest, "user not found", Effect.UNREACHABLE),
    Row(BadRequest, "user is deactivated", Effect.UNREACHABLE),
    Row(BadRequest, "peer_id_invalid", Effect.UNREACHABLE),
    Row(BadRequest, "can't parse entities", Effect.PLAIN),
    Row(BadRequest, "message to edit not found", Effect.ANEW),
    Row(BadRequest, "message can't be edited", Effect.ANEW),
    Row(BadRequest, "", Effect.REFUSED),
    Row(RetryAfter, "", Effect.WAIT),
    Row(ChatMigrated, "", Effect.MOVED),
    Row(Forbidden, "", Effect.UNREACHABLE),
    Row(InvalidToken, "", Effect.MISCONFIGURED),
    Row(Conflict, "", Effect.MISCONFIGURED),
    # What is left: no connection, no answer in time, 5xx, an answer that isn't JSON.
    Row(TelegramError, "", Effect.AGAIN),
)


def effect_of(error: TelegramError) -> Effect:
    """Look an error up; the first row that fits counts."""
    message = error.message.lower()
    return next(
        row.effect for row in TABLE if isinstance(error, row.error) and row.words in message
    )


def seconds_to_wait(error: RetryAfter) -> float:
    """The pause that Telegram asks for."""
    told = error.retry_after
    return told.total_seconds() if isinstance(told, timedelta) else float(told)
