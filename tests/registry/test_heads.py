"""Heads of tables: what columns are called, where the head is, what the person corrects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registry.reading import (
    CorrectionError,
    Field,
    NotReadyError,
    examine,
    mapping_lines,
    parse_corrections,
    problem_lines,
    read_entries,
)
from bot.registry.reading.headings import meaning_of
from tests.registry.lists import HEAD, TODAY, as_csv, nik, people, person, read
from tests.spreadsheets.books import xlsx

SPELLINGS = {
    Field.NIK: "NIK|No. KTP|NIK KTP|N I K|NOMOR INDUK KEPENDUDUKAN (NIK)|Nik*|no_ktp",
    Field.NAME: "Nama|NAMA LENGKAP|Nm_Peserta|NamaLengkap|Nama (sesuai KTP)|Nma Lengkap",
    Field.REGION: "Kab/Kota|KABUPATEN/KOTA|Kab./Kota|Nama Kab/Kota|Wilayah|lokasi_kerja_kabkota",
    Field.CODE: "Kode Wilayah|kode_kabkota|KODE KAB/KOTA (BPS)|Kode Desa|kd_wilayah|Kode Wil",
    Field.DISTRICT: "Kecamatan|Kec.|Nama Kec|kecmatan",
    Field.VILLAGE: "Desa/Kel|Kelurahan|Kampung|Desa / Kelurahan|nama_desa|Kelurhan|DESA/KAMPUNG",
    Field.SEGMENT: "Segmen|Jenis Kepesertaan|segmn|Kategori Peserta",
    Field.STATUS: "Status|Status Kepesertaan|Status Kepersertaan|Aktif/Non Aktif|Stauts",
    Field.PROGRAMMES: "Program|Program Yang Diikuti|Programm",
    Field.PHONE: "No HP|Nomor HP|No. Telp|Nomor Handphone|No. HP/WA|nohp|Telepon",
    Field.KPJ: "KPJ|No. KPJ|Nomor Peserta|No Kartu Peserta",
    Field.START: "Tgl Mulai|Tanggal Mulai Kepesertaan|TMT|tanggal_mulai",
    Field.LAST_PAID: "Iuran Terakhir|Bulan Bayar Terakhir|iuran_terakhir|Blth Terakhir",
    Field.FUNDING: "Sumber Dana|Sumber Pendanaan|sumber_dana",
    Field.DATA_DATE: "Tanggal Data|Posisi Data",
}


@pytest.mark.parametrize(
    ("field", "heading"),
    [(field, heading) for field, names in SPELLINGS.items() for heading in names.split("|")],
)
def test_headings_are_known_however_they_are_spelt(field: Field, heading: str) -> None:
    for written in (heading, heading.upper(), f"  {heading}  "):
        meaning = meaning_of(written)
        # Humps are lost in capitals: what is left must still not mean anything else.
        assert meaning is not None
        assert meaning.field is field


@pytest.mark.parametrize(
    "heading",
    [
        *("No", "No. KK", "Tempat Lahir", "Tanggal Lahir", "Nama Ibu Kandung", "Nama Ahli Waris"),
        *("Jenis Kelamin", "Status Kawin", "Nama Perusahaan", "Upah", "Sumber Data", "Alamat"),
        *("NIK Ahli Waris", "Keterangan", "RT/RW", "No. Rekening", "Email", "NIP"),
    ],
)
def test_columns_of_other_things_are_not_taken_for_ours(heading: str) -> None:
    meaning = meaning_of(heading)
    assert meaning is None or not meaning.fields


@given(st.text())
def test_any_text_may_be_a_heading(heading: str) -> None:
    meaning = meaning_of(heading)
    assert meaning is None or len(meaning.fields) <= len(Field)


def test_titles_and_blank_lines_above_the_head_are_passed_over() -> None:
    rows = [
        ["DAFTAR PESERTA BPU KOTA SAMARINDA"],
        ["Per 31 Oktober 2026"],
        [],
        list(HEAD),
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        person(),
    ]
    found = read(as_csv(rows))
    head = found.examination.sheets[0].head
    assert head is not None
    assert (head.first_row, head.last_row) == (4, 5)
    assert [entry.row for entry in found.entries] == [6]
    assert not found.rejected


def test_a_head_of_two_rows_with_merged_cells_is_read() -> None:
    rows = [
        ["No", "Nama", "NIK", "Wilayah", "", "", "Kepesertaan", ""],
        ["", "", "", "Kab/Kota", "Kecamatan", "Desa/Kel", "Segmen", "Status"],
        ["1", "ALI", nik(1), "Berau", "Gayam", "Kampung A", "PU", "Aktif"],
    ]
    for source, name in ((as_csv(rows), "a.csv"), (xlsx({"S": rows}), "a.xlsx")):
        found = read(source, name=name)
        (membership,) = found.memberships
        assert membership[2:5] == ("64.03", "PU", "aktif")
        assert (membership.district, membership.village) == ("Gayam", "Kampung A")


def test_the_group_above_a_heading_says_whose_name_it_is() -> None:
    rows = [
        ["Peserta", "", "Ahli Waris", "", "Kab/Kota", "Segmen", "Status"],
        ["Nama", "NIK", "Nama", "NIK", "", "", ""],
        ["ALI", nik(1), "BUDI", nik(2), "Paser", "BPU", "Aktif"],
    ]
    (membership,) = read(as_csv(rows)).memberships
    assert membership.name == "ALI"
    assert membership.nik.digits() == nik(1)


def test_heads_that_come_again_on_each_page_are_passed_over() -> None:
    found = read(people([person(1), list(HEAD), person(2), ["nik", *HEAD[1:]]]))
    assert (len(found.entries), len(found.rejected), found.tally.repeated_heads) == (2, 0, 2)


def test_what_is_missing_is_said_and_nothing_is_read() -> None:
    source = as_csv([["NIK", "Nama"], [nik(1), "ALI"]])
    examination = examine(source, "a.csv", today=TODAY)
    assert examination.sheets[0].missing == (Field.REGION, Field.SEGMENT, Field.STATUS)
    assert [line for line in problem_lines(examination) if "segmen=BPU" in line]
    with pytest.raises(NotReadyError):
        read_entries(source, "a.csv", examination)


def test_what_the_file_does_not_say_can_be_said_for_all_rows() -> None:
    source = as_csv([["NIK", "Nama"], [nik(1), "ALI"]])
    found = read(source, "segmen=pekerja rentan", "status=aktif", "wilayah=kutim")
    assert found.memberships[0][2:5] == ("64.08", "rentan", "aktif")


def test_what_the_file_says_is_stronger_than_what_is_said_for_all_rows() -> None:
    found = read(people([person(Status="Non Aktif"), person(2, Status="")]), "status=aktif")
    assert [m.status for m in found.memberships] == ["nonaktif"]
    assert found.reasons == ["status kosong"]


def test_columns_can_be_corrected_by_heading_and_by_letter() -> None:
    rows = [["Kode X", "Nama", "", "Segmen", "Status"], [nik(1), "ALI", "Bontang", "PU", "Aktif"]]
    found = read(as_csv(rows), "kode x=>nik", "kolom C=>wilayah")
    # A column without a heading has none to be corrected by.
    assert found.memberships[0].region == "64.74"


def test_two_columns_of_one_meaning_are_asked_about() -> None:
    rows = [[*HEAD, "NAMA LENGKAP"], [*person(), "LAIN"]]
    examination = examine(as_csv(rows), "a.csv", today=TODAY)
    sheet = examination.sheets[0]
    assert not examination.is_ready
    assert sheet.missing == (Field.NAME,)
    assert sheet.head is not None
    assert sheet.head.unclear[0].headings == ("Nama (kolom B)", "NAMA LENGKAP (kolom F)")
    assert any("bisa berarti nama" in line for line in problem_lines(examination))
    assert read(as_csv(rows), "Nama=>abaikan").memberships[0].name == "LAIN"
    assert read(as_csv(rows), "kolom F=>abaikan").memberships[0].name == "BUDI SANTOSO"


def test_a_heading_between_two_meanings_is_not_guessed() -> None:
    rows = [[*HEAD, "nmpeserta"], [*person(), "x"]]
    sheet = examine(as_csv(rows), "a.csv", today=TODAY).sheets[0]
    assert sheet.head is not None
    assert sheet.head.columns[-1].field is None
    assert sheet.head.unclear[0].fields == (Field.KPJ,)


def test_the_mapping_is_shown_in_words() -> None:
    rows = [["No. KTP", "Nma Lengkap", *HEAD[2:], "Upah"], [*person(), "1"]]
    sheet = examine(as_csv(rows), "daftar.csv", today=TODAY).sheets[0]
    assert mapping_lines(sheet) == [
        "Lembar “daftar”, 1 baris, judul di baris 1:",
        "• NIK: “No. KTP” (kolom A)",
        "• nama: “Nma Lengkap” (kolom B), mirip",
        "• kabupaten/kota: “Kab/Kota” (kolom C)",
        "• segmen: “Segmen” (kolom D)",
        "• status: “Status” (kolom E)",
        "• tidak dipakai: “Upah”",
    ]


def test_a_file_without_a_table_shows_no_numbers_of_people() -> None:
    source = as_csv([person(1), person(2)])
    examination = examine(source, "a.csv", today=TODAY)
    assert not examination.is_ready
    assert nik(1) not in repr(examination)
    assert problem_lines(examination)


@pytest.mark.parametrize(
    ("maps", "defaults"),
    [
        (["Nama"], []),
        (["=nama"], []),
        (["Nama=orang"], []),
        ([], ["segmen=entah"]),
        ([], ["warna=biru"]),
        ([], ["kode=ibm"]),
        ([], ["tanggal=ymd"]),
        ([], ["wilayah=Jakarta"]),
        ([], ["wilayah=Kutai"]),
        ([], ["wilayah=6402"]),
        ([], ["status="]),
    ],
)
def test_corrections_that_say_nothing_are_refused(maps: list[str], defaults: list[str]) -> None:
    with pytest.raises(CorrectionError) as caught:
        parse_corrections(maps, defaults)
    assert str(caught.value).endswith(".")


def test_corrections_are_read() -> None:
    corrections = parse_corrections(
        ["Nm = X=nama", "Status Kawin=abaikan"], ["wilayah=64.74", "kode=BPS", "tanggal=dmy"]
    )
    assert corrections.columns == (("Nm = X", Field.NAME), ("Status Kawin", None))
    assert (corrections.region, corrections.code_system, corrections.date_order) == (
        "64.74",
        "bps",
        "dmy",
    )
