from collections.abc import Mapping
from datetime import date

import pytest

from knowledge.check import (
    Finding,
    Problem,
    check_all,
    check_figures,
    check_phrasings,
    check_topic,
    days_that_matter,
    main,
)
from knowledge.facts import Fact, read_facts
from knowledge.figures import Figure, Figures
from knowledge.topics import Action, Kind, Source, Topic

TODAY = date(2026, 11, 22)
FACTS: Mapping[str, Fact] = read_facts(
    "### F-IURAN-01 — Iuran\nTerendah Rp16.800 sebulan; santunan Rp42 juta; tarif 0,30% dan 5,7%;\n"
    "usia 59 tahun; lapor 2×24 jam; pokok 20 ribu.\n- Keyakinan: **tinggi**\n"
    "### F-IURAN-02 — Kabar\nMungkin naik.\n- Keyakinan: **rendah**\n"
)


def figure(unit: str, *values: dict[str, object]) -> Figure:
    return Figure.model_validate({"meaning": "Angka", "unit": unit, "values": list(values)})


FIGURES = Figures(
    {
        "iuran": figure("rupiah", {"value": 16800, "facts": ["F-IURAN-01"]}),
        "diskon": figure("persen", {"value": 50, "until": date(2026, 12, 31), "source": "PP"}),
    }
)


def topic(answer: str = "Iurannya {{ iuran }}.", **changes: object) -> Topic:
    """A topic that keeps every rule, but for the changes."""
    sound = {
        "id": "iuran",
        "group": "iuran",
        "title": "Besar iuran",
        "label": "Besar iuran",
        "kind": Kind.ANSWER,
        "action": None,
        "answer": answer,
        "facts": ("F-IURAN-01",),
        "sources": (Source(title="PP 49/2023"),),
        "checked": TODAY,
        "examples": {"baku": ("Berapa iurannya?",)},
    }
    return Topic.model_validate(sound | changes)


def problems(checked: Topic) -> list[str]:
    topics = {
        checked.id: checked,
        "jatuh-tempo": topic(id="jatuh-tempo", examples={"baku": ("Kapan jatuh tempo?",)}),
    }
    days = days_that_matter(FIGURES, TODAY)
    return [finding.text for finding in check_topic(checked, topics, FIGURES, FACTS, days)]


@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 1), date(2027, 4, 1)])
def test_the_real_content_has_no_finding(today: date) -> None:
    assert [str(finding) for finding in check_all(today)] == []


def test_a_topic_that_keeps_every_rule_has_no_finding() -> None:
    assert problems(topic(related=("jatuh-tempo",))) == []


def test_an_unknown_fact_is_found() -> None:
    assert problems(topic(facts=("F-IURAN-01", "F-IURAN-99"))) == ["unknown fact F-IURAN-99"]


def test_an_unknown_figure_is_found() -> None:
    assert problems(topic("Iurannya {{ iurannya }}.")) == ["on 2026-11-22: 'iurannya' is undefined"]


@pytest.mark.parametrize("kind", [Kind.ANSWER, Kind.ACTION])
def test_a_topic_without_facts_or_sources_is_found(kind: Kind) -> None:
    unfounded = topic("Halo.", kind=kind, facts=(), sources=(), action=Action.MENU)
    assert problems(unfounded) == ["names no fact", "names no source"]


def test_conversation_needs_neither_facts_nor_sources() -> None:
    assert problems(topic("Sama-sama.", kind=Kind.TALK, facts=(), sources=())) == []


def test_an_answer_that_is_too_long_is_found() -> None:
    assert problems(topic("a" * 1_200)) == []
    assert problems(topic("a" * 1_201)) == [
        "on 2026-11-22: 1201 characters, at most 1200 are allowed"
    ]


def test_tags_do_not_count_as_length() -> None:
    assert problems(topic(f"<b>{'a' * 1_200}</b>")) == []


def test_an_answer_that_grows_too_long_later_is_found() -> None:
    grows = "{% if diskon %}pendek{% else %}" + "a" * 1_201 + "{% endif %}"
    assert problems(topic(grows)) == ["on 2027-01-01: 1201 characters, at most 1200 are allowed"]


def test_an_empty_answer_is_found() -> None:
    assert problems(topic("{% if diskon %}Ada potongan.{% endif %}")) == [
        "on 2027-01-01: 0 characters, at most 1200 are allowed"
    ]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("<b>tebal", "<b> is never closed"),
        ("<h1>judul</h1>", "<h1> is not one"),
        ("K3 & gaji", "'&' is not escaped"),
        ("baris<br>baru", "<br> is not one of"),
    ],
)
def test_broken_html_is_found(answer: str, problem: str) -> None:
    found = problems(topic(answer))
    assert len(found) == 1
    assert problem.removesuffix(" is not one") in found[0]


def test_broken_html_in_a_branch_that_comes_later_is_found() -> None:
    assert problems(topic("{% if diskon %}ada{% else %}<b>tidak{% endif %}")) == [
        "on 2027-01-01: <b> is never closed"
    ]


def test_a_figure_used_after_its_end_is_found() -> None:
    assert problems(topic("Potongan {{ diskon }}.")) == [
        "on 2027-01-01: a figure is used on a day on which it has no value"
    ]
    assert problems(topic("Iuran{% if diskon %} dipotong {{ diskon }}{% endif %}.")) == []


@pytest.mark.parametrize(
    "typed",
    [
        *("Rp16.800", "Rp 16.800", "rp5000", "50%", "0,54 %", "50 persen", "42 juta", "20 ribu"),
        *("2 miliar", "59 tahun", "24 bulan", "5 hari", "7 hari kerja", "3 minggu", "30 menit"),
        *("2×24 jam", "2x24 jam", "48 kali", "48x", "2 orang", "2 anak", "1–3 bulan", "10 kg"),
    ],
)
def test_a_number_typed_by_hand_is_found(typed: str) -> None:
    found = problems(topic(f"Besarnya {typed} saja."))
    assert len(found) == 1
    assert found[0].endswith("is typed by hand: make it a figure")


@pytest.mark.parametrize(
    "harmless",
    [
        *("Telepon 175.", "PP 44/2015 Pasal 8", "formulir F3 KK1", "pukul 08.00–16.00"),
        *("tahun 2026", "1. Buka situs.\n2. Isi data.", "{{ iuran }} sebulan"),
    ],
)  # fmt: skip
def test_what_is_no_figure_may_be_typed(harmless: str) -> None:
    assert problems(topic(harmless)) == []


def test_an_uncertain_fact_must_be_called_uncertain() -> None:
    facts = ("F-IURAN-01", "F-IURAN-02")
    assert problems(topic("Iuran akan naik.", facts=facts)) == [
        "states F-IURAN-02 (rendah) without saying that it is 'belum pasti'"
    ]
    assert problems(topic("Iuran naik? Itu belum pasti.", facts=facts)) == []
    assert problems(topic("Belum dapat dipastikan naik.", facts=facts)) == []


def test_related_topics_must_exist_and_be_others() -> None:
    assert problems(topic(related=("tidak-ada",))) == ["related topic tidak-ada does not exist"]
    assert problems(topic(related=("iuran",))) == ["is related to itself"]
    assert problems(topic(related=("jatuh-tempo", "jatuh-tempo"))) == [
        "names a related topic twice"
    ]


def test_an_action_topic_must_do_something() -> None:
    assert problems(topic(kind=Kind.ACTION)) == ["is an action topic without an action"]
    assert problems(topic(kind=Kind.ACTION, action=Action.CALCULATOR)) == []


def test_a_phrasing_of_two_topics_is_found_in_any_spelling() -> None:
    topics = {
        "iuran": topic(examples={"baku": ("Berapa iurannya?",)}),
        "denda": topic(id="denda", examples={"santai": ("berapa  IURANNYA",)}),
    }
    assert [str(finding) for finding in check_phrasings(topics)] == [
        "denda: 'berapa  IURANNYA' stands under iuran too"
    ]


def test_a_phrasing_that_stands_twice_under_one_topic_is_found() -> None:
    twice = topic(examples={"baku": ("Berapa iurannya?",), "santai": ("berapa iurannya?",)})
    assert [str(finding) for finding in check_phrasings({"iuran": twice})] == [
        "iuran: 'berapa iurannya?' stands there twice"
    ]


def test_phrasings_of_signs_alone_are_told_apart() -> None:
    topics = {
        "terima-kasih": topic(id="terima-kasih", examples={"santai": ("👍",)}),
        "keluhan": topic(id="keluhan", examples={"santai": ("😡",)}),
    }
    assert list(check_phrasings(topics)) == []


def test_a_topic_nobody_can_ask_for_is_found() -> None:
    assert list(check_phrasings({"iuran": topic(examples={})})) == [
        Finding("iuran", Problem.NO_PHRASING)
    ]


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("rupiah", 16800),
        ("rupiah", 42_000_000),
        ("rupiah", 20_000),
        ("persen", 0.3),
        ("persen", 5.7),
        ("tahun", 59),
        ("teks", "2×24 jam"),
    ],
)
def test_a_value_is_looked_for_as_the_fact_sheet_writes_it(unit: str, value: object) -> None:
    figures = Figures({"angka": figure(unit, {"value": value, "facts": ["F-IURAN-01"]})})
    assert list(check_figures(figures, FACTS)) == []


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("rupiah", 16900),
        ("rupiah", 6800),
        ("rupiah", 4_000_000),
        ("persen", 7),
        ("persen", 0.57),
        ("tahun", 5),
        ("teks", "3×24 jam"),
    ],
)
def test_a_value_that_none_of_its_facts_states_is_found(unit: str, value: object) -> None:
    figures = Figures({"angka": figure(unit, {"value": value, "facts": ["F-IURAN-01"]})})
    (finding,) = check_figures(figures, FACTS)
    assert finding.place == "figure angka"
    assert finding.text.endswith("stands in none of its facts")


def test_a_value_that_is_worked_out_or_sourced_elsewhere_needs_no_fact_that_states_it() -> None:
    figures = Figures(
        {
            "jumlah": figure(
                "rupiah", {"value": 1, "facts": ["F-IURAN-01"], "worked_out": "16.800 - 16.799"}
            ),
            "batas": figure("rupiah", {"value": 2, "source": "Surat BPJS"}),
        }
    )
    assert list(check_figures(figures, FACTS)) == []


def test_an_unknown_fact_under_a_figure_is_found() -> None:
    figures = Figures(
        {"angka": figure("rupiah", {"value": 16800, "facts": ["F-IURAN-01", "F-IURAN-99"]})}
    )
    assert list(check_figures(figures, FACTS)) == [
        Finding("figure angka", Problem.UNKNOWN_FACT, {"fact": "F-IURAN-99"})
    ]


def test_the_days_that_matter_are_today_and_those_around_each_change() -> None:
    assert days_that_matter(FIGURES, TODAY) == [TODAY, date(2026, 12, 31), date(2027, 1, 1)]
    assert days_that_matter(FIGURES, date(2027, 1, 1)) == [date(2027, 1, 1)]


def test_the_command_prints_nothing_and_succeeds_when_all_is_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["iuran-bpu"]) == 0
    assert capsys.readouterr().out == ""
