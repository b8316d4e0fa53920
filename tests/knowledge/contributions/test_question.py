"""Inputs are asked for one at a time, never for nothing, never with more than six buttons."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.contributions import (
    TYPE_IT,
    CalculationError,
    Input,
    Inputs,
    Kind,
    Problem,
    Question,
    Referral,
    answered,
    calculate,
    in_words,
    next_question,
)
from knowledge.contributions.employees import EmployeeContribution, Package
from knowledge.contributions.migrants import MigrantContribution, Stage
from knowledge.contributions.months import Month
from knowledge.contributions.own_account import OwnAccountContribution
from knowledge.contributions.question import MOST_CHOICES
from knowledge.markup import visible_text

TODAY = date(2026, 11, 22)
AFTER_THE_DISCOUNTS = date(2027, 4, 1)
LONGEST_LABEL = 28


def walk(*labels: str, today: date = TODAY) -> tuple[Inputs, list[Input]]:
    """Press buttons by their labels; the inputs filled and what was asked, in order."""
    inputs, asked = Inputs(), []
    for label in labels:
        question = next_question(inputs, today)
        assert question is not None
        asked.append(question.wanted)
        value = next(choice.value for choice in question.choices if choice.label == label)
        inputs = answered(inputs, question.wanted, value, today)
    assert next_question(inputs, today) is None
    return inputs, asked


def test_an_own_account_worker_is_asked_four_more_things() -> None:
    inputs, asked = walk(
        "Kerja sendiri (mandiri)",
        "Ya, angkutan",
        "Rp1.900.000–2.099.000",
        "3 program, dengan JHT",
        "6 bulan",
    )
    assert asked == [Input.KIND, Input.TRANSPORT, Input.INCOME, Input.PROGRAMMES, Input.MONTHS]
    result = calculate(inputs, TODAY)
    assert isinstance(result, OwnAccountContribution)
    assert result.total == 5 * 53_400 + 66_800


def test_the_sector_is_not_asked_once_it_makes_no_difference() -> None:
    _, asked = walk(
        "Kerja sendiri (mandiri)",
        "Sampai Rp1.099.000",
        "2 program",
        "1 bulan",
        today=AFTER_THE_DISCOUNTS,
    )
    assert Input.TRANSPORT not in asked


def test_an_employee_is_asked_for_wage_programmes_and_risk() -> None:
    inputs, asked = walk("Karyawan", "Rp4 juta", "JHT dan JP", "Tidak tahu")
    assert asked == [Input.KIND, Input.INCOME, Input.PACKAGE, Input.RISK]
    result = calculate(inputs, TODAY)
    assert isinstance(result, EmployeeContribution)
    assert result.employee == 120_000
    assert result.employer < result.employer_at_most


def test_a_migrant_worker_who_has_not_left_is_asked_who_sends_them() -> None:
    inputs, asked = walk(
        "Pekerja migran (TKI)", "Saya belum berangkat", "Bukan, lewat perusahaan", "24 bulan"
    )
    assert asked == [Input.KIND, Input.STAGE, Input.ALONE, Input.MONTHS]
    result = calculate(inputs, TODAY)
    assert isinstance(result, MigrantContribution)
    assert result.total == 370_000


def test_an_extension_needs_only_its_length() -> None:
    _, asked = walk("Pekerja migran (TKI)", "Perpanjangan", "12 bulan")
    assert Input.ALONE not in asked


@pytest.mark.parametrize(
    ("label", "referral"),
    [
        ("Pemilik usaha + karyawan", Referral.OWNER),
        ("Buruh proyek bangunan", Referral.PROJECT),
    ],
)
def test_owners_and_site_workers_are_referred(label: str, referral: Referral) -> None:
    inputs, _ = walk(label)
    assert calculate(inputs, TODAY) is referral


def test_what_one_sentence_said_is_not_asked_again() -> None:
    said = Inputs(kind=Kind.OWN_ACCOUNT, is_transport=False, income=2_500_000, programmes=3)
    question = next_question(said, TODAY)
    assert question is not None
    assert question.wanted is Input.MONTHS
    assert next_question(replace(said, months=1), TODAY) is None


def test_a_value_heard_that_cannot_be_calculated_with_is_asked_again() -> None:
    heard = Inputs(
        kind=Kind.OWN_ACCOUNT, is_transport=False, income=5 * 10**9, programmes=7, months=24
    )
    question = next_question(heard, TODAY)
    assert question is not None
    assert question.wanted is Input.INCOME


def test_a_number_may_be_typed_for_income_and_months_only() -> None:
    for wanted, question in every_question().items():
        can_be_typed = wanted in {Input.INCOME, Input.MONTHS}
        assert (question.typing_prompt is not None) is can_be_typed
        assert (question.choices[-1].value == TYPE_IT) is can_be_typed
    inputs = answered(Inputs(kind=Kind.OWN_ACCOUNT), Input.INCOME, "2350000", TODAY)
    assert inputs.income == 2_350_000


@pytest.mark.parametrize(
    ("wanted", "value", "problem"),
    [
        (Input.KIND, "presiden", Problem.NOT_A_CHOICE),
        (Input.TRANSPORT, "mungkin", Problem.NOT_A_CHOICE),
        (Input.INCOME, "tulis", Problem.NOT_A_CHOICE),
        (Input.INCOME, "0", Problem.NOT_POSITIVE),
        (Input.INCOME, "-3", Problem.NOT_POSITIVE),
        (Input.INCOME, "1000000001", Problem.ABSURD),
        (Input.PROGRAMMES, "5", Problem.PROGRAMMES),
        (Input.MONTHS, "13", Problem.MONTHS),
        (Input.RISK, "6", Problem.RISK_GROUP),
        (Input.RISK, "-1", Problem.RISK_GROUP),
    ],
)
def test_an_answer_that_is_none_is_refused(wanted: Input, value: str, problem: Problem) -> None:
    with pytest.raises(CalculationError) as caught:
        answered(Inputs(kind=Kind.OWN_ACCOUNT), wanted, value, TODAY)
    assert caught.value.problem is problem


def test_a_migrant_workers_contract_may_be_longer_than_a_year() -> None:
    assert answered(Inputs(kind=Kind.MIGRANT), Input.MONTHS, "36", TODAY).months == 36


def test_nothing_is_calculated_while_something_is_missing() -> None:
    with pytest.raises(CalculationError) as caught:
        calculate(Inputs(kind=Kind.EMPLOYEE), TODAY)
    assert caught.value.problem is Problem.INCOMPLETE


def every_question() -> dict[Input, Question]:
    """One question for each wanted."""
    starts = [
        Inputs(),
        Inputs(kind=Kind.OWN_ACCOUNT),
        Inputs(kind=Kind.OWN_ACCOUNT, is_transport=True),
        Inputs(kind=Kind.OWN_ACCOUNT, is_transport=True, income=1),
        Inputs(kind=Kind.OWN_ACCOUNT, is_transport=True, income=1, programmes=2),
        Inputs(kind=Kind.EMPLOYEE, income=1),
        Inputs(kind=Kind.EMPLOYEE, income=1, package=Package.ALL),
        Inputs(kind=Kind.MIGRANT),
        Inputs(kind=Kind.MIGRANT, stage=Stage.BEFORE),
    ]
    questions = [next_question(inputs, TODAY) for inputs in starts]
    return {question.wanted: question for question in questions if question}


def test_there_is_a_question_for_every_slot() -> None:
    assert set(every_question()) == set(Input)


anything = st.builds(
    Inputs,
    kind=st.sampled_from([None, *Kind]),
    is_transport=st.sampled_from([None, True, False]),
    income=st.none() | st.integers(-10, 2 * 10**9),
    programmes=st.none() | st.integers(-1, 6),
    months=st.none() | st.integers(-1, 70),
    package=st.sampled_from([None, *Package]),
    risk_group=st.none() | st.integers(-1, 7),
    stage=st.sampled_from([None, *Stage]),
    goes_alone=st.sampled_from([None, True, False]),
    paid_by_government=st.booleans(),
    first_month=st.sampled_from([None, Month(2026, 9), Month(2027, 5)]),
)


@given(anything, st.sampled_from([TODAY, AFTER_THE_DISCOUNTS]), st.data())
def test_from_anywhere_a_few_buttons_lead_to_a_calculation(
    inputs: Inputs, today: date, data: st.DataObject
) -> None:
    for _ in range(6):
        question = next_question(inputs, today)
        if question is None:
            break
        assert visible_text(question.text)
        assert 2 <= len(question.choices) <= MOST_CHOICES
        assert all(len(choice.label) <= LONGEST_LABEL for choice in question.choices)
        assert all(len(choice.value.encode()) <= 32 for choice in question.choices)
        pressed = data.draw(st.sampled_from([c for c in question.choices if c.value != TYPE_IT]))
        inputs = answered(inputs, question.wanted, pressed.value, today)
    assert next_question(inputs, today) is None
    try:
        assert in_words(calculate(inputs, today))
    except CalculationError as error:
        assert error.problem is Problem.FIRST_MONTH  # noqa: PT017 -- it need not be raised
