"""Pictures and documents that the bot sends."""

from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, Kept, impersonal, personal, subject
from bot.storage.types import UtcDateTime


class StoredFile(Base):
    """A file to be sent. Once Telegram has it, `file_id` is sent in its place.

    One with a `chat_id` is meant for that chat alone and deleted as soon as Telegram has it.
    """

    __tablename__ = "files"
    kept = Kept("stored_at", timedelta(days=7))

    key: Mapped[str] = impersonal(String(64), primary_key=True)
    chat_id: Mapped[int | None] = subject(Id, index=True)
    name: Mapped[str] = personal(String(100))
    media_type: Mapped[str] = impersonal(String(100))
    content: Mapped[bytes] = personal(LargeBinary)
    file_id: Mapped[str | None] = impersonal(String(200))
    stored_at: Mapped[datetime] = impersonal(UtcDateTime, index=True)
