"""Numbers for Prometheus: what this process did, and what waits in the database. No persons.

Each bot has a registry of its own, so that two in one process (tests) don't count together.
"""

import asyncio
from collections import Counter as Counts
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from sqlalchemy import func, inspect, select, table, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.content import versions
from bot.content.statistics import QUESTION
from bot.storage.models import StoredJob
from bot.storage.storage import Storage

_log = structlog.get_logger(__name__)
METRICS_PATH = "/metrics"
_PATIENCE = 3.0
"""Seconds that the database gets to answer when somebody asks for the numbers."""
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_OUTBOX = "outbox_messages"


class Metrics:
    """What is counted in this process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._received = Counter(
            "jamsosbot_updates", "Updates received, by result.", ["result"], registry=self.registry
        )
        self._questions = Counter(
            "jamsosbot_questions",
            "Questions in people's own words, by outcome.",
            ["outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "jamsosbot_update_seconds",
            "Seconds from receiving an update to its last reply.",
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._calls = Counter(
            "jamsosbot_calls",
            "Bot API calls, by method and result.",
            ["method", "result"],
            registry=self.registry,
        )
        self._jobs = Gauge(
            "jamsosbot_jobs", "Jobs in the database, by state.", ["state"], registry=self.registry
        )
        self._outbox = Gauge(
            "jamsosbot_outbox_waiting", "Bulk messages not sent yet.", registry=self.registry
        )
        self._generation = Gauge(
            "jamsosbot_content_generation",
            "Grows with each change of the content.",
            registry=self.registry,
        )
        self._away = Gauge(
            "jamsosbot_database_away", "1 while the database can't be read.", registry=self.registry
        )

    @contextmanager
    def receiving(self) -> Iterator[None]:
        """Time one update and count how it ends."""
        begun = perf_counter()
        result = "failed"
        try:
            yield
            result = "done"
        finally:
            self._received.labels(result).inc()
            self._seconds.observe(perf_counter() - begun)

    def counted(self, counts: Counts[tuple[str, str]]) -> None:
        """What an update counted for the day's statistics."""
        for (kind, name), count in counts.items():
            if kind == QUESTION:
                self._questions.labels(name).inc(count)

    def called(self, method: str, result: str) -> None:
        """A Bot API call came to its end; `result` as bot.telegram.delivery names it."""
        self._calls.labels(method, result).inc()

    async def exposition(self, storage: Storage) -> bytes:
        """Everything in Prometheus' text format; what the database holds is looked up now."""
        try:
            async with asyncio.timeout(_PATIENCE), storage.engine.connect() as connection:
                await self._look_at(connection)
        except (SQLAlchemyError, TimeoutError, OSError) as error:
            _log.warning("metrics_without_database", error=type(error).__name__)
            self._away.set(1)
        else:
            self._away.set(0)
        return generate_latest(self.registry)

    async def _look_at(self, connection: AsyncConnection) -> None:
        is_over = StoredJob.failed_at.is_not(None)
        rows = await connection.execute(select(is_over, func.count()).group_by(is_over))
        by_state = {bool(row[0]): row[1] for row in rows}
        self._jobs.labels("waiting").set(by_state.get(False, 0))
        self._jobs.labels("failed").set(by_state.get(True, 0))
        self._generation.set(await versions.generation(connection))
        if await connection.run_sync(lambda sync: inspect(sync).has_table(_OUTBOX)):
            waiting = (
                select(func.count()).select_from(table(_OUTBOX)).where(text("ended_at IS NULL"))
            )
            self._outbox.set(await connection.scalar(waiting) or 0)


def metrics_route(metrics: Metrics, storage: Storage) -> Route:
    """GET /metrics. Nothing in it is personal; who may read it, the reverse proxy says."""

    async def endpoint(_: Request) -> Response:
        return Response(await metrics.exposition(storage), media_type=CONTENT_TYPE_LATEST)

    return Route(METRICS_PATH, endpoint)


def create_metrics_app(metrics: Metrics, storage: Storage) -> Starlette:
    """The ASGI app with the numbers alone, for a bot that receives by polling."""
    return Starlette(routes=[metrics_route(metrics, storage)])
