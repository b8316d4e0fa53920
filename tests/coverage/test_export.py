import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coverage.export import (
    Column,
    ColumnKind,
    Section,
    SheetChart,
    Table,
    Workbook,
    figures_table,
    sheet_chart,
    sources_table,
    to_csv,
    to_xlsx,
)
from bot.coverage.export.tables import Cell, looks_like_formula
from tests.coverage.samples import COMPARABLE, MIXED, figure

CREATED = datetime(2026, 11, 25, 8, 0)  # noqa: DTZ001 - workbooks know no zones
SECTIONS = (
    Section("Jenis penyebut", "Sasaran BPJS Ketenagakerjaan: …\nAngkatan kerja (BPS): …"),
    Section("Angka yang ditampilkan", "Yang terbaru."),
)
DANGEROUS = (
    '=HYPERLINK("http://x","klik")',
    "+62 811",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "＝1",
)


def workbook() -> bytes:
    return to_xlsx(
        Workbook(
            "Cakupan",
            (figures_table(MIXED), sources_table(MIXED)),
            (sheet_chart(MIXED, "Cakupan seluruh pekerja"),),
            SECTIONS,
        ),
        CREATED,
    )


def one_column(cells: tuple[Cell, ...], kind: ColumnKind = ColumnKind.TEXT) -> Table:
    return Table("Data", (Column("Kolom", kind),), tuple((cell,) for cell in cells))


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_a_workbook_is_read_back_with_numbers_and_dates() -> None:
    book = python_calamine.load_workbook(io.BytesIO(workbook()))
    assert book.sheet_names == ["Cakupan", "Sumber", "Grafik", "Penjelasan"]
    header, *rows = book.get_sheet_by_name("Cakupan").to_python()
    balikpapan, paser, samarinda, berau, _ = (dict(zip(header, row, strict=True)) for row in rows)
    assert samarinda["Cakupan (%)"] == pytest.approx(0.4039)
    assert samarinda["Belum terlindungi (orang)"] == 208_506
    assert samarinda["Posisi data"] == date(2025, 9, 30)
    assert paser["Penyebut"] == "sasaran pemerintah daerah"
    assert balikpapan["Keterangan"] == "66–67 %"
    assert berau["Cakupan (%)"] == ""
    assert berau["Keterangan"] == "belum ada data"


def test_a_workbook_is_easy_to_read_on() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook()))["Cakupan"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:L6"
    assert sheet.column_dimensions["G"].width > len("sasaran BPJS Ketenagakerjaan")
    assert sheet["C4"].number_format == "0.00%"
    assert sheet["F4"].number_format == "#,##0"
    assert sheet["H4"].number_format.startswith("[$-421]")


def test_a_workbook_has_a_chart_of_the_figures_that_are_there() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    (chart,) = book["Grafik"]._charts
    series = chart.series[0]
    assert series.val.numRef.f == "Cakupan!$C$2:$C$4"
    assert series.cat.strRef.f == "Cakupan!$A$2:$A$4"


def test_the_chart_says_what_it_cannot_show() -> None:
    assert sheet_chart(COMPARABLE, "Cakupan").title == "Cakupan"
    assert sheet_chart(MIXED, "Cakupan").title == (
        "Cakupan (tidak dapat diperingkat: penyebut berbeda dan tanggal berjauhan; "
        "2 belum ada data)"
    )


def test_the_explanations_stand_on_a_sheet() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook()))["Penjelasan"]
    texts = [cell.value for (cell,) in sheet.iter_rows(max_col=1) if cell.value]
    assert texts[0] == "Jenis penyebut"
    assert "Angkatan kerja (BPS): …" in texts


def test_the_same_content_gives_the_same_bytes() -> None:
    assert workbook() == workbook()


@pytest.mark.parametrize("text", DANGEROUS)
def test_texts_are_never_formulas_in_a_workbook(text: str) -> None:
    content = to_xlsx(Workbook("Uji", (one_column((text,)),)), CREATED)
    cell = openpyxl.load_workbook(io.BytesIO(content))["Data"]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value is not None


@pytest.mark.parametrize("text", DANGEROUS)
def test_texts_are_never_formulas_in_csv(text: str) -> None:
    assert rows_of(to_csv(one_column((text,))))[1] == ["'" + text]


@pytest.mark.parametrize("text", ["Paser", "66–67 %", "a=b", "http://contoh.id", "7 Nov"])
def test_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert rows_of(to_csv(one_column((text,))))[1] == [text]
    content = to_xlsx(Workbook("Uji", (one_column((text,)),)), CREATED)
    cell = openpyxl.load_workbook(io.BytesIO(content))["Data"]["A2"]
    assert cell.value == text
    assert not cell.quotePrefix
    assert cell.hyperlink is None


def test_headers_and_titles_are_texts_too() -> None:
    table = Table("Data", (Column("=1+1"),), (("isi",),))
    assert rows_of(to_csv(table))[0] == ["'=1+1"]
    content = to_xlsx(
        Workbook("=1", (table,), (SheetChart("Grafik", "=1+1", "Data", 0, 0),)), CREATED
    )
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book["Data"]["A1"].data_type == "s"
    (chart,) = book["Grafik"]._charts
    assert chart.title.tx.rich.p[0].r[0].t == "=1+1"


def test_csv_opens_right_in_an_indonesian_excel() -> None:
    content = to_csv(figures_table(MIXED))
    assert content.startswith(b"\xef\xbb\xbfWilayah atau segmen;Kode wilayah;")
    samarinda = dict(zip(rows_of(content)[0], rows_of(content)[3], strict=True))
    assert samarinda["Cakupan (%)"] == "40,39"
    assert samarinda["Belum terlindungi (orang)"] == "208506"
    assert samarinda["Posisi data"] == "2025-09-30"
    # "64.72" alone would be a time of day there.
    assert samarinda["Kode wilayah"] == "Kemendagri 64.72"


def test_csv_keeps_separators_and_line_breaks_inside_a_cell() -> None:
    text = 'Antara; "Prokal"\ndan Tribun'
    assert rows_of(to_csv(one_column((text,))))[1] == [text]


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (100.0, ColumnKind.PERCENT, "100"),
        (0, ColumnKind.PERCENT, "0"),
        (0.30000000000000004, ColumnKind.PERCENT, "0,3"),
        (1_200_000, ColumnKind.WHOLE, "1200000"),
        (None, ColumnKind.WHOLE, ""),
    ],
)
def test_csv_numbers_have_a_comma_and_nothing_else(
    value: Cell, kind: ColumnKind, expected: str
) -> None:
    table = Table("Data", (Column("A", kind), Column("B")), ((value, "x"),))
    assert rows_of(to_csv(table))[1] == [expected, "x"]


def test_sources_name_what_was_taken_from_them() -> None:
    table = sources_table(
        [
            figure("Paser", on=date(2023, 12, 31), source="Tribun"),
            figure("Kukar", on=date(2025, 9, 30), source="Tribun"),
            figure("Berau", None, source="Antara"),
        ]
    )
    assert table.rows == (("Tribun", "Paser, Kukar", date(2023, 12, 31), date(2025, 9, 30)),)


def test_nothing_to_export_is_a_table_with_headers_only() -> None:
    content = to_xlsx(
        Workbook("Kosong", (figures_table(()),), (sheet_chart((), "Kosong"),)), CREATED
    )
    assert openpyxl.load_workbook(io.BytesIO(content))["Cakupan"].max_row == 1
    assert len(rows_of(to_csv(figures_table(())))) == 1


def test_a_chart_of_a_table_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no table Lain"):
        to_xlsx(Workbook("Uji", (), (SheetChart("Grafik", "", "Lain", 0, 0),)), CREATED)


@pytest.mark.parametrize("name", ["a/b", "nama yang lebih panjang dari tiga puluh satu"])
def test_sheet_names_that_excel_refuses_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="sheet"):
        to_xlsx(Workbook("Uji", (Table(name, (), ()),)), CREATED)


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="as many cells"):
        Table("Data", (Column("A"),), (("a", "b"),))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=8).map(tuple))
def test_any_texts_make_files_that_open(texts: tuple[str, ...]) -> None:
    table = one_column(texts)
    content = to_xlsx(Workbook("Uji", (table,)), CREATED)
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Data"]
    assert all(cell.data_type in {"s", "n"} for (cell,) in sheet.iter_rows(max_col=1))
    python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    rows = rows_of(to_csv(table))[1:]
    assert len(rows) == len(texts)
    assert not any(looks_like_formula(row[0]) for row in rows if row)


def test_endless_texts_are_cut_to_what_a_cell_takes() -> None:
    content = to_xlsx(Workbook("Uji", (one_column(("x" * 50_000,)),)), CREATED)
    value = openpyxl.load_workbook(io.BytesIO(content))["Data"]["A2"].value
    assert isinstance(value, str)
    assert value.endswith("x…")
    assert len(value) < 32_767
