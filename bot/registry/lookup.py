"""Is this person in the registry? Answered to the person alone, and alike whenever it is not.

No such NIK, another name, a NIK or an account that is locked: the same statements, the same
hashing, the same answer, so that nobody can find out who is registered by asking.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.registry import budgets
from bot.registry.budgets import ACCOUNT, EVERYBODY, NIK, Budgets, end_of_day, end_of_hour
from bot.registry.keys import KeyRing
from bot.registry.memberships import Status
from bot.registry.names import same_name
from bot.registry.nik import Nik
from bot.registry.sealing import Details
from bot.registry.store.finding import Found, find_by_hash
from bot.registry.store.versions import State
from bot.storage.models import LookupAttempt, NikBinding, RegistryVersion
from bot.storage.storage import insert_into

_LONGEST_HISTORY = 20


class Outcome(StrEnum):
    """What became of an attempt, as the audit keeps it."""

    BEGUN = "begun"
    MATCHED = "matched"
    FAILED = "failed"
    REFUSED = "refused"
    """A budget was spent."""
    PROVED = "proved"
    NOT_PROVED = "not_proved"


class Availability(Enum):
    """Whether look-ups are possible now."""

    OPEN = "open"
    NO_REGISTRY = "no registry"
    """No list was imported, or it was hashed with another SECRET_KEY."""
    CLOSED = "closed"
    """Too many failures in this hour."""


@dataclass(frozen=True, slots=True)
class Match:
    """NIK and name belong together."""

    is_active: bool
    data_date: date | None
    has_phone: bool
    has_kpj: bool


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a look-up. `match` is None for every kind of no.

    `alarm`: with this failure look-ups are closed for everybody; admins have to know.
    """

    match: Match | None
    as_of: date | None
    alarm: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of a proof: the memberships, or none."""

    details: tuple[Details, ...]
    alarm: bool


@dataclass(frozen=True, slots=True)
class Look:
    """One look-up of a NIK, as the person it belongs to sees it."""

    at: datetime
    by_this_account: bool
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Attempt:
    """An attempt, written down and counted before anything is compared."""

    id: int
    nik_key: str
    day_ends: datetime
    account_is_locked: bool
    nik_is_locked: bool

    @property
    def is_allowed(self) -> bool:
        return not (self.account_is_locked or self.nik_is_locked)


class Lookup:
    """Look-ups within the budgets. Every method works in the caller's transaction."""

    def __init__(self, keys: KeyRing | None, limits: Budgets, zone: ZoneInfo) -> None:
        self._keys = keys
        self._limits = limits
        self._zone = zone

    async def availability(self, connection: AsyncConnection, now: datetime) -> Availability:
        """Whether look-ups are possible."""
        if self._keys is None or not await self._is_filled(connection):
            return Availability.NO_REGISTRY
        failures = await budgets.counted(connection, EVERYBODY, "", end_of_hour(self._local(now)))
        is_closed = failures >= self._limits.failures_per_hour
        return Availability.CLOSED if is_closed else Availability.OPEN

    async def attempts_left(self, connection: AsyncConnection, account: int, now: datetime) -> int:
        """How many look-ups an account has left today."""
        ends_at = end_of_day(self._local(now))
        used = await budgets.counted(connection, ACCOUNT, str(account), ends_at)
        return max(0, self._limits.attempts_per_day - used)

    def hash_of(self, nik: Nik) -> bytes:
        """What stands for a NIK from here on. Raises LookupError without keys."""
        return self._ring.nik_hash(nik)

    async def check(
        self, connection: AsyncConnection, account: int, nik_hash: bytes, name: str, now: datetime
    ) -> Checked:
        """Whether a NIK and a name belong together, counted before they are compared."""
        attempt = await self._begin(connection, account, nik_hash, now)
        found = await find_by_hash(connection, self._ring, nik_hash)
        # Both are worked out whatever the budgets say: a refusal must not be told by its speed.
        first = found.memberships[0].open(self._ring)
        is_same = same_name(name, first.name)
        matched = found.is_there and is_same and attempt.is_allowed
        outcome = Outcome.MATCHED if matched else Outcome.FAILED
        alarm = await self._settle(connection, attempt, outcome, now)
        if not matched:
            return Checked(None, found.as_of, alarm)
        await self._bind(connection, account, nik_hash, now)
        return Checked(_matched(self._details(found), found.as_of), found.as_of, alarm)

    async def prove_by_phone(
        self, connection: AsyncConnection, account: int, nik_hash: bytes, phone: str, now: datetime
    ) -> Proof:
        """The memberships, if this telephone number (with country code) is the registered one."""
        digits = "".join(character for character in phone if character.isdigit())
        return await self._prove(
            connection, account, nik_hash, now, lambda row: row.has_phone(digits)
        )

    async def prove_by_kpj(
        self, connection: AsyncConnection, account: int, nik_hash: bytes, ending: str, now: datetime
    ) -> Proof:
        """The memberships, if these are the last six digits of the card's number."""
        return await self._prove(
            connection, account, nik_hash, now, lambda row: row.kpj_ends_with(ending)
        )

    async def history(self, connection: AsyncConnection, account: int) -> list[Look]:
        """Who looked up the NIKs that were found for an account, newest first."""
        own = select(NikBinding.nik_hash).where(NikBinding.account == account)
        rows = await connection.execute(
            select(LookupAttempt.at, LookupAttempt.account, LookupAttempt.outcome)
            .where(LookupAttempt.nik_hash.in_(own))
            .order_by(LookupAttempt.at.desc())
            .limit(_LONGEST_HISTORY)
        )
        return [Look(row.at, row.account == account, Outcome(row.outcome)) for row in rows]

    @property
    def _ring(self) -> KeyRing:
        if self._keys is None:
            raise LookupError("the registry has no keys")
        return self._keys

    async def _is_filled(self, connection: AsyncConnection) -> bool:
        """Whether there is a list, hashed with these keys."""
        key_id = await connection.scalar(
            select(RegistryVersion.key_id).where(RegistryVersion.state == State.CURRENT)
        )
        return key_id == self._ring.key_id

    def _local(self, now: datetime) -> datetime:
        return now.astimezone(self._zone)

    async def _prove(
        self,
        connection: AsyncConnection,
        account: int,
        nik_hash: bytes,
        now: datetime,
        proves: Callable[[Details], bool],
    ) -> Proof:
        """A wrong proof counts as a failed look-up: six digits can be tried out."""
        attempt = await self._begin(connection, account, nik_hash, now)
        found = await find_by_hash(connection, self._ring, nik_hash)
        details = self._details(found)
        is_proved = any(list(map(proves, details))) and attempt.is_allowed
        outcome = Outcome.PROVED if is_proved else Outcome.NOT_PROVED
        alarm = await self._settle(connection, attempt, outcome, now)
        return Proof(details if is_proved else (), alarm)

    async def _begin(
        self, connection: AsyncConnection, account: int, nik_hash: bytes, now: datetime
    ) -> _Attempt:
        """Count and write down an attempt; a failure of the NIK is counted in advance."""
        day_ends = end_of_day(self._local(now))
        attempts = await budgets.count(connection, ACCOUNT, str(account), day_ends)
        attempt_id = await connection.scalar(
            insert(LookupAttempt)
            .values(account=account, nik_hash=nik_hash, at=now, outcome=Outcome.BEGUN)
            .returning(LookupAttempt.id)
        )
        niks = await budgets.distinct_niks(connection, account, now)
        nik_key = nik_hash.hex()
        failures = await budgets.count(connection, NIK, nik_key, day_ends)
        everybody = await budgets.counted(connection, EVERYBODY, "", end_of_hour(self._local(now)))
        return _Attempt(
            id=attempt_id or 0,
            nik_key=nik_key,
            day_ends=day_ends,
            account_is_locked=attempts > self._limits.attempts_per_day
            or niks > self._limits.niks_per_30_days
            or everybody >= self._limits.failures_per_hour,
            nik_is_locked=failures > self._limits.failures_per_nik,
        )

    async def _settle(
        self, connection: AsyncConnection, attempt: _Attempt, outcome: Outcome, now: datetime
    ) -> bool:
        """Write what came of an attempt; True when look-ups are closed for everybody with it.

        Whoever is locked out can't lock a NIK for others: that failure is given back as well.
        """
        is_failure = outcome in {Outcome.FAILED, Outcome.NOT_PROVED}
        counts = is_failure and not attempt.account_is_locked
        await budgets.give_back(
            connection, NIK, attempt.nik_key, attempt.day_ends, 0 if counts else 1
        )
        kept = outcome if attempt.is_allowed else Outcome.REFUSED
        await connection.execute(
            update(LookupAttempt).where(LookupAttempt.id == attempt.id).values(outcome=kept)
        )
        if not is_failure:
            return False
        failures = await budgets.count(connection, EVERYBODY, "", end_of_hour(self._local(now)))
        return failures == self._limits.failures_per_hour

    def _details(self, found: Found) -> tuple[Details, ...]:
        return tuple(sealed.open(self._ring) for sealed in found.memberships)

    async def _bind(
        self, connection: AsyncConnection, account: int, nik_hash: bytes, now: datetime
    ) -> None:
        await connection.execute(
            insert_into(connection, NikBinding)
            .values(account=account, nik_hash=nik_hash, since=now)
            .on_conflict_do_nothing()
        )


def _matched(details: Sequence[Details], as_of: date | None) -> Match:
    dates = [day for row in details if (day := row.data_date or as_of) is not None]
    return Match(
        is_active=any(row.status is Status.ACTIVE for row in details),
        data_date=max(dates, default=None),
        has_phone=any(row.phone_digest for row in details),
        has_kpj=any(row.kpj_digest for row in details),
    )
