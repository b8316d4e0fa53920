"""What a row of the registry says: one person's membership in one segment."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.registry.nik import Nik


class Segment(StrEnum):
    """The segments of workers, as BPJS Ketenagakerjaan and the regencies count them.

    `RENTAN` (vulnerable workers, paid for by government or donors) and `NON_ASN` are counted by
    themselves, though they belong to BPU or PU by law.
    """

    PU = "PU"
    BPU = "BPU"
    JAKON = "JAKON"
    PMI = "PMI"
    RENTAN = "rentan"
    NON_ASN = "non_asn"


class Status(StrEnum):
    """Whether a membership protects."""

    ACTIVE = "aktif"
    INACTIVE = "nonaktif"


class Programme(StrEnum):
    """The programmes of UU 40/2004 and UU 11/2020."""

    JKK = "JKK"
    JKM = "JKM"
    JHT = "JHT"
    JP = "JP"
    JKP = "JKP"


class Membership(NamedTuple):
    """One row of a by-name-by-address list, read and checked.

    A NamedTuple: a million of them are made in an import, three times as fast as dataclasses.
    """

    nik: Nik
    name: str
    region: str
    """Kemendagri code of the kabupaten or kota, "64.72"."""
    segment: Segment
    status: Status
    programmes: tuple[Programme, ...] = ()
    district: str | None = None
    """Kecamatan, as written."""
    village: str | None = None
    """Desa, kelurahan or kampung, as written."""
    phone: str | None = None
    """Digits with country code: "6281250001001"."""
    kpj: str | None = None
    """The membership card's number, eleven digits."""
    last_paid: str | None = None
    """The last month paid for, "2026-09"."""
    start: date | None = None
    funding: str | None = None
    """Who pays the contribution, as written: "APBD Kota", "mandiri"."""
    data_date: date | None = None
    """The day the row's data is from; None: that of the file."""

    def __repr__(self) -> str:
        """Nothing that tells who it is about."""
        return f"Membership({self.region}, {self.segment.value}, {self.status.value})"
