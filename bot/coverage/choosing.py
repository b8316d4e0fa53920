"""Which of several figures is shown. docs/coverage.md states the rule; RULE says it to readers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.coverage.figures import COVERAGE, Figure, Publisher

RULE = (
    "Yang ditampilkan: angka dengan posisi terbaru. Kalau tanggalnya sama, didahulukan yang tidak "
    "diragukan, lalu yang diumumkan BPJS Ketenagakerjaan, lalu yang jumlah orangnya lengkap. "
    "Angka lain tetap disimpan."
)
_STANDING = {
    Publisher.BPJS: 3,
    Publisher.GOVERNMENT: 2,
    Publisher.PRESS: 1,
    Publisher.REGISTRY: 0,
}


def chosen(figures: Iterable[Figure]) -> Figure | None:
    """The figure shown, of all those about one region and segment; None when none has a percent.

    In this order: announced before computed from the registry; newest position; not doubted;
    BPJS Ketenagakerjaan, government, press; with both counts; an exact percentage; published last;
    imported last. Title and number decide the rest, so that the choice never depends on the order.
    """
    with_percent = [figure for figure in joined(figures) if figure.percent is not None]
    return max(with_percent, key=_preference, default=None)


def _preference(figure: Figure) -> tuple[bool, date, bool, int, bool, bool, date, int, str, str]:
    percent = figure.percent
    return (
        not figure.source.from_registry,
        figure.as_of,
        not figure.is_doubted,
        _STANDING[figure.source.publisher],
        figure.is_complete,
        percent is not None and percent.is_exact,
        figure.source.published or date.min,
        figure.import_id,
        figure.source.title,
        percent.stored() if percent is not None else "",
    )


def newest_count(figures: Iterable[Figure]) -> Figure | None:
    """The newest figure that says how many people are covered, with or without a percentage."""
    counting = [
        figure
        for figure in figures
        if figure.indicator == COVERAGE
        and figure.numerator is not None
        and not figure.source.from_registry
    ]
    return max(counting, key=_preference, default=None)


def joined(figures: Iterable[Figure]) -> list[Figure]:
    """Coverage figures; one without its numerator is completed where another source confirms it.

    Only from a figure of the same region, segment and day, and only if numerator divided by
    denominator gives the announced percentage: a number of another day or another way of counting
    doesn't get in.
    """
    coverage = [figure for figure in figures if figure.indicator == COVERAGE]
    return [_completed(figure, coverage) for figure in coverage]


def _completed(figure: Figure, others: Sequence[Figure]) -> Figure:
    if figure.announced is None or figure.denominator is None or figure.numerator is not None:
        return figure
    for other in sorted(others, key=lambda other: other.source.title):
        same = (other.region, other.segment, other.as_of)
        if other.numerator is None or same != (figure.region, figure.segment, figure.as_of):
            continue
        whole = replace(
            figure,
            numerator=other.numerator,
            counted=other.counted,
            also=(*figure.also, other.source),
        )
        if whole.fits:
            return whole
    return figure
