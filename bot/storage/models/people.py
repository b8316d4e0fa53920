"""People with a role, how they got it, what is sent to them, and who changed what."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, Integer, String, text
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, Kept, impersonal, personal, sealed, subject
from bot.storage.types import UtcDateTime

_STILL_HELD = text("revoked_at IS NULL")


class RoleGrant(Base):
    """A role that a person has or had. Workers have none, nor have the admins of ADMIN_IDS.

    At most one of a kind is held at a time. What was revoked is kept for a year, so that it can be
    said who could see and change what.
    """

    __tablename__ = "role_grants"
    __table_args__ = (
        Index(
            "ix_role_grants_held",
            "person_id",
            "role",
            unique=True,
            sqlite_where=_STILL_HELD,
            postgresql_where=_STILL_HELD,
        ),
    )
    kept = Kept("revoked_at", timedelta(days=365))

    id: Mapped[int] = impersonal(Id, primary_key=True)
    person_id: Mapped[int] = subject(Id)
    role: Mapped[str] = personal(String(10))
    name: Mapped[str] = personal(String(60))
    regions: Mapped[list[str]] = personal(JSON)
    agency: Mapped[str] = personal(String(80))
    title: Mapped[str | None] = personal(String(80))
    granted_by: Mapped[int | None] = sealed(Id)
    granted_at: Mapped[datetime] = impersonal(UtcDateTime)
    revoked_by: Mapped[int | None] = sealed(Id)
    revoked_at: Mapped[datetime | None] = impersonal(UtcDateTime)


class Invitation(Base):
    """An offer of a role to whoever opens its link first. The link's token is kept as a hash only.

    `used_by` is the person it became about; `created_by` is null for the terminal's.
    """

    __tablename__ = "invitations"
    kept = Kept("expires_at", timedelta(days=30))

    id: Mapped[int] = impersonal(Id, primary_key=True)
    token_hash: Mapped[str] = impersonal(String(64), unique=True)
    role: Mapped[str] = impersonal(String(10))
    regions: Mapped[list[str]] = impersonal(JSON)
    agency: Mapped[str] = impersonal(String(80))
    title: Mapped[str | None] = impersonal(String(80))
    created_by: Mapped[int | None] = sealed(Id)
    created_at: Mapped[datetime] = impersonal(UtcDateTime)
    expires_at: Mapped[datetime] = impersonal(UtcDateTime, index=True)
    withdrawn_at: Mapped[datetime | None] = impersonal(UtcDateTime)
    used_by: Mapped[int | None] = subject(Id, index=True)
    used_at: Mapped[datetime | None] = impersonal(UtcDateTime)


class GroupRecipient(Base):
    """A group that an admin brought the bot into, as a recipient of the coverage update.

    An offer until `confirmed_at` is set; until then it is forgotten at `offer_ends_at`.
    """

    __tablename__ = "group_recipients"
    kept = Kept("offer_ends_at", timedelta())

    id: Mapped[int] = impersonal(Id, primary_key=True)
    chat_id: Mapped[int] = subject(Id, unique=True)
    title: Mapped[str] = personal(String(120))
    added_by: Mapped[int] = sealed(Id)
    added_at: Mapped[datetime] = impersonal(UtcDateTime)
    offer_ends_at: Mapped[datetime | None] = impersonal(UtcDateTime)
    confirmed_by: Mapped[int | None] = sealed(Id)
    confirmed_at: Mapped[datetime | None] = impersonal(UtcDateTime)
    regions: Mapped[list[str]] = personal(JSON)


class Subscription(Base):
    """What a chat gets regularly and when, in local time.

    `weekday` is 0 for Monday; monthly is the first such weekday of a month. `last_slot` is the slot
    of the last update that was sent.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (Index("ix_subscriptions_due", "active", "weekday", "hour"),)

    chat_id: Mapped[int] = subject(Id, primary_key=True, autoincrement=False)
    regions: Mapped[list[str]] = personal(JSON)
    frequency: Mapped[str] = personal(String(10))
    weekday: Mapped[int] = personal(Integer)
    hour: Mapped[int] = personal(Integer)
    active: Mapped[bool] = personal()
    since: Mapped[datetime] = personal(UtcDateTime)
    last_slot: Mapped[datetime | None] = personal(UtcDateTime)


class AuditEntry(Base):
    """Who changed what: only ever added to, which the database enforces, and chained by hashes.

    `actor_id` is null for the terminal and for the bot itself.
    """

    __tablename__ = "audit_log"
    survives_erasure = "shows who changed rights and content: ids only, no other personal value"

    number: Mapped[int] = impersonal(Id, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = impersonal(UtcDateTime)
    actor_id: Mapped[int | None] = personal(Id)
    action: Mapped[str] = impersonal(String(40))
    target: Mapped[str] = impersonal(String(80))
    details: Mapped[dict[str, Any]] = impersonal(JSON)
    hash: Mapped[str] = impersonal(String(64))
