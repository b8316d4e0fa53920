"""Work that outlives the update that asked for it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, Integer, String
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, Kept, impersonal, personal, subject
from bot.storage.types import UtcDateTime


class StoredJob(Base):
    """Something to be done at a moment, by whichever replica is free; deleted once it is done.

    `leased_until` is in the future while a replica works on it. A job that failed for good keeps
    `failed_at` for a month, so that admins can see it.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_due", "failed_at", "run_at"),)
    kept = Kept("failed_at", timedelta(days=30))

    id: Mapped[int] = impersonal(Id, primary_key=True)
    kind: Mapped[str] = impersonal(String(30))
    key: Mapped[str | None] = personal(String(120), unique=True)
    chat_id: Mapped[int | None] = subject(Id, index=True)
    data: Mapped[dict[str, Any]] = personal(JSON)
    run_at: Mapped[datetime] = impersonal(UtcDateTime)
    attempts: Mapped[int] = impersonal(Integer, default=0)
    leased_until: Mapped[datetime | None] = impersonal(UtcDateTime)
    failed_at: Mapped[datetime | None] = impersonal(UtcDateTime)
