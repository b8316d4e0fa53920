"""The tables. Each column says whether it holds personal data; a test fails on one that doesn't.

Erasure, export and retention are derived from these marks, so that a new table can't be forgotten.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from bot.storage.types import UtcDateTime

_Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows itself only for INTEGER


class Base(DeclarativeBase):
    """All tables; constraints are named so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def personal(*args: Any, **options: Any) -> MappedColumn[Any]:
    """A column that holds personal data or identifies a person."""
    return mapped_column(*args, info={"personal": True}, **options)


def impersonal(*args: Any, **options: Any) -> MappedColumn[Any]:
    """A column that tells nothing about a person."""
    return mapped_column(*args, info={"personal": False}, **options)


class ReceivedUpdate(Base):
    """An update that was worked on, written in one transaction with its effects.

    `calls` are the Bot API calls it led to, as long as they are not known to have been made; a
    redelivered update makes the remaining ones and has no other effect. Kept for two days:
    Telegram redelivers for one.
    """

    __tablename__ = "received_updates"

    update_id: Mapped[int] = impersonal(_Id, primary_key=True, autoincrement=False)
    received_at: Mapped[datetime] = impersonal(UtcDateTime, index=True)
    calls: Mapped[list[dict[str, Any]] | None] = personal(JSON(none_as_null=True))


class Account(Base):
    """Somebody who has written to the bot in private, or a group that it is in."""

    __tablename__ = "accounts"

    chat_id: Mapped[int] = personal(_Id, primary_key=True, autoincrement=False)
    first_seen: Mapped[date] = personal()
    last_seen: Mapped[date] = personal()
    unreachable_since: Mapped[datetime | None] = personal(UtcDateTime)


class DialogState(Base):
    """The step a chat is in.

    `version` grows with each change, so that of two replicas only one wins.
    """

    __tablename__ = "dialog_states"

    chat_id: Mapped[int] = personal(_Id, primary_key=True, autoincrement=False)
    step: Mapped[str] = personal(String(40))
    data: Mapped[dict[str, Any]] = personal(JSON)
    version: Mapped[int] = impersonal(Integer)
    expires_at: Mapped[datetime] = impersonal(UtcDateTime, index=True)


class LastQuestion(Base):
    """What a chat asked last, scrubbed, so that "kalau yang 3 program?" can go on from it.

    Looked at for a few minutes and deleted after an hour.
    """

    __tablename__ = "last_questions"

    chat_id: Mapped[int] = personal(_Id, primary_key=True, autoincrement=False)
    question: Mapped[str] = personal(Text)
    topic: Mapped[str] = personal(String(40))
    asked_at: Mapped[datetime] = personal(UtcDateTime, index=True)


class SentReply(Base):
    """Which of the bot's messages answers which of a person's, so that an edit finds its answer."""

    __tablename__ = "sent_replies"

    chat_id: Mapped[int] = personal(_Id, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = personal(_Id, primary_key=True, autoincrement=False)
    reply_id: Mapped[int] = personal(_Id)
    sent_at: Mapped[datetime] = personal(UtcDateTime, index=True)


class Feedback(Base):
    """Whether an answer helped. One vote a message, whoever taps how often."""

    __tablename__ = "feedback"

    chat_id: Mapped[int] = personal(_Id, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = personal(_Id, primary_key=True, autoincrement=False)
    topic: Mapped[str] = impersonal(String(40), index=True)
    helpful: Mapped[bool] = impersonal()
    reason: Mapped[str | None] = impersonal(String(20))
    comment: Mapped[str | None] = personal(Text)
    given_at: Mapped[datetime] = impersonal(UtcDateTime)


class Unanswered(Base):
    """A question that the bot could not answer, scrubbed of personal numbers, for the admins."""

    __tablename__ = "unanswered"
    __table_args__ = (Index("ix_unanswered_asked_at", "asked_at"),)

    id: Mapped[int] = impersonal(_Id, primary_key=True)
    chat_id: Mapped[int] = personal(_Id, index=True)
    question: Mapped[str] = personal(Text)
    outcome: Mapped[str] = impersonal(String(10))
    guesses: Mapped[list[str]] = impersonal(JSON)
    asked_at: Mapped[datetime] = impersonal(UtcDateTime)


class Tally(Base):
    """How often something happened on a day: answers by topic, fallbacks, commands. No persons."""

    __tablename__ = "tallies"

    day: Mapped[date] = impersonal(primary_key=True)
    kind: Mapped[str] = impersonal(String(20), primary_key=True)
    name: Mapped[str] = impersonal(String(60), primary_key=True)
    count: Mapped[int] = impersonal(Integer)
