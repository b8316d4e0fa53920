"""Figures computed from the registry: unique people of a region against an imported denominator.

The registry knows people by name; construction projects register workers without names. Coverage by
the registry and announced coverage are therefore two things, shown beside each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.coverage.amounts import exactly
from bot.coverage.book import Book
from bot.coverage.figures import Counted, Figure, Source
from knowledge.coverage.segments import Segment
from knowledge.figures.wording import long_date

FEWEST_SHOWN = 5
"""Smaller groups aren't shown: a number may then point at somebody."""
_TITLE = "Hitungan dari daftar nama (registri jamsosbot)"


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """Unique people of a region and segment who are covered, by the registry on a day."""

    region: str
    segment: Segment
    people: int
    as_of: date


def figure_from_registry(count: PeopleCount, denominator: Figure | None) -> Figure | None:
    """A figure labelled as computed, with both sources; None for a group too small to show.

    `denominator` is a figure with a number of workers; without one there is no percentage.
    Raises ValueError for a denominator of another region or segment.
    """
    if count.people < FEWEST_SHOWN:
        return None
    source = Source(_TITLE, from_registry=True)
    note = f"Dihitung dari registri per {long_date(count.as_of)}: orang unik menurut NIK."
    if denominator is None or denominator.denominator is None:
        return Figure(
            region=count.region,
            segment=count.segment,
            as_of=count.as_of,
            source=source,
            numerator=exactly(count.people),
            counted=Counted.REGISTERED,
            note=note,
        )
    if (denominator.region, denominator.segment) != (count.region, count.segment):
        raise ValueError("the denominator is of another region or segment")
    return Figure(
        region=count.region,
        segment=count.segment,
        as_of=count.as_of,
        source=source,
        numerator=exactly(count.people),
        counted=Counted.REGISTERED,
        denominator=denominator.denominator,
        basis=denominator.basis,
        note=f"{note} Penyebutnya per {long_date(denominator.as_of)}, dari sumber lain.",
        also=denominator.sources,
    )


def with_registry(book: Book, counts: Iterable[PeopleCount]) -> Book:
    """The figures with those of the registry beside them."""
    computed = [
        figure_from_registry(count, book.denominator(count.region, count.segment))
        for count in counts
    ]
    return Book((*book.figures, *(figure for figure in computed if figure is not None)))
