"""What runs when. APScheduler only wakes; what is due, the database decides.

Jobs stay in memory: APScheduler's job stores can't be shared between processes. Each job may run
in every replica at the same time and does its work once all the same.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, tzinfo

import structlog
from apscheduler.schedulers.asyncio import (  # type: ignore[import-untyped]  # it has no types
    AsyncIOScheduler,
)
from apscheduler.triggers.interval import (  # type: ignore[import-untyped]  # it has no types
    IntervalTrigger,
)
from sqlalchemy.exc import SQLAlchemyError

from bot.content import drafts
from bot.content.review import ask_for_notices, due_month
from bot.people.retention import forget_old, kept_for
from bot.people.roles import admins
from bot.registry.store.versions import delete_abandoned
from bot.storage.models import AskedSample
from bot.storage.storage import Storage

_log = structlog.get_logger(__name__)


async def forget_what_is_old(storage: Storage, now: datetime) -> None:
    """Delete what is past its time; running twice does nothing more."""
    async with storage.transaction() as connection:
        await forget_old(connection, now)
        await drafts.forget_trials(connection, now - kept_for(AskedSample))
    await delete_abandoned(storage, now)


def create_schedule(
    storage: Storage,
    clock: Callable[[], datetime],
    each_minute: Callable[[], Awaitable[object]] | None = None,
    *,
    zone: tzinfo = UTC,
    admin_ids: frozenset[int] = frozenset(),
) -> AsyncIOScheduler:
    """The scheduler, not started yet. `each_minute` looks for what is due and wasn't done."""

    async def hourly() -> None:
        try:
            await forget_what_is_old(storage, clock())
        except SQLAlchemyError as error:
            _log.warning("retention_failed", error=type(error).__name__)

    async def reviews() -> None:
        now = clock().astimezone(zone)
        if due_month(now) is None:
            return
        try:
            async with storage.transaction() as connection:
                await ask_for_notices(connection, await admins(connection, admin_ids), now)
        except SQLAlchemyError as error:
            _log.warning("reviews_not_asked_for", error=type(error).__name__)

    async def minutely() -> None:
        try:
            if each_minute is not None:
                await each_minute()
        except SQLAlchemyError as error:
            _log.warning("nothing_sent_this_minute", error=type(error).__name__)

    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(
        hourly,
        IntervalTrigger(hours=1),
        next_run_time=clock() + timedelta(seconds=30),
        coalesce=True,
        misfire_grace_time=None,
        max_instances=1,
        id="retention",
    )
    scheduler.add_job(
        reviews,
        IntervalTrigger(minutes=5),
        coalesce=True,
        misfire_grace_time=None,
        max_instances=1,
        id="reviews",
    )
    if each_minute is not None:
        scheduler.add_job(
            minutely,
            IntervalTrigger(minutes=1),
            next_run_time=clock() + timedelta(seconds=5),
            coalesce=True,
            misfire_grace_time=None,
            max_instances=1,
            id="each_minute",
        )
    return scheduler
