"""Cells about the person: NIK, name, telephone, KPJ."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registry.memberships import Membership
from bot.registry.reading.cells import BadCellError
from bot.registry.reading.people import read_kpj, read_name, read_nik, read_phone
from tests.registry.lists import nik, one, people, person, read, refusal
from tests.spreadsheets.books import xlsx

GOOD = "6472990101900001"


@pytest.mark.parametrize(
    "written",
    [
        GOOD,
        f"'{GOOD}",
        f" {GOOD} ",
        "6472 9901 0190 0001",
        "64.72.99.010190.0001",
        "647299-010190-0001",
        f"’{GOOD}\u00a0",
        f"\u200b{GOOD}",
    ],
)
def test_a_nik_written_as_text_is_read_however_it_is_spaced(written: str) -> None:
    found = one(NIK=written)
    assert isinstance(found, Membership)
    assert found.nik.digits() == GOOD


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("6,47299E+15", "NIK berbentuk notasi ilmiah (6,47E+15): angkanya sudah hilang"),
        ("6.47299010190000E+15", "NIK berbentuk notasi ilmiah (6,47E+15): angkanya sudah hilang"),
        ("647299010190000", "NIK 15 angka, seharusnya 16"),
        ("64729901019000011", "NIK 17 angka, seharusnya 16"),
        (f"{GOOD}.0", "NIK tersimpan sebagai angka, bukan teks: angka terakhirnya bisa hilang"),
        (f"{GOOD},00", "NIK tersimpan sebagai angka, bukan teks: angka terakhirnya bisa hilang"),
        (
            "6.472.990.101.900.001",
            "NIK tersimpan sebagai angka, bukan teks: angka terakhirnya bisa hilang",
        ),
        ("6472990101900000", "empat angka terakhir NIK nol semua: mungkin hilang di Excel"),
        ("6472993201900001", "tanggal lahir di dalam NIK tidak mungkin"),
        ("0072990101900001", "dua angka pertama NIK bukan kode provinsi"),
        ("6472000101900001", "enam angka pertama NIK bukan kode kecamatan"),
        ("64729901O1900001", "NIK berisi huruf atau tanda lain"),
        ("", "NIK kosong"),
        ("-", "NIK kosong"),
        (f'="{GOOD}"', "NIK berisi rumus, seharusnya nilai"),
        ("=A2&B2", "NIK berisi rumus, seharusnya nilai"),
        ("#N/A", "NIK berisi galat rumus"),
    ],
)
def test_a_nik_that_is_none_is_rejected_with_the_reason_and_never_mended(
    written: str, reason: str
) -> None:
    assert one(NIK=written) == reason


def test_niks_in_number_cells_are_rejected_even_when_all_digits_seem_there() -> None:
    rows: list[list[str | float | None]] = [
        ["NIK", "Nama", "Kab/Kota", "Segmen", "Status"],
        [6472990101900001, "ALI", "Bontang", "BPU", "Aktif"],
        [647299010190001, "BUDI", "Bontang", "BPU", "Aktif"],
        [GOOD, "CICI", "Bontang", "BPU", "Aktif"],
    ]
    found = read(xlsx({"Data": rows}), name="a.xlsx")
    assert [(row.row, row.column, row.reason) for row in found.rejected] == [
        (2, "NIK", "NIK tersimpan sebagai angka, bukan teks: angka terakhirnya bisa hilang"),
        (3, "NIK", "NIK 15 angka, seharusnya 16"),
    ]
    assert found.examination.sheets[0].unsafe_niks == 2
    assert len(found.entries) == 1


def test_a_column_whose_niks_nearly_all_end_in_zero_has_lost_its_last_digits() -> None:
    rounded = [person(NIK=nik(number)[:-1] + "0") for number in range(11, 200, 10)]
    found = read(people([*rounded, person(3)]))
    assert found.examination.sheets[0].niks_are_rounded
    assert len(found.entries) == 1
    assert set(found.reasons) == {
        "NIK berakhiran 0 seperti hampir semua NIK di lembar ini: angka terakhirnya hilang"
    }


def test_single_niks_ending_in_zero_are_ordinary() -> None:
    found = read(people([person(number) for number in range(1, 101)]))
    assert not found.examination.sheets[0].niks_are_rounded
    assert len(found.entries) == 100


@given(
    st.dates(date(1930, 1, 1), date(2020, 1, 1)),
    st.integers(1, 9999),
    st.sampled_from([0, 40]),
    st.sampled_from(["", " ", ".", "-", "'", "\u00a0", "  "]),
)
def test_any_nik_is_read_with_any_separator(
    born: date, serial: int, woman: int, separator: str
) -> None:
    digits = f"647299{born.day + woman:02}{born:%m%y}{serial:04}"
    blocks = [digits[start : start + 4] for start in range(0, 16, 4)]
    assert read_nik(separator.join(blocks)).digits() == digits


@given(st.text() | st.floats() | st.integers() | st.booleans() | st.dates())
def test_anything_else_gives_a_nik_or_a_reason_without_the_value(cell: object) -> None:
    error = refusal(read_nik, cell)
    # The longest numbers in reasons are counts of digits.
    assert error is None or not re.search(r"\d{4}", error.reason)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("BUDI SANTOSO", "BUDI SANTOSO"),
        ("  Siti   Nur'aini, S.Pd. ", "Siti Nur'aini, S.Pd."),
        ("H. Muhammad\nYusuf", "H. Muhammad Yusuf"),
        ("Ñoño Lé", "Ñoño Lé"),
        ("M\u200baria", "Maria"),
        ("SITI 2", "SITI 2"),
        ("Al", "Al"),
    ],
)
def test_names_are_kept_as_written_with_spaces_put_right(written: str, name: str) -> None:
    assert read_name(written) == name


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "nama kosong"),
        ("-", "nama kosong"),
        ("6472990101900001", "nama berisi nomor"),
        ("BUDI 081234567890", "nama berisi nomor"),
        ("=CMD()", "nama berisi rumus, seharusnya nilai"),
        ("@SUM(A1)", "nama berisi rumus, seharusnya nilai"),
        ("#REF!", "nama berisi galat rumus"),
        ("x" * 101, "nama terlalu panjang"),
        ("?", "nama tidak terbaca"),
        ("B.", "nama tidak terbaca"),
    ],
)
def test_what_is_no_name_is_rejected(written: str, reason: str) -> None:
    with pytest.raises(BadCellError) as caught:
        read_name(written)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    "written",
    [
        *("081250001001", "81250001001", "+62 812-5000-1001", "62812 5000 1001"),
        *("006281250001001", "(0812) 50001001", "'081250001001", "6281250001001"),
        *(81250001001.0, 6281250001001),
    ],
)
def test_telephone_numbers_get_one_form(written: str | float) -> None:
    assert read_phone(written) == "6281250001001"


@pytest.mark.parametrize("written", ["0541123456", "0812", "081/082", "rumah", "08125000100123456"])
def test_what_is_no_mobile_number_is_not_taken(written: str) -> None:
    with pytest.raises(BadCellError):
        read_phone(written)


def test_a_kpj_has_eleven_digits() -> None:
    assert read_kpj("06123456789") == read_kpj("0612-345 6789") == "06123456789"
    assert read_kpj(16123456789.0) == "16123456789"
    assert read_kpj("") is read_kpj("-") is read_kpj("0") is None
    with pytest.raises(BadCellError):
        read_kpj(6123456789.0)  # a number has lost the zero at its beginning


def test_unreadable_telephone_kpj_and_programme_cells_are_left_out_and_counted() -> None:
    rows = [
        [*person(1), "rumah", "123", "JKK, apa saja"],
        [*person(2), "081250001001", "06123456789", "JKK"],
        [*person(3), "rumah", "", "JKK, apa saja"],
    ]
    found = read(people(rows, "No HP", "KPJ", "Program"))
    assert [(m.phone, m.kpj, len(m.programmes)) for m in found.memberships] == [
        (None, None, 0),
        ("6281250001001", "06123456789", 1),
        (None, None, 0),
    ]
    assert found.tally.dropped == {"No HP": 2, "KPJ": 1, "Program": 2}
