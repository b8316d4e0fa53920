"""The coverage update: CPU of composing it for every region, with and without the chart."""

import time
from collections.abc import Callable
from datetime import date

from bot.coverage.book import Book
from bot.coverage.digest import Occasion, compose
from bot.coverage.digest.words import digest_html
from bot.coverage.edition import packaged_edition
from bot.coverage.mailing.pictures import digest_picture
from knowledge.regions import load_regions

_ROUNDS = 5
_TODAY, _UNTIL = date(2026, 11, 25), date(2027, 12, 31)
_WORDS_GOAL, _CHART_GOAL, _BYTES_GOAL = 0.050, 1.0, 150_000


def _best(work: Callable[[], object]) -> float:
    """CPU seconds, the best of some rounds."""
    spent = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def _all_digests(figures: Book, readers: list[tuple[str, ...]]) -> int:
    """The words for each of the readers, from figures that nobody has looked at yet."""
    book = Book(figures.figures)
    told = compose(book, ("64",), {}, Occasion(_TODAY), target_date=_UNTIL).told
    return sum(
        len(digest_html(compose(book, regions, told, Occasion(_TODAY), target_date=_UNTIL)))
        for regions in readers
    )


def main() -> None:
    """Print what it takes against what is to be reached."""
    book = packaged_edition().book
    readers: list[tuple[str, ...]] = [(each.kemendagri_code,) for each in load_regions()]
    words = _best(lambda: _all_digests(book, readers))
    chart = _best(lambda: digest_picture(book, ("64",), _TODAY).png())
    size = len(digest_picture(book, ("64",), _TODAY).png())
    count = len(readers)
    print(f"words of {count} readers  {words * 1000:6.1f} ms CPU (goal: {_WORDS_GOAL * 1000:.0f})")
    print(f"chart of one set      {chart * 1000:6.0f} ms CPU (goal: {_CHART_GOAL * 1000:.0f})")
    print(f"chart                 {size / 1000:6.0f} kB     (goal: {_BYTES_GOAL / 1000:.0f})")


if __name__ == "__main__":
    main()
