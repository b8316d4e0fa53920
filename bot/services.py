"""What handlers may call."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.coverage.books import Books
from bot.settings import Settings
from bot.uploads import Kind
from knowledge.library import Library


@dataclass(frozen=True)
class Services:
    """Built once by the composition root; the same for every update."""

    settings: Settings
    library: Library
    bot_username: str
    upload_kinds: Mapping[str, Kind] = field(default_factory=dict)
    coverage: Books = field(default_factory=Books)
