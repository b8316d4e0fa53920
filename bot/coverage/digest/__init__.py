"""The weekly coverage update, composed and worded. Pure: figures, clock and slot are given."""

from bot.coverage.digest.composing import Asked, Digest, Occasion, compose, finding, readers_regions
from bot.coverage.digest.headline import Headline, Matter
from bot.coverage.digest.slots import Rhythm, Slot, latest_slot, next_slot
from bot.coverage.digest.standing import News, Standing

__all__ = [
    "Asked",
    "Digest",
    "Headline",
    "Matter",
    "News",
    "Occasion",
    "Rhythm",
    "Slot",
    "Standing",
    "compose",
    "finding",
    "latest_slot",
    "next_slot",
    "readers_regions",
]
