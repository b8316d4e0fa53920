"""How many people and memberships the registry has, from what each import counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from bot.registry.store.totals import PROVINCE, Kind, Totals
from bot.registry.store.versions import current_version
from bot.storage.models import RegistryCount, RegistryPeople


@dataclass(frozen=True, slots=True)
class People:
    """People of a region, each counted once. `active` ones have a membership that protects."""

    people: int
    active: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The current version in numbers. People are counted once, memberships by segment."""

    version: int
    as_of: date
    imported_at: datetime
    key_id: str
    people: int
    memberships: int
    counts: dict[Kind, int]
    """Memberships by region (Kemendagri's code), segment and status."""
    by_region: dict[str, People]
    """Regions without the province. One person may be in two, so that they may sum up to more."""
    everybody: People


def read_statistics(connection: Connection) -> Statistics | None:
    """The current version's numbers; None when the registry is empty. Costs a few index look-ups.

    From the event loop: `await connection.run_sync(read_statistics)`.
    """
    version = current_version(connection)
    if version is None:
        return None
    totals = read_totals(connection, version.id)
    people = {
        region: People(count, totals.active[region])
        for region, count in sorted(totals.people.items())
    }
    return Statistics(
        version=version.id,
        as_of=version.as_of,
        imported_at=version.imported_at,
        key_id=version.key_id,
        people=version.people,
        memberships=version.memberships,
        counts=dict(sorted(totals.memberships.items())),
        by_region={region: each for region, each in people.items() if region != PROVINCE},
        everybody=people.get(PROVINCE, People(0, 0)),
    )


def read_totals(connection: Connection, version: int) -> Totals:
    """What was counted of a version."""
    counts = connection.execute(select(RegistryCount).where(RegistryCount.version == version))
    people = connection.execute(select(RegistryPeople).where(RegistryPeople.version == version))
    regions = people.all()
    return Totals(
        Counter({Kind(row.region, row.segment, row.status): row.memberships for row in counts}),
        Counter({row.region: row.people for row in regions}),
        Counter({row.region: row.active for row in regions}),
    )


def write_totals(connection: Connection, version: int, totals: Totals) -> None:
    """Keep what was counted of a version."""
    connection.execute(delete(RegistryCount).where(RegistryCount.version == version))
    connection.execute(delete(RegistryPeople).where(RegistryPeople.version == version))
    _insert(
        connection,
        RegistryCount,
        (
            {"version": version, **kind._asdict(), "memberships": count}
            for kind, count in totals.memberships.items()
        ),
    )
    _insert(
        connection,
        RegistryPeople,
        (
            {"version": version, "region": region, "people": count, "active": totals.active[region]}
            for region, count in totals.people.items()
        ),
    )


def _insert(
    connection: Connection,
    table: type[RegistryCount | RegistryPeople],
    rows: Iterable[dict[str, object]],
) -> None:
    values = list(rows)
    if values:
        connection.execute(insert(table), values)
