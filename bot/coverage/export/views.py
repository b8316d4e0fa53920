"""Figures as the tables in which they are exported."""

from collections.abc import Sequence

from bot.coverage.export.tables import Cell, Column, ColumnKind, SheetChart, Table
from bot.coverage.pictures import PictureFigure, arranged

_FIGURES = "Cakupan"
_LABELS, _PERCENT = 0, 2


def figures_table(figures: Sequence[PictureFigure]) -> Table:
    """A row for each figure, ranked where that is right, those without data last."""
    order = arranged(figures)
    return Table(
        name=_FIGURES,
        columns=(
            Column("Wilayah atau segmen"),
            Column("Kode wilayah"),
            Column("Cakupan (%)", ColumnKind.PERCENT),
            Column("Asal persentase"),
            Column("Terlindungi (orang)", ColumnKind.WHOLE),
            Column("Belum terlindungi (orang)", ColumnKind.WHOLE),
            Column("Penyebut"),
            Column("Posisi data", ColumnKind.DATE),
            Column("Cakupan sebelumnya yang sebanding (%)", ColumnKind.PERCENT),
            Column("Target (%)", ColumnKind.PERCENT),
            Column("Sumber"),
            Column("Keterangan"),
        ),
        rows=tuple(_row(figure) for figure in (*order.shown, *order.missing)),
    )


def sources_table(figures: Sequence[PictureFigure]) -> Table:
    """Every source, with the regions and the dates taken from it."""
    by_source: dict[str, list[PictureFigure]] = {}
    for figure in figures:
        if figure.source and figure.percent is not None:
            by_source.setdefault(figure.source, []).append(figure)
    return Table(
        name="Sumber",
        columns=(
            Column("Sumber"),
            Column("Dipakai untuk"),
            Column("Data paling lama", ColumnKind.DATE),
            Column("Data paling baru", ColumnKind.DATE),
        ),
        rows=tuple(
            (
                source,
                ", ".join(dict.fromkeys(figure.label for figure in used)),
                min((figure.on for figure in used if figure.on), default=None),
                max((figure.on for figure in used if figure.on), default=None),
            )
            for source, used in sorted(by_source.items())
        ),
    )


def sheet_chart(figures: Sequence[PictureFigure], title: str) -> SheetChart:
    """The chart of `figures_table`; its title says what it can't show."""
    order = arranged(figures)
    warnings = [
        f"tidak dapat diperingkat: {order.reason}" if order.reason else "",
        f"{len(order.missing)} belum ada data" if order.missing else "",
    ]
    warning = "; ".join(part for part in warnings if part)
    words = f"{title} ({warning})" if warning else title
    return SheetChart("Grafik", words, _FIGURES, _LABELS, _PERCENT)


def _row(figure: PictureFigure) -> tuple[Cell, ...]:
    # Alone, "64.01" is a time of day to an Indonesian Excel, and may be taken for BPS's 6401.
    code = f"Kemendagri {figure.code}" if figure.code else None
    if figure.percent is None:
        absent: list[Cell] = [None] * 9
        return (figure.label, code, *absent, "belum ada data")
    return (
        figure.label,
        code,
        figure.percent,
        figure.kind.value,
        figure.covered,
        figure.uncovered,
        figure.denominator.value,
        figure.on,
        figure.previous,
        figure.target,
        figure.source,
        figure.wording,
    )
