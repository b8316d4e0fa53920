"""What a worker reads: valid HTML, short, and right in what it says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.contributions import (
    Calculation,
    Inputs,
    Kind,
    Problem,
    calculate,
    in_words,
    refusal,
)
from knowledge.contributions.employees import Package
from knowledge.contributions.migrants import Stage
from knowledge.contributions.months import Month
from knowledge.contributions.own_account import OwnAccountRequest
from knowledge.contributions.own_account import calculate as calculate_own
from knowledge.markup import visible_text

LONGEST = 1_000
TODAY = date(2026, 11, 22)


def said(today: date, inputs: Inputs) -> str:
    return visible_text(in_words(calculate(inputs, today)))


def test_a_contribution_with_a_discount_that_ends_within_the_months() -> None:
    text = said(
        TODAY,
        Inputs(
            kind=Kind.OWN_ACCOUNT, is_transport=False, income=1_500_000, programmes=3, months=12
        ),
    )
    assert text.splitlines()[0] == (
        "Iuran Anda Rp634.800 untuk 12 bulan (tarif normal Rp657.600), November 2026–Oktober 2027."
    )
    assert "Penghasilan Rp1.500.000–1.699.000, tiap bulan:" in text
    assert "• JKK (kecelakaan kerja): Rp16.000 jadi Rp8.000" in text
    assert "• JHT (hari tua): Rp32.000\n" in text
    assert "• November–Desember 2026: 2 × Rp43.400" in text
    assert "• Januari–Oktober 2027: 10 × Rp54.800" in text
    assert "dipotong 50% sampai iuran Desember 2026" in text
    assert "Meninggal: Rp98,8 juta." in text
    assert "Rp42 juta bila iuran sudah 3 bulan berturut-turut, sebelum itu Rp10 juta" in text
    assert "NIK" in text


def test_amounts_are_bold() -> None:
    inputs = Inputs(
        kind=Kind.OWN_ACCOUNT, is_transport=True, income=900_000, programmes=2, months=1
    )
    html = in_words(calculate(inputs, TODAY))
    assert html.startswith("<b>Iuran Anda Rp8.400 sebulan</b> (tarif normal Rp16.800)")
    assert "<b>Rp5.000</b>" in html
    assert "Maret 2027" in html


def test_after_the_discounts_nothing_is_said_of_them() -> None:
    inputs = Inputs(kind=Kind.OWN_ACCOUNT, income=900_000, programmes=2, months=1)
    text = said(date(2027, 4, 1), inputs)
    assert "Iuran Anda Rp16.800 sebulan, April 2027." in text
    assert "potong" not in text
    assert "jadi" not in text


def test_a_number_of_months_that_few_places_take_is_explained() -> None:
    inputs = Inputs(
        kind=Kind.OWN_ACCOUNT, income=900_000, programmes=2, months=4, is_transport=True
    )
    assert "Di tempat lain: 2, 3, 6, atau 12 bulan." in said(TODAY, inputs)


def test_who_is_paid_for_hears_that_they_pay_nothing() -> None:
    inputs = Inputs(
        kind=Kind.OWN_ACCOUNT, income=900_000, programmes=2, months=1, paid_by_government=True
    )
    text = said(TODAY, inputs)
    assert text.startswith("Anda tidak membayar JKK dan JKM selama dibayari pemerintah")
    assert "tidak dapat potongan" in text
    assert "NIK" not in text


def test_an_employee_reads_both_shares() -> None:
    inputs = Inputs(kind=Kind.EMPLOYEE, income=4_000_000, package=Package.ALL, risk_group=3)
    text = said(TODAY, inputs)
    assert text.startswith("Potongan gaji Anda Rp120.000 sebulan.")
    assert "• JHT (hari tua): Anda Rp80.000, perusahaan Rp148.000" in text
    assert "• JKK (kecelakaan kerja): perusahaan Rp35.600" in text
    assert "sampai Rp2,4 juta sebulan, paling lama 6 bulan" in text


def test_a_wage_above_the_ceiling_is_told_the_ceiling() -> None:
    inputs = Inputs(kind=Kind.EMPLOYEE, income=20_000_000, package=Package.ALL, risk_group=0)
    text = said(TODAY, inputs)
    assert "JP dihitung dari upah paling tinggi Rp11.086.300." in text
    assert "Rp48.000 sampai Rp348.000 (menurut risiko kerja)" in text
    assert "mungkin sudah naik" in said(date(2027, 3, 1), inputs)


def test_a_migrant_worker_reads_the_parts() -> None:
    inputs = Inputs(kind=Kind.MIGRANT, stage=Stage.BEFORE, goes_alone=False, months=30)
    text = said(TODAY, inputs)
    assert text.startswith("Iuran Anda Rp451.000 untuk JKK")
    assert "• Sebelum berangkat (paling lama 5 bulan): Rp37.500" in text
    assert "• Tambahan 6 bulan: Rp81.000" in text


@pytest.mark.parametrize("kind", [Kind.OWNER, Kind.PROJECT])
def test_a_referral_names_people_to_ask(kind: Kind) -> None:
    assert "175" in said(TODAY, Inputs(kind=kind))


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_has_words(problem: Problem) -> None:
    assert visible_text(refusal(problem))


def test_only_calculations_have_words() -> None:
    with pytest.raises(TypeError, match="str is no calculation"):
        in_words("halo")  # type: ignore[arg-type]


calculations: st.SearchStrategy[Inputs] = st.one_of(
    st.builds(
        Inputs,
        kind=st.just(Kind.OWN_ACCOUNT),
        is_transport=st.booleans(),
        income=st.integers(1, 1_000_000_000),
        programmes=st.sampled_from([2, 3]),
        months=st.integers(1, 12),
        paid_by_government=st.booleans(),
    ),
    st.builds(
        Inputs,
        kind=st.just(Kind.EMPLOYEE),
        income=st.integers(1, 1_000_000_000),
        package=st.sampled_from(Package),
        risk_group=st.integers(0, 5),
    ),
    st.builds(
        Inputs,
        kind=st.just(Kind.MIGRANT),
        stage=st.sampled_from(Stage),
        goes_alone=st.booleans(),
        months=st.integers(1, 60),
        saving=st.sampled_from([0, 50_000, 600_000]),
    ),
)


@given(calculations, st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_every_calculation_is_valid_and_short(inputs: Inputs, today: date) -> None:
    assert_readable(calculate(inputs, today))


def assert_readable(result: Calculation) -> None:
    text = visible_text(in_words(result))
    assert 0 < len(text) <= LONGEST
    assert "\n\n\n" not in text
    assert "None" not in text


def test_the_longest_calculations_are_short_enough() -> None:
    for income in range(700_000, 22_000_000, 250_000):
        for first in (Month(2026, 9), Month(2026, 12), Month(2027, 2)):
            for months in (7, 11):
                for is_transport in (True, False):
                    request = OwnAccountRequest(
                        income=income,
                        programmes=3,
                        months=months,
                        is_transport=is_transport,
                        first_month=first,
                    )
                    assert_readable(calculate_own(request, TODAY))
