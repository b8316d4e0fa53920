"""Formatted messages become answers: well formed for any marks, template parts untouched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.entities import parse_html
from handlers.faq.formatting import Mark, Simplified, Written, written
from knowledge.markup import MarkupError, visible_text
from knowledge.topics import load_topics

_KINDS = (
    *("bold", "italic", "underline", "strikethrough", "code", "pre", "blockquote"),
    *("expandable_blockquote", "text_link", "spoiler", "custom_emoji", "url", "mention"),
)
_TEXT = st.text(alphabet="ab 😀é&\n•\"'", max_size=40)
_MARKS = st.lists(
    st.builds(
        Mark,
        st.sampled_from(_KINDS),
        st.integers(0, 45),
        st.integers(0, 45),
        st.sampled_from([None, "https://bpjsketenagakerjaan.go.id/?a=1&b=2", "javascript:x"]),
        st.sampled_from([None, "python"]),
    ),
    max_size=8,
)


def _from_html(html: str) -> Written:
    """What comes back when somebody copies a message of the bot's and sends it again."""
    shown = parse_html(html)
    marks = [
        Mark(e["type"], e["offset"], e["length"], e.get("url"), e.get("language"))
        for e in shown.entities
    ]
    return written(shown.text, marks)


@given(_TEXT, _MARKS)
def test_any_marks_give_well_formed_html_that_shows_the_same_text(
    text: str, marks: list[Mark]
) -> None:
    assert visible_text(written(text, marks).html) == text


@given(_TEXT, _MARKS)
def test_an_answer_that_is_copied_and_sent_again_stays_as_it_is(
    text: str, marks: list[Mark]
) -> None:
    html = written(text, marks).html
    assert written_again(html) == html


def written_again(html: str) -> str:
    return _from_html(html).html


def test_all_answers_come_back_as_they_are_with_figures_and_conditions() -> None:
    for topic in load_topics().values():
        try:
            visible_text(topic.answer)
        except MarkupError:
            continue
        assert visible_text(written_again(topic.answer)) == visible_text(topic.answer), topic.id
        assert written_again(written_again(topic.answer)) == written_again(topic.answer)


@pytest.mark.parametrize(
    ("text", "marks", "html"),
    [
        ("tebal biasa", [Mark("bold", 0, 5)], "<b>tebal</b> biasa"),
        ("😀 tebal", [Mark("bold", 3, 5)], "😀 <b>tebal</b>"),
        ("abcdef", [Mark("bold", 0, 4), Mark("italic", 2, 4)], "<b>ab<i>cd</i></b><i>ef</i>"),
        ("a < b & c", [], "a &lt; b &amp; c"),
        ("{% if a > 1 %}x{% endif %}", [Mark("bold", 3, 30)], "<b>{% if a > 1 %}x{% endif %}</b>"),
        ("{{ jkm }} ya", [Mark("bold", 4, 2)], "<b>{{ jkm }}</b> ya"),
        ("situs", [Mark("text_link", 0, 5, "https://a.id/?x=1&y=2")],
         '<a href="https://a.id/?x=1&amp;y=2">situs</a>'),
        ("kode", [Mark("bold", 0, 4), Mark("code", 0, 4)], "<code>kode</code>"),
        ("<b>ketik</b>", [], "<b>ketik</b>"),
    ],
)  # fmt: skip
def test_marks_become_tags(text: str, marks: list[Mark], html: str) -> None:
    assert written(text, marks).html == html


def test_what_answers_cannot_show_is_left_out_and_told() -> None:
    marks = [
        Mark("spoiler", 0, 3),
        Mark("custom_emoji", 3, 2),
        Mark("pre", 6, 2, None, "python"),
        Mark("text_mention", 9, 1),
        Mark("text_link", 10, 1, "ton://x"),
    ]
    said = written("abc😀 de fgh", marks)
    assert set(said.simplified) == set(Simplified) - {Simplified.EXPANDABLE}
    assert visible_text(said.html) == "abc😀 de fgh"
    assert "<pre>" in said.html
