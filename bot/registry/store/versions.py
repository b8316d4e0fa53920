"""The versions of the registry: which one counts, which may come back, which are to go."""

import asyncio
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Engine, and_, delete, func, select, update

from bot.registry.store.appending import PAUSE, ROWS_PER_TRANSACTION, driver_of
from bot.registry.store.database import sole_writer
from bot.registry.store.errors import NoSuchVersionError
from bot.registry.store.key_store import forget_keys
from bot.storage.models import RegistryCount, RegistryPeople, RegistryRow, RegistryVersion
from bot.storage.storage import Storage

_EARLIER_KEPT = 2
_ABANDONED = timedelta(hours=1)
_ROWS_PER_DELETE_ON_A_SERVER = 20_000


class State(StrEnum):
    """What a version is for."""

    STAGING = "staging"
    """It is being filled; nobody is found in it."""
    CURRENT = "current"
    PREVIOUS = "previous"
    WITHDRAWN = "withdrawn"
    """It was current until somebody went back to an earlier one; gone with the next import."""
    DROPPED = "dropped"
    """Its rows are being deleted."""


@dataclass(frozen=True, slots=True)
class Version:
    """A version that is there or was withdrawn."""

    id: int
    state: State
    as_of: date
    key_id: str
    people: int
    memberships: int
    imported_at: datetime
    imported_by: int | None
    """The admin's Telegram id; None: somebody at a terminal."""
    withdrawn_at: datetime | None
    withdrawn_by: int | None


_COLUMNS = tuple(getattr(RegistryVersion, name) for name in Version.__slots__)
_WHOLE = (State.CURRENT, State.PREVIOUS, State.WITHDRAWN)


def list_versions(connection: Connection) -> list[Version]:
    """All whole versions, the newest first."""
    found = connection.execute(
        select(*_COLUMNS)
        .where(RegistryVersion.state.in_(_WHOLE))
        .order_by(RegistryVersion.id.desc())
    )
    return [_version(row) for row in found]


def current_version(connection: Connection) -> Version | None:
    """The version that people are found in."""
    return next((v for v in list_versions(connection) if v.state is State.CURRENT), None)


def _version(row: object) -> Version:
    values = {name: getattr(row, name) for name in Version.__slots__}
    return Version(**values | {"state": State(values["state"])})


def make_current(connection: Connection, version: int) -> None:
    """Put a filled version in force; the one before stays to go back to, older ones are dropped."""
    _set(connection, State.CURRENT, State.PREVIOUS)
    _set(connection, State.WITHDRAWN, State.DROPPED)
    newest = (
        select(RegistryVersion.id)
        .where(RegistryVersion.state == State.PREVIOUS)
        .order_by(RegistryVersion.id.desc())
        .limit(_EARLIER_KEPT)
    )
    kept = list(connection.scalars(newest))
    connection.execute(
        update(RegistryVersion)
        .where(RegistryVersion.state == State.PREVIOUS, RegistryVersion.id.not_in(kept))
        .values(state=State.DROPPED)
    )
    connection.execute(
        update(RegistryVersion).where(RegistryVersion.id == version).values(state=State.CURRENT)
    )


def _set(connection: Connection, before: State, after: State) -> None:
    connection.execute(
        update(RegistryVersion).where(RegistryVersion.state == before).values(state=after)
    )


def roll_back(
    database_url: str, *, now: datetime, by: int | None = None, to: int | None = None
) -> Version:
    """Go back to the version before the current one, or to the one named; who and when is kept.

    Raises NoSuchVersionError, BusyError.
    """
    with sole_writer(database_url) as engine, engine.begin() as connection:
        versions = list_versions(connection)
        current = next((v for v in versions if v.state is State.CURRENT), None)
        target = _to_go_to(versions, current, to)
        if current is not None and target.id < current.id:
            connection.execute(
                update(RegistryVersion)
                .where(RegistryVersion.id == current.id)
                .values(state=State.WITHDRAWN, withdrawn_at=now, withdrawn_by=by)
            )
        elif current is not None:
            _set(connection, State.CURRENT, State.PREVIOUS)
        connection.execute(
            update(RegistryVersion)
            .where(RegistryVersion.id == target.id)
            .values(state=State.CURRENT, withdrawn_at=None, withdrawn_by=None)
        )
        restored = current_version(connection)
    assert restored is not None  # noqa: S101 -- set in the same transaction
    return restored


def _to_go_to(versions: list[Version], current: Version | None, wanted: int | None) -> Version:
    """The version named, or the newest before the current one. Raises NoSuchVersionError."""
    for version in versions:
        if wanted is None and current is not None and version.id < current.id:
            return version
        if version.id == wanted and version != current:
            return version
    raise NoSuchVersionError


def forget_everything(database_url: str, *, keys_too: bool = False) -> int:
    """Delete all that the registry holds; how many memberships the current version had.

    From the first moment on nobody is found. With `keys_too` the next SECRET_KEY may be any, and
    what is known of look-ups under the old one goes too. Raises BusyError.
    """
    with sole_writer(database_url) as engine:
        with engine.begin() as connection:
            current = current_version(connection)
            connection.execute(update(RegistryVersion).values(state=State.DROPPED))
            if keys_too:
                forget_keys(connection)
        delete_dropped(engine)
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                driver_of(connection).execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return current.memberships if current else 0


def delete_dropped(engine: Engine) -> None:
    """Delete what is dropped or left by an import that didn't end; only for the sole writer.

    In turns with the bot. What is deleted is overwritten in the file.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    at_once = ROWS_PER_TRANSACTION if is_sqlite else _ROWS_PER_DELETE_ON_A_SERVER
    with engine.connect() as connection:
        if is_sqlite:
            driver_of(connection).execute("PRAGMA secure_delete=ON")
        with connection.begin():
            _set(connection, State.STAGING, State.DROPPED)
            dropped = _dropped(connection)
        for version in dropped:
            deleted = 1
            while deleted:
                with connection.begin():
                    deleted = _delete_some(connection, version, at_once)
                time.sleep(PAUSE)
            with connection.begin():
                _delete_rest(connection, version)


async def delete_abandoned(storage: Storage, now: datetime) -> None:
    """What `delete_dropped` does, for the bot's retention: for imports that ended an hour ago."""
    abandoned = and_(
        RegistryVersion.state == State.STAGING, RegistryVersion.touched_at < now - _ABANDONED
    )
    async with storage.transaction() as connection:
        await connection.execute(
            update(RegistryVersion).where(abandoned).values(state=State.DROPPED)
        )
        dropped = await connection.run_sync(_dropped)
    for version in dropped:
        deleted = 1
        while deleted:
            async with storage.transaction() as connection:
                deleted = await connection.run_sync(_delete_some, version, ROWS_PER_TRANSACTION)
            await asyncio.sleep(0)
        async with storage.transaction() as connection:
            await connection.run_sync(_delete_rest, version)


def _dropped(connection: Connection) -> list[int]:
    dropped = select(RegistryVersion.id).where(RegistryVersion.state == State.DROPPED)
    return list(connection.scalars(dropped))


def _delete_some(connection: Connection, version: int, at_most: int) -> int:
    """Delete the first rows of a version; how many people's that were at least."""
    first = (
        select(RegistryRow.nik_hash)
        .where(RegistryRow.version == version)
        .order_by(RegistryRow.nik_hash)
        .limit(at_most)
        .subquery()
    )
    last = select(func.max(first.c.nik_hash)).scalar_subquery()
    return connection.execute(
        delete(RegistryRow).where(RegistryRow.version == version, RegistryRow.nik_hash <= last)
    ).rowcount


def _delete_rest(connection: Connection, version: int) -> None:
    for table in (RegistryCount, RegistryPeople):
        connection.execute(delete(table).where(table.version == version))
    connection.execute(
        delete(RegistryVersion).where(
            RegistryVersion.id == version, RegistryVersion.state == State.DROPPED
        )
    )
