"""The tables, by what they are about."""

from bot.storage.models.base import Base, Kept
from bot.storage.models.chats import (
    Account,
    DialogState,
    Feedback,
    LastQuestion,
    ReceivedUpdate,
    SentReply,
    Tally,
    Unanswered,
)
from bot.storage.models.files import StoredFile
from bot.storage.models.jobs import StoredJob
from bot.storage.models.lookups import LookupAttempt, LookupCount, NikBinding

__all__ = [
    "Account",
    "Base",
    "DialogState",
    "Feedback",
    "Kept",
    "LastQuestion",
    "LookupAttempt",
    "LookupCount",
    "NikBinding",
    "ReceivedUpdate",
    "SentReply",
    "StoredFile",
    "StoredJob",
    "Tally",
    "Unanswered",
]
