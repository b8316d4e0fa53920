"""Look-ups: the four kinds of no take alike long, and how long a look-up takes at all."""

import asyncio
import random
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from sqlalchemy import text

from bot.registry.budgets import Budgets
from bot.registry.lookup import Lookup
from bot.registry.nik import Nik
from bot.registry.sample import demo_people, sample_entries
from bot.registry.store.importing import Wish, import_entries
from bot.registry.store.key_store import open_keys
from bot.storage.migrations import upgrade
from bot.storage.storage import Storage

_AS_OF = date(2026, 10, 31)
_NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
_SECRET = SecretStr("kunci-untuk-pengukuran-" + "x" * 32)
_RUNS = 1_000
_PEOPLE = 20_000
_NOBODY = "6472990101019999"
_LOCKED_NIK, _LOCKED_ACCOUNT = 9_001, 9_002


async def main() -> None:
    """Print medians of the four, interleaved, and their spread."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        upgrade(url)
        people = demo_people(_AS_OF)
        entries = [entry for person in people for entry in person.entries()]
        entries += sample_entries(_PEOPLE, as_of=_AS_OF)
        import_entries(url, _SECRET, entries, Wish(as_of=_AS_OF), now=_NOW)
        storage = Storage(url)
        keys = await open_keys(storage, _SECRET, _NOW)
        # Nobody is locked by trying a thousand times, but for those who are meant to be.
        much = 10**9
        lookup = Lookup(keys, Budgets(much, much, much, much), ZoneInfo("UTC"))
        locked = Lookup(keys, Budgets(0, much, much, much), ZoneInfo("UTC"))
        locked_nik = Lookup(keys, Budgets(much, much, 0, much), ZoneInfo("UTC"))
        active = people[0]
        cases = {
            "no such NIK": (lookup, _NOBODY, "Slamet Riyadi"),
            "another name": (lookup, active.nik, "Slamet Riyadi"),
            "locked NIK": (locked_nik, active.nik, active.name),
            "locked account": (locked, active.nik, active.name),
        }
        took: dict[str, list[float]] = {name: [] for name in cases}
        for run in range(_RUNS):
            order = list(cases)
            random.shuffle(order)
            for name in order:
                took[name].append(await _one(storage, *cases[name], account=run))
        await storage.close()
    medians = {name: statistics.median(times) * 1e6 for name, times in took.items()}
    for name, median in medians.items():
        p99 = sorted(took[name])[int(_RUNS * 0.99)] * 1e6
        print(f"  {name:15} median {median:7.0f} µs, p99 {p99:7.0f} µs")
    spread = max(medians.values()) / min(medians.values())
    print(f"  slowest to fastest median: {spread:.3f} (goal: at most 1.10)")


async def _one(storage: Storage, lookup: Lookup, nik: str, name: str, *, account: int) -> float:
    started = time.perf_counter()
    async with storage.transaction() as connection:
        nik_hash = lookup.hash_of(Nik.parse(nik))
        checked = await lookup.check(connection, account, nik_hash, name, _NOW)
    took = time.perf_counter() - started
    assert checked.match is None
    async with storage.transaction() as connection:
        # As few rows for each case: how many there are must not tell in the next run.
        await connection.execute(text("DELETE FROM lookup_attempts"))
    return took


if __name__ == "__main__":
    asyncio.run(main())
