import string
import time
import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.scrubbing import EMAIL, NIK, NUMBER, PHONE, scrub
from knowledge.topics import load_topics

MAHAKAM = "6472051203900001"

PROVINCES = [
    11,
    12,
    13,
    14,
    15,
    16,
    17,
    18,
    19,
    21,
    31,
    32,
    33,
    34,
    35,
    36,
    51,
    52,
    53,
    61,
    62,
    63,
    64,
]
PROVINCES += [65, 71, 72, 73, 74, 75, 76, 81, 82, 91, 92, 93, 94, 95, 96, 97]
GLYPHS = {
    digit: [
        digit,
        chr(ord("０") + int(digit)),  # full-width
        chr(ord("٠") + int(digit)),  # Arabic
        chr(ord("𝟎") + int(digit)),  # mathematical bold
        f"{digit}\u20e3",  # keycap
        *{"0": "oO", "1": "lI"}.get(digit, ""),
    ]
    for digit in string.digits
}
WORDS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
SEEN_GAPS = (
    *(" ", "  ", ".", ",", "-", "–", "/", "_", "|", ":", "'", " - ", ". ", "\t", "\n"),
    *("\r\n", "\u00a0", "…", "*", "(", "]", "\n\n   "),
)
GAPS = (*SEEN_GAPS, "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e")


@st.composite
def niks(draw: st.DrawFn) -> str:
    region = f"{draw(st.sampled_from(PROVINCES))}{draw(st.integers(1, 29)):02}"
    district = f"{draw(st.integers(1, 40)):02}"
    born = draw(st.dates(date(1940, 1, 1), date(2009, 12, 31)))
    day = born.day + (40 if draw(st.booleans()) else 0)
    return f"{region}{district}{day:02}{born:%m%y}{draw(st.integers(1, 9999)):04}"


@st.composite
def spellings(draw: st.DrawFn, digits: str) -> str:
    """The digits as somebody may type them; ten stay digits, the ends among them."""
    gaps = draw(st.sampled_from([("",), ("", "", "", *GAPS), GAPS]))
    typed: list[str] = []
    letters = 0
    for place, digit in enumerate(digits):
        glyph = draw(st.sampled_from(GLYPHS[digit]))
        if glyph in "oOlI":
            letters += 1
            is_sure = letters <= 6 and 0 < place < len(digits) - 1
            glyph = glyph if is_sure else digit
        typed += glyph, draw(st.sampled_from(gaps))
    return "".join(typed[:-1])


def leaks(nik: str, text: str) -> bool:
    """Whether eight digits of a NIK in a row can still be read in a text."""
    digits = "".join(str(d) for c in text if (d := unicodedata.digit(c, None)) is not None)
    return any(nik[start : start + 8] in digits for start in range(len(nik) - 7))


@given(data=st.data(), nik=niks())
def test_no_spelling_of_a_nik_gets_through(data: st.DataObject, nik: str) -> None:
    spelling = data.draw(spellings(nik))
    scrubbed = scrub(f"pak nik saya {spelling} tolong dicek")
    assert scrubbed.had_nik
    assert not leaks(nik, scrubbed.text)
    assert scrubbed.text.startswith("pak nik saya ")
    assert scrubbed.text.endswith(" tolong dicek")


@given(data=st.data(), nik=niks(), before=st.text(max_size=12), after=st.text(max_size=12))
def test_no_surroundings_save_a_nik(data: st.DataObject, nik: str, before: str, after: str) -> None:
    spelling = data.draw(spellings(nik))
    assert not leaks(nik, scrub(f"{before}{spelling}{after}").text)


@given(first=niks(), second=niks(), gap=st.sampled_from(("", *GAPS)))
def test_two_niks_in_a_row_are_both_masked(first: str, second: str, gap: str) -> None:
    scrubbed = scrub(first + gap + second)
    assert scrubbed.had_nik
    assert not leaks(first, scrubbed.text)
    assert not leaks(second, scrubbed.text)


@given(data=st.data(), nik=niks(), gap=st.sampled_from(SEEN_GAPS), nik_first=st.booleans())
def test_a_nik_beside_a_phone_number_is_masked_in_any_order(
    data: st.DataObject, nik: str, gap: str, *, nik_first: bool
) -> None:
    parts = [data.draw(spellings(nik)), "0812" + data.draw(spellings("34567890"))]
    scrubbed = scrub(gap.join(parts if nik_first else reversed(parts)))
    assert scrubbed.had_nik
    assert not leaks(nik, scrubbed.text)
    assert "34567890" not in scrubbed.text


@given(nik=niks(), place=st.integers(0, 15), extra=st.sampled_from(string.digits))
def test_a_digit_too_few_or_too_many_does_not_save_a_nik(nik: str, place: int, extra: str) -> None:
    too_short = nik[:place] + nik[place + 1 :]
    too_long = nik[:place] + extra + nik[place:]
    assert not leaks(nik, scrub(f"nik {too_short}").text)
    assert not leaks(nik, scrub(f"nik {too_long}").text)
    assert scrub(f"nik {too_long}").had_nik


@given(nik=niks())
def test_a_nik_in_words_is_masked(nik: str) -> None:
    in_words = " ".join(WORDS[int(digit)] for digit in nik)
    assert scrub(f"nik saya {in_words} pak").text == f"nik saya {NIK} pak"


@given(st.text(max_size=300))
@example("[NIK] [telepon]")
@example("08123456789@gmail.com6472051203900001")
def test_scrubbing_twice_is_scrubbing_once(text: str) -> None:
    once = scrub(text).text
    assert scrub(once).text == once


@given(st.text(alphabet="0123456789 .,-/:+@\nOolIx ٣６\u200b", max_size=120))
@example("6472051203900001 35 081234567890, 2.500.000 12")
def test_scrubbing_twice_is_scrubbing_once_for_numbers_too(text: str) -> None:
    once = scrub(text)
    again = scrub(once.text)
    assert again.text == once.text
    assert not again.had_nik


@given(st.text(max_size=300).filter(lambda text: "@" not in text and "at" not in text.lower()))
def test_a_text_with_few_digits_stays_as_it_is(text: str) -> None:
    digits = sum(unicodedata.digit(character, None) is not None for character in text)
    if digits < 6:
        assert scrub(text).text == text


@given(st.integers(1, 999_999_999), st.sampled_from(["Rp", "Rp ", "rp. ", "", "gaji "]))
def test_amounts_of_money_stay(amount: int, before: str) -> None:
    dotted = f"{before}{amount:,}".replace(",", ".")
    for text in (dotted, f"{dotted},00", f"{dotted} - {dotted}", f"{before}{amount}"):
        assert scrub(f"iuran {text} sebulan").text == f"iuran {text} sebulan"


@given(st.dates(date(1930, 1, 1), date(2040, 1, 1)), st.dates(date(1930, 1, 1), date(2040, 1, 1)))
def test_dates_stay(first: date, second: date) -> None:
    for form in ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"):
        text = f"dari {first.strftime(form)} - {second.strftime(form)}"
        assert scrub(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "halo min 👋",
        "175",
        "PP 44/2015",
        "UU 40/2004, 24/2011, 6/2023",
        "F-IURAN-01, F-IURAN-02 dan F-RESMI-53",
        "1.500.000",
        "Rp 2.500.000,00",
        "gaji 3 500 000 sebulan",
        "gaji 3500000, saldo 52000000",
        "antara 2.500.000 - 3.500.000",
        "8400, 16800, 28400",
        "Rp 1250000000",
        "1. 2. 3.",
        "bulan 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12",
        "1. KTP\n2. KK\n3. buku rekening",
        "tahun 2019, 2020, 2021, 2022 belum bayar",
        "buka 08.00-16.00, 08.00-12.00",
        "lahir 12-03-1990, umur 36",
        "12/05/2024-10/06/2024",
        "0,24% 0,54% 0,89% 1,27% 1,74%",
        "10 20 30 40 50 60",
        "umur 25, 30, 35, 40, 45",
        "wkwk lol lol lol lol lol lol",
        "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas",
        "dua juta lima ratus ribu, anak dua, istri satu",
        "KT 1234 AB",
        "2x24 jam",
        "٣ hari",
        "@jamsosbot halo",
        "5 kg @ 16.800",
        "2026-11-22 10:30:00,123 INFO 127.0.0.1:54321",
        "2026-11-22T10:30:00.123456Z",
    ],
)
def test_what_is_no_personal_number_stays(text: str) -> None:
    assert scrub(text).text == text
    assert not scrub(text).had_nik
    assert not scrub(text).had_other


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nik 6472051203900001 tolong cek", f"nik {NIK} tolong cek"),
        ("nik6472051203900001tolong", f"nik{NIK}tolong"),
        ("NIK:6472-0512-0390-0001.", f"NIK:{NIK}."),
        ("64.72.05.12.03.90.0001", NIK),
        ("6.472.051.203.900.001", NIK),
        ("6472/051203/900001", NIK),
        ("6 4 7 2 0 5 1 2 0 3 9 0 0 0 0 1", NIK),
        ("6472051203\n900001", NIK),
        ("6472O512O39OOOOl", NIK),
        ("64 72 O5 12 O3 9O OO Ol", NIK),
        ("６４７２０５１２０３９００００１", NIK),
        ("٦٤٧٢٠٥١٢٠٣٩٠٠٠٠١", NIK),
        ("6️⃣4️⃣7️⃣2️⃣0️⃣5️⃣1️⃣2️⃣0️⃣3️⃣9️⃣0️⃣0️⃣0️⃣0️⃣1️⃣ ya", f"{NIK} ya"),
        ("6472a0512b0390c0001", NIK),
        ("Rp6472051203900001", f"Rp{NIK}"),
        ("1234 5678 9012 3456", NIK),
        ("647205120390001 dan 64720512039000011", f"{NIK} dan {NIK}"),
        ("6472051203900001, 35 tahun", f"{NIK}, 35 tahun"),
        ("6472051203900001 gaji 2.500.000", f"{NIK} gaji 2.500.000"),
        ("6472051203900001 6472051203900002", f"{NIK} {NIK}"),
        ("6472051203900001 081234567890", f"{NIK} {PHONE}"),
        ("0812 3456 7890 6472 0512 0390 0001", f"{PHONE} {NIK}"),
        ("enam puluh empat, tujuh dua, nol lima, dua belas, nol tiga, sembilan puluh, nol", NIK),
        ("hp 081234567890", f"hp {PHONE}"),
        ("wa081234567890ya", f"wa{PHONE}ya"),
        ("+62 812-3456-7890", PHONE),
        ("62 8 12 34 56 78 90", PHONE),
        ("anak 35, 0812 3456 7890", f"anak 35, {PHONE}"),
        ("kpj 12345678901", f"kpj {NUMBER}"),
        ("rek bri 012301012345501", f"rek bri {NUMBER}"),
        ("bca 123-456-7890", f"bca {NUMBER}"),
        ("0541-123456", NUMBER),
        ("budi.s+kerja@gmail.com ya", f"{EMAIL} ya"),
        ("budi @ gmail", EMAIL),
        ("budi (at) yahoo,co.id", EMAIL),
    ],
)  # fmt: skip
def test_personal_numbers_become_what_they_were(text: str, expected: str) -> None:
    assert scrub(text).text == expected


def test_the_result_says_what_was_found() -> None:
    only_nik = scrub(f"nik {MAHAKAM}")
    only_phone = scrub("hp 081234567890")
    assert (only_nik.had_nik, only_nik.had_other) == (True, False)
    assert (only_phone.had_nik, only_phone.had_other) == (False, True)


def test_a_nik_in_a_mail_address_counts_as_a_nik() -> None:
    scrubbed = scrub(f"surat ke {MAHAKAM}@gmail.com")
    assert scrubbed.text == f"surat ke {EMAIL}"
    assert scrubbed.had_nik


def test_a_marker_typed_by_the_person_is_no_finding() -> None:
    assert scrub(f"apa itu {NIK}?").had_nik is False


@pytest.mark.parametrize(
    "unit",
    [
        *("6", "6 ", "1O", "O ", "1.", ". ", "a", "a.", "a@", "@", "a@a.", "1a", "satu ", "nol"),
        *("1.000 ", "2.500.000, ", "12/03/90 ", "08 ", "+62", "٦ ", "\u200b6", "10:30:00.1234 "),
    ],
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    text = (unit * 4_000)[:4_000]
    began = time.perf_counter()
    scrub(text)
    assert time.perf_counter() - began < 0.5


def test_the_longest_digits_do_no_harm() -> None:
    assert scrub("1 2 3 " + "9" * 10_000).had_nik


def test_questions_as_people_ask_them_hold_nothing_to_mask() -> None:
    questions = [
        text
        for topic in load_topics().values()
        for texts in topic.examples.values()
        for text in texts
    ]
    assert [text for text in questions if scrub(text).text != text] == []
