import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.language import Slots, slots
from knowledge.language.numbers import amounts


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("gaji 2jt", 2_000_000),
        ("1,5 juta", 1_500_000),
        ("1.5jt", 1_500_000),
        ("dua setengah juta", 2_500_000),
        ("2 juta 500 ribu", 2_500_000),
        ("sejuta setengah", 1_500_000),
        ("panghasilan ulun sajuta", 1_000_000),
        ("setengah juta", 500_000),
        ("500rb", 500_000),
        ("750k", 750_000),
        ("2.500.000", 2_500_000),
        ("rp. 2.500.000,00", 2_500_000),
        ("rp16.800", 16_800),
        ("dua ratus lima puluh ribu", 250_000),
        ("sebelas juta", 11_000_000),
        ("3000000 sebulan", 3_000_000),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: int) -> None:
    assert amounts(text) == (amount,)


@pytest.mark.parametrize(
    "text",
    [
        "nik 6471010101010001",
        "hp 081234567890",
        "umur 56 tahun",
        "2 program 3 bulan",
        "kode 040",
        "tahun 2026",
        "call center 175",
        "1..5",
        "",
    ],
)
def test_other_numbers_are_no_amounts(text: str) -> None:
    assert amounts(text) == ()


@given(st.integers(min_value=10_000, max_value=999_999_999))
def test_an_amount_written_with_dots_is_read_back(amount: int) -> None:
    assert amounts(f"gaji saya {amount:,}".replace(",", ".")) == (amount,)


@given(st.integers(min_value=1, max_value=999))
def test_whole_millions_are_read_back(millions: int) -> None:
    assert amounts(f"{millions}jt") == (millions * 1_000_000,)
    assert amounts(f"{millions} juta sebulan") == (millions * 1_000_000,)


@given(st.text(max_size=500))
@settings(deadline=None)
def test_any_text_has_slots(text: str) -> None:
    assert isinstance(slots(text), Slots)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cakupan kukar brp", Slots(regions=("64.02",))),
        (
            "hitung iuran gaji 2,5jt jualan pentol",
            Slots(job="pedagang", amounts=(2_500_000,)),
        ),
        (
            "sy ojol di samrinda bayar 6 bulan 3 program jadi brp",
            Slots(
                regions=("64.72",),
                job="ojek_online",
                transport=True,
                months=6,
                programme_count=3,
            ),
        ),
        ("bandingin balikppan sama bontang", Slots(regions=("64.71", "64.74"))),
        ("bayar setahun sekaligus jkk jkm jht", Slots(months=12, programmes=("jkk", "jkm", "jht"))),
        ("umur 60 tahun nelayan", Slots(job="nelayan")),
        ("kerja 5 tahun gaji 4 juta", Slots(amounts=(4_000_000,))),
        ("penajam paser utara", Slots(regions=("64.09",))),
        ("paser", Slots(regions=("64.01",))),
        ("tukang ojek", Slots(job="ojek", transport=True)),
        ("halo", Slots()),
    ],
)
def test_slots_of_a_sentence(text: str, expected: Slots) -> None:
    assert slots(text) == expected
