"""From a message as an admin formats it in Telegram to the HTML that answers are written in.

Template parts ({{ figure }}, {% if … %}) and tags typed by hand stay as they are, whatever marks
lie across them; all other text is escaped. The result is well formed for any marks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from html import escape
from itertools import pairwise
from typing import NamedTuple

_VERBATIM = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"
    r"|</?(?:b|i|u|s|code|pre|blockquote|a)(?:\s[^<>]*)?>",
    re.DOTALL,
)
"""What is written into the answer as it was typed."""
_TAGS = {
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "text_link": "a",
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "code": "code",
    "pre": "pre",
}
_NESTING = ("blockquote", "a", "b", "i", "u", "s", "pre", "code")
"""From the outside to the inside."""
_STANDS_ALONE = {"pre", "code"}
_STANDS_AROUND = {"blockquote"}
_ADDRESS = re.compile(r"(?:https?|tg)://[^\s\"<>]+|mailto:[^\s\"<>]+|tel:[+\d]+")
_BEYOND_BMP = 0xFFFF


class Mark(NamedTuple):
    """A piece of formatting, as Telegram tells it: places in UTF-16 code units."""

    kind: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


class Simplified(Enum):
    """What Telegram can show and answers can't: it was left out, the text stays."""

    SPOILER = auto()
    CUSTOM_EMOJI = auto()
    CODE_LANGUAGE = auto()
    EXPANDABLE = auto()
    PERSON = auto()
    ADDRESS = auto()


_NEVER_SHOWN = {
    "spoiler": Simplified.SPOILER,
    "custom_emoji": Simplified.CUSTOM_EMOJI,
    "expandable_blockquote": Simplified.EXPANDABLE,
    "text_mention": Simplified.PERSON,
}


@dataclass(frozen=True, slots=True)
class Written:
    """An answer's template, and what was left out of the formatting."""

    html: str
    simplified: tuple[Simplified, ...]


class _Span(NamedTuple):
    start: int
    end: int
    tag: str
    url: str = ""


def written(text: str, marks: Sequence[Mark]) -> Written:
    """The answer that a formatted message says."""
    places = _code_points(text)
    kept = [span.span() for span in _VERBATIM.finditer(text)]
    spans: list[_Span] = []
    simplified: dict[Simplified, None] = {}
    for mark in marks:
        left_out = _left_out(mark)
        if left_out is not None:
            simplified[left_out] = None
        span = _span(mark, places)
        if span is not None:
            spans.append(_around_verbatim(span, kept))
    return Written(_rendered(text, spans, kept), tuple(simplified))


def _left_out(mark: Mark) -> Simplified | None:
    if mark.kind == "pre" and mark.language:
        return Simplified.CODE_LANGUAGE
    if mark.kind == "text_link" and not _leads_somewhere(mark.url):
        return Simplified.ADDRESS
    return _NEVER_SHOWN.get(mark.kind)


def _leads_somewhere(url: str | None) -> bool:
    return url is not None and _ADDRESS.fullmatch(url) is not None


def _code_points(text: str) -> list[int]:
    """For each UTF-16 code unit the character it belongs to, and the end."""
    places: list[int] = []
    for at, character in enumerate(text):
        places += [at] * (2 if ord(character) > _BEYOND_BMP else 1)
    return [*places, len(text)]


def _span(mark: Mark, places: list[int]) -> _Span | None:
    tag = _TAGS.get(mark.kind)
    if tag is None or (tag == "a" and not _leads_somewhere(mark.url)):
        return None
    last = len(places) - 1
    start, end = (places[min(max(at, 0), last)] for at in (mark.offset, mark.offset + mark.length))
    return _Span(start, end, tag, mark.url or "") if start < end else None


def _around_verbatim(span: _Span, kept: list[tuple[int, int]]) -> _Span:
    """A mark that begins or ends inside a template part takes all of it."""
    start, end = span.start, span.end
    for first, last in kept:
        if first < start < last:
            start = first
        if first < end < last:
            end = last
    return span._replace(start=start, end=end)


def _rendered(text: str, spans: list[_Span], kept: list[tuple[int, int]]) -> str:
    edges = sorted({0, len(text), *(at for span in spans for at in span[:2])})
    pieces: list[str] = []
    stack: list[tuple[str, str]] = []
    for start, end in pairwise(edges):
        wanted = _wanted([span for span in spans if span.start <= start and end <= span.end])
        same = 0
        while same < min(len(stack), len(wanted)) and stack[same] == wanted[same]:
            same += 1
        pieces += [f"</{tag}>" for tag, _ in reversed(stack[same:])]
        pieces += [_opening(tag, url) for tag, url in wanted[same:]]
        pieces += _escaped(text, start, end, kept)
        stack = wanted
    pieces += [f"</{tag}>" for tag, _ in reversed(stack)]
    return "".join(pieces)


def _wanted(spans: list[_Span]) -> list[tuple[str, str]]:
    """The tags around a piece, from the outside to the inside; the first link counts."""
    urls: dict[str, str] = {}
    for span in spans:
        urls.setdefault(span.tag, span.url if span.tag == "a" else "")
    alone = next((tag for tag in _NESTING if tag in urls and tag in _STANDS_ALONE), None)
    if alone is not None:
        urls = {tag: url for tag, url in urls.items() if tag == alone or tag in _STANDS_AROUND}
    return [(tag, urls[tag]) for tag in _NESTING if tag in urls]


def _opening(tag: str, url: str) -> str:
    return f'<a href="{escape(url)}">' if tag == "a" else f"<{tag}>"


def _escaped(text: str, start: int, end: int, kept: list[tuple[int, int]]) -> Iterator[str]:
    """A piece of the text; no mark's edge lies inside what is kept."""
    at = start
    for first, last in kept:
        if start <= first and last <= end:
            yield escape(text[at:first], quote=False)
            yield text[first:last]
            at = last
    yield escape(text[at:end], quote=False)
