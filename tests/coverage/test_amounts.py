"""Numbers as files and people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coverage.amounts import Amount, AmountError, Quality, between, parse_count, parse_percent
from knowledge.figures.wording import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("141278", 141278),
        ("141.278", 141278),
        ("141,278", 141278),
        ("1.310.000", 1310000),
        (" 141.278 orang ", 141278),
        ("1,31 juta", 1310000),
        ("60 ribu", 60000),
        ("0", 0),
    ],
)
def test_a_count_is_read_however_its_thousands_are_marked(text: str, value: int) -> None:
    assert parse_count(text) == Amount(Decimal(value))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("40,39 %", "40,39"),
        ("40.39%", "40,39"),
        ("40,39 persen", "40,39"),
        ("100", "100"),
        ("150,87", "150,87"),
        (">50", "lebih dari 50"),
        ("> 50 %", "lebih dari 50"),
        ("lebih dari 50 persen", "lebih dari 50"),
        ("66–67", "66–67"),
        ("66-67 %", "66–67"),
        ("± 67", "sekitar 67"),
        ("hampir 95", "hampir 95"),
        ("kurang dari 10 %", "paling banyak 10"),
    ],
)
def test_a_percentage_keeps_the_words_of_its_source(text: str, said: str) -> None:
    assert str(parse_percent(text)) == said


@pytest.mark.parametrize("text", ["sekitar 60 ribu", "± 60.000", "60 ribuan", "kira-kira 60000"])
def test_about_is_about(text: str) -> None:
    assert parse_count(text) == Amount(Decimal(60000), Quality.ABOUT)


@pytest.mark.parametrize(
    "text",
    ["", "-", "-5", "12.5", "1.23", "12,5", "1.2.3", "abc", "12a", "１２", "1e5", "NaN", "inf",
     "67-66", "3.14.15", "--", "%", "1 2", "12.3456"],
)  # fmt: skip
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(AmountError):
        parse_count(text)


@given(st.integers(0, 10**9))
def test_every_count_is_read_back_from_how_it_is_written(value: int) -> None:
    assert parse_count(number(value)).value == value
    assert parse_count(f"{value:,}").value == value
    assert parse_count(str(value)).value == value


@given(st.decimals(0, 999, places=2))
def test_every_percentage_is_read_back_from_how_it_is_written(value: Decimal) -> None:
    assert parse_percent(f"{number(float(value))} %").value == value
    assert parse_percent(f"{value}").value == value


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    for parse in (parse_count, parse_percent):
        try:
            amount = parse(text)
        except AmountError:
            continue
        assert amount.value >= 0
        assert amount.high is None or amount.high > amount.value


_AMOUNTS = st.one_of(
    st.builds(
        Amount,
        st.decimals(0, 10**8, places=2),
        st.sampled_from([quality for quality in Quality if quality is not Quality.RANGE]),
    ),
    st.builds(
        lambda low, more: between(low, low + more),
        st.decimals(0, 10**6, places=2),
        st.decimals("0.01", 1000, places=2),
    ),
)


@given(_AMOUNTS)
def test_the_database_gives_back_what_it_was_given(amount: Amount) -> None:
    stored = amount.stored()
    assert len(stored) <= 40
    assert Amount.from_stored(stored) == amount
