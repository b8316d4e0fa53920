"""What people allowed, and that they were forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import Index, Integer, String, text
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, Kept, impersonal, personal, subject
from bot.storage.types import UtcDateTime

_STANDING = text("withdrawn_at IS NULL")


class Consent(Base):
    """A person allowed something, after reading a certain version of the text about it.

    At most one consent of a person stands for each purpose. One that was withdrawn or replaced is
    kept for a month, so that a complaint can be looked into.
    """

    __tablename__ = "consents"
    __table_args__ = (
        Index(
            "uq_consents_standing",
            "chat_id",
            "purpose",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )
    kept = Kept("withdrawn_at", timedelta(days=30))

    id: Mapped[int] = impersonal(Id, primary_key=True)
    chat_id: Mapped[int] = subject(Id, index=True)
    purpose: Mapped[str] = personal(String(30))
    version: Mapped[int] = personal(Integer)
    given_at: Mapped[datetime] = personal(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = personal(UtcDateTime)


class Erasure(Base):
    """A chat was erased by this update: notes about earlier ones, written late, are to be dropped.

    An hour is ample: notes are written within a tenth of a second, or once the database is back.
    """

    __tablename__ = "erasures"
    kept = Kept("erased_at", timedelta(hours=1))
    survives_erasure = "keeps notes that are written late from bringing back what was erased"

    chat_id: Mapped[int] = subject(Id, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = impersonal(Id)
    erased_at: Mapped[datetime] = impersonal(UtcDateTime, index=True)
