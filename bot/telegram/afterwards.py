"""What is written down after an update was answered, many at a time.

None of it decides whether an update is worked on again, so it may be written a moment late: which
calls were made, which message answered which, who is unreachable, who was seen today. What would
bring back somebody who was erased meanwhile is not written.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

import structlog
from sqlalchemy import bindparam, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content import samples, tallies
from bot.dialog import questions
from bot.people import accounts, erasures
from bot.storage.models import ReceivedUpdate, SentReply
from bot.storage.storage import Storage, insert_into, is_away
from bot.telegram.delivery import Delivered
from knowledge.context import Previous

_log = structlog.get_logger(__name__)
_PAUSE = 0.1
_PAUSE_WHILE_AWAY = 2.0
_SAMPLES_AT_ONCE = 5

_Counts = Counter[tuple[str, str]]


class _Reply(NamedTuple):
    reply_id: int
    update_id: int


class _Asked(NamedTuple):
    question: Previous
    update_id: int


@dataclass
class _Batch:
    """Notes by chat, each with the update that it is about."""

    updates: set[int] = field(default_factory=set)
    replies: dict[tuple[int, int], _Reply] = field(default_factory=dict)
    unreachable: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)
    counts: dict[date, _Counts] = field(default_factory=dict)
    asked: dict[int, _Asked] = field(default_factory=dict)
    samples: set[str] = field(default_factory=set)

    def add(self, later: "_Batch") -> None:
        """Take up what happened after this batch."""
        self.updates |= later.updates
        self.replies |= later.replies
        self.unreachable = (self.unreachable - later.seen.keys()) | later.unreachable
        self.moved |= later.moved
        self.seen |= later.seen
        self.asked |= later.asked
        self.samples |= later.samples
        for day, counts in later.counts.items():
            self.counts.setdefault(day, Counter()).update(counts)

    def chats(self) -> set[int]:
        """The chats that rows will be written about."""
        return {chat_id for chat_id, _ in self.replies} | self.seen.keys() | self.asked.keys()

    def drop(self, erased: Mapping[int, int]) -> None:
        """Drop what was noted about chats up to the update that erased them."""

        def is_new(chat_id: int, update_id: int) -> bool:
            return chat_id not in erased or update_id > erased[chat_id]

        self.replies = {
            (chat_id, message_id): reply
            for (chat_id, message_id), reply in self.replies.items()
            if is_new(chat_id, reply.update_id)
        }
        self.seen = {
            chat: update_id for chat, update_id in self.seen.items() if is_new(chat, update_id)
        }
        self.asked = {
            chat: asked for chat, asked in self.asked.items() if is_new(chat, asked.update_id)
        }

    def __bool__(self) -> bool:
        return bool(
            self.updates or self.replies or self.unreachable or self.moved or self.seen
        ) or bool(self.counts or self.asked or self.samples)


class Afterwards:
    """Collects for a tenth of a second, then writes in one transaction."""

    def __init__(self, storage: Storage, clock: Callable[[], datetime]) -> None:
        self._storage = storage
        self._clock = clock
        self._batch = _Batch()
        self._being_written = _Batch()
        self._writing = asyncio.Lock()
        self._seen_today: set[int] = set()
        self._day = clock().date()
        self._timer: asyncio.TimerHandle | None = None
        self._flushes: set[asyncio.Task[None]] = set()
        self._closed = False

    def has_delivered(self, update_id: int) -> bool:
        """Whether all calls of an update were made, though the database may not know yet."""
        return update_id in self._batch.updates or update_id in self._being_written.updates

    def delivered(self, update_id: int, delivered: Delivered) -> None:
        """All calls of an update were made, or never will be."""
        self._batch.updates.add(update_id)
        self.noted(delivered, update_id)

    def noted(self, delivered: Delivered, update_id: int = erasures.BEFORE_ALL) -> None:
        """What came of calls, of an update's or of others."""
        for chat_id, message_id, reply_id in delivered.replies:
            self._batch.replies[chat_id, message_id] = _Reply(reply_id, update_id)
        self._batch.unreachable |= delivered.unreachable
        self._seen_today -= delivered.unreachable
        self._batch.moved.update(delivered.moved)
        self._write_within(_PAUSE)

    def seen(self, chat_id: int, update_id: int) -> None:
        """A chat wrote to the bot; noted once a day."""
        today = self._clock().date()
        if today != self._day:
            self._day = today
            self._seen_today.clear()
        if chat_id and chat_id not in self._seen_today:
            self._seen_today.add(chat_id)
            self._batch.seen[chat_id] = update_id
            self._batch.unreachable.discard(chat_id)
            self._write_within(_PAUSE)

    def counted(self, counts: _Counts) -> None:
        """Add to the day's statistics."""
        if counts:
            self._batch.counts.setdefault(self._clock().date(), Counter()).update(counts)
            self._write_within(_PAUSE)

    def asked(self, chat_id: int, question: Previous | None, update_id: int) -> None:
        """A question was answered; the next one may go on from it."""
        if question is not None:
            self._batch.asked[chat_id] = _Asked(question, update_id)
            self._write_within(_PAUSE)

    def sampled(self, question: str | None) -> None:
        """Keep a question without who asked it; of many at once only a few."""
        if question is not None and len(self._batch.samples) < _SAMPLES_AT_ONCE:
            self._batch.samples.add(question)
            self._write_within(_PAUSE)

    def erased(self, chat_id: int) -> None:
        """A chat was erased; should it write again, it is somebody new.

        Other replicas that saw it today note it again tomorrow.
        """
        self._seen_today.discard(chat_id)

    async def flush(self) -> None:
        """Write what has been collected, now; while the database is away, keep it for later."""
        async with self._writing:
            if not self._batch:
                return
            batch, self._batch = self._batch, _Batch()
            self._being_written = batch
            try:
                async with self._storage.transaction() as connection:
                    await self._write(connection, batch)
            except SQLAlchemyError as error:
                # The answers are out; without these notes an edited question gets a new answer.
                _log.warning("notes_not_written", error=type(error).__name__)
                if is_away(error):
                    batch.add(self._batch)
                    self._batch = batch
                    self._write_within(_PAUSE_WHILE_AWAY)
            finally:
                self._being_written = _Batch()

    async def close(self) -> None:
        """Write the last batch, after one that is being written."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        await self.flush()

    def _write_within(self, seconds: float) -> None:
        if self._timer is None and not self._closed:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._start_flush)

    def _start_flush(self) -> None:
        self._timer = None
        flush = asyncio.create_task(self.flush())
        self._flushes.add(flush)
        flush.add_done_callback(self._flushes.discard)

    async def _write(self, connection: AsyncConnection, batch: _Batch) -> None:
        now = self._clock()
        # First, since it may have to wait for an erasure, which must not wait for this.
        batch.drop(await erasures.among(connection, batch.chats()))
        await accounts.seen(connection, batch.seen.keys(), now)
        if batch.updates:
            await connection.execute(
                update(ReceivedUpdate)
                .where(ReceivedUpdate.update_id == bindparam("id"))
                .values(calls=None)
                .execution_options(synchronize_session=None),
                [{"id": update_id} for update_id in sorted(batch.updates)],
            )
        if batch.replies:
            statement = insert_into(connection, SentReply)
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["chat_id", "message_id"],
                    set_={"reply_id": statement.excluded.reply_id},
                ),
                [
                    {
                        "chat_id": chat_id,
                        "message_id": message_id,
                        "reply_id": reply.reply_id,
                        "sent_at": now,
                    }
                    for (chat_id, message_id), reply in sorted(batch.replies.items())
                ],
            )
        asked = {chat_id: note.question for chat_id, note in batch.asked.items()}
        await questions.remember(connection, asked, now)
        await samples.keep(connection, batch.samples, now.date())
        for day, counts in batch.counts.items():
            await tallies.add(connection, day, counts)
        await accounts.unreachable(connection, batch.unreachable, now)
        for old, new in batch.moved.items():
            await accounts.moved(connection, old, new)
