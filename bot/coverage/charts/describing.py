"""Pictures in one sentence, for those who can't see them."""

from collections.abc import Sequence

from bot.coverage.charts.lettering import clean
from bot.coverage.charts.page import ANNOUNCED_MARK, date_of, value_of
from bot.coverage.pictures import Arrangement, Caption, PercentKind, PictureFigure, obstacle
from knowledge.figures.wording import percent


def regions_sentence(order: Arrangement, caption: Caption) -> str:
    """Every region with its percentage and date, and those without data."""
    manner = f"tidak diperingkat karena {order.reason}" if order.reason else "dari yang tertinggi"
    return _sentence(caption, _listed(order.shown), order, manner)


def segments_sentence(order: Arrangement, caption: Caption) -> str:
    """Every segment with its percentage and date."""
    return _sentence(caption, _listed(order.shown), order, "")


def trend_sentence(points: Sequence[PictureFigure], caption: Caption) -> str:
    """Every point, and whether they may be compared."""
    reason = obstacle_of_trend(points)
    manner = f"tidak semuanya sebanding karena {reason}" if reason else "menurut tanggal"
    words = ", ".join(
        f"{date_of(point)} {_value(point)}{_origin(point, ' ({})')}" for point in points
    )
    order = Arrangement(tuple(points), (), ranked=False, reason=reason)
    return _sentence(caption, words, order, manner)


def obstacle_of_trend(points: Sequence[PictureFigure]) -> str:
    """Why points of one region can't be joined; far-apart dates are what a trend is about."""
    reasons = obstacle(points).split(" dan ")
    return " dan ".join(reason for reason in reasons if reason and "tanggal" not in reason)


def _listed(figures: Sequence[PictureFigure]) -> str:
    return ", ".join(
        f"{figure.label} {_value(figure)} ({date_of(figure)}{_origin(figure, ', {}')})"
        for figure in figures
    )


def _value(figure: PictureFigure) -> str:
    return value_of(figure).removesuffix(ANNOUNCED_MARK)


def _origin(figure: PictureFigure, form: str) -> str:
    """What the mark stands for in the picture, in words."""
    return form.format(figure.kind) if figure.kind is PercentKind.ANNOUNCED else ""


def _sentence(caption: Caption, listed: str, order: Arrangement, manner: str) -> str:
    parts = []
    if listed:
        targets = {figure.target for figure in order.shown}
        goal = f", target {percent(targets.pop())}" if len(targets) == 1 else ""
        parts.append(f"{listed}{f'; {manner}' if manner else ''}{goal}")
    if order.missing:
        parts.append("belum ada data: " + ", ".join(figure.label for figure in order.missing))
    title = clean(caption.title).rstrip(".:!")
    return clean(f"{title}: {'; '.join(parts) or 'belum ada data'}.")
