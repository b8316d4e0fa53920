"""A digest from what is known: what the reader was told, what holds now, which slot it is. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.coverage.book import Book, regencies
from bot.coverage.digest.headline import Headline, headline
from bot.coverage.digest.slots import Slot
from bot.coverage.digest.standing import Standing, Told, standing
from bot.coverage.figures import Figure
from bot.coverage.from_registry import FEWEST_SHOWN
from bot.coverage.saying import region_name
from bot.people.subscriptions import Frequency
from knowledge.coverage import Segment
from knowledge.coverage.question import PROVINCE
from knowledge.figures.wording import number

QUOTAS = (
    "pekerja_rentan_apbd_kab",
    "pekerja_rentan_apbd_provinsi",
    "pekerja_rentan_dbh_sawit",
)
"""Indicators that are places in a budget, which needn't be people who are covered."""
_FULL = 100.0
_MOST_ASKED = 3
_MOST_REGIONS_WITH_QUOTAS = 3


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why it is sent now. Without a slot it is one that was asked for."""

    today: date
    slot: Slot | None = None
    frequency: Frequency = Frequency.WEEKLY
    is_late: bool = False
    """Whether the bot was down at the slot."""


@dataclass(frozen=True, slots=True)
class Quota:
    """Budgeted places for vulnerable workers of a region beside those who are covered."""

    region: str
    budgeted: tuple[Figure, ...]
    realised: Figure | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What workers of a region asked most, with how often; each at least five times."""

    region: str
    topics: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """One reader's update."""

    regions: tuple[str, ...]
    occasion: Occasion
    headline: Headline
    standings: tuple[Standing, ...]
    quotas: tuple[Quota, ...]
    asked: tuple[Asked, ...]
    is_first: bool
    """Whether the reader was told nothing before."""

    @property
    def has_news(self) -> bool:
        """Whether any figure is new."""
        return any(each.has_news for each in self.standings)

    @property
    def told(self) -> dict[str, Figure | None]:
        """What the reader has been told once this has arrived."""
        return {each.region: each.shown for each in self.standings}


def compose(  # noqa: PLR0913 -- what a digest is made of, each named where it is called
    book: Book,
    regions: Sequence[str],
    told: Told,
    occasion: Occasion,
    *,
    target_date: date,
    asked: Mapping[str, Sequence[tuple[str, int]]] | None = None,
) -> Digest:
    """One reader's digest. `asked` are topics in words with their counts, per region."""
    wide = readers_regions(regions)
    standings = tuple(standing(book, code, told, target_date, occasion.today) for code in wide)
    return Digest(
        regions=tuple(regions),
        occasion=occasion,
        headline=headline(standings, occasion.today),
        standings=standings,
        quotas=tuple(_quotas(book, regions)),
        asked=tuple(_asked(regions, asked or {})),
        is_first=not told,
    )


def readers_regions(regions: Sequence[str]) -> tuple[str, ...]:
    """The regions a reader is told of: for the province itself and its ten."""
    if PROVINCE not in regions:
        return tuple(regions)
    return (PROVINCE, *(region.kemendagri_code for region in regencies()))


def finding(book: Book, regions: Sequence[str]) -> str:
    """What a picture of these regions says first; the same for everybody who has them."""
    wide = readers_regions(regions)
    shown = [figure for code in wide if (figure := book.shown(code)) is not None]
    known = [
        (rest, figure)
        for figure in shown
        if (rest := figure.not_covered or figure.uncovered) and rest.value > 0
    ]
    if known:
        rest, figure = max(known, key=lambda pair: pair[0].value)
        return f"{rest} pekerja {region_name(figure.region)} belum terlindungi"
    if len(shown) < len(wide):
        return f"{number(len(wide) - len(shown))} dari {len(wide)} wilayah belum punya angka"
    if all(figure.has_reached_all for figure in shown):
        return "Semua wilayah ini diumumkan 100 %"
    return "Cakupan pekerja di wilayah Anda"


def _quotas(book: Book, regions: Sequence[str]) -> Iterable[Quota]:
    if len(regions) > _MOST_REGIONS_WITH_QUOTAS:
        return
    for region in regions:
        budgeted = [book.latest(region, name, Segment.VULNERABLE) for name in QUOTAS]
        known = tuple(figure for figure in budgeted if figure is not None)
        if known:
            yield Quota(region, known, book.counted(region, Segment.VULNERABLE))


def _asked(
    regions: Sequence[str], asked: Mapping[str, Sequence[tuple[str, int]]]
) -> Iterable[Asked]:
    for region in regions:
        often = [(topic, count) for topic, count in asked.get(region, ()) if count >= FEWEST_SHOWN]
        if often:
            yield Asked(region, tuple(often[:_MOST_ASKED]))
