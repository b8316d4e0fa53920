"""Jobs: written with what asks for them, done once they are due, by one replica at a time."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot import jobs
from bot.jobs import Job, JobRunner, PermanentError, Worker, queue
from bot.storage.models import StoredJob
from bot.storage.storage import Storage
from tests.waiting import until

_NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = _NOW

    def __call__(self) -> datetime:
        return self.now


async def _ask(storage: Storage, name: str, *, key: str | None = None, after: int = 0) -> bool:
    async with storage.transaction() as connection:
        run_at = _NOW + timedelta(seconds=after)
        return await jobs.enqueue(connection, "note", {"name": name}, run_at=run_at, key=key)


async def _stored(storage: Storage) -> list[tuple[int, datetime | None]]:
    async with storage.transaction() as connection:
        rows = await connection.execute(select(StoredJob.attempts, StoredJob.failed_at))
        return [(row.attempts, row.failed_at) for row in rows]


async def _take(storage: Storage, now: datetime, limit: int = 10) -> list[Job]:
    async with storage.transaction() as connection:
        return await queue.take(connection, ["note"], now, limit)


def _noting(names: list[str]) -> Worker:
    async def note(job: Job) -> None:
        names.append(job.data["name"])

    return note


async def test_a_job_is_done_when_it_is_due_and_forgotten(storage: Storage) -> None:
    clock, names = Clock(), list[str]()
    runner = JobRunner(storage, clock, {"note": _noting(names)})
    await _ask(storage, "nanti", after=60)
    await _ask(storage, "sekarang")
    runner.start()

    async def is_done() -> bool:
        return len(await _stored(storage)) == 1

    await until(is_done)  # else its lease would end with the next line, and it were done again
    assert names == ["sekarang"]
    clock.now += timedelta(seconds=61)
    runner.wake()
    await until(lambda: names == ["sekarang", "nanti"])

    async def is_empty() -> bool:
        return not await _stored(storage)

    await until(is_empty)
    await runner.stop()


async def test_a_runner_that_is_just_being_woken_stops_too(storage: Storage) -> None:
    runner = JobRunner(storage, Clock(), {"note": _noting([])})
    runner.start()
    await asyncio.sleep(0.2)  # it has found nothing and waits
    runner.wake()
    async with asyncio.timeout(5):
        await runner.stop()


async def test_a_key_is_there_once(storage: Storage) -> None:
    assert await _ask(storage, "satu", key="k")
    assert not await _ask(storage, "dua", key="k")
    assert [job.data["name"] for job in await _take(storage, _NOW)] == ["satu"]


async def test_a_cancelled_job_is_not_done(storage: Storage) -> None:
    await _ask(storage, "satu", key="k")
    async with storage.transaction() as connection:
        await jobs.cancel(connection, "k")
    assert not await _take(storage, _NOW)


async def test_what_one_replica_has_no_other_gets_until_the_lease_ends(storage: Storage) -> None:
    await _ask(storage, "satu")
    assert len(await _take(storage, _NOW)) == 1
    assert not await _take(storage, _NOW + queue.LEASE)
    assert len(await _take(storage, _NOW + queue.LEASE + timedelta(seconds=1))) == 1


async def test_replicas_that_look_at_once_share_the_jobs(storage: Storage) -> None:
    for number in range(40):
        await _ask(storage, str(number))
    taken = await asyncio.gather(*(_take(storage, _NOW) for _ in range(4)))
    names = [job.data["name"] for jobs_ in taken for job in jobs_]
    assert len(names) == len(set(names))
    rest = await _take(storage, _NOW, limit=40)
    assert len(names) + len(rest) == 40


async def test_a_failing_job_is_tried_again_later_and_given_up_in_the_end(
    storage: Storage,
) -> None:
    clock, attempts = Clock(), list[int]()

    async def fail(job: Job) -> None:
        attempts.append(job.attempts)
        raise OSError

    await _ask(storage, "satu")
    runner = JobRunner(storage, clock, {"note": fail})
    runner.start()
    for number in range(1, 7):
        await until(lambda number=number: len(attempts) == number)

        async def is_settled(number: int = number) -> bool:
            return (await _stored(storage))[0][0] == number

        await until(is_settled)
        clock.now += timedelta(hours=1)
        runner.wake()
    ((_, failed_at),) = await _stored(storage)
    assert failed_at is not None
    runner.wake()
    await asyncio.sleep(0.1)
    assert attempts == [0, 1, 2, 3, 4, 5]
    await runner.stop()


async def test_what_will_never_work_is_not_tried_again(storage: Storage) -> None:
    async def fail(_: Job) -> None:
        raise PermanentError("rusak")

    await _ask(storage, "satu")
    runner = JobRunner(storage, Clock(), {"note": fail})
    runner.start()

    async def has_failed() -> bool:
        return (await _stored(storage))[0][1] is not None

    await until(has_failed)
    await runner.stop()


async def test_a_job_cut_off_by_a_stop_is_taken_up_again(storage: Storage) -> None:
    clock, names = Clock(), list[str]()
    began = asyncio.Event()

    async def never_ends(_: Job) -> None:
        began.set()
        await asyncio.sleep(3_600)

    await _ask(storage, "satu")
    first = JobRunner(storage, clock, {"note": never_ends})
    first.start()
    await began.wait()
    await first.stop()
    clock.now += queue.LEASE + timedelta(seconds=1)
    second = JobRunner(storage, clock, {"note": _noting(names)})
    second.start()
    await until(lambda: names == ["satu"])
    await second.stop()


async def test_a_job_asked_for_in_a_transaction_that_fails_was_never_asked_for(
    storage: Storage,
) -> None:
    async def ask_and_fail() -> None:
        async with storage.transaction() as connection:
            await jobs.enqueue(connection, "note", {}, run_at=_NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ask_and_fail()
    assert not await _take(storage, _NOW)
