"""Finding a person by NIK: one query, the same work whether the person is there or not."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.registry.keys import KeyRing, WrongKeyError
from bot.registry.memberships import Membership, Segment, Status
from bot.registry.nik import Nik
from bot.registry.sealing import Details, bound_to, open_sealed, pack
from bot.storage.models import RegistryRow, RegistryVersion

_BY_HASH = (
    select(RegistryVersion.as_of, RegistryVersion.key_id, RegistryRow.segment, RegistryRow.sealed)
    .outerjoin(
        RegistryRow,
        and_(
            RegistryRow.version == RegistryVersion.id, RegistryRow.nik_hash == bindparam("nik_hash")
        ),
    )
    .where(RegistryVersion.state == "current")
    .order_by(RegistryRow.segment)
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A membership that is still closed."""

    nik_hash: bytes
    segment: Segment
    value: bytes

    def open(self, keys: KeyRing) -> Details:
        """Open it. Raises SealBrokenError when somebody has changed or moved it."""
        return open_sealed(keys, self.nik_hash, self.segment, self.value)


@dataclass(frozen=True, slots=True)
class Found:
    """What the registry has under a NIK.

    `memberships` is never empty. Where nobody was found it holds a decoy, so that opening the first
    one and comparing a name costs the same; its name is one that nobody can have. Open the others
    only for a person who has proved to be meant.
    """

    is_there: bool
    memberships: tuple[Sealed, ...]
    as_of: date | None
    """The day the registry's data is from; None: it is empty."""


async def find(connection: AsyncConnection, keys: KeyRing, nik: Nik) -> Found:
    """Look a NIK up in the current version.

    Raises WrongKeyError when the registry was filled or its keys were changed with another
    SECRET_KEY: better no answer than "not registered".
    """
    return await find_by_hash(connection, keys, keys.nik_hash(nik))


async def find_by_hash(connection: AsyncConnection, keys: KeyRing, nik_hash: bytes) -> Found:
    """The same for a NIK of which only the hash is left, as in a dialog's later steps."""
    decoy = _decoy(keys)
    rows = (await connection.execute(_BY_HASH, {"nik_hash": nik_hash})).all()
    if not rows:
        return Found(is_there=False, memberships=(decoy,), as_of=None)
    as_of, key_id = rows[0].as_of, rows[0].key_id
    if key_id != keys.key_id:
        raise WrongKeyError(key_id)
    there = tuple(
        Sealed(nik_hash, Segment(row.segment), row.sealed) for row in rows if row.sealed is not None
    )
    return Found(is_there=bool(there), memberships=there or (decoy,), as_of=as_of)


@lru_cache(maxsize=4)
def _decoy(keys: KeyRing) -> Sealed:
    nobody = b"\0" * 16
    plain = pack(
        Membership(
            nik=Nik("0" * 16),
            name="Qaxvu Zyquw Vexqa",  # of a usual shape: comparing it is the usual work
            region="64.00",
            segment=Segment.BPU,
            status=Status.INACTIVE,
            district="Kecamatan",
            village="Kelurahan",
            phone="620000000000",
            kpj="00000000000",
        )
    )
    return Sealed(nobody, Segment.BPU, keys.seal(plain, bound_to(nobody, Segment.BPU.value)))
