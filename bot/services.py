"""What handlers may call."""

from dataclasses import dataclass

from bot.settings import Settings
from knowledge.library import Library


@dataclass(frozen=True)
class Services:
    """Built once by the composition root; the same for every update."""

    settings: Settings
    library: Library
    bot_username: str
