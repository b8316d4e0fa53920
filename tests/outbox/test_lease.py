"""One replica at a time may send; one that slept through its lease may not."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.outbox import lease
from bot.outbox.lease import Held
from bot.storage.storage import Storage

_NOW = datetime(2026, 5, 4, 0, 0, tzinfo=UTC)
_LASTS = timedelta(seconds=10)


async def _acquire(storage: Storage, owner: str, now: datetime = _NOW) -> Held | None:
    async with storage.transaction() as connection:
        return await lease.acquire(connection, owner, now, _LASTS)


async def _keep(storage: Storage, token: int, now: datetime) -> Held | None:
    async with storage.transaction() as connection:
        return await lease.keep(connection, token, now, _LASTS)


async def test_of_many_replicas_at_the_same_moment_one_gets_it(storage: Storage) -> None:
    held = await asyncio.gather(*(_acquire(storage, f"replica {n}") for n in range(6)))
    assert len([one for one in held if one is not None]) == 1


async def test_another_gets_it_when_it_has_expired_and_not_before(storage: Storage) -> None:
    first = await _acquire(storage, "a")
    assert first is not None
    assert await _acquire(storage, "b", _NOW + _LASTS - timedelta(seconds=1)) is None
    second = await _acquire(storage, "b", _NOW + _LASTS)
    assert second is not None
    assert second.token > first.token


async def test_keeping_it_prolongs_it(storage: Storage) -> None:
    first = await _acquire(storage, "a")
    assert first is not None
    assert await _keep(storage, first.token, _NOW + _LASTS / 2)
    assert await _acquire(storage, "b", _NOW + _LASTS) is None


async def test_who_slept_through_it_cannot_keep_it(storage: Storage) -> None:
    first = await _acquire(storage, "a")
    assert first is not None
    await _acquire(storage, "b", _NOW + _LASTS)
    assert await _keep(storage, first.token, _NOW + _LASTS) is None
    async with storage.transaction() as connection:
        await lease.release(connection, first.token, _NOW + _LASTS)
        assert not await lease.is_free(connection, "c", _NOW + _LASTS)


async def test_who_released_it_does_not_make_others_wait(storage: Storage) -> None:
    first = await _acquire(storage, "a")
    assert first is not None
    async with storage.transaction() as connection:
        assert not await lease.is_free(connection, "b", _NOW)
        await lease.release(connection, first.token, _NOW)
        assert await lease.is_free(connection, "b", _NOW)
    assert await _acquire(storage, "b") is not None


async def test_a_pause_outlives_the_holder_and_is_never_shortened(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await lease.pause(connection, _NOW + timedelta(seconds=40))
        await lease.pause(connection, _NOW + timedelta(seconds=5))
    held = await _acquire(storage, "a")
    assert held is not None
    assert held.paused_until == _NOW + timedelta(seconds=40)
