"""`kill -9` of an import at any moment leaves the old version whole; the next import works."""

import asyncio
import random
import sys
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.registry.store.database import reading
from bot.registry.store.versions import Version, list_versions
from bot.storage.models import RegistryRow
from tests.registry.store.lists import AS_OF, Office, member

_ROOT = Path(__file__).parents[3]
_PEOPLE = 6_000
_KILLS = 3


async def _killed(office: Office, day: int, pause: float) -> bool:
    """Start an import and kill it once it writes; whether it was killed before its end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.registry.store.program", office.url, str(_PEOPLE), str(day),
        cwd=_ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    while (await process.stdout.readline()).strip() not in {b"WRITING", b""}:
        pass
    await asyncio.sleep(pause)
    if process.returncode is None:
        process.kill()
    return await process.wait() != 0


def _rows(office: Office) -> int:
    with reading(office.url) as engine, engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(RegistryRow)) or 0


def _versions(office: Office) -> list[Version]:
    with reading(office.url) as engine, engine.connect() as connection:
        return list_versions(connection)


async def test_a_killed_import_leaves_the_old_version_whole(office: Office) -> None:
    office.bring(member(number, village="Desa 0") for number in range(100))
    moments = random.Random()
    killed = 0
    for day in range(1, _KILLS + 1):
        if not await _killed(office, day, moments.uniform(0, 0.04)):
            continue
        killed += 1
        told = await office.everybody((0, 50, 99))
        villages = {each.village for rows in told.values() for each in rows}
        statistics = await office.statistics()
        assert statistics is not None
        # Killed after the version was put in force, it is there whole.
        assert (statistics.people, villages) in [
            (100, {"Desa 0"}), *((_PEOPLE, {f"Desa {earlier}"}) for earlier in range(1, day + 1)),
        ]  # fmt: skip
    assert killed
    result = office.bring(
        (member(number, village="Baru") for number in range(200)),
        as_of=AS_OF + timedelta(days=_KILLS + 1),
        force=True,
    )
    assert result.people == 200
    assert {each.village for each in await office.details(199)} == {"Baru"}
    earlier = sum(version.memberships for version in _versions(office))
    assert _rows(office) == earlier
