"""The one sender of bulk messages. It runs in every replica; who holds the lease sends."""

import asyncio
import math
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.outbox import lease, queue
from bot.outbox.flights import Flights
from bot.outbox.pace import Metronome, Pace
from bot.outbox.posting import Posting
from bot.outbox.queue import Candidate
from bot.outbox.runs import close_finished
from bot.outbox.settling import Hooks, Settling
from bot.storage.storage import Storage

_log = structlog.get_logger(__name__)
_LOOKS_EVERY = 1.0
_LOOKS_AHEAD = 64
"""Messages known in advance, so that one for a chat that must wait doesn't hold up the others."""
_WHILE_AWAY = 2.0
_STOP_PATIENCE = 10.0
"""Seconds that what is in flight gets to finish; what doesn't may arrive twice."""


class Sender:
    """Sends what is due, evenly, behind the replies."""

    def __init__(  # noqa: PLR0913 -- its collaborators
        self,
        storage: Storage,
        posting: Posting,
        clock: Callable[[], datetime],
        *,
        pace: Pace | None = None,
        hooks: Hooks | None = None,
        looks_every: float = _LOOKS_EVERY,
    ) -> None:
        self._storage = storage
        self._posting = posting
        self._traffic = posting.traffic
        self._clock = clock
        self._pace = pace or Pace()
        self._flights = Flights(
            posting,
            Settling(storage, clock, hooks or Hooks()),
            stale_after=self._pace.lease.total_seconds() / 2,
            on_landed=self._landed,
        )
        self._looks_every = looks_every
        self._metronome = Metronome(self._pace.per_second)
        self._owner = secrets.token_hex(16)
        self._token: int | None = None
        self._kept_at = -math.inf
        self._told_pause = -math.inf
        self._candidates: list[Candidate] = []
        self._looked_at = -math.inf
        self._awake = asyncio.Event()
        self._is_stopping = False
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look for messages."""
        self._loop = asyncio.create_task(self._run())

    def wake(self) -> None:
        """Look now: messages were just enqueued. Without it they are seen within a second."""
        self._awake.set()

    async def stop(self) -> None:
        """Take nothing more, let what is in flight arrive, and let another have the lease."""
        self._is_stopping = True
        self._awake.set()
        if self._loop is not None:
            await self._loop
        await self._flights.land(_STOP_PATIENCE)
        if self._token is not None:
            with suppress(SQLAlchemyError):
                async with self._storage.transaction() as connection:
                    await lease.release(connection, self._token, self._clock())

    def _landed(self) -> None:
        self._awake.set()

    async def _run(self) -> None:
        while not self._is_stopping:
            self._awake.clear()
            try:
                pause = await self._step()
            except SQLAlchemyError as error:
                _log.warning("outbox_not_read", error=type(error).__name__)
                # Whether a message was marked as taken isn't known: taking over again finds out.
                self._let_go()
                pause = _WHILE_AWAY
            except Exception as error:  # noqa: BLE001 -- a bug must not end all sending
                _log.error("outbox_failed", exc_info=error)
                self._let_go()
                pause = _WHILE_AWAY
            await self._rest(pause)

    async def _rest(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
        elif not self._is_stopping:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._awake.wait()

    async def _step(self) -> float:
        """Do one thing; how long to rest before the next."""
        await self._tell_of_pause()
        if self._token is None and (self._flights or not await self._take_over()):
            return self._looks_every
        wait = self._until_next()
        if wait <= 0:
            return await self._take_one()
        keeps_every = self._pace.lease.total_seconds() / 3
        if time.monotonic() - self._kept_at > keeps_every:
            async with self._storage.transaction() as connection:
                await self._keep(connection)
        return min(wait, keeps_every)

    async def _tell_of_pause(self) -> None:
        """A reply of this replica may have been told to wait: whoever sends bulk has to know."""
        if self._traffic.paused_until > self._told_pause and self._traffic.paused_for > 0:
            self._told_pause = self._traffic.paused_until
            until = self._clock() + self._traffic.paused_for_delta
            _log.warning("bulk_paused", seconds=round(self._traffic.paused_for, 1))
            async with self._storage.transaction() as connection:
                await lease.pause(connection, until)

    async def _take_over(self) -> bool:
        now = self._clock()
        async with self._storage.engine.connect() as connection:
            if not await queue.is_anything_to_do(connection, now):
                return False
            if not await lease.is_free(connection, self._owner, now):
                return False
        async with self._storage.transaction() as connection:
            held = await lease.acquire(connection, self._owner, now, self._pace.lease)
            if held is None:
                return False
            recovered = await queue.recover(connection, now)
            groups = await queue.sent_to_groups(connection, now)
        for group_id, at in groups:
            self._traffic.recall(group_id, (now - at).total_seconds())
        self._token, self._kept_at = held.token, time.monotonic()
        self._heed(held)
        if recovered:
            _log.warning("bulk_may_arrive_twice", messages=recovered)
        return True

    async def _keep(self, connection: AsyncConnection) -> bool:
        """Show the lease; False when it is another's."""
        if self._token is None:
            return False
        held = await lease.keep(connection, self._token, self._clock(), self._pace.lease)
        if held is None:
            _log.warning("outbox_lease_lost")
            self._let_go()
            return False
        self._kept_at = time.monotonic()
        self._heed(held)
        return True

    def _heed(self, held: lease.Held) -> None:
        pause = (held.paused_until - self._clock()).total_seconds()
        if pause > self._traffic.paused_for:
            self._traffic.pause(pause)
            self._told_pause = self._traffic.paused_until

    def _let_go(self) -> None:
        self._token = None
        self._candidates = []
        self._looked_at = -math.inf

    def _until_next(self) -> float:
        if len(self._flights) >= self._pace.in_flight:
            return math.inf
        return max(
            self._metronome.until_next(),
            self._traffic.until_room(),
            self._flights.trouble_for,
        )

    async def _take_one(self) -> float:
        began = time.monotonic()
        async with self._storage.transaction() as connection:
            if not await self._keep(connection) or self._until_next() > 0:
                return 0.0
            await self._look(connection)
            candidate, wait = self._choose()
            taken = None
            if candidate is not None and self._token is not None:
                self._candidates.remove(candidate)
                taken = await queue.take(connection, candidate.id, self._token, self._clock())
            elif not self._candidates and not self._flights:
                await self._finish(connection)
        if taken is not None:
            self._metronome.beat()
            self._flights.launch(taken, began, is_last=lambda: not self._candidates)
        return wait

    async def _look(self, connection: AsyncConnection) -> None:
        now = time.monotonic()
        if not self._candidates or now - self._looked_at > _LOOKS_EVERY:
            self._candidates = await queue.due(connection, self._clock(), _LOOKS_AHEAD)
            self._looked_at = now

    def _choose(self) -> tuple[Candidate | None, float]:
        """The first that may go now, or how long to rest."""
        wait = self._looks_every
        for candidate in self._candidates:
            if candidate.recipient not in self._flights:
                until = self._traffic.until_chat(candidate.recipient)
                if until <= 0:
                    return candidate, 0.0
                wait = min(wait, until)
        return None, wait

    async def _finish(self, connection: AsyncConnection) -> None:
        """Nothing is due: another may have the lease."""
        await close_finished(connection)
        if self._token is not None:
            await lease.release(connection, self._token, self._clock())
        self._let_go()
