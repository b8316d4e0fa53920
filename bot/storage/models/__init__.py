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
from bot.storage.models.outbox import OutboxLease, OutboxMessage, OutboxRun

__all__ = [
    "Account",
    "Base",
    "DialogState",
    "Feedback",
    "Kept",
    "LastQuestion",
    "OutboxLease",
    "OutboxMessage",
    "OutboxRun",
    "ReceivedUpdate",
    "SentReply",
    "StoredFile",
    "StoredJob",
    "Tally",
    "Unanswered",
]
