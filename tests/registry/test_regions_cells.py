"""Regions: names however written, codes of two systems that swap four regencies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registry.reading import CodeSystem, note_lines
from bot.registry.reading.cells import BadCellError
from bot.registry.reading.codes import decide_system, meanings, read_code
from bot.registry.reading.regions import RegionReader
from knowledge.regions import load_regions
from tests.registry.lists import Read, as_csv, nik, read

OUTSIDE = "kabupaten/kota tidak dikenal atau di luar Kalimantan Timur"
TWO = "kode wilayah ini berbeda arti di Kemendagri dan BPS: sebutkan kode=kemendagri atau kode=bps"
CONTRADICTING = "kode wilayah dan nama wilayah bertentangan"
KUKAR, BERAU, KUBAR, KUTIM = "64.02", "64.03", "64.07", "64.08"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Kota Samarinda", "64.72"),
        ("SAMARINDA", "64.72"),
        ("samrinda", "64.72"),
        ("Samarindaa", "64.72"),
        ("Kab. Kutai Kartanegara", KUKAR),
        ("Kukar", KUKAR),
        ("KUTAI KERTANEGARA", KUKAR),
        ("Kab Kutai Timur, Prov. Kalimantan Timur", KUTIM),
        ("PPU", "64.09"),
        ("Penajam Paser Utara", "64.09"),
        ("Kab. Paser", "64.01"),
        ("Mahakam Hulu", "64.11"),
        ("64.74", "64.74"),
        ("64.74 - Bontang", "64.74"),
        ("[6407] Kutai Barat", KUBAR),
        ("Pemkot Balikpapan", "64.71"),
    ],
)
def test_regions_are_known_however_they_are_written(written: str, code: str) -> None:
    assert RegionReader()(written, "") == code


@pytest.mark.parametrize(
    ("name", "code", "reason"),
    [
        ("Kota Banjarmasin", "", OUTSIDE),
        ("Bintan", "", OUTSIDE),
        ("Bulungan", "", OUTSIDE),
        ("", "32.01", "wilayah di luar Kalimantan Timur"),
        ("", "6502", "wilayah di luar Kalimantan Timur"),
        ("6472 Samarinda", "6471", CONTRADICTING),
        ("Kutai", "", "nama wilayah bisa berarti beberapa kabupaten"),
        ("Kalimantan Timur", "", "wilayah kosong atau hanya menyebut provinsi"),
        ("", "64", "wilayah kosong atau hanya menyebut provinsi"),
        ("", "", "wilayah kosong atau hanya menyebut provinsi"),
        ("", "6499", "kode wilayah tidak dikenal"),
        ("", "64.99", "kode wilayah tidak ada dalam kode KEMENDAGRI"),
        ("", "abc", "kode wilayah tidak terbaca"),
        ("", "64720", "kode wilayah tidak terbaca"),
        ("Samarinda", "64.71", CONTRADICTING),
        ("Kutai Barat", "64.02", CONTRADICTING),
        ("", "6402", TWO),
        ("", "6403", TWO),
        ("=A1", "", "kabupaten/kota berisi rumus, seharusnya nilai"),
    ],
)
def test_what_is_unclear_or_elsewhere_is_rejected(name: str, code: str, reason: str) -> None:
    with pytest.raises(BadCellError) as caught:
        RegionReader()(name, code)
    assert caught.value.reason == reason


def test_a_name_for_three_regencies_is_settled_by_the_code() -> None:
    assert RegionReader()("Kutai", "64.07") == KUBAR


def test_numbers_stand_for_codes_where_the_program_made_them_numbers() -> None:
    assert RegionReader()("", 6472.0) == "64.72"
    assert RegionReader()("", 64.02) == KUKAR


@pytest.mark.parametrize("system", list(CodeSystem))
def test_each_code_leads_back_to_its_region_in_its_own_system(system: CodeSystem) -> None:
    reader = RegionReader(system)
    for region in load_regions()[1:]:
        undotted = region.kemendagri_code.replace(".", "")
        code = undotted if system is CodeSystem.KEMENDAGRI else region.bps_code
        assert reader("", code) == region.kemendagri_code


def with_codes(
    codes: list[tuple[str, str]], *corrections: str, heading: str = "Kode Wilayah"
) -> Read:
    rows = [
        [nik(number), "ALI", name, code, "BPU", "Aktif"]
        for number, (name, code) in enumerate(codes, 1)
    ]
    head = ["NIK", "Nama", "Kabupaten", heading, "Segmen", "Status"]
    return read(as_csv([head, *rows]), *corrections)


def regions_of(found: Read) -> list[str]:
    return [membership.region for membership in found.memberships]


def test_codes_without_any_hint_are_rejected_and_asked_about() -> None:
    found = with_codes([("", "6402"), ("", "6472"), ("", "6403")])
    assert regions_of(found) == ["64.72"]
    assert found.reasons == [TWO, TWO]
    assert found.examination.codes.needed
    assert any("kode=bps" in line for line in note_lines(found.examination))


@pytest.mark.parametrize(
    ("said", "expected"),
    [("kode=bps", [KUBAR, KUKAR]), ("kode=kemendagri", [KUKAR, BERAU])],
)
def test_the_person_can_say_which_codes_they_are(said: str, expected: list[str]) -> None:
    assert regions_of(with_codes([("", "6402"), ("", "6403")], said)) == expected


@pytest.mark.parametrize(
    ("hint", "expected"),
    [
        (("", "6404"), [KUBAR, KUTIM]),
        (("", "6405"), [KUBAR, BERAU]),
        (("", "6407"), [KUKAR, KUBAR]),
        (("", "6408"), [KUKAR, KUTIM]),
        (("Kutai Kartanegara", "6403"), [KUBAR, KUKAR]),
        (("Berau", "6403"), [KUKAR, BERAU]),
        (("", "6472010"), [KUBAR, "64.72"]),
        (("", "647201"), [KUKAR, "64.72"]),
        (("", "64.72.01.1001"), [KUKAR, "64.72"]),
        (("", "6472010001"), [KUBAR, "64.72"]),
    ],
)
def test_one_row_can_tell_the_system_of_the_whole_file(
    hint: tuple[str, str], expected: list[str]
) -> None:
    assert regions_of(with_codes([("", "6402"), hint])) == expected


@pytest.mark.parametrize(
    ("heading", "expected"), [("Kode BPS", KUBAR), ("Kode Wilayah (Kemendagri)", KUKAR)]
)
def test_the_heading_can_tell_the_system(heading: str, expected: str) -> None:
    assert regions_of(with_codes([("", "6402")], heading=heading)) == [expected]


def test_hints_for_both_systems_decide_nothing() -> None:
    found = with_codes([("", "6402"), ("", "6404"), ("", "6407")])
    assert regions_of(found) == [KUTIM, KUBAR]
    assert found.reasons == [TWO]
    assert found.examination.codes.system is None
    assert "bertentangan" in found.examination.codes.why


def test_a_name_and_a_code_that_contradict_each_other_reject_the_row() -> None:
    found = with_codes([("Kutai Timur", "6404"), ("Kutai Kartanegara", "6402"), ("Berau", "6405")])
    # The file contradicts itself: 6404 and 6405 are codes of BPS, to which 6402 is Kutai Barat.
    assert regions_of(found) == [KUTIM, BERAU]
    assert found.reasons == [TWO]
    found = with_codes([("Kutai Kartanegara", "6402"), ("Berau", "6405")], "kode=bps")
    assert found.reasons == [CONTRADICTING]


@given(st.text() | st.from_regex(r"6[0-9.]{1,9}", fullmatch=True))
def test_any_text_is_a_code_of_known_form_or_none(text: str) -> None:
    code = read_code(text)
    if code is not None:
        assert len(code.regency) == 4
        assert len(meanings(code.regency)) <= 2
        decide_system([(None, code)], [text])
