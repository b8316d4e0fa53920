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
from bot.storage.models.content import (
    AskedSample,
    ContentState,
    PublishedTopic,
    TopicDraft,
    TopicEdition,
    TopicVersion,
)
from bot.storage.models.coverage import CoverageFigure, CoverageImport
from bot.storage.models.desk import DeskBlock, DeskConversation, DeskMessage
from bot.storage.models.digest import DigestSnapshot
from bot.storage.models.figures import FigureDecision, FigureValue, ReviewNotice
from bot.storage.models.files import StoredFile
from bot.storage.models.jobs import StoredJob
from bot.storage.models.lookups import LookupAttempt, LookupCount, NikBinding
from bot.storage.models.outbox import OutboxLease, OutboxMessage, OutboxRun
from bot.storage.models.people import (
    AuditEntry,
    GroupRecipient,
    Invitation,
    RoleGrant,
    Subscription,
)
from bot.storage.models.registry import (
    RegistryCount,
    RegistryKey,
    RegistryPeople,
    RegistryRow,
    RegistryVersion,
)
from bot.storage.models.rights import Consent, Erasure
from bot.storage.models.uploads import Upload

__all__ = [
    "Account",
    "AskedSample",
    "AuditEntry",
    "Base",
    "Consent",
    "ContentState",
    "CoverageFigure",
    "CoverageImport",
    "DeskBlock",
    "DeskConversation",
    "DeskMessage",
    "DialogState",
    "DigestSnapshot",
    "Erasure",
    "Feedback",
    "FigureDecision",
    "FigureValue",
    "GroupRecipient",
    "Invitation",
    "Kept",
    "LastQuestion",
    "LookupAttempt",
    "LookupCount",
    "NikBinding",
    "OutboxLease",
    "OutboxMessage",
    "OutboxRun",
    "PublishedTopic",
    "ReceivedUpdate",
    "RegistryCount",
    "RegistryKey",
    "RegistryPeople",
    "RegistryRow",
    "RegistryVersion",
    "ReviewNotice",
    "RoleGrant",
    "SentReply",
    "StoredFile",
    "StoredJob",
    "Subscription",
    "Tally",
    "TopicDraft",
    "TopicEdition",
    "TopicVersion",
    "Unanswered",
    "Upload",
]
