"""Chats: what was received, where a dialog stands, what was asked and how it was answered."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, Kept, impersonal, personal, subject
from bot.storage.types import UtcDateTime


class ReceivedUpdate(Base):
    """An update that was worked on, written in one transaction with its effects.

    `calls` are the Bot API calls it led to, as long as they are not known to have been made; a
    redelivered update makes the remaining ones and has no other effect. Kept for two days:
    Telegram redelivers for one.
    """

    __tablename__ = "received_updates"
    kept = Kept("received_at", timedelta(days=2))
    survives_erasure = "calls that are still to be made; emptied once they are"

    update_id: Mapped[int] = impersonal(Id, primary_key=True, autoincrement=False)
    received_at: Mapped[datetime] = impersonal(UtcDateTime, index=True)
    calls: Mapped[list[dict[str, Any]] | None] = personal(JSON(none_as_null=True))


class Account(Base):
    """Somebody who has written to the bot in private, or a group that it is in."""

    __tablename__ = "accounts"

    chat_id: Mapped[int] = subject(Id, primary_key=True, autoincrement=False)
    first_seen: Mapped[date] = personal()
    last_seen: Mapped[date] = personal()
    unreachable_since: Mapped[datetime | None] = personal(UtcDateTime)


class DialogState(Base):
    """The step a chat is in.

    `version` grows with each change, so that of two replicas only one wins.
    """

    __tablename__ = "dialog_states"
    kept = Kept("expires_at", timedelta())

    chat_id: Mapped[int] = subject(Id, primary_key=True, autoincrement=False)
    step: Mapped[str] = personal(String(40))
    data: Mapped[dict[str, Any]] = personal(JSON)
    version: Mapped[int] = impersonal(Integer)
    expires_at: Mapped[datetime] = impersonal(UtcDateTime, index=True)


class LastQuestion(Base):
    """What a chat asked last, scrubbed, so that "kalau yang 3 program?" can go on from it.

    Looked at for a few minutes and deleted after an hour.
    """

    __tablename__ = "last_questions"
    kept = Kept("asked_at", timedelta(hours=1))

    chat_id: Mapped[int] = subject(Id, primary_key=True, autoincrement=False)
    question: Mapped[str] = personal(Text)
    topic: Mapped[str] = personal(String(40))
    asked_at: Mapped[datetime] = personal(UtcDateTime, index=True)


class SentReply(Base):
    """Which of the bot's messages answers which of a person's, so that an edit finds its answer.

    A private message can be edited for 48 hours.
    """

    __tablename__ = "sent_replies"
    kept = Kept("sent_at", timedelta(days=2))

    chat_id: Mapped[int] = subject(Id, primary_key=True, autoincrement=False)
    message_id: Mapped[int] = personal(Id, primary_key=True, autoincrement=False)
    reply_id: Mapped[int] = personal(Id)
    sent_at: Mapped[datetime] = personal(UtcDateTime, index=True)


class Feedback(Base):
    """Whether an answer helped. One vote a message, whoever taps how often.

    The votes of somebody who is erased still count, without the person and the comment.
    """

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("chat_id", "message_id"),)
    stays_without_person = True

    id: Mapped[int] = impersonal(Id, primary_key=True)
    chat_id: Mapped[int | None] = subject(Id)
    message_id: Mapped[int | None] = personal(Id)
    topic: Mapped[str] = impersonal(String(40), index=True)
    helpful: Mapped[bool] = impersonal()
    version: Mapped[int | None] = impersonal(Integer)
    """The topic's version that was shown; None for answers from before versions were noted."""
    reason: Mapped[str | None] = impersonal(String(20))
    comment: Mapped[str | None] = personal(Text)
    given_at: Mapped[datetime] = impersonal(UtcDateTime)


class Unanswered(Base):
    """A question that the bot could not answer, scrubbed of personal numbers, for the admins."""

    __tablename__ = "unanswered"
    kept = Kept("asked_at", timedelta(days=30))
    __table_args__ = (Index("ix_unanswered_asked_at", "asked_at"),)

    id: Mapped[int] = impersonal(Id, primary_key=True)
    chat_id: Mapped[int] = subject(Id, index=True)
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
