"""Where the invented people live, and how many of a regency's workers are covered.

Known (news reports; the position is the date of the data): Samarinda 40.39 % (September 2025),
Balikpapan 66–67 % (September 2025), Bontang and Kutai Timur 100 % (14 May 2025), Paser 90.43 % (end
of 2023), Mahakam Ulu 12.7 % (July 2025). Invented, since no figure was found: Kutai Kartanegara,
Kutai Barat, Berau, Penajam Paser Utara. The numbers of workers only weigh the regencies against
each other: Samarinda, Paser, Bontang, Balikpapan, Kutai Kartanegara and Berau follow published
figures of different years and kinds, the others are invented. All mixes of segments are invented.
"""

from collections.abc import Mapping
from typing import NamedTuple

from bot.registry.memberships import Segment
from bot.registry.sample.names import COAST, KUTAI, TOWNS, UPRIVER, NameMix

UNUSED_DISTRICT = "99"
"""No kecamatan in Kalimantan Timur has it: a NIK with 64.xx.99 in front was never issued."""
INACTIVE = 0.08
"""Share of the registered people whose membership has lapsed: invented."""

SegmentMix = Mapping[Segment, int]
_TOWN: SegmentMix = {Segment.PU: 60, Segment.BPU: 16, Segment.RENTAN: 14, Segment.NON_ASN: 5,
                     Segment.JAKON: 4, Segment.PMI: 1}  # fmt: skip
_COUNTRY: SegmentMix = {Segment.PU: 46, Segment.BPU: 14, Segment.RENTAN: 28, Segment.NON_ASN: 8,
                        Segment.JAKON: 3, Segment.PMI: 1}  # fmt: skip
_REMOTE: SegmentMix = {Segment.PU: 22, Segment.BPU: 8, Segment.RENTAN: 44, Segment.NON_ASN: 24,
                       Segment.JAKON: 2}  # fmt: skip


class SampleRegion(NamedTuple):
    """A regency of the sample."""

    code: str
    """Kemendagri's."""
    workers: int
    """A weight, see above."""
    covered: float
    """The share of its workers that an active membership protects."""
    invented: bool
    """No figure was published for it."""
    segments: SegmentMix
    names: NameMix
    places: Mapping[str, tuple[str, ...]]
    """Some of its kecamatan, each with some desa, kelurahan or kampung."""


class SampleDenominator(NamedTuple):
    """How many workers a regency of a sample has: for a demo, never beside a real figure."""

    region: str
    workers: int
    registered: int
    """People of the sample who live there."""
    active: int
    """Those of them whom an active membership protects; `workers` is this over the share."""
    kind: str = "contoh rekaan"
    """The kind of denominator, as a figure has to say it."""


REGIONS: tuple[SampleRegion, ...] = (
    SampleRegion("64.01", 90_052, 0.9043, False, _COUNTRY, COAST, {
        "Tanah Grogot": ("Tanah Grogot", "Tapis", "Jone"), "Kuaro": ("Kuaro", "Pasir Mayang"),
        "Long Ikis": ("Long Ikis", "Kerta Bhakti"), "Batu Engau": ("Kerang", "Petangis"),
    }),
    SampleRegion("64.02", 358_411, 0.62, True, _COUNTRY, KUTAI, {
        "Tenggarong": ("Melayu", "Timbau", "Loa Ipuh"), "Loa Janan": ("Loa Janan Ulu", "Bakungan"),
        "Muara Badak": ("Badak Baru", "Muara Badak Ulu"), "Samboja": ("Handil Baru", "Wonotirto"),
    }),
    SampleRegion("64.03", 133_541, 0.55, True, _COUNTRY, COAST, {
        "Tanjung Redeb": ("Bugis", "Gayam", "Karang Ambun"), "Sambaliung": ("Sambaliung",
        "Limunjan"), "Teluk Bayur": ("Teluk Bayur", "Rinding"), "Segah": ("Gunung Sari",
        "Tepian Buah"),
    }),
    SampleRegion("64.07", 95_000, 0.58, True, _COUNTRY, UPRIVER, {
        "Barong Tongkok": ("Barong Tongkok", "Simpang Raya"), "Melak": ("Melak Ulu", "Melak Ilir"),
        "Linggang Bigung": ("Linggang Bigung", "Linggang Amer"), "Damai": ("Damai Kota", "Besiq"),
    }),
    SampleRegion("64.08", 190_000, 1.0, False, _COUNTRY, COAST, {
        "Sangatta Utara": ("Teluk Lingga", "Swarga Bara"), "Sangatta Selatan": ("Sangatta Selatan",
        "Singa Geweh"), "Bengalon": ("Sepaso", "Tepian Langsat"), "Muara Wahau": ("Wahau Baru",
        "Nehas Liah Bing"),
    }),
    SampleRegion("64.09", 95_000, 0.60, True, _COUNTRY, COAST, {
        "Penajam": ("Penajam", "Nenang", "Petung"), "Sepaku": ("Bumi Harapan", "Tengin Baru"),
        "Waru": ("Waru", "Api-Api"), "Babulu": ("Babulu Darat", "Gunung Intan"),
    }),
    SampleRegion("64.11", 22_000, 0.127, False, _REMOTE, UPRIVER, {
        "Long Bagun": ("Ujoh Bilang", "Long Bagun Ilir"), "Laham": ("Laham", "Danum Paroy"),
        "Long Hubung": ("Long Hubung", "Datah Bilang Ilir"), "Long Pahangai": ("Long Pahangai I",),
    }),
    SampleRegion("64.71", 320_117, 0.665, False, _TOWN, TOWNS, {
        "Balikpapan Selatan": ("Sepinggan", "Damai Bahagia"), "Balikpapan Utara": ("Batu Ampar",
        "Karang Joang"), "Balikpapan Barat": ("Baru Ilir", "Kariangau"),
        "Balikpapan Tengah": ("Gunung Sari Ulu", "Karang Rejo"),
    }),
    SampleRegion("64.72", 349_784, 0.4039, False, _TOWN, TOWNS, {
        "Samarinda Ulu": ("Air Putih", "Sidodadi"), "Sungai Kunjang": ("Loa Bakung",
        "Karang Asam Ulu"),
        "Palaran": ("Rawa Makmur", "Bukuan"), "Samarinda Utara": ("Lempake", "Sempaja Utara"),
        "Sambutan": ("Sambutan", "Makroman"),
    }),
    SampleRegion("64.74", 99_150, 1.0, False, _TOWN, COAST, {
        "Bontang Utara": ("Api-Api", "Loktuan", "Guntung"), "Bontang Selatan": ("Berbas Pantai",
        "Tanjung Laut"), "Bontang Barat": ("Belimbing", "Kanaan"),
    }),
)  # fmt: skip


def sample_denominators(people: int) -> dict[str, SampleDenominator]:
    """For a sample of so many people: each regency's workers, so that the shares come out as above.

    `active / workers` is the regency's share to within half a worker, 100 % exactly where it is
    that.
    """
    weights = [region.workers * region.covered for region in REGIONS]
    result = {}
    for region, registered in zip(REGIONS, _shared_out(people, weights), strict=True):
        active = registered - lapsed_before(registered)
        workers = round(active / region.covered)
        result[region.code] = SampleDenominator(region.code, workers, registered, active)
    return result


def lapsed_before(number: int) -> int:
    """How many of a regency's first `number` people have lapsed: they are spread evenly."""
    return int(number * INACTIVE)


def _shared_out(total: int, weights: list[float]) -> list[int]:
    """Whole numbers in the proportion of the weights, with just this sum (largest remainder)."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda at: (shares[at] - exact[at], at))
    for at in by_remainder[: total - sum(shares)]:
        shares[at] += 1
    return shares
