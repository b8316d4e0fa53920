"""Digests and alerts with a database, without a bot: pictures are left out, letters are short."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.coverage.book import Book
from bot.coverage.books import Books
from bot.coverage.digest.composing import Digest
from bot.coverage.digest.standing import Standing
from bot.coverage.mailing import Alerts, DigestPictures, Digests
from bot.outbox import Message
from bot.people import subscriptions
from bot.storage.storage import Storage
from bot.telegram.calls import send_text

ZONE = ZoneInfo("Asia/Makassar")
SLOT = datetime(2026, 11, 23, 8, tzinfo=ZONE)
UNTIL = date(2027, 12, 31)


class NoPictures(DigestPictures):
    """Drawing takes a process each; here it is about who gets what."""

    async def key_of(self, book: Book, regions: Sequence[str], made_on: date) -> str | None:
        return None


class Letters:
    """One line each."""

    def digest(self, chat_id: int, digest: Digest, picture: str | None) -> list[Message]:
        line = f"{digest.headline.matter.name} {digest.has_news}"
        return [Message(chat_id, send_text(chat_id, line))]

    def alert(
        self, chat_id: int, standings: Sequence[Standing], not_before: datetime | None
    ) -> list[Message]:
        line = ", ".join(f"{each.region} {each.move.change}" for each in standings)
        return [Message(chat_id, send_text(chat_id, line), not_before=not_before)]


def digests_at(storage: Storage, now: datetime) -> Digests:
    """A replica's digests at a moment."""
    return Digests(
        storage,
        Books(),
        NoPictures(storage, lambda: now),
        Letters(),
        lambda: now,
        zone=ZONE,
        target_date=UNTIL,
    )


def alerts_at(storage: Storage, now: datetime) -> Alerts:
    """A replica's alerts at a moment."""
    return Alerts(storage, Books(), Letters(), lambda: now, zone=ZONE, target_date=UNTIL)


async def subscribe(storage: Storage, count: int, regions: Sequence[str], since: datetime) -> range:
    """So many readers; their ids."""
    readers = range(700_001, 700_001 + count)
    async with storage.transaction() as connection:
        for reader in readers:
            await subscriptions.subscribe(connection, reader, regions, since)
    return readers
