"""Figures as JSON for programs."""

from decimal import Decimal
from typing import Any

from bot.coverage.amounts import Amount
from bot.coverage.book import Book
from bot.coverage.figures import Figure, Source
from knowledge.coverage import Segment
from knowledge.regions import Region


def region_document(book: Book, region: Region, *, whole: bool) -> dict[str, Any]:
    """What is shown for a region, what is known in part, and with `whole` every figure of it."""
    code = region.kemendagri_code
    shown = book.shown(code)
    document: dict[str, Any] = {
        "code": code,
        "bps_code": region.bps_code,
        "name": region.name,
        "shown": figure_document(shown) if shown else None,
        "partial": [] if shown else [figure_document(part) for part in book.partial(code)],
    }
    if whole:
        document["segments"] = {
            segment.value: figure_document(figure) if figure else None
            for segment in Segment
            for figure in [book.shown(code, segment)]
        }
        document["figures"] = [
            figure_document(figure) for segment in Segment for figure in book.about(code, segment)
        ]
    return document


def figure_document(figure: Figure) -> dict[str, Any]:
    """One figure. Announced and computed percentages stand apart."""
    return {
        "region": figure.region,
        "segment": figure.segment.value,
        "indicator": figure.indicator,
        "as_of": figure.as_of.isoformat(),
        "percent_announced": _amount(figure.announced),
        "percent_computed": _number(figure.computed),
        "covered": _amount(figure.numerator),
        "workers": _amount(figure.denominator),
        "basis": figure.basis.value,
        "not_covered_computed": _amount(figure.not_covered),
        "not_covered_announced": _amount(figure.uncovered),
        "value": _amount(figure.value),
        "unit": figure.unit,
        "sources": [_source(source) for source in figure.sources],
        "note": figure.note,
        "import": figure.import_id or None,
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "url": source.url or None,
        "published": source.published.isoformat() if source.published else None,
    }


def _amount(amount: Amount | None) -> dict[str, Any] | None:
    """A number with how exact it is: exact, about, more_than, at_most, almost, range."""
    if amount is None:
        return None
    document = {"value": _number(amount.value), "quality": amount.quality.name.lower()}
    if amount.high is not None:
        document["high"] = _number(amount.high)
    return document


def _number(value: Decimal | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
