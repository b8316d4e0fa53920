"""The invented people and their memberships, the same for the same seed."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from bot.registry.memberships import Membership, Programme, Segment, Status
from bot.registry.nik import Nik
from bot.registry.rejects import Entry
from bot.registry.sample.names import NameMaker
from bot.registry.sample.regions import (
    REGIONS,
    UNUSED_DISTRICT,
    SampleRegion,
    lapsed_before,
    sample_denominators,
)

AS_OF = date(2025, 5, 14)
"""The day on which Bontang and Kutai Timur were said to have reached 100 %."""
SHEET = "contoh"
_FIRST_ROW = 2
"""Below the headings."""
_YOUNGEST, _OLDEST = 22, 62
_AT_WORK_FROM = 18
_DAYS_A_YEAR = 365.2425
_WOMENS_OFFSET = 40
_SERIALS = 8_999
"""Serial numbers from 9000 on are those of the demo people."""
_BOTH_SEXES = 2
_TWO_SEGMENTS = 0.03
_WITH_PHONE = 0.7
_WITH_KPJ = 0.85
_SECOND: Mapping[Segment, Segment] = {
    Segment.PU: Segment.BPU,
    Segment.BPU: Segment.RENTAN,
    Segment.RENTAN: Segment.PU,
    Segment.NON_ASN: Segment.BPU,
    Segment.JAKON: Segment.RENTAN,
    Segment.PMI: Segment.BPU,
}
_PROTECTION = (Programme.JKK, Programme.JKM)
_SAVING = (*_PROTECTION, Programme.JHT)
_ALL = (*_SAVING, Programme.JP, Programme.JKP)
_PROGRAMMES: Mapping[Segment, tuple[tuple[Programme, ...], ...]] = {
    Segment.PU: (_ALL, _ALL, _ALL, _SAVING, (*_SAVING, Programme.JP)),
    Segment.BPU: (_PROTECTION, _PROTECTION, _PROTECTION, _SAVING),
    Segment.RENTAN: (_PROTECTION,),
    Segment.NON_ASN: (_PROTECTION, _PROTECTION, _PROTECTION, _SAVING),
    Segment.JAKON: (_PROTECTION,),
    Segment.PMI: (_PROTECTION, _SAVING),
}
"""What each segment may have (PP 44, 45 and 46/2015, PP 37/2021), at invented rates."""


class SampleError(ValueError):
    """No such sample can be made; the message says why."""


def sample_entries(people: int, seed: int = 64, as_of: date = AS_OF) -> Iterator[Entry]:
    """Invented people with one or two memberships each, regency by regency.

    Raises SampleError where a regency would need more NIKs than one unused district code has.
    """
    if people < 0:
        raise SampleError("a sample has no fewer than 0 people")
    for denominator in sample_denominators(people).values():
        if denominator.registered > _SERIALS * _BOTH_SEXES * _birthdays():
            raise SampleError(f"a sample of {people} people is too large")
    return _entries(people, seed, as_of)


def funding_of(segment: Segment, region: str, chance: float) -> str:
    """Who pays; `chance` in [0, 1) chooses among several."""
    town = region >= "64.7"
    treasury = "APBD Kota" if town else "APBD Kabupaten"
    match segment:
        case Segment.PU | Segment.JAKON:
            return "perusahaan"
        case Segment.BPU | Segment.PMI:
            return "mandiri"
        case Segment.NON_ASN:
            return treasury if town or chance < 0.6 else "APBDes"  # noqa: PLR2004 -- invented
        case Segment.RENTAN:
            payers = (treasury, treasury, treasury, "APBD Provinsi", "CSR perusahaan", "Baznas")
            payers = payers if town else (*payers[:4], "DBH sawit", "DBH sawit")
            return payers[int(chance * len(payers))]


def sample_nik(region: str, born: date, serial: int, *, woman: bool) -> str:
    """Sixteen digits that look like a NIK and were never issued: the district doesn't exist."""
    day = born.day + _WOMENS_OFFSET * woman
    return f"{region[:2]}{region[3:]}{UNUSED_DISTRICT}{day:02}{born:%m%y}{serial:04}"


def _birthdays() -> int:
    """On how many days somebody who works was born."""
    return int((_OLDEST - _YOUNGEST) * _DAYS_A_YEAR)


class _Birth(NamedTuple):
    """A day and a sex: digits seven to twelve of a NIK."""

    digits: str
    woman: bool
    months_of_age: int


class _Person(NamedTuple):
    nik: Nik
    months_of_age: int
    name: str
    region: str
    district: str
    village: str
    phone: str | None
    kpj: str | None
    status: Status


def _entries(people: int, seed: int, as_of: date) -> Iterator[Entry]:
    random = Random(seed)  # noqa: S311 -- invented people, nothing secret
    row = _FIRST_ROW
    numbered = 0
    months = _Months(as_of)
    births = _births(as_of)
    random.shuffle(births)
    for region, denominator in zip(REGIONS, sample_denominators(people).values(), strict=True):
        segments = [segment for segment, share in region.segments.items() for _ in range(share)]
        for person in _people(region, denominator.registered, random, births, numbered):
            segment = segments[int(random.random() * len(segments))]
            yield Entry(SHEET, row, _membership(person, segment, random, months))
            row += 1
            if random.random() < _TWO_SEGMENTS:
                yield Entry(SHEET, row, _membership(person, _SECOND[segment], random, months))
                row += 1
        numbered += denominator.registered


def _people(
    region: SampleRegion, count: int, random: Random, births: list[_Birth], numbered: int
) -> Iterator[_Person]:
    """The people of a regency. No two have the same NIK: each has another birthday or serial."""
    chance = random.random
    makers = NameMaker(region.names)
    places = [(district, village) for district, some in region.places.items() for village in some]
    issued = f"{region.code[:2]}{region.code[3:]}{UNUSED_DISTRICT}"
    for number in range(count):
        serial, at = divmod(number, len(births))
        birth = births[at]
        lapsed = lapsed_before(number + 1) > lapsed_before(number)
        district, village = places[int(chance() * len(places))]
        unique = numbered + number
        yield _Person(
            Nik(f"{issued}{birth.digits}{serial + 1:04}"),
            birth.months_of_age,
            makers.make(random, woman=birth.woman),
            region.code,
            district,
            village,
            # No operator in Indonesia has numbers that begin with 0840.
            f"62840{unique:08}" if chance() < _WITH_PHONE else None,
            # A KPJ begins with the year of registration; nobody registered in 2099.
            f"99{unique:09}" if chance() < _WITH_KPJ else None,
            Status.INACTIVE if lapsed else Status.ACTIVE,
        )


def _births(as_of: date) -> list[_Birth]:
    """Every birthday of people of working age, of men and of women."""
    eldest = as_of - timedelta(days=int(_OLDEST * _DAYS_A_YEAR))
    days = [eldest + timedelta(days=day) for day in range(_birthdays())]
    return [
        _Birth(
            f"{day.day + _WOMENS_OFFSET * woman:02}{day.month:02}{day.year % 100:02}",
            woman,
            (as_of.year - day.year) * 12 + as_of.month - day.month,
        )
        for day in days
        for woman in (False, True)
    ]


class _Months:
    """The months and days before the data's date, worked out once."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        latest = as_of.year * 12 + as_of.month - 1
        self.back = [f"{(latest - n) // 12:04}-{(latest - n) % 12 + 1:02}" for n in range(60)]
        firsts = (divmod(latest - n, 12) for n in range(180))
        self.starts = [date(year, month + 1, 1) for year, month in firsts]


def _membership(person: _Person, segment: Segment, random: Random, months: _Months) -> Membership:
    chance = random.random
    choices = _PROGRAMMES[segment]
    paid = int(chance() * 2) if person.status is Status.ACTIVE else 4 + int(chance() * 30)
    at_work = min(120, person.months_of_age - _AT_WORK_FROM * 12 - paid)
    return Membership(
        person.nik,
        person.name,
        person.region,
        segment,
        person.status,
        choices[int(chance() * len(choices))],
        person.district,
        person.village,
        person.phone,
        person.kpj,
        months.back[paid],
        months.starts[paid + int(chance() * at_work)],
        funding_of(segment, person.region, chance()),
        months.as_of,
    )
