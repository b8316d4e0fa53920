"""The audit log tells of every change to it, and takes no change of what it holds."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import audit
from bot.people.audit import Detail
from bot.storage.storage import Storage
from tests.people.cast import BOSS, LATER, NOW

_DETAILS = st.dictionaries(
    st.text("abcdefgh_", min_size=1, max_size=8),
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(max_size=8).filter(lambda word: "\0" not in word)
    | st.lists(st.sampled_from(["64.72", "64.02"]), max_size=3),
    max_size=4,
)


async def _write(connection: AsyncConnection, entries: int) -> None:
    for number in range(entries):
        await audit.record(connection, BOSS, "test.change", f"thing/{number}", NOW, what=number)


async def _write_in_vain(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await _write(connection, 1)
        raise RuntimeError


async def _without_guard(connection: AsyncConnection, statement: str) -> None:
    """What somebody could do who owns the database."""
    if connection.dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            await connection.execute(text(f"DROP TRIGGER IF EXISTS audit_log_keeps_{event}"))
    else:
        await connection.execute(text("ALTER TABLE audit_log DISABLE TRIGGER audit_log_keeps"))
    await connection.execute(text(statement))
    if connection.dialect.name != "sqlite":
        await connection.execute(text("ALTER TABLE audit_log ENABLE TRIGGER audit_log_keeps"))


async def test_an_empty_log_is_whole(storage: Storage) -> None:
    async with storage.transaction() as connection:
        verdict = await audit.verify(connection)
    assert (verdict.entries, verdict.is_whole) == (0, True)


async def test_what_was_recorded_is_whole_and_newest_first(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await _write(connection, 5)
    async with storage.transaction() as connection:
        verdict = await audit.verify(connection)
        total, [entry] = await audit.newest(connection, 1, skip=1)
    assert (verdict.entries, verdict.broken_at, total) == (5, None, 5)
    assert (entry.number, entry.actor_id, entry.target) == (4, BOSS, "thing/3")
    assert (entry.at, entry.details) == (NOW, {"what": 3})


async def test_the_chain_is_verified_beyond_one_portion(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "_AT_ONCE", 3)
    async with storage.transaction() as connection:
        await _write(connection, 10)
        assert (await audit.verify(connection)).entries == 10


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_log SET actor_id = 9", "DELETE FROM audit_log WHERE number = 1"]
)
async def test_the_database_refuses_to_change_it(storage: Storage, statement: str) -> None:
    async with storage.transaction() as connection:
        await _write(connection, 2)
    with pytest.raises(DBAPIError, match="only added to"):
        async with storage.transaction() as connection:
            await connection.execute(text(statement))
    async with storage.transaction() as connection:
        assert (await audit.verify(connection)).entries == 2


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit_log SET actor_id = 9 WHERE number = 3", 3),
        ("UPDATE audit_log SET actor_id = NULL WHERE number = 1", 1),
        ("UPDATE audit_log SET action = 'x' WHERE number = 2", 2),
        ("UPDATE audit_log SET target = 'x' WHERE number = 2", 2),
        ("UPDATE audit_log SET details = '{}' WHERE number = 4", 4),
        ("UPDATE audit_log SET at = '2026-11-23 01:00:01' WHERE number = 4", 4),
        ("DELETE FROM audit_log WHERE number = 1", 1),
        ("DELETE FROM audit_log WHERE number = 3", 3),
        ("UPDATE audit_log SET number = number + 10 WHERE number = 4", 4),
    ],
)
async def test_a_change_by_force_is_found(storage: Storage, statement: str, broken_at: int) -> None:
    async with storage.transaction() as connection:
        await _write(connection, 4)
        await _without_guard(connection, statement)
        verdict = await audit.verify(connection)
    assert (verdict.broken_at, verdict.is_whole) == (broken_at, False)


async def test_a_cut_off_end_is_found_by_a_head_noted_elsewhere(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await _write(connection, 4)
        noted = (await audit.verify(connection)).head
        assert await audit.has(connection, noted)
        await _without_guard(connection, "DELETE FROM audit_log WHERE number = 4")
        assert (await audit.verify(connection)).is_whole
        assert not await audit.has(connection, noted)


async def test_many_at_once_make_one_chain(storage: Storage) -> None:
    async def change(number: int) -> None:
        async with storage.transaction() as connection:
            await audit.record(connection, number, "test.change", "thing", LATER)

    await asyncio.gather(*(change(number) for number in range(20)))
    async with storage.transaction() as connection:
        verdict = await audit.verify(connection)
    assert (verdict.entries, verdict.is_whole) == (20, True)


async def test_what_is_rolled_back_leaves_no_gap(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await _write(connection, 1)
    with pytest.raises(RuntimeError):
        await _write_in_vain(storage)
    async with storage.transaction() as connection:
        await _write(connection, 1)
        assert (await audit.verify(connection)).entries == 2


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(details=_DETAILS, moment=st.datetimes().map(lambda at: at.replace(tzinfo=NOW.tzinfo)))
def test_any_details_come_back_as_they_were_hashed(
    database_url: str, details: dict[str, Detail], moment: object
) -> None:
    async def check() -> None:
        storage = Storage(database_url)
        try:
            async with storage.transaction() as connection:
                await audit.record(connection, None, "x", "y", moment, **details)  # type: ignore[arg-type]  # Hypothesis's map loses the type
                assert (await audit.verify(connection)).is_whole
        finally:
            await storage.close()

    asyncio.run(check())
