"""Looking a person up: every no is the same work, and no budget can be overtaken."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr
from sqlalchemy import event, select

from bot.registry.budgets import Budgets
from bot.registry.keys import KeyRing
from bot.registry.lookup import Availability, Lookup, Outcome
from bot.registry.nik import Nik
from bot.registry.sample import demo_people
from bot.registry.store.importing import Wish, import_entries
from bot.registry.store.key_store import open_keys
from bot.storage.models import LookupAttempt
from bot.storage.storage import Storage

AS_OF = date(2026, 10, 31)
NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
ACTIVE, LAPSED, _ = demo_people(AS_OF)
_SECRET = SecretStr("kunci-untuk-tes-saja-" + "x" * 32)
_ZONE = ZoneInfo("Asia/Makassar")
_NOBODY = "6472990101019999"
_ACCOUNT = 1001


@pytest.fixture
async def keys(storage: Storage, database_url: str) -> KeyRing:
    """A filled registry and its keys."""
    entries = [entry for person in (ACTIVE, LAPSED) for entry in person.entries()]
    await asyncio.to_thread(
        import_entries, database_url, _SECRET, entries, Wish(as_of=AS_OF), now=NOW
    )
    return await open_keys(storage, _SECRET, NOW)


@pytest.fixture
def lookup(keys: KeyRing) -> Lookup:
    return Lookup(keys, Budgets(), _ZONE)


async def _check(  # noqa: PLR0913 -- who asks for whom, and when
    storage: Storage,
    lookup: Lookup,
    nik: str,
    name: str,
    *,
    account: int = _ACCOUNT,
    now: datetime = NOW,
) -> bool:
    async with storage.transaction() as connection:
        nik_hash = lookup.hash_of(Nik.parse(nik))
        checked = await lookup.check(connection, account, nik_hash, name, now)
    return checked.match is not None


async def _outcomes(storage: Storage) -> list[str]:
    async with storage.transaction() as connection:
        rows = await connection.execute(select(LookupAttempt.outcome).order_by(LookupAttempt.id))
        return [row.outcome for row in rows]


@contextmanager
def _statements(storage: Storage) -> Iterator[list[str]]:
    """The statements that are executed meanwhile."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        seen.append(" ".join(statement.split()))

    engine = storage.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def test_nik_and_name_together_are_found(storage: Storage, lookup: Lookup) -> None:
    assert await _check(storage, lookup, ACTIVE.nik, "hidayat rahmat")
    assert await _outcomes(storage) == [Outcome.MATCHED]


async def _lock_the_nik(storage: Storage, lookup: Lookup) -> None:
    for number in range(5):
        await _check(storage, lookup, ACTIVE.nik, "Orang Lain Sekali", account=2_000 + number)


async def _lock_the_account(storage: Storage, lookup: Lookup) -> None:
    for _ in range(5):
        await _check(storage, lookup, LAPSED.nik, LAPSED.name)


async def test_every_no_takes_the_same_statements_and_hashes(
    storage: Storage, lookup: Lookup, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed, opened = Counter[str](), Counter[str]()
    seal_open, digest = KeyRing.open, KeyRing.nik_hash
    case = ""

    def count_open(self: KeyRing, sealed: bytes, bound_to: bytes) -> bytes:
        opened[case] += 1
        return seal_open(self, sealed, bound_to)

    def count_hash(self: KeyRing, nik: Nik) -> bytes:
        hashed[case] += 1
        return digest(self, nik)

    monkeypatch.setattr(KeyRing, "open", count_open)
    monkeypatch.setattr(KeyRing, "nik_hash", count_hash)
    statements: dict[str, list[str]] = {}

    async def say_no(name: str, nik: str, typed: str, account: int) -> None:
        nonlocal case
        case = name
        with _statements(storage) as seen:
            assert not await _check(storage, lookup, nik, typed, account=account)
        statements[name] = seen
        case = ""

    await _check(storage, lookup, _NOBODY, "Slamet Riyadi", account=4_000)  # warms the decoy up
    await say_no("no such NIK", _NOBODY, "Slamet Riyadi", 3_001)
    await say_no("another name", ACTIVE.nik, "Slamet Riyadi", 3_002)
    await _lock_the_nik(storage, lookup)
    await say_no("a locked NIK", ACTIVE.nik, ACTIVE.name, 3_003)
    await _lock_the_account(storage, lookup)
    await say_no("a locked account", LAPSED.nik, LAPSED.name, _ACCOUNT)
    first = statements["no such NIK"]
    assert len(first) > 5
    assert all(seen == first for seen in statements.values())
    cases = list(statements)
    assert [hashed[each] for each in cases] == [1, 1, 1, 1]
    assert [opened[each] for each in cases] == [1, 1, 1, 1]


async def test_attempts_at_once_are_counted_one_by_one(storage: Storage, lookup: Lookup) -> None:
    found = await asyncio.gather(
        *(_check(storage, lookup, ACTIVE.nik, ACTIVE.name) for _ in range(12))
    )
    assert sum(found) == 5
    assert Counter(await _outcomes(storage)) == {Outcome.MATCHED: 5, Outcome.REFUSED: 7}


async def test_failures_of_a_nik_at_once_lock_it_for_all(storage: Storage, lookup: Lookup) -> None:
    await asyncio.gather(
        *(
            _check(storage, lookup, ACTIVE.nik, "Orang Lain Sekali", account=2_000 + number)
            for number in range(8)
        )
    )
    assert not await _check(storage, lookup, ACTIVE.nik, ACTIVE.name)


async def test_successes_never_lock_a_nik(storage: Storage, lookup: Lookup) -> None:
    for number in range(7):
        assert await _check(storage, lookup, ACTIVE.nik, ACTIVE.name, account=2_000 + number)


async def test_somebody_locked_out_cannot_lock_a_nik_for_others(
    storage: Storage, lookup: Lookup
) -> None:
    await _lock_the_account(storage, lookup)
    for _ in range(9):
        await _check(storage, lookup, ACTIVE.nik, "Orang Lain Sekali")
    assert await _check(storage, lookup, ACTIVE.nik, ACTIVE.name, account=2_001)


async def test_the_day_ends_at_midnight_by_the_zones_clock(
    storage: Storage, lookup: Lookup
) -> None:
    late = datetime(2026, 11, 25, 23, 59, tzinfo=_ZONE)
    for _ in range(5):
        await _check(storage, lookup, ACTIVE.nik, ACTIVE.name, now=late)
    assert not await _check(storage, lookup, ACTIVE.nik, ACTIVE.name, now=late)
    after = late + timedelta(minutes=2)
    assert await _check(storage, lookup, ACTIVE.nik, ACTIVE.name, now=after)


async def test_without_keys_or_with_others_there_is_no_registry(
    storage: Storage, keys: KeyRing
) -> None:
    others = KeyRing("kunci-lain-sama-sekali-" + "y" * 32)
    async with storage.transaction() as connection:
        for ring, expected in (
            (None, Availability.NO_REGISTRY),
            (others, Availability.NO_REGISTRY),
            (keys, Availability.OPEN),
        ):
            lookup = Lookup(ring, Budgets(), _ZONE)
            assert await lookup.availability(connection, NOW) is expected


async def test_a_failing_database_gives_no_answer(storage: Storage, lookup: Lookup) -> None:
    async def check_and_fail() -> None:
        async with storage.transaction() as connection:
            nik_hash = lookup.hash_of(Nik.parse(ACTIVE.nik))
            await lookup.check(connection, _ACCOUNT, nik_hash, ACTIVE.name, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await check_and_fail()
    assert await _outcomes(storage) == []
