"""Conversations between people and the admins, through the bot."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, Kept, impersonal, personal, sealed, subject
from bot.storage.types import UtcDateTime

_STILL_OPEN = text("closed_at IS NULL")


class DeskConversation(Base):
    """What a person wrote to the admins and what they answered. A person has one open at most.

    `state` is one of `bot.desk.State`, `closed_by` one of `bot.desk.ClosedBy`. `waiting_since` is
    when the first message that nobody has answered came. Its messages go with it.
    """

    __tablename__ = "desk_conversations"
    __table_args__ = (
        Index(
            "uq_desk_conversations_open",
            "chat_id",
            unique=True,
            sqlite_where=_STILL_OPEN,
            postgresql_where=_STILL_OPEN,
        ),
        Index("ix_desk_conversations_waiting", "state", "waiting_since"),
    )
    kept = Kept("closed_at", timedelta(days=90))

    id: Mapped[int] = impersonal(Id, primary_key=True)
    chat_id: Mapped[int] = subject(Id)
    state: Mapped[str] = impersonal(String(10))
    opened_at: Mapped[datetime] = impersonal(UtcDateTime)
    waiting_since: Mapped[datetime | None] = impersonal(UtcDateTime)
    answered_at: Mapped[datetime | None] = impersonal(UtcDateTime)
    closed_at: Mapped[datetime | None] = impersonal(UtcDateTime)
    closed_by: Mapped[str | None] = impersonal(String(10))
    noticed_at: Mapped[datetime | None] = impersonal(UtcDateTime)
    reminded_at: Mapped[datetime | None] = impersonal(UtcDateTime)


class DeskMessage(Base):
    """One message of a conversation, scrubbed of personal numbers.

    `written_in` is the message in the chat of whoever wrote it; `author` is the admin, whom the
    person never gets to see.
    """

    __tablename__ = "desk_messages"

    id: Mapped[int] = impersonal(Id, primary_key=True)
    conversation_id: Mapped[int] = impersonal(
        Id, ForeignKey("desk_conversations.id", ondelete="CASCADE"), index=True
    )
    chat_id: Mapped[int] = subject(Id, index=True)
    from_person: Mapped[bool] = impersonal()
    text: Mapped[str] = personal(Text)
    written_in: Mapped[int] = personal(Id)
    author: Mapped[int | None] = sealed(Id)
    at: Mapped[datetime] = impersonal(UtcDateTime)


class DeskBlock(Base):
    """Somebody who may not write to the admins any more. `note` is an admin's own words why."""

    __tablename__ = "desk_blocks"
    kept = Kept("at", timedelta(days=365))
    survives_erasure = "keeps whoever abused the desk from coming back by erasing; a year at most"

    id: Mapped[int] = impersonal(Id, primary_key=True)
    chat_id: Mapped[int] = subject(Id, unique=True)
    reason: Mapped[str] = personal(String(20))
    note: Mapped[str | None] = personal(Text)
    author: Mapped[int] = sealed(Id)
    at: Mapped[datetime] = impersonal(UtcDateTime, index=True)
