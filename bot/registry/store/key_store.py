"""Which key the database's hashes were made with, and the hash keys before it."""

from datetime import datetime

from pydantic import SecretStr
from sqlalchemy import Column, Connection, delete, insert, select

from bot.registry.keys import KeyRing, SealBrokenError, WrongKeyError
from bot.storage.models import Base, RegistryKey, RegistryRow
from bot.storage.storage import Storage


def load_keys(connection: Connection, secret: SecretStr | None) -> KeyRing:
    """The keys that fit this database; in one without hashes, any SECRET_KEY does.

    Raises NoSecretError, and WrongKeyError when the hashes were made with another SECRET_KEY.
    """
    said = _said(secret)
    keys = KeyRing(said)
    rows = connection.execute(
        select(RegistryKey.key_id, RegistryKey.wrapped).order_by(RegistryKey.position)
    ).all()
    if not rows:
        return keys
    in_use = rows[-1].key_id
    if in_use != keys.key_id:
        raise WrongKeyError(in_use)
    try:
        return keys.with_earlier(said, [row.wrapped for row in rows[:-1]])
    except SealBrokenError:
        raise WrongKeyError(in_use) from None


def ensure_keys(connection: Connection, secret: SecretStr | None, now: datetime) -> KeyRing:
    """The keys, noted as the database's own if it has none yet. Raises as `load_keys` does."""
    keys = load_keys(connection, secret)
    if connection.scalar(select(RegistryKey.position).limit(1)) is None:
        connection.execute(insert(RegistryKey).values(position=0, key_id=keys.key_id, since=now))
    return keys


async def open_keys(storage: Storage, secret: SecretStr | None, now: datetime) -> KeyRing:
    """What `ensure_keys` does, for the bot's start; raises the same."""
    async with storage.transaction() as connection:
        return await connection.run_sync(ensure_keys, secret, now)


def replace_keys(connection: Connection, keys: KeyRing, now: datetime) -> None:
    """Note the keys of a new SECRET_KEY, and encrypt the earlier ones under it."""
    earlier = connection.execute(
        select(RegistryKey.key_id, RegistryKey.since).order_by(RegistryKey.position)
    ).all()
    connection.execute(delete(RegistryKey))
    for position, (row, wrapped) in enumerate(zip(earlier, keys.wrapped_chain(), strict=True)):
        connection.execute(
            insert(RegistryKey).values(
                position=position, key_id=row.key_id, wrapped=wrapped, since=row.since
            )
        )
    connection.execute(
        insert(RegistryKey).values(position=len(earlier), key_id=keys.key_id, since=now)
    )


def hash_columns() -> list[Column[bytes]]:
    """Every column that is marked as holding hashes of NIKs, but for the registry's own."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.info.get("nik_hash") and table.name != RegistryRow.__tablename__
    ]


def forget_keys(connection: Connection) -> None:
    """Forget which key was in use, and what other tables hold under its hashes: it is lost."""
    for column in hash_columns():
        connection.execute(delete(column.table).where(column.is_not(None)))
    connection.execute(delete(RegistryKey))


def _said(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
