"""Figures as the pictures and files take them. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.coverage.amounts import Amount
from bot.coverage.book import Book, region_of_code
from bot.coverage.charts import Picture, bar_chart, tile_map
from bot.coverage.choosing import RULE
from bot.coverage.comparing import is_firm, last_change
from bot.coverage.export import (
    Column,
    ColumnKind,
    Section,
    Table,
    Workbook,
    figures_table,
    sheet_chart,
    sources_table,
    to_xlsx,
)
from bot.coverage.export.tables import Cell
from bot.coverage.figures import TARGET, Basis, Figure
from bot.coverage.pictures import Caption, Denominator, PercentKind, PictureFigure
from bot.coverage.saying import indicator_label, percent, region_name
from knowledge.coverage import Segment
from knowledge.regions import load_regions

_DENOMINATORS = {
    Basis.BPJS: Denominator.BPJS,
    Basis.EMPLOYED: Denominator.EMPLOYED,
    Basis.LABOUR_FORCE: Denominator.LABOUR_FORCE,
    Basis.LOCAL: Denominator.LOCAL,
    Basis.UNKNOWN: Denominator.UNSTATED,
}
_ALL_REGIONS = 10
_FULL = 100.0


def picture_figure(book: Book, region: str, segment: Segment = Segment.ALL) -> PictureFigure:
    """What is shown for a region, ready to be drawn; without a percentage where there is none."""
    shown = book.shown(region, segment)
    label = region_name(region)
    if shown is None or shown.percent is None:
        return PictureFigure(region, label, None)
    target = book.latest(region, TARGET, segment)
    step = last_change(book.about(region, segment), shown)
    amount = shown.percent
    return PictureFigure(
        code=region,
        label=label,
        percent=float(amount.value),
        kind=PercentKind.COMPUTED if shown.announced is None else PercentKind.ANNOUNCED,
        on=shown.as_of,
        denominator=_DENOMINATORS[shown.basis],
        covered=_whole(shown.numerator),
        uncovered=_whole(shown.not_covered or shown.uncovered),
        previous=float(amount.value - step.change) if step and step.change is not None else None,
        target=float(target.value.value) if target and target.value else _FULL,
        source="; ".join(source.title for source in shown.sources),
        wording="" if amount.is_exact else percent(amount),
        is_firm=is_firm(shown),
    )


def _whole(amount: Amount | None) -> int | None:
    return amount.whole if amount is not None else None


def regions_picture(book: Book, regions: Sequence[str], segment: Segment, made_on: date) -> Picture:
    """Several regions: all of them as a map of tiles, some of them as bars."""
    figures = [picture_figure(book, code, segment) for code in regions]
    draw = tile_map if len(figures) == _ALL_REGIONS else bar_chart
    return draw(figures, _caption(figures, segment, made_on))


def _caption(figures: Sequence[PictureFigure], segment: Segment, made_on: date) -> Caption:
    """The finding as a title: how many reached 100 %, or for how many nobody knows."""
    known = [figure for figure in figures if figure.percent is not None]
    reached = sum(figure.percent is not None and figure.percent >= _FULL for figure in known)
    missing = len(figures) - len(known)
    if len(figures) < _ALL_REGIONS:
        title = " dan ".join(figure.label for figure in figures)
    elif reached:
        title = f"{reached} dari {len(figures)} daerah diumumkan sudah 100 %"
    elif missing:
        title = f"{missing} dari {len(figures)} daerah belum punya angka"
    else:
        title = "Cakupan di semua daerah"
    return Caption(title, f"Persen {segment.label} yang terlindungi", made_on)


def workbook(book: Book, now: datetime) -> bytes:
    """Everything as XLSX: what is shown, its sources, every figure, and how to read them."""
    codes = [region.kemendagri_code for region in load_regions()]
    figures = [picture_figure(book, code) for code in codes]
    title = "Cakupan seluruh pekerja per daerah"
    return to_xlsx(
        Workbook(
            title=title,
            tables=[figures_table(figures), sources_table(figures), every_figure(book)],
            charts=[sheet_chart(figures, title)],
            sections=[Section("Angka mana yang ditampilkan", RULE)],
        ),
        now,
    )


def every_figure(book: Book) -> Table:
    """Every figure that is kept, conflicting ones too, one a row."""
    shown = {
        figure.key
        for region in load_regions()
        for segment in Segment
        if (figure := book.shown(region.kemendagri_code, segment)) is not None
    }
    listed = sorted(
        book.figures,
        key=lambda figure: (figure.region, figure.segment, figure.indicator, figure.as_of),
    )
    return Table(
        name="Semua angka",
        columns=(
            Column("Wilayah"),
            Column("Kelompok"),
            Column("Hal"),
            Column("Posisi data", ColumnKind.DATE),
            Column("Diumumkan (%)", ColumnKind.PERCENT),
            Column("Hitungan (%)", ColumnKind.PERCENT),
            Column("Terlindungi (orang)", ColumnKind.WHOLE),
            Column("Jumlah pekerja (orang)", ColumnKind.WHOLE),
            Column("Dihitung dari"),
            Column("Belum terlindungi (orang)", ColumnKind.WHOLE),
            Column("Nilai lain"),
            Column("Kata sumber"),
            Column("Ditampilkan"),
            Column("Sumber"),
            Column("Tautan"),
            Column("Terbit", ColumnKind.DATE),
            Column("Catatan"),
        ),
        rows=tuple(_row(figure, is_shown=figure.key in shown) for figure in listed),
    )


def _row(figure: Figure, *, is_shown: bool) -> tuple[Cell, ...]:
    region = region_of_code(figure.region)
    return (
        region.name if region else figure.region,
        figure.segment.label,
        indicator_label(figure.indicator),
        figure.as_of,
        _number(figure.announced),
        float(figure.computed) if figure.computed is not None else None,
        _whole(figure.numerator),
        _whole(figure.denominator),
        figure.basis.label if figure.denominator or figure.announced else None,
        _whole(figure.not_covered or figure.uncovered),
        f"{figure.value} {figure.unit}" if figure.value else None,
        str(figure.announced) if figure.announced and not figure.announced.is_exact else None,
        "ya" if is_shown else None,
        figure.source.title,
        figure.source.url or None,
        figure.source.published,
        figure.note or None,
    )


def _number(amount: Amount | None) -> float | None:
    return float(amount.value) if amount is not None else None
