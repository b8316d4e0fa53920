"""The content as it is served: immutable versions, one of each topic published, drafts."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Integer, String, Text
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, Kept, impersonal, personal
from bot.storage.types import UtcDateTime

_ACCOUNTABLE = "which admin changed what the bot tells people stays accountable"


class TopicVersion(Base):
    """A version of a topic; never changed once it is there.

    `body` is the topic file as text, byte for byte. `origin` is one of `bot.content.Origin`.
    """

    __tablename__ = "topic_versions"
    survives_erasure = _ACCOUNTABLE

    topic: Mapped[str] = impersonal(String(40), primary_key=True)
    number: Mapped[int] = impersonal(Integer, primary_key=True, autoincrement=False)
    body: Mapped[str] = impersonal(Text)
    is_retired: Mapped[bool] = impersonal()
    origin: Mapped[str] = impersonal(String(10))
    reason: Mapped[str] = impersonal(Text)
    author: Mapped[int | None] = personal(Id)
    approved_by: Mapped[int | None] = personal(Id)
    at: Mapped[datetime] = impersonal(UtcDateTime)


class PublishedTopic(Base):
    """Which version of a topic is served: exactly one."""

    __tablename__ = "published_topics"

    topic: Mapped[str] = impersonal(String(40), primary_key=True)
    number: Mapped[int] = impersonal(Integer)


class TopicDraft(Base):
    """The one working version of a topic. `revision` grows with each change.

    `based_on` is the published number it began from (0: a new topic); `gate` is what trying it out
    has shown, of the revision that was tried.
    """

    __tablename__ = "topic_drafts"
    survives_erasure = _ACCOUNTABLE

    topic: Mapped[str] = impersonal(String(40), primary_key=True)
    body: Mapped[str] = impersonal(Text)
    retires: Mapped[bool] = impersonal()
    based_on: Mapped[int] = impersonal(Integer)
    revision: Mapped[int] = impersonal(Integer)
    author: Mapped[int] = personal(Id)
    reason: Mapped[str] = impersonal(Text)
    at: Mapped[datetime] = impersonal(UtcDateTime)
    gate: Mapped[dict[str, Any] | None] = impersonal(JSON(none_as_null=True))
    waits_for_approval: Mapped[bool] = impersonal()


class TopicEdition(Base):
    """The topic file that was seen last.

    `pending` is one that changed after the topic was edited in the chat: an admin decides.
    """

    __tablename__ = "topic_editions"

    topic: Mapped[str] = impersonal(String(40), primary_key=True)
    digest: Mapped[str] = impersonal(String(64))
    pending: Mapped[str | None] = impersonal(Text)


class AskedSample(Base):
    """A question as somebody asked it, without who or when: what drafts are tried out with.

    Only short ones that nothing personal had to be taken out of, the last few hundred. The words
    are people's own all the same, hence marked. Days are whole ones: the last of thirty may be
    over when a row goes.
    """

    __tablename__ = "asked_samples"
    kept = Kept("asked_on", timedelta(days=29))
    survives_erasure = "nobody can tell whose it was; gone after thirty days"

    id: Mapped[int] = impersonal(Id, primary_key=True)
    question: Mapped[str] = personal(String(160), unique=True)
    asked_on: Mapped[date] = impersonal()


class ContentState(Base):
    """One row: the number that grows with each change of what is served, for replicas to follow.

    Whoever publishes takes this row first, so that changes come one after another.
    """

    __tablename__ = "content_state"

    id: Mapped[int] = impersonal(Integer, primary_key=True, autoincrement=False)
    generation: Mapped[int] = impersonal(Integer)
