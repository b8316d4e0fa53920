"""What handlers may call."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.content.serving import Content
from bot.coverage.books import Books
from bot.registry.lookup import Lookup
from bot.settings import Settings
from bot.uploads import Kind
from knowledge.library import Library


@dataclass(frozen=True)
class Services:
    """Built by the composition root; the same for every update, but for the content in use."""

    settings: Settings
    content: Content
    lookup: Lookup
    bot_username: str
    upload_kinds: Mapping[str, Kind] = field(default_factory=dict)
    coverage: Books = field(default_factory=Books)

    @property
    def library(self) -> Library:
        """The content in use now."""
        return self.content.library
