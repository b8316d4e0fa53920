"""The jobs as stored: asking for them, taking them, settling them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import StoredJob
from bot.storage.storage import insert_into

LEASE = timedelta(seconds=60)
"""How long a replica has a job for itself; prolonged while it works."""
_MOST_ATTEMPTS = 6
_FIRST_PAUSE = timedelta(seconds=15)


class PermanentError(Exception):
    """The job will never work; its message is for the log, without personal data."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job in work. `attempts` counts those before this one."""

    id: int
    kind: str
    chat_id: int | None
    data: dict[str, Any]
    run_at: datetime
    attempts: int


async def enqueue(  # noqa: PLR0913 -- one row, one argument a column
    connection: AsyncConnection,
    kind: str,
    data: dict[str, Any],
    *,
    run_at: datetime,
    chat_id: int | None = None,
    key: str | None = None,
) -> bool:
    """Ask for a job; `data` must be JSON. False when a job of this `key` is there already."""
    statement = insert_into(connection, StoredJob).values(
        kind=kind, key=key, chat_id=chat_id, data=data, run_at=run_at
    )
    job_id = await connection.scalar(
        statement.on_conflict_do_nothing(index_elements=["key"]).returning(StoredJob.id)
    )
    return job_id is not None


async def cancel(connection: AsyncConnection, key: str) -> None:
    """Forget a job, unless it is done already."""
    await connection.execute(delete(StoredJob).where(StoredJob.key == key))


async def take(
    connection: AsyncConnection, kinds: Collection[str], now: datetime, limit: int
) -> list[Job]:
    """Lease the jobs that are due, oldest first; other replicas don't get them meanwhile."""
    due = (
        select(StoredJob.id)
        .where(
            StoredJob.failed_at.is_(None),
            StoredJob.run_at <= now,
            StoredJob.kind.in_(kinds),
            or_(StoredJob.leased_until.is_(None), StoredJob.leased_until < now),
        )
        .order_by(StoredJob.run_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = await connection.execute(
        update(StoredJob)
        .where(StoredJob.id.in_(due))
        .values(leased_until=now + LEASE)
        .returning(StoredJob)
    )
    jobs = [Job(row.id, row.kind, row.chat_id, row.data, row.run_at, row.attempts) for row in rows]
    return sorted(jobs, key=lambda job: job.run_at)


async def is_due(connection: AsyncConnection, kinds: Collection[str], now: datetime) -> bool:
    """Whether there is anything to take: a look that locks nothing."""
    found = await connection.scalar(
        select(StoredJob.id)
        .where(
            StoredJob.failed_at.is_(None),
            StoredJob.run_at <= now,
            StoredJob.kind.in_(kinds),
            or_(StoredJob.leased_until.is_(None), StoredJob.leased_until < now),
        )
        .limit(1)
    )
    return found is not None


async def prolong(connection: AsyncConnection, job: Job, now: datetime) -> None:
    """Keep a job for longer."""
    await connection.execute(
        update(StoredJob).where(StoredJob.id == job.id).values(leased_until=now + LEASE)
    )


async def done(connection: AsyncConnection, job: Job) -> None:
    """The job is done."""
    await connection.execute(delete(StoredJob).where(StoredJob.id == job.id))


async def failed(connection: AsyncConnection, job: Job, now: datetime, *, for_good: bool) -> bool:
    """Try the job again later, with growing pauses; True when it has failed for good."""
    is_over = for_good or job.attempts + 1 >= _MOST_ATTEMPTS
    await connection.execute(
        update(StoredJob)
        .where(StoredJob.id == job.id)
        .values(
            attempts=job.attempts + 1,
            leased_until=None,
            run_at=now + _FIRST_PAUSE * 2**job.attempts,
            failed_at=now if is_over else None,
        )
    )
    return is_over
