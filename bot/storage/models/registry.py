"""The registry: who is enrolled, under keyed hashes; what each person's row says is sealed."""

from datetime import date, datetime

from sqlalchemy import Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, impersonal, nik_hash, personal
from bot.storage.types import UtcDateTime

_OFFICIAL = "the agency's list is not tied to Telegram accounts; `jamsosbot registry forget`"
_IS_CURRENT = text("state = 'current'")


class RegistryVersion(Base):
    """One state of the whole registry; see `bot.registry.store.versions` for the states.

    `touched_at` moves while an import fills the version, so that one left by a crash is known.
    """

    __tablename__ = "registry_versions"
    __table_args__ = (
        Index(
            "uq_registry_versions_current",
            "state",
            unique=True,
            sqlite_where=_IS_CURRENT,
            postgresql_where=_IS_CURRENT,
        ),
    )
    survives_erasure = "which admin brought which list into the registry stays accountable"

    id: Mapped[int] = impersonal(Id, primary_key=True)
    state: Mapped[str] = impersonal(String(10))
    as_of: Mapped[date] = impersonal()
    key_id: Mapped[str] = impersonal(String(12))
    content: Mapped[bytes | None] = impersonal(LargeBinary(16))
    """Keyed digest of the list it was made from; None after a change of keys."""
    people: Mapped[int] = impersonal(Integer)
    memberships: Mapped[int] = impersonal(Integer)
    imported_at: Mapped[datetime] = impersonal(UtcDateTime)
    imported_by: Mapped[int | None] = personal(Id)
    touched_at: Mapped[datetime] = impersonal(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = impersonal(UtcDateTime)
    withdrawn_by: Mapped[int | None] = personal(Id)


class RegistryRow(Base):
    """One person's membership in one segment."""

    __tablename__ = "registry_rows"
    __table_args__ = ({"sqlite_with_rowid": False},)
    survives_erasure = _OFFICIAL

    version: Mapped[int] = impersonal(Integer, primary_key=True, autoincrement=False)
    nik_hash: Mapped[bytes] = nik_hash(primary_key=True)
    segment: Mapped[str] = personal(String(10), primary_key=True)
    sealed: Mapped[bytes] = personal(LargeBinary)


class RegistryCount(Base):
    """How many memberships a version has, by region, segment and status."""

    __tablename__ = "registry_counts"

    version: Mapped[int] = impersonal(Integer, primary_key=True, autoincrement=False)
    region: Mapped[str] = impersonal(String(5), primary_key=True)
    segment: Mapped[str] = impersonal(String(10), primary_key=True)
    status: Mapped[str] = impersonal(String(10), primary_key=True)
    memberships: Mapped[int] = impersonal(Integer)


class RegistryPeople(Base):
    """How many people a version has in a region, each counted once; region "64" is all of them."""

    __tablename__ = "registry_people"

    version: Mapped[int] = impersonal(Integer, primary_key=True, autoincrement=False)
    region: Mapped[str] = impersonal(String(5), primary_key=True)
    people: Mapped[int] = impersonal(Integer)
    active: Mapped[int] = impersonal(Integer)
    """Of those, people with at least one membership that protects."""


class RegistryKey(Base):
    """The hash keys in the order of their use; the last row names the one in use.

    `wrapped` is an earlier hash key, encrypted under a key derived from the present SECRET_KEY.
    """

    __tablename__ = "registry_keys"

    position: Mapped[int] = impersonal(Integer, primary_key=True, autoincrement=False)
    key_id: Mapped[str] = impersonal(String(12))
    wrapped: Mapped[bytes | None] = impersonal(LargeBinary)
    since: Mapped[datetime] = impersonal(UtcDateTime)
