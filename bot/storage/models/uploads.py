"""Documents that admins send for the bot to take in."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, LargeBinary, String, Text
from sqlalchemy.orm import Mapped

from bot.storage.models.base import Base, Id, Kept, impersonal, personal, subject
from bot.storage.types import UtcDateTime


class Upload(Base):
    """A document on its way in; `state` is one of `bot.uploads.State`.

    The document itself stays with Telegram and is fetched when it is needed; `digest` tells whether
    it is the one that was shown. `panel_id` is the bot's message with the preview and the buttons,
    `choices` are what its buttons stand for.
    """

    __tablename__ = "uploads"
    kept = Kept("at", timedelta(days=2))

    id: Mapped[int] = impersonal(Id, primary_key=True)
    chat_id: Mapped[int] = subject(Id, index=True)
    message_id: Mapped[int] = personal(Id)
    file_id: Mapped[str] = personal(String(200))
    file_name: Mapped[str] = personal(String(100))
    kind: Mapped[str | None] = impersonal(String(20))
    options: Mapped[dict[str, str]] = personal(JSON)
    choices: Mapped[list[dict[str, Any]]] = personal(JSON)
    state: Mapped[str] = impersonal(String(12))
    digest: Mapped[bytes | None] = impersonal(LargeBinary(32))
    panel_id: Mapped[int | None] = personal(Id)
    said: Mapped[str | None] = personal(Text)
    at: Mapped[datetime] = impersonal(UtcDateTime, index=True)
