"""A coverage figure: what it counts, of what, when, and who says so. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cached_property
from urllib.parse import urlsplit

from bot.coverage.amounts import Amount, Quality
from knowledge.coverage.segments import Segment

COVERAGE = "cakupan"
"""The indicator of figures with a percentage or with people covered; others have their own."""
TARGET = "target_cakupan_persen"
EMPLOYED = "penduduk_bekerja"
LABOUR_FORCE = "angkatan_kerja"
FULL = Decimal(100)
_HUNDREDTH = Decimal("0.01")
_DOUBTS = (
    "perlu dicek",
    "kemungkinan yang dimaksud",
    "tidak jelas",
    "tidak cocok",
    "disimpulkan",
    "konflik",
    "bertentangan",
    "salah ketik",
)


class Basis(StrEnum):
    """What kind of number the denominator is."""

    BPJS = "bpjs"
    EMPLOYED = "bps_bekerja"
    LABOUR_FORCE = "bps_angkatan_kerja"
    LOCAL = "sasaran_daerah"
    UNKNOWN = "tidak_diketahui"

    @property
    def label(self) -> str:
        """The kind in plain words, as the reply says it."""
        return _BASIS_LABELS[self]


_BASIS_LABELS = {
    Basis.BPJS: "jumlah pekerja menurut BPJS Ketenagakerjaan",
    Basis.EMPLOYED: "penduduk yang bekerja menurut BPS",
    Basis.LABOUR_FORCE: "angkatan kerja menurut BPS",
    Basis.LOCAL: "sasaran pemerintah daerah",
    Basis.UNKNOWN: "tidak dijelaskan sumbernya",
}


class Counted(StrEnum):
    """What the people in the numerator are."""

    ACTIVE = "aktif"
    REGISTERED = "terdaftar"
    PROTECTED = "terlindungi"


class Publisher(StrEnum):
    """Who stands behind a source."""

    BPJS = "bpjs"
    GOVERNMENT = "pemerintah"
    PRESS = "media"
    REGISTRY = "registri"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure was published."""

    title: str
    url: str = ""
    published: date | None = None
    from_registry: bool = False

    @property
    def host(self) -> str:
        """The address's server without www."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")

    @property
    def publisher(self) -> Publisher:
        """Who stands behind it: by the address, and without one by what the title names."""
        if self.from_registry:
            return Publisher.REGISTRY
        if self.host:
            if _is_under("bpjsketenagakerjaan.go.id", self.host):
                return Publisher.BPJS
            return Publisher.GOVERNMENT if _is_under("go.id", self.host) else Publisher.PRESS
        named = self.title.rpartition("(")[2].casefold()
        if "bpjs ketenagakerjaan" in named or "bpjstk" in named:
            return Publisher.BPJS
        is_official = any(word in named for word in ("pemkab", "pemkot", "pemprov", "dinas", "bps"))
        return Publisher.GOVERNMENT if is_official else Publisher.PRESS

    @property
    def family(self) -> str:
        """Sources of one family count alike, so that their figures can make a trend."""
        if self.publisher is Publisher.BPJS or self.from_registry:
            return self.publisher.value
        return self.host or self.title.rpartition("(")[2].rstrip(")").casefold()


def _is_under(domain: str, host: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


@dataclass(frozen=True)
class Figure:
    """One figure of one source. Counts are people unless `unit` says otherwise.

    Coverage figures have `announced`, `numerator`, `denominator`, `uncovered`, as far as the source
    gives them; figures of other indicators (quotas, targets, labour force) have `value`.
    """

    region: str
    """Kemendagri code."""
    segment: Segment
    as_of: date
    source: Source
    indicator: str = COVERAGE
    announced: Amount | None = None
    """The percentage as the source says it."""
    numerator: Amount | None = None
    counted: Counted = Counted.ACTIVE
    denominator: Amount | None = None
    basis: Basis = Basis.UNKNOWN
    uncovered: Amount | None = None
    """People not covered, as the source says it."""
    value: Amount | None = None
    unit: str = "orang"
    note: str = ""
    import_id: int = 0
    also: tuple[Source, ...] = ()
    """Further sources that a part of the figure comes from."""

    @cached_property
    def computed(self) -> Decimal | None:
        """Percent by our own arithmetic, only where the same figure has both counts."""
        if self.numerator is None or self.denominator is None or not self.denominator.value:
            return None
        share = self.numerator.value / self.denominator.value * FULL
        return share.quantize(_HUNDREDTH, ROUND_HALF_UP)

    @property
    def percent(self) -> Amount | None:
        """The percentage that is shown: the announced one, else the computed one."""
        if self.announced is not None or self.computed is None:
            return self.announced
        counts = (self.numerator, self.denominator)
        exact = all(count is not None and count.is_exact for count in counts)
        return Amount(self.computed, Quality.EXACT if exact else Quality.ABOUT)

    @property
    def not_covered(self) -> Amount | None:
        """People not covered, worked out; None where the parts are missing or exceed the whole."""
        if self.numerator is None or self.denominator is None:
            return None
        rest = self.denominator.value - self.numerator.value
        if rest < 0:
            return None
        exact = self.numerator.is_exact and self.denominator.is_exact
        return Amount(rest, Quality.EXACT if exact else Quality.ABOUT)

    @property
    def fits(self) -> bool:
        """Whether the announced percentage is the computed one, rounded or cut."""
        if self.announced is None or self.computed is None:
            return True
        decimals = -min(int(self.announced.value.as_tuple().exponent), 0)
        tolerance = Decimal(1).scaleb(-decimals)
        if not all(count.is_exact for count in (self.numerator, self.denominator) if count):
            tolerance = max(tolerance, Decimal(1))
        low, high = self.announced.value, self.announced.high or self.announced.value
        match self.announced.quality:
            case Quality.MORE_THAN:
                return self.computed >= low - tolerance
            case Quality.AT_MOST:
                return self.computed <= high + tolerance
            case _:
                return low - tolerance < self.computed < high + tolerance

    @property
    def is_complete(self) -> bool:
        """Whether it has numerator and denominator."""
        return self.numerator is not None and self.denominator is not None

    @property
    def is_doubted(self) -> bool:
        """Whether its note says that the number or its meaning is not certain."""
        note = self.note.casefold()
        return any(doubt in note for doubt in _DOUBTS)

    @property
    def has_reached_all(self) -> bool:
        """Whether 100 % or more is announced or computed."""
        percent = self.percent
        if percent is None or percent.value < FULL:
            return False
        return percent.quality in {Quality.EXACT, Quality.MORE_THAN, Quality.RANGE}

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources of the figure."""
        return (self.source, *self.also)

    @property
    def key(self) -> tuple[str, str, str, date, str]:
        """What makes it the same figure in another file: a later value of it replaces this one."""
        source = self.source.url or self.source.title
        return self.region, self.segment.value, self.indicator, self.as_of, source
