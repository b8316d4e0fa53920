"""A new SECRET_KEY: every hash hashed once more, everything sealed anew, in one transaction.

The bot has to stand still meanwhile: it goes on with the old key, and is refused afterwards.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

from pydantic import SecretStr
from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    MetaData,
    Table,
    delete,
    insert,
    select,
    update,
)

from bot.registry.keys import KeyRing
from bot.registry.memberships import Segment
from bot.registry.sealing import bound_to
from bot.registry.store.appending import (
    FIRST,
    ROWS_PER_TRANSACTION,
    Row,
    copy_rows,
    driver_of,
    insert_batch,
    page_after,
)
from bot.registry.store.database import sole_writer
from bot.registry.store.key_store import hash_columns, load_keys, replace_keys
from bot.registry.store.stage import StagedRow, staging
from bot.registry.store.versions import State
from bot.storage.models import RegistryRow, RegistryVersion

_SEGMENTS = [segment.value for segment in Segment]
_HELD = (State.CURRENT, State.PREVIOUS, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What a change of keys did."""

    key_id: str
    """Of the new key."""
    rows: int
    other_hashes: int
    """Different hashes of NIKs in tables that are not the registry's."""


def rekey(
    database_url: str,
    old: SecretStr | None,
    new: SecretStr | None,
    *,
    now: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> Rekeyed:
    """Change everything from the old SECRET_KEY to the new one, or nothing.

    Raises KeyProblem when one of the two is no key or the old one is not this database's,
    SealBrokenError when a row has been tampered with, BusyError.
    """
    with sole_writer(database_url) as engine, engine.begin() as connection:
        before = load_keys(connection, old)
        after = before.followed_by(new.get_secret_value() if new else None)
        if after.key_id == before.key_id:
            return Rekeyed(after.key_id, 0, 0)
        rows = _renew_rows(connection, before, after, progress)
        others = sum(_renew_column(connection, column, after) for column in hash_columns())
        connection.execute(update(RegistryVersion).values(key_id=after.key_id, content=None))
        replace_keys(connection, after, now)
    return Rekeyed(after.key_id, rows, others)


def _renew_rows(
    connection: Connection, before: KeyRing, after: KeyRing, progress: Callable[[int], None]
) -> int:
    """The rows of all versions, each through a stage, since new hashes are in another order."""
    versions = connection.scalars(
        select(RegistryVersion.id).where(RegistryVersion.state.in_(_HELD))
    ).all()
    done = 0
    for version in versions:
        with staging() as stage:
            for staged in _renewed(connection, version, before, after):
                stage.add(staged)
            connection.execute(delete(RegistryRow).where(RegistryRow.version == version))
            rows = (
                Row(nik_hash, _SEGMENTS[segment], sealed)
                for nik_hash, segment, _, sealed in chain.from_iterable(stage.in_order())
            )
            done += _insert(connection, version, rows)
        progress(done)
    return done


def _renewed(
    connection: Connection, version: int, before: KeyRing, after: KeyRing
) -> Iterator[list[StagedRow]]:
    seal, last = after.sealer(), FIRST
    while rows := page_after(connection, version, last):
        staged = []
        for row in rows:
            plain = before.open(row.sealed, bound_to(row.nik_hash, row.segment))
            nik_hash = after.rotated(row.nik_hash)
            sealed = seal(plain, bound_to(nik_hash, row.segment))
            staged.append((nik_hash, _SEGMENTS.index(row.segment), 0, sealed))
        yield staged
        last = rows[-1][:2]


def _insert(connection: Connection, version: int, rows: Iterator[Row]) -> int:
    """Add the rows within the transaction; how many they were."""
    count = 0

    def told(so_far: int) -> None:
        nonlocal count
        count = so_far

    if connection.dialect.name == "sqlite":
        driver = driver_of(connection)
        while batch := list(islice(rows, ROWS_PER_TRANSACTION)):
            insert_batch(driver, version, batch)
            told(count + len(batch))
    else:
        copy_rows(connection, version, rows, told)
    return count


def _renew_column(connection: Connection, column: Column[bytes], after: KeyRing) -> int:
    """Renew the hashes in a column, in one pass over its table; how many different ones."""
    hashes = connection.scalars(select(column).distinct().where(column.is_not(None))).all()
    if not hashes:
        return 0
    renewed = Table(
        "renewed_hashes",
        MetaData(),
        Column("old", LargeBinary, primary_key=True),
        Column("new", LargeBinary, nullable=False),
        prefixes=["TEMPORARY"],
    )
    renewed.create(connection)
    pairs = [{"old": old, "new": after.rotated(old)} for old in hashes]
    connection.execute(insert(renewed), pairs)
    new = select(renewed.c.new).where(renewed.c.old == column).scalar_subquery()
    connection.execute(update(column.table).where(column.is_not(None)).values({column.name: new}))
    renewed.drop(connection)
    return len(hashes)
