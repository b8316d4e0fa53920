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
from bot.storage.models.people import (
    AuditEntry,
    GroupRecipient,
    Invitation,
    RoleGrant,
    Subscription,
)

__all__ = [
    "Account",
    "AuditEntry",
    "Base",
    "DialogState",
    "Feedback",
    "GroupRecipient",
    "Invitation",
    "Kept",
    "LastQuestion",
    "ReceivedUpdate",
    "RoleGrant",
    "SentReply",
    "StoredJob",
    "Subscription",
    "Tally",
    "Unanswered",
]
