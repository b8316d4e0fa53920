"""Doing the jobs that are due, a few at a time, in every replica."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.jobs import queue
from bot.jobs.queue import LEASE, Job, PermanentError
from bot.storage.storage import Storage

_log = structlog.get_logger(__name__)
Worker = Callable[[Job], Awaitable[None]]
"""Does one job. Raises PermanentError when it will never work; anything else: try again later."""

_AT_ONCE = 4
_LOOKS_EVERY = 1.0
_PROLONGS_EVERY = LEASE.total_seconds() / 3


class JobRunner:
    """Takes jobs from the database and hands them to the worker of their kind."""

    def __init__(
        self,
        storage: Storage,
        clock: Callable[[], datetime],
        workers: Mapping[str, Worker],
        when_given_up: Mapping[str, Worker] | None = None,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._workers = workers
        self._when_given_up = when_given_up or {}
        self._awake = asyncio.Event()
        self._running: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look for jobs."""
        self._loop = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Stop. Jobs in work are cut off; another start takes them up when their lease ends."""
        tasks = [*self._running, *([self._loop] if self._loop else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def wake(self) -> None:
        """Look now: a job was just asked for."""
        self._awake.set()

    async def _run(self) -> None:
        while True:
            took = False
            try:
                took = await self._take()
            except SQLAlchemyError as error:
                _log.warning("jobs_not_taken", error=type(error).__name__)
            if not took:
                # Not wait_for: before 3.12 it swallows a cancellation that comes as it wakes.
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOKS_EVERY):
                        await self._awake.wait()
            self._awake.clear()

    async def _take(self) -> bool:
        free = _AT_ONCE - len(self._running)
        if free <= 0:
            return False
        now = self._clock()
        async with self._storage.engine.connect() as connection:
            if not await queue.is_due(connection, self._workers.keys(), now):
                return False
        async with self._storage.transaction() as connection:
            jobs = await queue.take(connection, self._workers.keys(), now, free)
        for job in jobs:
            task = asyncio.create_task(self._work_on(job))
            self._running.add(task)
            task.add_done_callback(self._finished)
        return bool(jobs)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self.wake()

    async def _work_on(self, job: Job) -> None:
        keeping = asyncio.create_task(self._keep(job))
        try:
            await self._workers[job.kind](job)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the others go on
            await self._failed(job, error)
        else:
            await self._settle(job)
        finally:
            keeping.cancel()

    async def _settle(self, job: Job) -> None:
        with suppress(SQLAlchemyError):  # its lease ends and it is done once more
            async with self._storage.transaction() as connection:
                await queue.done(connection, job)

    async def _failed(self, job: Job, error: Exception) -> None:
        is_permanent = isinstance(error, PermanentError)
        _log.warning(
            "job_failed",
            kind=job.kind,
            job=job.id,
            attempts=job.attempts + 1,
            exc_info=None if is_permanent else error,
            why=str(error) if is_permanent else type(error).__name__,
        )
        is_over = False
        with suppress(SQLAlchemyError):
            async with self._storage.transaction() as connection:
                now = self._clock()
                is_over = await queue.failed(connection, job, now, for_good=is_permanent)
        if is_over:
            _log.error("job_given_up", kind=job.kind, job=job.id)
            await self._tell_given_up(job)

    async def _tell_given_up(self, job: Job) -> None:
        """Somebody may be waiting for the job."""
        tell = self._when_given_up.get(job.kind)
        if tell is None:
            return
        try:
            await tell(job)
        except Exception as error:  # noqa: BLE001 -- the job is over all the same
            _log.warning("giving_up_not_told", kind=job.kind, error=type(error).__name__)

    async def _keep(self, job: Job) -> None:
        while True:
            await asyncio.sleep(_PROLONGS_EVERY)
            with suppress(SQLAlchemyError):
                async with self._storage.transaction() as connection:
                    await queue.prolong(connection, job, self._clock())
