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
from bot.storage.models.files import StoredFile
from bot.storage.models.jobs import StoredJob
from bot.storage.models.lookups import LookupAttempt, LookupCount, NikBinding
from bot.storage.models.uploads import Upload
from bot.storage.models.rights import Consent, Erasure

__all__ = [
    "Account",
    "Base",
    "ContentState",
    "Consent",
    "DialogState",
    "Erasure",
    "Feedback",
    "Kept",
    "LastQuestion",
    "LookupAttempt",
    "LookupCount",
    "NikBinding",
    "PublishedTopic",
    "ReceivedUpdate",
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
