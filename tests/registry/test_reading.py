"""Whole files: layouts of real lists, rows that aren't people, what is said about it all."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.registry.memberships import Membership
from bot.registry.reading import (
    Count,
    Field,
    count_lines,
    examine,
    note_lines,
    read_entries,
    write_rejects,
)
from bot.registry.rejects import Entry, Rejected
from bot.spreadsheets import SpreadsheetError
from tests.registry.lists import HEAD, TODAY, as_csv, nik, people, person, read
from tests.spreadsheets.books import Value, xlsx
from tests.spreadsheets.ole import xls

PLACED = ["Kab/Kota", "Kecamatan", "Desa", "NIK", "Nama", "Segmen", "Status"]


def placed(number: int, region: str = "", district: str = "", village: str = "") -> list[str]:
    return [region, district, village, nik(number), "ALI", "BPU", "Aktif"]


def places_of(memberships: list[Membership]) -> list[tuple[str, str | None, str | None]]:
    return [(one.region, one.district, one.village) for one in memberships]


def test_a_full_row_becomes_an_entry_with_its_place() -> None:
    more = ["Kecamatan", "Kampung", "Program", "No HP", "KPJ", "TMT", "Iuran Terakhir"]
    more += ["Sumber Dana", "Posisi Data"]
    row = [*person(1), "Sambutan", "Makroman", "JKK, JKM", "0812-5000-1001", "06123456789"]
    row += ["01/02/2024", "Sep 2026", "APBD Kota", "31/10/2026"]
    (entry,) = read(people([row], *more)).entries
    assert entry[:2] == ("daftar", 2)
    assert entry.membership == Membership(
        nik=entry.membership.nik,
        name="BUDI SANTOSO",
        region="64.72",
        segment=entry.membership.segment,
        status=entry.membership.status,
        programmes=entry.membership.programmes,
        district="Sambutan",
        village="Makroman",
        phone="6281250001001",
        kpj="06123456789",
        last_paid="2026-09",
        start=date(2024, 2, 1),
        funding="APBD Kota",
        data_date=date(2026, 10, 31),
    )
    assert isinstance(entry, Entry)
    assert entry.membership.programmes == ("JKK", "JKM")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_all_kinds_of_files_give_the_same(delimiter: str) -> None:
    rows = [list(HEAD), *(person(number) for number in range(1, 30))]
    texts = as_csv(rows, delimiter)
    found = [read(source).memberships for source in (texts, xlsx({"S": rows}), xls(rows))]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 29


def test_sums_signatures_and_blank_rows_are_passed_over_and_counted() -> None:
    rows = [
        person(1),
        [],
        ["", "JUMLAH KEC. SAMBUTAN", "", "1", ""],
        person(2),
        ["Total", "2", "", "", ""],
        ["", "", "", "", "Samarinda, 31 Oktober 2026"],
        ["", "", "", "", "Mengetahui,"],
        ["", "", "", "", "H. Budi, S.Sos"],
        ["", "NIP. 198001012005011001", "", "", ""],
    ]
    found = read(people(rows))
    assert len(found.entries) == 2
    assert not found.rejected
    assert (found.tally.totals, found.tally.footnotes, found.tally.entries) == (2, 4, 2)


def test_rows_of_people_without_a_nik_are_no_footnotes() -> None:
    found = read(
        people([person(1, NIK=""), person(2, NIK="", Nama=""), person(3, NIK="belum ada")])
    )
    assert found.reasons == ["NIK kosong", "NIK kosong", "NIK berisi huruf atau tanda lain"]


def test_each_sheet_is_a_district_when_the_list_says_so() -> None:
    rows: list[list[Value]] = [[*HEAD], [*person(1)]]
    other: list[list[Value]] = [[*HEAD], [*person(2)]]
    found = read(xlsx({"Kec. Sambutan": rows, "Palaran": other, "Rekap": [["x", "y"]]}))
    assert [one.district for one in found.memberships] == ["Sambutan", "Palaran"]
    assert any("kecamatan" in line for line in note_lines(found.examination))
    assert [sheet.is_read for sheet in found.examination.sheets] == [True, True, False]


@pytest.mark.parametrize("names", [("Sheet1", "Sheet2"), ("Data", "Data 2")])
def test_sheets_with_ordinary_names_are_no_districts(names: tuple[str, str]) -> None:
    sheets = {name: [[*HEAD], [*person(number)]] for number, name in enumerate(names, 1)}
    assert {one.district for one in read(xlsx(sheets)).memberships} == {None}


def test_each_sheet_is_a_regency_when_its_name_is_one() -> None:
    head = ["NIK", "Nama", "Segmen", "Status"]
    sheets = {
        name: [head, [nik(number), "ALI", "BPU", "Aktif"]]
        for number, name in enumerate(["Kab. Kutai Barat", "Bontang"], 1)
    }
    found = read(xlsx(sheets))
    assert [(one.region, one.district) for one in found.memberships] == [
        ("64.07", None),
        ("64.74", None),
    ]


def test_hidden_sheets_are_not_read() -> None:
    sheets = {"Data": [[*HEAD], [*person(1)]], "Lama": [[*HEAD], [*person(2)]]}
    assert len(read(xlsx(sheets, hidden=["Lama"])).entries) == 1


def test_merged_cells_hold_for_their_rows_and_no_further() -> None:
    rows = [PLACED, placed(1, "Bontang"), placed(2), placed(3), placed(4), placed(5, "Bontang")]
    found = read(xlsx({"S": rows}, merged=["A2:A4"]))
    assert [entry.row for entry in found.entries] == [2, 3, 4, 6]
    assert found.reasons == ["wilayah kosong atau hanya menyebut provinsi"]


def test_places_written_once_are_filled_down_when_the_whole_file_does_so() -> None:
    rows = [
        placed(1, "Berau", "Segah", "Gunung Sari"),
        placed(2),
        placed(3, "", "", "Long Ayap"),
        placed(4, "", "Kelay", ""),
        placed(5),
        placed(6, "Paser", "", "Batu Kajang"),
        placed(7),
        placed(8),
    ]
    found = read(as_csv([PLACED, *rows]))
    assert places_of(found.memberships) == [
        ("64.03", "Segah", "Gunung Sari"),
        ("64.03", "Segah", "Gunung Sari"),
        ("64.03", "Segah", "Long Ayap"),
        ("64.03", "Kelay", None),
        ("64.03", "Kelay", None),
        ("64.01", None, "Batu Kajang"),
        ("64.01", None, "Batu Kajang"),
        ("64.01", None, "Batu Kajang"),
    ]
    assert found.examination.sheets[0].filled_down == (
        Field.REGION,
        Field.DISTRICT,
        Field.VILLAGE,
    )
    refused = read(as_csv([PLACED, *rows]), "isi-ke-bawah=tidak")
    assert len(refused.entries) == 2


def test_a_region_that_is_merely_missing_is_not_filled() -> None:
    rows = [placed(1, "Berau"), placed(2, "Berau"), placed(3), placed(4), placed(5), placed(6)]
    found = read(as_csv([PLACED, *rows]))
    assert len(found.entries) == 2
    assert len(found.rejected) == 4


def test_nothing_but_places_is_filled() -> None:
    rows = [person(1), *(person(number, Segmen="", Status="") for number in range(2, 6))]
    assert set(read(people(rows)).reasons) == {"segmen kosong"}


def test_a_row_with_more_cells_than_headings_may_have_shifted() -> None:
    shifted = ",".join([nik(2), "BUDI", " S.Pd", "Kota Samarinda", "BPU", "Aktif"])
    source = people([person(1)]) + shifted.encode() + b"\r\n"
    found = read(source)
    assert len(found.entries) == 1
    assert "bergeser" in found.reasons[0]


def test_formulas_and_numbers_of_people_in_free_text_are_left_out() -> None:
    row = [*person(1), nik(2), "=HYPERLINK(A1)", "081250001001"]
    found = read(people([row], "Kecamatan", "Sumber Dana", "Desa"))
    (membership,) = found.memberships
    assert (membership.district, membership.village, membership.funding) == (None, None, None)
    assert found.tally.dropped == {"Kecamatan": 1, "Sumber Dana": 1, "Desa": 1}


def test_sheets_without_niks_do_not_hold_up_those_with() -> None:
    recap: list[list[Value]] = [["Kab/Kota", "Kecamatan", "Desa", "Jumlah"], ["Berau", "A", "B", 3]]
    found = read(xlsx({"Rekap": recap, "Data": [[*HEAD], [*person(1)]]}))
    assert len(found.entries) == 1
    assert "Lembar “Rekap”: tidak ada kolom NIK, tidak dibaca." in note_lines(found.examination)


def test_a_sheet_with_niks_that_lacks_something_holds_up_the_file() -> None:
    source = xlsx({"Data": [[*HEAD], [*person(1)]], "Lain": [["NIK", "Nama"], [nik(2), "ALI"]]})
    assert not examine(source, "a.xlsx", today=TODAY).is_ready


def test_reasons_hold_neither_names_nor_numbers() -> None:
    rows = [
        [*person(number, **{field: "RAHASIA 6472990101900001"}), "RAHASIA"]
        for number, field in enumerate(HEAD, 1)
    ]
    found = read(people(rows, "TMT"))
    assert len(found.rejected) == len(rows)
    assert "RAHASIA" not in str(found.rejected) + str(found.examination)
    assert "64729" not in str(found.rejected) + str(found.examination)


def test_rejected_rows_say_where_and_why() -> None:
    rows = [[], [*HEAD], person(1, Status="?"), person(2, NIK=nik(2)[:-1])]
    found = read(xlsx({"Kec. Palaran": rows}))
    assert found.rejected == [
        Rejected("Kec. Palaran", 3, "Status", "status tidak dikenal"),
        Rejected("Kec. Palaran", 4, "NIK", "NIK 15 angka, seharusnya 16"),
    ]


def test_the_examination_counts_without_naming_anybody() -> None:
    rows = [person(number) for number in range(1, 8)]
    rows += [person(number, Segmen="Apa Saja") for number in range(8, 14)]
    rows += [person(14, Segmen="SITI AMINAH")]
    sheet = read(people(rows)).examination.sheets[0]
    assert sheet.rows == 14
    assert sheet.segments == (Count("BPU", 7), Count(None, 7))
    # What one row says may be about a person; what many say is a word of the list.
    assert sheet.not_understood == ((Field.SEGMENT, "Apa Saja", 6),)
    assert count_lines(sheet) == [
        "Wilayah: Samarinda 14",
        "Segmen: BPU 7, tidak dikenal 7",
        "Status: aktif 14",
    ]


def test_a_file_that_is_not_the_examined_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "daftar.csv"
    path.write_bytes(people([person(1)]))
    examination = examine(path, path.name, today=TODAY)
    assert len(list(read_entries(path, path.name, examination))) == 1
    path.write_bytes(people([person(1), person(2)]))
    with pytest.raises(SpreadsheetError, match="CHANGED"):
        list(read_entries(path, path.name, examination))
    other = replace(examination, fingerprint=examine(b"a,b\n1,2\n", "", today=TODAY).fingerprint)
    with pytest.raises(SpreadsheetError, match="CHANGED"):
        list(read_entries(path, path.name, other))


def test_the_rejects_file_can_be_opened_safely() -> None:
    rejected = [
        Rejected("=HYPERLINK(1)", 3, "@SUM(A1)", "NIK kosong"),
        Rejected("-2+3", 4, None, "nama kosong"),
        Rejected("Data", 5, "Nama\n=1", "nama kosong"),
    ]
    stream = io.StringIO()
    assert write_rejects(stream, rejected) == 3
    text = stream.getvalue()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [
        ["lembar", "baris", "kolom", "alasan"],
        ["'=HYPERLINK(1)", "3", "'@SUM(A1)", "NIK kosong"],
        ["'-2+3", "4", "", "nama kosong"],
        ["Data", "5", "Nama =1", "nama kosong"],
    ]


def test_the_rejects_file_is_written_to_a_path_too(tmp_path: Path) -> None:
    path = tmp_path / "ditolak.csv"
    assert write_rejects(path, []) == 0
    assert path.read_text(encoding="utf-8-sig").splitlines() == ["lembar,baris,kolom,alasan"]
