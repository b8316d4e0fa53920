"""What readers of the coverage update were told, so that the next one can say what changed."""

from datetime import date, datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, impersonal, personal, subject
from bot.storage.types import UtcDateTime


class DigestSnapshot(Base):
    """The figure of a region that a chat was told last. Without `as_of`: that there was none.

    Numbers are texts with their quality, as in `coverage_figures`.
    """

    __tablename__ = "digest_snapshots"

    chat_id: Mapped[int] = subject(Id, primary_key=True, autoincrement=False)
    region: Mapped[str] = personal(String(5), primary_key=True)
    as_of: Mapped[date | None] = impersonal()
    percent: Mapped[str | None] = impersonal(String(40))
    uncovered: Mapped[str | None] = impersonal(String(40))
    basis: Mapped[str | None] = impersonal(String(20))
    source_title: Mapped[str | None] = impersonal(Text)
    source_url: Mapped[str | None] = impersonal(Text)
    from_registry: Mapped[bool] = impersonal()
    told_at: Mapped[datetime] = personal(UtcDateTime)
