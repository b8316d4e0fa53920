"""Files of both forms: what is understood, what is refused and why."""

from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bot.coverage.edition import FILE, packaged_edition
from bot.coverage.figures import TARGET, Basis
from bot.coverage.importing import ChangeKind, Form, Preview, preview, read_file
from knowledge.coverage import Segment
from tests.coverage.figures import TODAY

_LONG = (
    "kode_kemendagri,wilayah,tanggal_data,indikator,segmen,nilai,satuan,sumber_judul,sumber_url,"
    "tanggal_terbit,catatan"
)
_WIDE = "Wilayah;Peserta Aktif;Tenaga Kerja;Cakupan (%);PU;BPU;Target;Posisi;Sumber;Jenis Penyebut"


def _long(*rows: str) -> Preview:
    return preview((), "a.csv", "\n".join([_LONG, *rows]).encode(), TODAY)


def _wide(*rows: str, headings: str = _WIDE) -> Preview:
    return preview((), "a.csv", "\n".join([headings, *rows]).encode(), TODAY)


def _long_row(**cells: str) -> str:
    row = {
        "kode": "64.72",
        "wilayah": "Samarinda",
        "tanggal": "2026-09-30",
        "indikator": "cakupan_persen",
        "segmen": "semua",
        "nilai": '"40,39"',
        "satuan": "persen",
        "sumber": "Kanwil",
        "url": "",
        "terbit": "",
        "catatan": "",
    } | cells
    return ",".join(row.values())


def test_the_rows_of_one_source_and_day_make_one_figure() -> None:
    found = _long(
        _long_row(),
        _long_row(indikator="peserta_aktif", nilai="141.278", satuan="orang"),
        _long_row(indikator="tenaga_kerja", nilai="349784", satuan="orang",
                  catatan="penyebut BPJS Ketenagakerjaan"),
        _long_row(indikator="target_cakupan_persen", nilai="60"),
    )  # fmt: skip
    assert (found.form, found.problems) == (Form.LONG, ())
    figure, target = (change.figure for change in found.changes)
    assert [str(part) for part in (figure.announced, figure.numerator, figure.denominator)] == [
        "40,39",
        "141.278",
        "349.784",
    ]
    assert figure.basis is Basis.BPJS
    assert (target.indicator, str(target.value)) == (TARGET, "60")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"nilai": "0", "indikator": "tenaga_kerja", "satuan": "orang"}, "penyebutnya"),
        ({"tanggal": "2026-12-01"}, "belum terjadi"),
        ({"tanggal": "kemarin"}, "tidak terbaca"),
        ({"terbit": "2027-01-01"}, "belum terjadi"),
        ({"segmen": "manajer"}, "segmen “manajer” tidak dikenal"),
        ({"nilai": "empat puluh"}, "bukan angka"),
        ({"nilai": "-3"}, "di bawah nol"),
        ({"nilai": "99999"}, "terlalu besar"),
        ({"satuan": "orang"}, "tidak cocok"),
        ({"satuan": "ton"}, "satuan"),
        ({"sumber": ""}, "sumbernya kosong"),
        ({"url": "javascript:alert(1)"}, "bukan alamat web"),
        ({"kode": "", "wilayah": "Kutai"}, "Kutai Barat"),
        ({"kode": "64.03"}, "berarti Berau"),
        ({"kode": "6402", "wilayah": ""}, "bisa berarti"),
        ({"indikator": "=1+1"}, "indikator"),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_reason(
    cells: dict[str, str], reason: str
) -> None:
    found = _long(_long_row(kode="64.71", wilayah="Balikpapan"), _long_row(**cells))
    assert [problem.row for problem in found.problems] == [3]
    assert reason in str(found.problems[0])
    assert str(found.problems[0]).startswith("Baris 3: ")
    assert not found.may_be_applied


def test_the_same_thing_twice_with_another_number_is_refused() -> None:
    found = _long(_long_row(), _long_row(nilai="41"))
    assert "baris 2" in str(found.problems[0])
    assert _long(_long_row(), _long_row()).problems == ()


def test_the_wide_form_gives_a_figure_per_segment_and_the_target() -> None:
    found = _wide(
        "Samarinda;141.278;349.784;40,39 %;91 %;18.179;60;30/09/2026;Kanwil;bpjs",
        "Kutai Barat;60 ribu;;;;;;Sep 2026;Kanwil;",
    )
    assert (found.form, found.problems) == (Form.WIDE, ())
    said = {
        (c.figure.region, c.figure.segment, c.figure.indicator): (
            str(c.figure.percent or c.figure.value),
            str(c.figure.numerator),
        )
        for c in found.changes
    }
    assert said == {
        ("64.72", Segment.ALL, "cakupan"): ("40,39", "141.278"),
        ("64.72", Segment.EMPLOYEES, "cakupan"): ("91", "None"),
        ("64.72", Segment.OWN_ACCOUNT, "cakupan"): ("None", "18.179"),
        ("64.72", Segment.ALL, TARGET): ("60", "None"),
        ("64.07", Segment.ALL, "cakupan"): ("None", "60.000"),
    }
    assert found.changes[0].figure.basis is Basis.BPJS


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Samarinda;1;0;;;;;30/09/2026;K;", "penyebutnya"),
        ("Samarinda;1;2;;;;;30/09/2027;K;", "belum terjadi"),
        ("Samarinda;;;;;;;30/09/2026;K;", "tidak ada angkanya"),
        ("Kutai;1;2;;;;;30/09/2026;K;", "Kutai"),
        ("Samarinda;1;2;;91;;;30/09/2026;K;", "orang atau persen"),
        ("Samarinda;;;0,4;;;;30/09/2026;K;", "Tulis tanda %"),
        ("Samarinda;1;2;;;;;30/09/2026;;", "sumbernya kosong"),
        ("Samarinda;1;2;;;;;30/09/2026;K;ngarang", "jenis penyebut"),
        ("Samarinda;12.5;20;;;;;30/09/2026;K;", "Peserta Aktif"),
    ],
)
def test_a_bad_wide_row_is_refused_with_its_reason(row: str, reason: str) -> None:
    found = _wide("Bontang;1;2;;;;;30/09/2026;K;", row)
    assert [problem.row for problem in found.problems] == [3]
    assert reason in str(found.problems[0])
    assert not found.may_be_applied


def test_a_region_twice_is_refused_and_a_total_left_out() -> None:
    found = _wide(
        "Samarinda;1;2;;;;;30/09/2026;K;",
        "Kota Samarinda;3;4;;;;;30/09/2026;K;",
        "Total;4;6;;;;;;;",
    )
    assert [str(problem) for problem in found.problems] == [
        "Baris 3: wilayah ini sudah ada di baris 2"
    ]
    assert any("dilewati" in str(warning) for warning in found.warnings)


def test_last_years_columns_are_refused() -> None:
    headings = "Wilayah;Peserta Aktif 2025;Posisi;Sumber"
    found = _wide("Samarinda;1.000;30/09/2026;K", headings=headings)
    assert "menyebut 2025" in str(found.problems[0])
    headings = "Wilayah;Peserta Aktif 2025;Peserta Aktif 2026;Posisi;Sumber"
    twice = _wide("Samarinda;1.000;2.000;30/09/2026;K", headings=headings)
    assert "sisakan yang terbaru" in str(twice.problems[0])


@pytest.mark.parametrize(
    "headings",
    ["Wilayah;Peserta Aktif", "Nama;Umur", "Wilayah;Posisi;Sumber", "Peserta Aktif;Posisi;Sumber"],
)
def test_headings_that_lack_something_are_refused(headings: str) -> None:
    assert _wide("a;b;c", headings=headings).problems


def test_titles_above_the_headings_do_no_harm() -> None:
    content = f"CAKUPAN KALTIM\n\n{_WIDE}\nSamarinda;1;2;;;;;30/09/2026;K;\n"
    found = preview((), "a.csv", content.encode("cp1252"), TODAY)
    assert found.problems == ()
    assert found.changes[0].row == 4


def test_a_percentage_that_does_not_fit_is_kept_apart_and_warned_of() -> None:
    found = _wide("Samarinda;40;100;55 %;;;;30/09/2026;K;bpjs")
    assert found.may_be_applied
    assert any("disimpan terpisah" in str(warning) for warning in found.warnings)
    assert found.changes[0].figure.computed == 40


def test_over_100_and_older_than_what_is_there_are_warned_of() -> None:
    found = _wide("Samarinda;150;100;;;;;30/09/2026;K;bpjs")
    assert any("di atas 100" in str(warning) for warning in found.warnings)
    stored = packaged_edition().book.figures
    content = f"{_WIDE}\nSamarinda;40;100;;;;;30/09/2024;K;bpjs\n".encode()
    older = preview(stored, "a.csv", content, TODAY)
    assert any("lebih lama" in str(warning) for warning in older.warnings)


def _workbook(*rows: list[Any]) -> bytes:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet("Catatan").write_row(0, 0, ["bukan tabel"])
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def test_a_workbook_is_read_with_its_numbers_days_and_fractions() -> None:
    content = _workbook(
        ["Laporan"],
        ["Kode", "Wilayah", "Peserta Aktif", "Tenaga Kerja", "Cakupan (%)", "Posisi", "Sumber"],
        [6472, "Samarinda", 141278, 349784, 0.4039, 46295, "Kanwil"],
    )
    found = preview((), "a.xlsx", content, TODAY)
    assert found.problems == ()
    figure = found.changes[0].figure
    assert (str(figure.announced), figure.as_of.isoformat()) == ("40,39", "2026-09-30")
    assert str(figure.denominator) == "349.784"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04junk"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    found = preview((), "a.xlsx", content, TODAY)
    assert found.problems
    assert not found.may_be_applied


def test_the_same_file_again_changes_nothing() -> None:
    stored = packaged_edition().book.figures
    again = preview(stored, FILE.name, FILE.read_bytes(), TODAY)
    assert again.problems == ()
    assert again.count(ChangeKind.SAME) == len(stored)
    assert not again.may_be_applied


def test_a_corrected_number_replaces_that_of_the_same_source_and_day() -> None:
    stored = packaged_edition().book.figures
    text = FILE.read_text(encoding="utf-8").replace("141278,orang", "141300,orang")
    found = preview(stored, FILE.name, text.encode(), TODAY)
    changed = [change for change in found.changes if change.kind is ChangeKind.CHANGED]
    assert [(c.figure.region, str(c.figure.numerator)) for c in changed] == [("64.72", "141.300")]
    assert changed[0].before is not None
    assert str(changed[0].before.numerator) == "141.278"
    assert found.regions == ("64.72",)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_file_is_read_or_refused(content: bytes) -> None:
    found = read_file("a.csv", content, TODAY)
    assert found.figures or found.problems


@given(st.lists(st.sampled_from(["Samarinda", "6402", "", "40", "0,4", "2026-01-31", "K", "91 %",
                                 "=1", "Total", "kutai"]), max_size=11))  # fmt: skip
def test_any_row_under_good_headings_is_read_or_refused(cells: list[str]) -> None:
    found = read_file("a.csv", f"{_WIDE}\n{';'.join(cells)}\n".encode(), TODAY)
    assert all(problem.reason for problem in found.problems)
