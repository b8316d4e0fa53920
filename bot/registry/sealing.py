"""What the registry keeps of a membership, as one sealed value.

Only what an answer needs is in it. Telephone and KPJ are there as digests: they prove, they are
not told. A dump of the database shows of a membership its segment and nothing else.
"""

import hmac
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b

import orjson

from bot.registry.keys import KeyRing
from bot.registry.memberships import Membership, Programme, Segment, Status

KPJ_PROOF_DIGITS = 6
_KPJ_SHOWN_DIGITS = 4
_BLOCK = 32
"""Sealed values are padded to whole blocks, so that their length tells no name."""
_PADDING = tuple(b" " * (-length % _BLOCK) for length in range(_BLOCK))
_DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True, repr=False)
class Details:
    """A membership as it was sealed. Its repr shows nothing of the person."""

    name: str
    region: str
    segment: Segment
    status: Status
    programmes: tuple[Programme, ...]
    district: str | None
    village: str | None
    last_paid: str | None
    """The last month paid for, "2026-09"."""
    start: date | None
    funding: str | None
    kpj_ending: str | None
    """The last four digits of the KPJ, for the masked form."""
    data_date: date | None
    """The day the row's data is from; None: that of the list."""
    phone_digest: str | None
    kpj_digest: str | None

    def __repr__(self) -> str:
        return f"Details({self.region}, {self.segment.value}, {self.status.value})"

    def has_phone(self, digits: str) -> bool:
        """Whether this is the telephone number in the list: digits with country code."""
        return _proves(self.phone_digest, digits)

    def kpj_ends_with(self, digits: str) -> bool:
        """Whether these are the last six digits of the KPJ in the list."""
        return _proves(self.kpj_digest, digits)


Flat = tuple[
    str, str, str, str, str, str, str | None, str | None, str | None, date | str | None,
    str | None, str | None, date | str | None, str | None,
]  # fmt: skip
"""A membership as plain text, on its way to be hashed and sealed; never shown, never written.

The NIK's digits, segment, name, region, status, programmes, district, village, last month paid,
start, funding, KPJ, date of the data, telephone. A plain tuple, as JSON is made of those quickly.
"""


def flat(membership: Membership) -> Flat:
    """A membership as plain text."""
    (
        nik, name, region, segment, status, programmes, district, village, phone, kpj, last_paid,
        start, funding, data_date,
    ) = membership  # fmt: skip
    return (
        # A million times: `.value` is many times slower.
        nik.digits(), segment._value_, name, region, status._value_,
        _joined(programmes) if programmes else "", district, village, last_paid, start, funding,
        kpj, data_date, phone,
    )  # fmt: skip


def pack(membership: Membership) -> bytes:
    """What is sealed of a membership; the same bytes for the same row."""
    return pack_flat(flat(membership))


def pack_flat(row: Flat) -> bytes:
    """`pack` of a membership that is plain text already."""
    (
        _, _, name, region, status, programmes, district, village, last_paid, start, funding, kpj,
        data_date, phone,
    ) = row  # fmt: skip
    packed = orjson.dumps(
        (
            name,
            region,
            status,
            programmes,
            district,
            village,
            last_paid,
            start,
            funding,
            kpj[-_KPJ_SHOWN_DIGITS:] if kpj else None,
            data_date,
            _digest(phone) if phone else None,
            _digest(kpj[-KPJ_PROOF_DIGITS:]) if kpj else None,
        )
    )
    return packed + _PADDING[len(packed) % _BLOCK]


def unpack(packed: bytes, segment: Segment) -> Details:
    """What `pack` packed."""
    (
        name, region, status, programmes, district, village, last_paid, start, funding,
        kpj_ending, data_date, phone_digest, kpj_digest,
    ) = orjson.loads(packed)  # fmt: skip
    return Details(
        name=name,
        region=region,
        segment=segment,
        status=Status(status),
        programmes=tuple(Programme(each) for each in programmes.split(",") if each),
        district=district,
        village=village,
        last_paid=last_paid,
        start=date.fromisoformat(start) if start else None,
        funding=funding,
        kpj_ending=kpj_ending,
        data_date=date.fromisoformat(data_date) if data_date else None,
        phone_digest=phone_digest,
        kpj_digest=kpj_digest,
    )


def bound_to(nik_hash: bytes, segment: str) -> bytes:
    """What a sealed membership is tied to: moved to another row it doesn't open."""
    return nik_hash + segment.encode()


def open_sealed(keys: KeyRing, nik_hash: bytes, segment: Segment, sealed: bytes) -> Details:
    """Open one membership. Raises SealBrokenError."""
    return unpack(keys.open(sealed, bound_to(nik_hash, segment.value)), segment)


@lru_cache(maxsize=64)
def _joined(programmes: tuple[Programme, ...]) -> str:
    return ",".join(programme.value for programme in programmes)


def _digest(digits: str) -> str:
    """Keeps a number from being read off; what keeps it from being tried is the seal."""
    return blake2b(digits.encode()).hexdigest()[:_DIGEST_LENGTH]


def _proves(digest: str | None, digits: str) -> bool:
    return digest is not None and hmac.compare_digest(digest, _digest(digits))
