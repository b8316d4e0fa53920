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
    ContentState,
    PublishedTopic,
    TopicDraft,
    TopicEdition,
    TopicVersion,
)
from bot.storage.models.figures import FigureDecision, FigureValue, ReviewNotice
from bot.storage.models.files import StoredFile
from bot.storage.models.jobs import StoredJob
from bot.storage.models.lookups import LookupAttempt, LookupCount, NikBinding
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
    "Base",
    "Consent",
    "ContentState",
    "DialogState",
    "Erasure",
    "Feedback",
    "FigureDecision",
    "FigureValue",
    "Kept",
    "LastQuestion",
    "LookupAttempt",
    "LookupCount",
    "NikBinding",
    "PublishedTopic",
    "ReceivedUpdate",
    "RegistryCount",
    "RegistryKey",
    "RegistryPeople",
    "RegistryRow",
    "RegistryVersion",
    "ReviewNotice",
    "SentReply",
    "StoredFile",
    "StoredJob",
    "Tally",
    "TopicDraft",
    "TopicEdition",
    "TopicVersion",
    "Unanswered",
    "Upload",
]
