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
from bot.storage.models.jobs import StoredJob
from bot.storage.models.registry import (
    RegistryCount,
    RegistryKey,
    RegistryPeople,
    RegistryRow,
    RegistryVersion,
)

__all__ = [
    "Account",
    "Base",
    "DialogState",
    "Feedback",
    "Kept",
    "LastQuestion",
    "ReceivedUpdate",
    "RegistryCount",
    "RegistryKey",
    "RegistryPeople",
    "RegistryRow",
    "RegistryVersion",
    "SentReply",
    "StoredJob",
    "Tally",
    "Unanswered",
]
