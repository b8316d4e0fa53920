"""The audit log: who changed what. Rows are only added, each with a hash that covers all before.

Changing, removing or reordering rows breaks the chain. Cutting off its end doesn't: whoever notes
the newest entry's hash elsewhere can tell that, too (`verify` says whether it is still there).
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import locks
from bot.storage.locks import Lock
from bot.storage.models import AuditEntry

Detail = str | int | bool | None | list[str]
_BEFORE_THE_FIRST = "0" * 64
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `actor_id` None is the terminal, or the bot itself."""

    number: int
    at: datetime
    actor_id: int | None
    action: str
    target: str
    details: dict[str, Detail]
    hash: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found: how many entries are whole, the last hash, the first broken one."""

    entries: int
    head: str
    broken_at: int | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed."""
        return self.broken_at is None


async def record(
    connection: AsyncConnection,
    actor_id: int | None,
    action: str,
    target: str,
    now: datetime,
    **details: Detail,
) -> None:
    """Add an entry, as the last thing of a transaction: others wait for its end to add theirs.

    `action` is like "role.revoke", `target` like "grant/12". `details` hold nothing personal: no
    name, no number of a person, no text that somebody wrote.
    """
    await locks.take(connection, Lock.AUDIT)
    last = (
        await connection.execute(
            select(AuditEntry.number, AuditEntry.hash).order_by(AuditEntry.number.desc()).limit(1)
        )
    ).first()
    number = last.number + 1 if last else 1
    at = now.astimezone(UTC)
    before = last.hash if last else _BEFORE_THE_FIRST
    await connection.execute(
        insert(AuditEntry).values(
            number=number,
            at=at,
            actor_id=actor_id,
            action=action,
            target=target,
            details=details,
            hash=_hash(before, Entry(number, at, actor_id, action, target, details, "")),
        )
    )


async def verify(connection: AsyncConnection) -> Verdict:
    """Recompute the chain from the beginning; it stops at the first entry that doesn't fit."""
    entries, head = 0, _BEFORE_THE_FIRST
    while rows := (
        await connection.execute(
            select(AuditEntry)
            .where(AuditEntry.number > entries)
            .order_by(AuditEntry.number)
            .limit(_AT_ONCE)
        )
    ).all():
        for row in rows:
            entry = _entry(row)
            if entry.number != entries + 1 or entry.hash != _hash(head, entry):
                return Verdict(entries, head, broken_at=entries + 1)
            entries, head = entry.number, entry.hash
    return Verdict(entries, head)


async def has(connection: AsyncConnection, hash_: str) -> bool:
    """Whether an entry with this hash is there: one noted elsewhere, to tell a cut-off end."""
    found = await connection.scalar(select(AuditEntry.number).where(AuditEntry.hash == hash_))
    return found is not None


async def newest(
    connection: AsyncConnection, limit: int, *, skip: int = 0
) -> tuple[int, list[Entry]]:
    """How many entries there are, and a page of them, newest first."""
    total = await connection.scalar(select(func.count()).select_from(AuditEntry))
    rows = await connection.execute(
        select(AuditEntry).order_by(AuditEntry.number.desc()).limit(limit).offset(skip)
    )
    return total or 0, [_entry(row) for row in rows]


def _entry(row: Any) -> Entry:
    return Entry(row.number, row.at, row.actor_id, row.action, row.target, row.details, row.hash)


def _hash(before: str, entry: Entry) -> str:
    covered = [
        before,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.action,
        entry.target,
        entry.details,
    ]
    return hashlib.sha256(orjson.dumps(covered, option=orjson.OPT_SORT_KEYS)).hexdigest()
