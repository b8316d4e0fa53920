"""Topics are written so that they read back equal, always in the same bytes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.topics import Action, Kind, Link, Source, Topic, load_topics, parse_topic
from knowledge.topics.writing import write_topic

_TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"))
    | st.sampled_from("\n\t\r:#'\"|>-{}[]&*!%@`"),
    max_size=60,
)
_IDS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)
_DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
_URLS = st.from_regex(r"https://[a-z0-9:#%/?&=.-]{1,30}", fullmatch=True)
_TOPICS = st.builds(
    Topic,
    id=_IDS,
    group=_IDS,
    title=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=3, max_size=64),
    label=st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=3, max_size=28),
    kind=st.sampled_from(Kind),
    action=st.none() | st.sampled_from(Action),
    answer=_TEXT,
    next=st.lists(st.builds(Link, label=st.just("Situs: resmi"), url=_URLS), max_size=2).map(tuple),
    facts=st.lists(_TEXT, max_size=3).map(tuple),
    sources=st.lists(
        st.builds(Source, title=st.text(min_size=3, max_size=20), url=st.none() | _URLS), max_size=2
    ).map(tuple),
    checked=_DAYS,
    valid_until=st.none() | _DAYS,
    related=st.lists(_IDS, max_size=4).map(tuple),
    examples=st.dictionaries(
        st.sampled_from(("baku", "santai", "typo", "panjang")),
        st.lists(_TEXT, max_size=3).map(tuple),
    ),
)


@given(_TOPICS)
def test_whatever_is_written_reads_back_equal(topic: Topic) -> None:
    text = write_topic(topic)
    again = parse_topic(text, topic.id)
    assert again == topic
    assert list(again.examples) == list(topic.examples)
    assert write_topic(again) == text


@pytest.mark.parametrize("topic", load_topics().values(), ids=lambda topic: topic.id)
def test_every_topic_file_keeps_its_meaning(topic: Topic) -> None:
    text = write_topic(topic)
    assert parse_topic(text, topic.id) == topic
    assert "\\u" not in text


def test_an_answer_stands_as_lines_that_people_can_read() -> None:
    topic = load_topics()["iuran-bpu"]
    assert "answer: |\n  <b>Paling murah {{" in write_topic(topic)
    assert "\n\n  {% if diskon_umum %}\n" in write_topic(topic)


def test_a_change_of_one_field_leaves_the_others_as_they_were() -> None:
    topic = load_topics()["iuran-bpu"]
    changed = parse_topic(write_topic(topic.model_copy(update={"title": "Judul: baru"})), topic.id)
    assert changed.title == "Judul: baru"
    assert changed.model_copy(update={"title": topic.title}) == topic
