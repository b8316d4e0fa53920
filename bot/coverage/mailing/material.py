"""What digests are made of, read from the database once for many readers."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coverage.book import Book
from bot.coverage.digest.composing import Digest, Occasion, compose
from bot.coverage.digest.standing import Standing, Told
from bot.outbox import Message
from bot.people.subscriptions import Frequency

AskedMost = Callable[[AsyncConnection, str, date], Awaitable[Sequence[tuple[str, int]]]]
"""What questions about a region (Kemendagri code) were about since a day: topics in words, with
their counts, most first."""
_SINCE = {Frequency.WEEKLY: timedelta(days=7), Frequency.MONTHLY: timedelta(days=31)}
_Topics = dict[tuple[str, Frequency], Sequence[tuple[str, int]]]


async def nobody_asked(*_: object) -> Sequence[tuple[str, int]]:
    """Where questions aren't counted by region."""
    return ()


class Letters(Protocol):
    """How digests and alerts become messages; the words and buttons around them."""

    def digest(self, chat_id: int, digest: Digest, picture: str | None) -> list[Message]:
        """A digest; `picture` is a stored file's key."""
        ...

    def alert(
        self, chat_id: int, standings: Sequence[Standing], not_before: datetime | None
    ) -> list[Message]:
        """What changed between two digests."""
        ...


@dataclass(frozen=True)
class Material:
    """Figures and questions as they are now. What it composes once, it gives again."""

    book: Book
    asked: _Topics
    target_date: date

    def digest(self, regions: Sequence[str], told: Told, occasion: Occasion) -> Digest:
        """A reader's digest."""
        asked = {region: self.asked.get((region, occasion.frequency), ()) for region in regions}
        return compose(
            self.book, regions, told, occasion, target_date=self.target_date, asked=asked
        )


async def read_asked(
    connection: AsyncConnection,
    asked_most: AskedMost,
    wanted: Collection[tuple[str, Frequency]],
    today: date,
) -> _Topics:
    """What was asked most in regions, in the last week or month."""
    return {
        (region, frequency): await asked_most(connection, region, today - _SINCE[frequency])
        for region, frequency in wanted
    }
