"""What handlers may call."""

from dataclasses import dataclass

from bot.registry.lookup import Lookup
from bot.settings import Settings
from knowledge.library import Library


@dataclass(frozen=True)
class Services:
    """Built once by the composition root; the same for every update."""

    settings: Settings
    library: Library
    lookup: Lookup
    bot_username: str
