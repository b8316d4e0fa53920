"""Telegram's HTML: what is parsed, what is refused with which words, and how it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.entities import FormattedText, parse_html, utf16_length
from bot.demo.errors import ApiError
from bot.demo.formatting import bot_text, person_text
from bot.demo.links import checked_link
from bot.demo.rendering import render_html


def spans(formatted: FormattedText) -> list[tuple[str, str]]:
    units = formatted.text.encode("utf-16-le")
    return [
        (e["type"], units[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le"))
        for e in formatted.entities
    ]


# The byte offsets of the first group are those of TDLib's own tests.
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("🏟 🏟&lt;<", "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;<b aba   ", "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;<b aba = '&lt;&gt;&quot;>", "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
        ("🏟 🏟&lt;<b></b></", "Unexpected end tag at byte offset 20"),
        ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        (
            "🏟 🏟&lt;<i>a</em   >",
            'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"',
        ),
        (
            "<b><i>test</b></i>",
            'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"',
        ),
        ("<script>x</script>", 'Unsupported start tag "script" at byte offset 0'),
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("a < b > c", 'Unsupported start tag "" at byte offset 2'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        (
            "<a href>y</a>",
            'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0',
        ),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<tg-emoji emoji-id='x'>y</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_broken_markup_is_refused_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(ApiError) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>a</b><strong>b</strong>", [("bold", "a"), ("bold", "b")]),
        ("<i>a</i><em>b</em>", [("italic", "a"), ("italic", "b")]),
        ("<u>a</u><ins>b</ins>", [("underline", "a"), ("underline", "b")]),
        ("<s>a</s><del>b</del>", [("strikethrough", "a"), ("strikethrough", "b")]),
        ("<tg-spoiler>a</tg-spoiler>", [("spoiler", "a")]),
        ('<span class="tg-spoiler">a</span>', [("spoiler", "a")]),
        ("<blockquote>a</blockquote>", [("blockquote", "a")]),
        ("<blockquote expandable>a</blockquote>", [("expandable_blockquote", "a")]),
        ("<B>a</B>", [("bold", "a")]),
        ("<b>a</>", [("bold", "a")]),
        ("<b>😀<i>x</i></b>", [("bold", "😀x"), ("italic", "x")]),
        ("<b></b>x", []),
        ("<code class='language-py'>x</code>", [("code", "x")]),
        ("<pre><code class='language-py'>x</code></pre>", [("pre", "x")]),
        ("<a href='http://a.id/?a=1&amp;b=2'>x</a>", [("text_link", "x")]),
        ("<a>a.id/jalan</a>", [("text_link", "a.id/jalan")]),
        ("<a href='bukan'>x</a>", []),
        ("<a href='tg://user?id=1001'>x</a>", [("text_mention", "x")]),
    ],
)
def test_telegrams_tags_become_entities(source: str, expected: list[tuple[str, str]]) -> None:
    assert spans(parse_html(source)) == expected


def test_character_references_are_decoded_and_others_left_alone() -> None:
    assert (
        parse_html("&lt;&gt;&amp;&quot;&#233;&#xe9; &copy; & &#0;").text == '<>&"éé &copy; & &#0;'
    )


def test_the_address_of_a_link_is_decoded() -> None:
    entity = parse_html("<a href='http://a.id/?a=1&amp;b=2'>x</a>").entities[0]
    assert entity["url"] == "http://a.id/?a=1&b=2"


def test_white_space_at_the_ends_goes_and_entities_move_along() -> None:
    formatted = bot_text("\n  <b> a </b> b\n ", "HTML", None)
    assert formatted.text == "a  b"
    assert spans(formatted) == [("bold", "a ")]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://a.id", "https://a.id/"),
        ("a.id/x", "http://a.id/x"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("javascript:alert(1)", None),
        ("ftp://a.id", None),
        ("http://", None),
        ("http://[", None),
    ],
)
def test_addresses_are_kept_as_telegram_keeps_them(address: str, kept: str | None) -> None:
    assert checked_link(address) == kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start abc", [("bot_command", "/start")]),
        ("/cek@jamsosbot", [("bot_command", "/cek@jamsosbot")]),
        ("1/2 dan/atau", []),
        ("lihat https://a.id/b(c).", [("url", "https://a.id/b(c)")]),
        ("Rp16.800 per bulan.Bayar", []),
        ("#ojol 50", [("hashtag", "#ojol")]),
        ("#1", []),
        ("@ab @abc", [("mention", "@abc")]),
    ],
)
def test_what_people_type_gets_entities(text: str, expected: list[tuple[str, str]]) -> None:
    assert spans(person_text(text)) == expected


def test_entities_that_cross_are_shown_balanced() -> None:
    entities = [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "italic", "offset": 2, "length": 4},
    ]
    assert render_html("abcdef", entities) == "<b>ab<i>cd</i></b><i>ef</i>"


def test_line_breaks_are_kept_in_preformatted_text() -> None:
    formatted = parse_html("a\nb<pre>c\nd</pre>")
    assert render_html(formatted.text, formatted.entities) == "a<br>b<pre>c\nd</pre>"


@given(st.text())
def test_plain_text_is_shown_without_any_tag_but_line_breaks(text: str) -> None:
    formatted = person_text(text)
    plain = [e for e in formatted.entities if e["type"] not in ("url", "email")]
    shown = render_html(formatted.text, plain).replace("<br>", "")
    assert "<" not in shown
    assert ">" not in shown


_PIECES = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href='a.id'>",
        "</a>",
        "<pre>",
        "</pre>",
        "<",
        "&lt;",
        "😀",
        "x",
    ]
)


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_any_markup_is_parsed_or_refused_and_what_is_parsed_fits(source: str) -> None:
    try:
        formatted = parse_html(source)
    except ApiError:
        return
    length = utf16_length(formatted.text)
    for entity in formatted.entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= length
    shown = render_html(formatted.text, formatted.entities)
    assert shown.count("<b>") == shown.count("</b>")
