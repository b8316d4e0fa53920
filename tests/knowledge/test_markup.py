import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.markup import MarkupError, visible_text


@pytest.mark.parametrize(
    ("html", "seen"),
    [
        ("halo", "halo"),
        ("", ""),
        ("<b>Gratis</b> dan <i>mudah</i>", "Gratis dan mudah"),
        ("<b>tebal <i>miring</i></b>", "tebal miring"),
        ("K3 &amp; gaji &lt; 5 juta &gt; 1 juta", "K3 & gaji < 5 juta > 1 juta"),
        ("&quot;halo&quot; &#8364; &#x20ac;", '"halo" € €'),
        ('<a href="https://a.id/?x=1&amp;y=2">situs</a>', "situs"),
        ('<a href="tel:175">175</a>', "175"),
        ("<pre><code>jamsosbot ask</code></pre>", "jamsosbot ask"),
        ("<blockquote>kutipan\nbaris dua</blockquote>", "kutipan\nbaris dua"),
    ],
)
def test_the_reader_sees_the_text_without_tags(html: str, seen: str) -> None:
    assert visible_text(html) == seen


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<b>tebal", "<b> is never closed"),
        ("tebal</b>", "</b> closes nothing that is open"),
        ("<b><i>silang</b></i>", "</b> closes nothing that is open"),
        ("<h1>judul</h1>", "<h1> is no tag"),
        ("<script>x</script>", "<script> is not one of Telegram's tags"),
        ("baris<br>baru", "<br> is not one of Telegram's tags"),
        ("baris<br/>baru", "<br/>baru"),
        ("<!-- catatan -->", "<!-- catatan -->"),
        ("<B>tebal</B>", "<B>tebal</B>"),
        ('<b class="x">tebal</b>', "is no tag of Telegram's"),
        ("<a>situs</a>", "<a> has the wrong attributes"),
        ('<b href="https://a.id">situs</b>', "has the wrong attributes"),
        ('<a href="">situs</a>', "leads to no address"),
        ('<a href="javascript:alert(1)">situs</a>', "leads to no address"),
        ('</a href="https://a.id">', "closes nothing that is open"),
        ("gaji < 5 juta", "'<' is not escaped"),
        ("gaji &lt; 5 juta tapi umur < 17", "'<' is not escaped"),
        ("gaji > 5 juta", "'>' is not escaped"),
        ("K3 & gaji", "'&' is not escaped"),
        ("K3&nbsp;gaji", "'&' is not escaped"),
        ("<code><b>x</b></code>", "<b> may not stand inside <code>"),
        ("<b>a<b>b</b></b>", "<b> may not stand inside <b>"),
    ],
)
def test_what_telegram_would_refuse_is_an_error_that_says_where(html: str, problem: str) -> None:
    with pytest.raises(MarkupError, match=re.escape(problem.removesuffix(" is no tag"))):
        visible_text(html)


@given(st.text(max_size=80))
def test_an_escaped_text_is_seen_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert visible_text(f"<b>{escaped}</b>") == text


@given(st.text(alphabet='<>/&;ab "=hrefpe:code', max_size=60))
def test_no_text_breaks_the_reader(html: str) -> None:
    try:
        seen = visible_text(html)
    except MarkupError:
        return
    assert len(seen) <= len(html)
