"""What can be shown about coverage, the buttons that lead there, and what a reply holds."""

from dataclasses import dataclass
from enum import StrEnum

from bot.coverage.book import region_of_code
from bot.coverage.figures import Source
from knowledge.coverage import Segment
from knowledge.coverage.question import PROVINCE

_PARTS = 4
_MOST_PAGES = 99


class Screen(StrEnum):
    """One thing to show; the value stands in callback data."""

    REGION = "r"
    UNCOVERED = "u"
    BREAKDOWN = "k"
    TREND = "t"
    FIGURES = "s"
    OVERVIEW = "o"
    RANKING = "p"
    REACHED = "c"
    PLACES = "w"
    PICTURE = "g"
    """All regions, and a picture of them as well."""


@dataclass(frozen=True, slots=True)
class View:
    """A screen about a region and a group of workers."""

    screen: Screen
    region: str = PROVINCE
    segment: Segment = Segment.ALL
    page: int = 0

    def encoded(self) -> str:
        """As callback data: "r:64.72:semua:0"."""
        return f"{self.screen.value}:{self.region}:{self.segment.value}:{self.page}"


def decoded(text: str) -> View | None:
    """The view that callback data names; None for data that no button has."""
    parts = text.split(":")
    if len(parts) != _PARTS:
        return None
    screen, region, segment, page = parts
    if region_of_code(region) is None or not (page.isascii() and page.isdigit()):
        return None
    try:
        view = View(Screen(screen), region, Segment(segment), int(page[:3]))
    except ValueError:
        return None
    return view if view.page <= _MOST_PAGES and view.encoded() == text else None


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what it says and what it shows."""

    label: str
    view: View


@dataclass(frozen=True, slots=True)
class CoverageReply:
    """What is said, in Telegram HTML, and the buttons under it, row by row.

    `pictured` are the regions a picture would show; empty where one is not worth it.
    """

    html: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    pictured: tuple[str, ...] = ()
    segment: Segment = Segment.ALL
    sources: tuple[Source, ...] = ()
    """Where the figures come from; the text names them itself where they are few."""
