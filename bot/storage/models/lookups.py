"""Look-ups in the registry: how often, by whom, and with what outcome. Never whose NIK."""

from datetime import datetime, timedelta

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, Kept, impersonal, nik_hash, personal, subject
from bot.storage.types import UtcDateTime


class LookupAttempt(Base):
    """One look-up, written before anything is compared; `outcome` says what became of it."""

    __tablename__ = "lookup_attempts"
    __table_args__ = (
        Index("ix_lookup_attempts_account", "account", "at"),
        Index("ix_lookup_attempts_nik_hash", "nik_hash", "at"),
    )
    kept = Kept("at", timedelta(days=30))
    survives_erasure = "guards against misuse and shows people who looked; gone after 30 days"

    id: Mapped[int] = impersonal(Id, primary_key=True)
    account: Mapped[int] = subject(Id)
    nik_hash: Mapped[bytes] = nik_hash()
    at: Mapped[datetime] = personal(UtcDateTime)
    outcome: Mapped[str] = personal(String(12))


class LookupCount(Base):
    """How often something was tried in a period: by an account, about a NIK, by everybody.

    The period's beginning is part of the key, so that counting is one statement and atomic.
    """

    __tablename__ = "lookup_counts"
    kept = Kept("ends_at", timedelta(days=1))
    survives_erasure = "guards against misuse; gone after two days"

    scope: Mapped[str] = impersonal(String(12), primary_key=True)
    key: Mapped[str] = personal(String(64), primary_key=True)
    ends_at: Mapped[datetime] = impersonal(UtcDateTime, primary_key=True)
    count: Mapped[int] = impersonal(Integer)


class NikBinding(Base):
    """Accounts that a NIK was found for: each sees who looked."""

    __tablename__ = "nik_bindings"

    account: Mapped[int] = subject(Id, primary_key=True, autoincrement=False)
    nik_hash: Mapped[bytes] = nik_hash(primary_key=True)
    since: Mapped[datetime] = personal(UtcDateTime)
