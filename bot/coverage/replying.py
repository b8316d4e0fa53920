"""From a question or a button to the reply. Pure: the figures are given."""

from collections.abc import Callable, Mapping
from datetime import date

from bot.coverage import details, figure_list, many_regions, not_covered, one_region
from bot.coverage.book import Book
from bot.coverage.screens import CoverageReply, Screen, View
from knowledge.coverage import CoverageQuestion, Wish
from knowledge.coverage.question import PROVINCE

_SCREENS = {
    Wish.REGION: Screen.REGION,
    Wish.UNCOVERED: Screen.UNCOVERED,
    Wish.BREAKDOWN: Screen.BREAKDOWN,
    Wish.TREND: Screen.TREND,
    Wish.RANKING: Screen.RANKING,
    Wish.REACHED: Screen.REACHED,
    Wish.OVERVIEW: Screen.OVERVIEW,
}


def reply_to(question: CoverageQuestion, book: Book, today: date) -> CoverageReply:
    """The answer to a question."""
    if question.wish is Wish.WHICH_KUTAI:
        return many_regions.which_kutai_reply(question.segment)
    if question.wish is Wish.COMPARISON:
        return many_regions.comparison_reply(book, question.regions, question.segment)
    if question.wish is Wish.REGION and question.occupation:
        view = View(Screen.REGION, question.regions[0], question.segment)
        return one_region.region_reply(book, view, today, occupation=True)
    screen = _SCREENS[question.wish]
    region = question.regions[0] if question.regions else PROVINCE
    return show(View(screen, region, question.segment), book, today)


def show(view: View, book: Book, today: date) -> CoverageReply:
    """What a button shows."""
    return _REPLIES[view.screen](book, view, today)


_REPLIES: Mapping[Screen, Callable[[Book, View, date], CoverageReply]] = {
    Screen.REGION: one_region.region_reply,
    Screen.UNCOVERED: not_covered.uncovered_reply,
    Screen.TREND: details.trend_reply,
    Screen.BREAKDOWN: lambda book, view, _: details.breakdown_reply(book, view),
    Screen.FIGURES: lambda book, view, _: figure_list.figures_reply(book, view),
    Screen.OVERVIEW: lambda book, view, _: many_regions.overview_reply(book, view.segment),
    Screen.PICTURE: lambda book, view, _: many_regions.overview_reply(book, view.segment),
    Screen.RANKING: lambda book, view, _: many_regions.ranking_reply(book, view.segment),
    Screen.REACHED: lambda book, view, _: many_regions.reached_reply(book, view.segment),
    Screen.PLACES: lambda *_: many_regions.places_reply(),
}
