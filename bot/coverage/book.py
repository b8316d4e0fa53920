"""All current figures, looked up by region and segment. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.coverage.choosing import chosen, newest_count
from bot.coverage.figures import COVERAGE, Figure
from knowledge.coverage.segments import Segment
from knowledge.regions import Region, load_regions


class Book:
    """The figures that hold now."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self.figures = tuple(figures)
        self._about: dict[tuple[str, Segment], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            self._about[figure.region, figure.segment].append(figure)
        self._shown: dict[tuple[str, Segment], Figure | None] = {}

    def about(self, region: str, segment: Segment = Segment.ALL) -> list[Figure]:
        """Every figure on a region and segment, other indicators too, newest first."""
        found = self._about.get((region, segment), [])
        return sorted(found, key=lambda figure: figure.as_of, reverse=True)

    def shown(self, region: str, segment: Segment = Segment.ALL) -> Figure | None:
        """The coverage that is shown (docs/coverage.md has the rule); None: no data."""
        place = region, segment
        if place not in self._shown:
            self._shown[place] = chosen(self._about.get(place, ()))
        return self._shown[place]

    def counted(self, region: str, segment: Segment = Segment.ALL) -> Figure | None:
        """The newest number of people covered; None: no data."""
        return newest_count(self._about.get((region, segment), ()))

    def denominator(self, region: str, segment: Segment = Segment.ALL) -> Figure | None:
        """The newest imported figure that says how many workers there are; None: no data."""
        return next(
            (
                figure
                for figure in self.about(region, segment)
                if figure.denominator is not None and not figure.source.from_registry
            ),
            None,
        )

    def by_registry(self, region: str, segment: Segment = Segment.ALL) -> Figure | None:
        """The newest figure computed from the registry."""
        return next(
            (figure for figure in self.about(region, segment) if figure.source.from_registry), None
        )

    def latest(self, region: str, indicator: str, segment: Segment = Segment.ALL) -> Figure | None:
        """The newest figure of another indicator: a target, a quota, the labour force."""
        return next(
            (figure for figure in self.about(region, segment) if figure.indicator == indicator),
            None,
        )

    def partial(self, region: str) -> list[Figure]:
        """What is known where the coverage of all workers isn't: people, then single segments."""
        segments = [segment for segment in Segment if segment is not Segment.ALL]
        parts = [
            self.counted(region),
            *(self.shown(region, segment) or self.counted(region, segment) for segment in segments),
        ]
        return [part for part in parts if part is not None]

    def others(self, region: str, segment: Segment) -> list[Figure]:
        """Figures of other indicators on a region and segment: the newest of each."""
        newest: dict[str, Figure] = {}
        for figure in self.about(region, segment):
            if figure.indicator != COVERAGE:
                newest.setdefault(figure.indicator, figure)
        return list(newest.values())

    def overview(self, segment: Segment = Segment.ALL) -> list[tuple[Region, Figure | None]]:
        """The ten regencies and cities with what is shown for each, in the order of their codes."""
        return [(region, self.shown(region.kemendagri_code, segment)) for region in regencies()]


def regencies() -> Sequence[Region]:
    """The ten kabupaten and kota."""
    return load_regions()[1:]


def region_of_code(code: str) -> Region | None:
    """The region with a Kemendagri code."""
    return next((region for region in load_regions() if region.kemendagri_code == code), None)
