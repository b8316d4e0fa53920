"""The people of the sample who have a name in the demo: whose NIK one can try."""

from datetime import date
from typing import NamedTuple

from bot.registry.memberships import Membership, Programme, Segment, Status
from bot.registry.nik import Nik
from bot.registry.rejects import Entry
from bot.registry.sample.people import AS_OF, SHEET, funding_of, sample_nik


class DemoPerson(NamedTuple):
    """Somebody to try the look-up with. Nobody real: the NIK's district doesn't exist."""

    nik: str
    """In full, for the demo's page: an invented one is no secret."""
    name: str
    """As on the identity card."""
    phone: str | None
    """Digits with country code; that of the demo person `pekerja` for the first of them."""
    kpj: str
    shows: str
    """What trying them shows, in Indonesian."""
    memberships: tuple[Membership, ...]

    def entries(self) -> tuple[Entry, ...]:
        """As rows of a list."""
        return tuple(Entry(SHEET, row, member) for row, member in enumerate(self.memberships, 2))


def demo_people(as_of: date = AS_OF) -> tuple[DemoPerson, ...]:
    """One who is protected and can prove it by phone, one who has lapsed, one in two segments."""
    protection = (Programme.JKK, Programme.JKM)
    saving = (*protection, Programme.JHT)
    everything = (*saving, Programme.JP, Programme.JKP)
    active, lapsed = Status.ACTIVE, Status.INACTIVE
    return (
        _person(
            _Who("64.72", date(1991, 8, 17), 9001, False, "RAHMAT HIDAYAT", "Sungai Kunjang",
                 "Loa Bakung", "6281250001001", "99000900001"),
            "terdaftar dan aktif; nomor HP-nya milik Rahmat",
            (_Term(Segment.BPU, active, protection, 0, date(2023, 2, 1)),), as_of,
        ),
        _person(
            _Who("64.74", date(1988, 3, 9), 9002, True, "NORLIANA SAFITRI", "Bontang Utara",
                 "Loktuan", "6284000900002", "99000900002"),
            "terdaftar, tetapi sudah tidak aktif",
            (_Term(Segment.PU, lapsed, saving, 9, date(2019, 6, 1)),), as_of,
        ),
        _person(
            _Who("64.07", date(1979, 11, 30), 9003, False, "YOHANES LENJAU", "Barong Tongkok",
                 "Simpang Raya", None, "99000900003"),
            "terdaftar di dua segmen",
            (_Term(Segment.PU, active, everything, 0, date(2020, 9, 1)),
             _Term(Segment.RENTAN, active, protection, 1, date(2024, 1, 1))), as_of,
        ),
    )  # fmt: skip


class _Who(NamedTuple):
    region: str
    born: date
    serial: int
    woman: bool
    name: str
    district: str
    village: str
    phone: str | None
    kpj: str


class _Term(NamedTuple):
    segment: Segment
    status: Status
    programmes: tuple[Programme, ...]
    months_behind: int
    start: date


def _person(who: _Who, shows: str, terms: tuple[_Term, ...], as_of: date) -> DemoPerson:
    nik = sample_nik(who.region, who.born, who.serial, woman=who.woman)
    memberships = tuple(
        Membership(
            nik=Nik.parse(nik),
            name=who.name,
            region=who.region,
            segment=term.segment,
            status=term.status,
            programmes=term.programmes,
            district=who.district,
            village=who.village,
            phone=who.phone,
            kpj=who.kpj,
            last_paid=_month_before(as_of, term.months_behind),
            start=term.start,
            funding=funding_of(term.segment, who.region, 0.0),
            data_date=as_of,
        )
        for term in terms
    )
    return DemoPerson(nik, who.name, who.phone, who.kpj, shows, memberships)


def _month_before(day: date, months: int) -> str:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return f"{year:04}-{month + 1:02}"
