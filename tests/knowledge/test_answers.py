from datetime import date

import pytest

from knowledge.answers import AnswerError, Answers, fill, rests_on
from knowledge.facts import Confidence, load_facts
from knowledge.figures import Figure, Figures, load_figures
from knowledge.topics import Kind, Topic, load_topics

NOVEMBER, NEW_YEAR = date(2026, 11, 22), date(2027, 1, 1)
FIGURES = Figures(
    {
        "iuran": Figure.model_validate(
            {"meaning": "Iuran", "unit": "rupiah", "values": [{"value": 16800, "source": "PP"}]}
        ),
        "diskon": Figure.model_validate(
            {
                "meaning": "Potongan",
                "unit": "persen",
                "values": [{"value": 50, "until": date(2026, 12, 31), "source": "PP"}],
            }
        ),
    }
)


def topic(answer: str, *facts: str, valid_until: date | None = None) -> Topic:
    return Topic(
        id="uji-coba",
        group="umum",
        title="Uji coba",
        label="Uji coba",
        kind=Kind.ANSWER,
        action=None,
        answer=answer,
        facts=facts,
        checked=NOVEMBER,
        valid_until=valid_until,
        examples={},
    )


def fact_of(confidence: Confidence) -> str:
    return next(key for key, fact in load_facts().items() if fact.confidence is confidence)


def test_a_figure_is_filled_in_as_people_write_it() -> None:
    assert fill("Bayar {{ iuran }}.\n", FIGURES.on(NOVEMBER)) == "Bayar Rp16.800."


def test_an_answer_changes_by_itself_when_a_rule_ends() -> None:
    answers = Answers(FIGURES)
    discount = topic(
        "Iuran {{ iuran }}.\n"
        "{% if diskon %}\n"
        "Potongan {{ diskon }} sampai {{ diskon.until }}.\n"
        "{% endif %}\n"
    )
    assert answers.of(discount, NOVEMBER).html == (
        "Iuran Rp16.800.\nPotongan 50% sampai 31 Desember 2026."
    )
    assert answers.of(discount, NEW_YEAR).html == "Iuran Rp16.800."
    assert answers.of(discount, NOVEMBER).html.endswith("31 Desember 2026.")


def test_a_revised_topic_gets_its_new_answer_on_the_same_day() -> None:
    answers = Answers(FIGURES)
    assert answers.of(topic("lama"), NOVEMBER).html == "lama"
    assert answers.of(topic("baru"), NOVEMBER).html == "baru"


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("Bayar {{ iurann }}", "'iurann' is undefined"),
        ("{% if iurann %}ya{% endif %}", "'iurann' is undefined"),
        ("Bayar {{ iuran.murah }}", "has no attribute 'murah'"),
        ("Bayar {{ iuran", "end of print statement"),
        ("{% if iuran %}ya", "Unexpected end of template"),
        ("Sampai {{ iuran.until }}", "has no last day"),
        ("{{ iuran.__class__ }}", "unsafe"),
    ],
)
def test_a_template_that_cannot_be_filled_is_an_error(template: str, problem: str) -> None:
    with pytest.raises(AnswerError, match=problem):
        fill(template, FIGURES.on(NOVEMBER))


def test_a_figure_used_after_its_end_is_an_error() -> None:
    assert fill("Potongan {{ diskon }}", FIGURES.on(NOVEMBER)) == "Potongan 50%"
    with pytest.raises(AnswerError, match="has no value"):
        fill("Potongan {{ diskon }}", FIGURES.on(NEW_YEAR))


def test_only_facts_of_medium_confidence_ask_the_reader_to_check() -> None:
    answers = Answers(FIGURES)
    sure = topic("pasti", fact_of(Confidence.HIGH))
    unsure = topic("mungkin", fact_of(Confidence.HIGH), fact_of(Confidence.MEDIUM))
    assert not answers.of(sure, NOVEMBER).must_be_checked
    assert answers.of(unsure, NOVEMBER).must_be_checked
    assert not rests_on(topic("tanpa fakta", "F-TIDAK-ADA"), Confidence.MEDIUM)


def test_an_answer_lapses_after_its_last_day() -> None:
    lapsing = topic("sampai akhir tahun", valid_until=date(2026, 12, 31))
    answers = Answers(FIGURES)
    assert not answers.of(lapsing, date(2026, 12, 31)).lapsed
    assert answers.of(lapsing, NEW_YEAR).lapsed


def test_the_contribution_answer_tells_both_amounts_while_the_discount_lasts() -> None:
    answers = Answers(load_figures())
    contribution = load_topics()["iuran-bpu"]
    assert "Rp16.800" in answers.of(contribution, NOVEMBER).html
    assert "Rp8.400" in answers.of(contribution, NOVEMBER).html
    assert "Rp8.400" not in answers.of(contribution, date(2027, 4, 1)).html
