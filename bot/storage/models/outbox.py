"""Bulk messages that are still to be sent, or were; and who may send them now."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, Kept, impersonal, personal, subject
from bot.storage.types import UtcDateTime


class OutboxRun(Base):
    """A reason to write to many: one digest of one week, one notice.

    `kind` and `key` name it, so that composing it a second time adds nothing.
    """

    __tablename__ = "outbox_runs"
    __table_args__ = (UniqueConstraint("kind", "key"),)
    kept = Kept("created_at", timedelta(days=90))
    survives_erasure = "who started a send to many belongs to its record; kept for 90 days"

    id: Mapped[int] = impersonal(Id, primary_key=True)
    kind: Mapped[str] = impersonal(String(30))
    key: Mapped[str] = impersonal(String(120))
    state: Mapped[str] = impersonal(String(10))
    created_at: Mapped[datetime] = impersonal(UtcDateTime, index=True)
    created_by: Mapped[int | None] = personal(Id)


class OutboxMessage(Base):
    """One Bot API call for one recipient, and what became of it.

    `part` orders and tells apart what one recipient gets in one run. `claim` is the lease under
    which it was last taken. `call` is emptied once it is sent. `why` tells what went wrong, in
    words without personal data.
    """

    __tablename__ = "outbox_messages"
    __table_args__ = (
        UniqueConstraint("run_id", "recipient", "part"),
        Index("ix_outbox_messages_due", "state", "not_before", "id"),
        {"info": {"moved_by": "bot.outbox.queue"}},
    )
    kept = Kept("created_at", timedelta(days=60))

    id: Mapped[int] = impersonal(Id, primary_key=True)
    run_id: Mapped[int] = impersonal(Id, ForeignKey("outbox_runs.id", ondelete="CASCADE"))
    recipient: Mapped[int] = subject(Id, index=True)
    part: Mapped[str] = impersonal(String(30))
    call: Mapped[dict[str, Any] | None] = personal(JSON(none_as_null=True))
    state: Mapped[str] = personal(String(10))
    why: Mapped[str | None] = personal(String(200))
    attempts: Mapped[int] = impersonal(Integer, default=0)
    not_before: Mapped[datetime] = impersonal(UtcDateTime)
    claim: Mapped[int | None] = impersonal(Integer)
    created_at: Mapped[datetime] = impersonal(UtcDateTime, index=True)
    taken_at: Mapped[datetime | None] = impersonal(UtcDateTime)
    ended_at: Mapped[datetime | None] = personal(UtcDateTime)


class OutboxLease(Base):
    """Which replica sends bulk now. `token` grows with each change of hands."""

    __tablename__ = "outbox_leases"

    name: Mapped[str] = impersonal(String(20), primary_key=True)
    token: Mapped[int] = impersonal(Integer)
    owner: Mapped[str] = impersonal(String(40))
    expires_at: Mapped[datetime] = impersonal(UtcDateTime)
    paused_until: Mapped[datetime] = impersonal(UtcDateTime)
