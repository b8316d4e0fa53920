import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language import Corrector, normalise
from knowledge.language.lexicon import lexicon
from knowledge.language.text import MAX_CHARS, MAX_WORDS, clean, sentences, words

ODD_TEXTS = (
    "",
    " \n\t ",
    "a" * 4000,
    "ba" * 2000,
    "😀" * 4000,
    "\u200b\u200e\u202e" * 1000,
    "كيف أسجل في البرنامج",
    "<b>" * 1300,
    "' OR 1=1; DROP TABLE peserta; --",
    "<script>alert(1)</script> iuran berapa",
    "?!.,;:" * 600,
    "1" * 4000,
    "iuran " * 800,
    "\ud800",
    "\x00iuran\x00",
)


@given(st.text(max_size=4000))
@settings(deadline=None)
def test_any_text_is_read_and_bounded(text: str) -> None:
    reading = normalise(text)
    assert len(reading.text) <= MAX_CHARS + 1
    assert len(reading.typed) <= MAX_WORDS


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_are_read_in_bounded_time(text: str) -> None:
    start = time.perf_counter()
    normalise(text)
    assert time.perf_counter() - start < 0.5


@given(st.text(alphabet="abcdefg nyalk2.,!", max_size=300))
def test_reading_is_deterministic_and_keeps_what_was_typed(text: str) -> None:
    reading = normalise(text)
    assert reading == normalise(text)
    assert reading.typed == words(clean(text))


def test_case_invisible_characters_and_long_repetitions_do_not_matter() -> None:
    assert clean("IUR\u200bAN   Berapaaaaaa") == "iuran berapaa"
    assert normalise("berapaaaaaa").standard == ("berapa",)


def test_the_end_of_a_long_text_is_kept_as_well_as_its_beginning() -> None:
    reading = normalise("awal " + "isi " * 2000 + "akhir")
    assert reading.typed[0] == "awal"
    assert reading.typed[-1] == "akhir"


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("brp iuran sy", "berapa iuran saya"),
        ("gmn cr dftar", "bagaimana cara daftar"),
        ("blm cair jg", "belum cair juga"),
        ("ulun handak umpat", "saya mau ikut"),
        ("kawa kah ulun bagawi", "bisa kah saya bekerja"),
        ("piye njupuk duite", "bagaimana ambil uang"),
        ("kulo mboten saged mbayar", "saya tidak bisa bayar"),
        ("bpjstk", "bpjs ketenagakerjaan"),
        ("bpjs tk", "bpjs ketenagakerjaan"),
        ("t4rik s4ldo", "tarik saldo"),
    ],
)
def test_slang_abbreviations_and_dialects_are_read_in_standard_words(
    typed: str, standard: str
) -> None:
    assert " ".join(normalise(typed).standard) == standard


@pytest.mark.parametrize(
    ("one", "other", "concept"),
    [
        ("cairin duit jht", "ambil saldo jaminan hari tua", "cair"),
        ("bapak saya wafat", "suami meninggal", "meninggal"),
        ("nunggak 3 bulan", "telat bayar", "telat"),
    ],
)
def test_different_words_for_the_same_wish_share_a_concept(
    one: str, other: str, concept: str
) -> None:
    assert concept in normalise(one).concepts
    assert concept in normalise(other).concepts


def test_numbers_leave_markers_of_their_kind() -> None:
    concepts = normalise("nik 6471010101010001 hp 081234567890 gaji 2jt tahun 2026").concepts
    assert {"#nik", "#telepon", "#uang", "#tahun"} <= set(concepts)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("pembayaran", "bayar"),
        ("mencairkan", "cair"),
        ("didaftarkan", "daftar"),
        ("mandaftarakan", "daftar"),
        ("nyairkan", "cair"),
        ("perusahaan", "perusahaan"),
        ("jalan", "jalan"),
        ("bulan", "bulan"),
        ("xyzzykan", "xyzzykan"),
    ],
)
def test_affixes_are_stripped_down_to_known_roots_only(word: str, stem: str) -> None:
    assert lexicon().stemmer.stem(word) == stem


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("pencariran", "pencairan"), ("kepesrtan", "kepesertaan"), ("beasisw", "beasiswa")],
)
def test_mistyped_words_are_mended_against_the_vocabulary(typed: str, meant: str) -> None:
    corrector = Corrector({"pencairan": 9, "kepesertaan": 5, "beasiswa": 3})
    assert corrector.correct(typed) == meant


def test_left_out_vowels_are_filled_in() -> None:
    assert Corrector({"kepesertaan": 5}).correct("kpsrtn") == "kepesertaan"


def test_the_more_frequent_of_two_equally_near_words_is_meant() -> None:
    assert Corrector({"santau": 0, "santai": 4}).correct("santax") == "santai"


@pytest.mark.parametrize("word", ["abc", "pencairan", "zzzzzzzz", "123456", ""])
def test_known_short_and_far_words_are_left_alone(word: str) -> None:
    assert Corrector({"pencairan": 9}).correct(word) is None


def test_sentences_are_split_but_not_at_decimal_points() -> None:
    assert sentences("gaji 2.5 juta. bisa ikut?") == ("gaji 2.5 juta", "bisa ikut")


def test_of_many_sentences_the_first_and_the_last_are_kept() -> None:
    found = sentences(". ".join(f"kalimat {i}" for i in range(50)))
    assert len(found) == 8
    assert found[0] == "kalimat 0"
    assert found[-1] == "kalimat 49"
