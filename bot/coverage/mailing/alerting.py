"""Alerts between digests: a region moved, fell, or reached its target since its readers were told.

Once for each change, whatever happens meanwhile: what a chat was told changes in the transaction
that enqueues the alert, and what it was told already is no change any more.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coverage.book import Book
from bot.coverage.books import Books
from bot.coverage.digest.composing import readers_regions
from bot.coverage.digest.standing import Standing, Told, standing
from bot.coverage.digest.words import is_worth_an_alert
from bot.coverage.figures import Figure
from bot.coverage.mailing import recipients, snapshots
from bot.coverage.mailing.material import Letters
from bot.outbox import NewRun, enqueue
from bot.people.subscriptions import Subscribed
from bot.storage.storage import Storage

KIND = "coverage_alert"
_CHUNK = 100
_MORNING, _EVENING = time(7), time(20)
_log = structlog.get_logger(__name__)


class Alerts:
    """Looks at all readers when figures have changed."""

    def __init__(  # noqa: PLR0913 -- its collaborators
        self,
        storage: Storage,
        books: Books,
        letters: Letters,
        clock: Callable[[], datetime],
        *,
        zone: ZoneInfo,
        target_date: date,
        on_enqueued: Callable[[], None] = lambda: None,
    ) -> None:
        self._storage = storage
        self._books = books
        self._letters = letters
        self._clock = clock
        self._zone = zone
        self._target_date = target_date
        self._on_enqueued = on_enqueued
        self._looked_at: str | None = None

    async def send(self) -> int:
        """Enqueue alerts where figures changed since the last look; for how many chats."""
        async with self._storage.engine.connect() as connection:
            edition = await self._books.edition(connection)
            if edition == self._looked_at:
                return 0
            book = await self._books.current(connection)
        run = NewRun(KIND, edition)
        sent, after = 0, None
        while True:
            async with self._storage.engine.connect() as connection:
                read = await recipients.active(connection, after, _CHUNK)
                told = await snapshots.told_to(connection, [each.chat_id for each in read])
            if not read:
                break
            after = read[-1].chat_id
            sent += await self._alert(run, book, self._touched(book, read, told))
            await asyncio.sleep(0)
        self._looked_at = edition
        if sent:
            _log.info("coverage_alerts_enqueued", chats=sent)
        return sent

    def _touched(
        self, book: Book, read: Sequence[Subscribed], told: dict[int, Told]
    ) -> list[tuple[Subscribed, list[Standing]]]:
        """Readers with a reason to be told now."""
        found = ((each, self._reasons(book, each, told.get(each.chat_id, {}))) for each in read)
        return [(each, reasons) for each, reasons in found if reasons]

    def _reasons(self, book: Book, each: Subscribed, told: Told) -> list[Standing]:
        today = self._clock().astimezone(self._zone).date()
        changed = [
            region
            for region in readers_regions(each.regions)
            if _is_another(book.shown(region), told.get(region))
        ]
        standings = (standing(book, r, told, self._target_date, today) for r in changed)
        return [each for each in standings if is_worth_an_alert(each)]

    async def _alert(
        self, run: NewRun, book: Book, touched: list[tuple[Subscribed, list[Standing]]]
    ) -> int:
        if not touched:
            return 0
        now = self._clock()
        async with self._storage.transaction() as connection:
            sent = await self._enqueue(connection, run, book, touched, now)
        self._on_enqueued()
        return sent

    async def _enqueue(
        self,
        connection: AsyncConnection,
        run: NewRun,
        book: Book,
        touched: list[tuple[Subscribed, list[Standing]]],
        now: datetime,
    ) -> int:
        """What was told is read anew under the lock: another replica may have been faster."""
        still = await recipients.unchanged(connection, [each for each, _ in touched])
        told = await snapshots.told_to(connection, [each.chat_id for each in still])
        later = not_at_night(now, self._zone)
        messages, remembered = [], {}
        for each in still:
            reasons = self._reasons(book, each, told.get(each.chat_id, {}))
            if reasons:
                messages += self._letters.alert(each.chat_id, reasons, later)
                remembered[each.chat_id] = {of.region: of.shown for of in reasons}
        await enqueue(connection, run, messages, now)
        await snapshots.remember(connection, remembered, now)
        return len(remembered)


def _is_another(shown: Figure | None, told: Figure | None) -> bool:
    """Whether a reader was told of another figure: a quick look before a thorough one."""
    if shown is None or told is None:
        return False
    return (shown.key, shown.percent) != (told.key, told.percent)


def not_at_night(now: datetime, zone: ZoneInfo) -> datetime | None:
    """When an alert may arrive: at once (None) by day, else at seven in the morning."""
    local = now.astimezone(zone)
    if _MORNING <= local.time() < _EVENING:
        return None
    day = local.date() + timedelta(days=local.time() >= _EVENING)
    return datetime.combine(day, _MORNING, zone)
