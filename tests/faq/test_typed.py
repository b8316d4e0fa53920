"""What admins type, line by line, and typed numbers that are figures."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.faq import amounts, typed
from handlers.faq.differences import differences
from handlers.faq.findings import in_words
from handlers.faq.typed import RefusedError
from knowledge.check import Finding, Problem
from knowledge.figures import load_figures
from knowledge.topics import Topic, load_topics

_TODAY = date(2026, 11, 25)


@pytest.fixture
def topic() -> Topic:
    return load_topics()["iuran-bpu"]


def test_sources_are_read_line_by_line_with_and_without_address() -> None:
    first, second = typed.sources("1. PP 50/2025\n\n• Situs resmi | https://a.go.id/x")
    assert (first.title, first.url) == ("PP 50/2025", None)
    assert (second.title, second.url) == ("Situs resmi", "https://a.go.id/x")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("PP | ftp://x", "Baris 1"),
        ("PP 50/2025\nab", "Baris 2"),
        ("", "paling sedikit satu"),
        ("\n".join(["PP 1/2020"] * 9), "Paling banyak 8"),
    ],
)
def test_sources_that_cannot_be_taken_name_the_line_and_the_reason(text: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        typed.sources(text)


def test_buttons_need_an_address() -> None:
    assert typed.links("-") == ()
    assert typed.links("Situs | https://a.id")[0].label == "Situs"
    with pytest.raises(RefusedError, match="Baris 1"):
        typed.links("Situs | http://a.id")
    with pytest.raises(RefusedError, match="satu atau 2"):
        typed.links("a | https://a.id\n" * 3)


@pytest.mark.parametrize("text", ["31 Desember 2026", "31-12-2026", "31/12/2026", "31 des 2026"])
def test_a_day_is_understood_as_people_write_it(text: str) -> None:
    assert typed.last_day(text, _TODAY) == date(2026, 12, 31)


@pytest.mark.parametrize("text", ["31-02-2027", "besok", "1 foo 2027", "01-01-2020", "2026"])
def test_a_day_that_is_none_or_past_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        typed.last_day(text, _TODAY)
    assert typed.last_day("-", _TODAY) is None


def test_phrasings_there_already_or_of_another_topic_or_personal_are_told(topic: Topic) -> None:
    text = (
        "- berapa iuran kalau saya jualan cilok\nIURAN BPU BRP\n"
        f"{typed.phrasings_of(load_topics()['jkm-manfaat'])[0]}\nnik saya 6472990101900001 gimana"
    )
    found = typed.phrasings(text, topic, load_topics())
    assert found.new == ("berapa iuran kalau saya jualan cilok",)
    there, others, personal = found.remarks
    assert "sudah ada" in there
    assert "dipakai topik" in others
    assert "data pribadi" in personal
    assert "6472990101900001" not in personal


def test_phrasings_are_added_and_removed_by_number(topic: Topic) -> None:
    before = typed.phrasings_of(topic)
    left, gone = typed.without_phrasings(topic, "1, 3 - 4")
    assert gone == [before[0], before[2], before[3]]
    assert len([text for texts in left.values() for text in texts]) == len(before) - 3
    for bad in ("0", "999", "5-3", "dua", ""):
        with pytest.raises(RefusedError):
            typed.without_phrasings(topic, bad)


@given(st.text(max_size=60))
def test_no_text_breaks_the_readers(text: str) -> None:
    topic = load_topics()["iuran-bpu"]
    for read in (
        typed.title,
        typed.label,
        typed.sources,
        typed.links,
        lambda typed_text: typed.last_day(typed_text, _TODAY),
        lambda typed_text: typed.without_phrasings(topic, typed_text),
    ):
        try:
            read(text)
        except RefusedError as error:
            assert str(error)  # noqa: PT017 -- it may be taken or refused


@pytest.mark.parametrize(
    ("typed_text", "figure"),
    [("Rp16.800", "bpu_dua_program"), ("Rp 16.800", "bpu_dua_program"), ("Rp42 juta", "jkm_total"),
     ("Rp42.000.000", "jkm_total")],
)  # fmt: skip
def test_a_typed_amount_that_is_a_figure_today_is_offered_and_put_in(
    typed_text: str, figure: str
) -> None:
    template = f"Bayar {typed_text} saja, {{{{ bpu_jkm }}}}."
    offered = amounts.offers(template, load_figures().on(_TODAY))
    assert all(one.typed == typed_text for one in offered)
    chosen = next(one for one in offered if one.figure == figure)
    put_in = amounts.put_in(template, chosen)
    assert put_in == f"Bayar {{{{ {figure} }}}} saja, {{{{ bpu_jkm }}}}."


def test_numbers_that_are_no_figure_are_not_offered() -> None:
    assert amounts.offers("Rp16.801 dan 175 dan {{ x }}", load_figures().on(_TODAY)) == []


def test_a_difference_shows_what_goes_and_what_comes(topic: Topic) -> None:
    new = topic.model_copy(
        update={
            "answer": topic.answer.replace("<b>Paling murah", "<b>Termurah"),
            "title": "Judul & baru",
            "sources": topic.sources[:1],
        }
    )
    answer, title, sources = differences(topic, new)
    assert "➖ <s>Paling murah" in answer
    assert "➕ Termurah" in answer
    assert "➕ Judul &amp; baru" in title
    assert "−2" in sources
    assert differences(topic, topic) == []
    bold = topic.model_copy(update={"answer": topic.answer.replace("<b>", "").replace("</b>", "")})
    assert "bentuk tulisannya" in differences(topic, bold)[0]


def test_every_problem_has_words_for_admins() -> None:
    values = dict.fromkeys(
        ("detail", "fact", "topic", "typed", "facts", "day", "length", "most", "text", "value"), "x"
    )
    for problem in Problem:
        (line,) = in_words(
            [Finding("iuran-bpu", problem, {**values, "error": ValueError("rusak")})]
        )
        assert line.startswith("• ")
        assert "{" not in line
