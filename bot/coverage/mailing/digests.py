"""Digests for who is due, or for everybody now: composed, then enqueued with what was told.

Every replica may run this at the same time. Composing and drawing happen before the transaction;
in it the chats are locked, looked at again, and get messages, snapshot and slot together.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.coverage.books import Books
from bot.coverage.digest.composing import Digest, Occasion
from bot.coverage.digest.holidays import national_holiday
from bot.coverage.digest.slots import Holiday, Rhythm, Slot, latest_slot
from bot.coverage.digest.standing import Told
from bot.coverage.mailing import recipients, snapshots
from bot.coverage.mailing.material import AskedMost, Letters, Material, nobody_asked, read_asked
from bot.coverage.mailing.pictures import DigestPictures
from bot.outbox import Message, NewRun, enqueue
from bot.people.subscriptions import Frequency, Subscribed
from bot.storage.storage import Storage

KIND = "digest"
"""Of the runs in the outbox."""
SEND_JOB = "report_send"
"""The kind of the job that enqueues what is due, or digests for everybody."""
CATCHES_UP = timedelta(hours=24)
_LATE = timedelta(minutes=15)
_CHUNK = 100
_LOOKS_BACK_EVERY = timedelta(hours=1)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many chats got messages enqueued."""

    chats: int


@dataclass(frozen=True, slots=True)
class Posted:
    """One chat's digest as it would go out."""

    digest: Digest
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class _Planned:
    """A chat, why it gets a digest now, and the run it belongs to."""

    subscribed: Subscribed
    occasion: Occasion
    run: NewRun


class Digests:
    """Sends them; `target_date` is the day by which everybody is to be covered."""

    def __init__(  # noqa: PLR0913 -- its collaborators
        self,
        storage: Storage,
        books: Books,
        pictures: DigestPictures,
        letters: Letters,
        clock: Callable[[], datetime],
        *,
        zone: ZoneInfo,
        target_date: date,
        asked_most: AskedMost = nobody_asked,
        holiday: Holiday = national_holiday,
        on_enqueued: Callable[[], None] = lambda: None,
    ) -> None:
        self._storage = storage
        self._books = books
        self._pictures = pictures
        self._letters = letters
        self._clock = clock
        self._zone = zone
        self._target_date = target_date
        self._asked_most = asked_most
        self._holiday = holiday
        self._on_enqueued = on_enqueued
        self._looked_back_at: datetime | None = None

    async def send_due(self) -> Sent:
        """Enqueue what is due and wasn't yet; what is more than a day late is given up."""
        now = self._clock()
        passed = self._passed(now)
        await self._give_up(passed, now)
        fresh = {r: slot for r, slot in passed.items() if now - slot.moment < CATCHES_UP}
        sent = 0
        while True:
            async with self._storage.engine.connect() as connection:
                read = await recipients.due(connection, fresh, _CHUNK)
            if not read:
                break
            sent += await self._post([self._plan(each, fresh, now) for each in read], now)
            await asyncio.sleep(0)
        if sent:
            _log.info("digests_enqueued", chats=sent)
        return Sent(sent)

    async def send_to_all(self, key: str, created_by: int | None) -> Sent:
        """Enqueue a digest for everybody, outside their slots; the same key again adds nothing."""
        now = self._clock()
        run = NewRun(KIND, key, created_by)
        sent, after = 0, None
        while True:
            async with self._storage.engine.connect() as connection:
                read = await recipients.active(connection, after, _CHUNK)
            if not read:
                return Sent(sent)
            after = read[-1].chat_id
            planned = [_Planned(each, self._unasked(each.frequency, now), run) for each in read]
            sent += await self._post(planned, now)
            await asyncio.sleep(0)

    async def preview(
        self, chat_id: int, regions: Sequence[str], frequency: Frequency, told_as: int | None = None
    ) -> Posted:
        """What a chat would get now; nothing is kept. `told_as`: as if it were this chat."""
        now = self._clock()
        occasion = self._unasked(frequency, now)
        async with self._storage.engine.connect() as connection:
            material = await self._material(connection, {(r, frequency) for r in regions}, now)
            reader = chat_id if told_as is None else told_as
            told = await snapshots.told_to(connection, [reader])
        digest = material.digest(regions, told.get(reader, {}), occasion)
        picture = await self._pictures.key_of(material.book, regions, occasion.today)
        return Posted(digest, tuple(self._letters.digest(chat_id, digest, picture)))

    def _passed(self, now: datetime) -> dict[Rhythm, Slot]:
        slots = {
            rhythm: latest_slot(rhythm, now, self._zone, self._holiday)
            for rhythm in recipients.RHYTHMS
        }
        return {rhythm: slot for rhythm, slot in slots.items() if slot is not None}

    async def _give_up(self, passed: dict[Rhythm, Slot], now: datetime) -> None:
        if self._looked_back_at and now - self._looked_back_at < _LOOKS_BACK_EVERY:
            return
        self._looked_back_at = now
        old = {r: slot for r, slot in passed.items() if now - slot.moment >= CATCHES_UP}
        async with self._storage.engine.connect() as connection:
            if not await recipients.is_anybody_waiting(connection, old):
                return
        async with self._storage.transaction() as connection:
            skipped = await recipients.skip(connection, old)
        _log.warning("digest_slots_skipped", chats=skipped)

    def _plan(self, each: Subscribed, slots: dict[Rhythm, Slot], now: datetime) -> _Planned:
        slot = slots[Rhythm(each.frequency, each.weekday, each.hour)]
        is_late = now - slot.moment > _LATE
        occasion = Occasion(self._today(now), slot, each.frequency, is_late=is_late)
        return _Planned(each, occasion, NewRun(KIND, slot.period))

    def _unasked(self, frequency: Frequency, now: datetime) -> Occasion:
        return Occasion(self._today(now), frequency=frequency)

    def _today(self, now: datetime) -> date:
        return now.astimezone(self._zone).date()

    async def _material(
        self, connection: AsyncConnection, wanted: set[tuple[str, Frequency]], now: datetime
    ) -> Material:
        asked = await read_asked(connection, self._asked_most, wanted, self._today(now))
        return Material(await self._books.current(connection), asked, self._target_date)

    async def _post(self, planned: Sequence[_Planned], now: datetime) -> int:
        """Compose, then enqueue in one transaction; for how many chats."""
        wanted = {(r, p.subscribed.frequency) for p in planned for r in p.subscribed.regions}
        ids = [each.subscribed.chat_id for each in planned]
        async with self._storage.engine.connect() as connection:
            material = await self._material(connection, wanted, now)
            told = await snapshots.told_to(connection, ids)
        letters: dict[int, Posted] = {}
        for each in planned:
            letters[each.subscribed.chat_id] = await self._written(
                each, material, told.get(each.subscribed.chat_id, {})
            )
            await asyncio.sleep(0)  # replies go on between two letters
        async with self._storage.transaction() as connection:
            sent = await self._enqueue(connection, planned, letters, now)
        self._on_enqueued()
        return sent

    async def _written(self, each: _Planned, material: Material, told: Told) -> Posted:
        regions, occasion = each.subscribed.regions, each.occasion
        digest = material.digest(regions, told, occasion)
        picture = await self._pictures.key_of(material.book, regions, occasion.today)
        return Posted(digest, tuple(self._letters.digest(each.subscribed.chat_id, digest, picture)))

    async def _enqueue(
        self,
        connection: AsyncConnection,
        planned: Sequence[_Planned],
        letters: dict[int, Posted],
        now: datetime,
    ) -> int:
        still = await recipients.unchanged(connection, [each.subscribed for each in planned])
        ours = {each.chat_id for each in still}
        by_run: dict[NewRun, list[Message]] = defaultdict(list)
        by_slot: dict[datetime, list[int]] = defaultdict(list)
        for each in planned:
            chat_id = each.subscribed.chat_id
            if chat_id in ours:
                by_run[each.run] += letters[chat_id].messages
                if each.occasion.slot is not None:
                    by_slot[each.occasion.slot.moment].append(chat_id)
        for run in sorted(by_run, key=lambda run: run.key):
            await enqueue(connection, run, by_run[run], now)
        await snapshots.remember(
            connection, {chat_id: letters[chat_id].digest.told for chat_id in ours}, now
        )
        await recipients.served(connection, by_slot)
        return len(ours)
