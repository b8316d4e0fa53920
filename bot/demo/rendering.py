"""Text with entities as HTML that a page may insert as it is."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from bot.demo.entities import Entity, utf16_length

if TYPE_CHECKING:
    from collections.abc import Sequence

_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ('<span class="tg-spoiler">', "</span>"),
    "code": ("<code>", "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ('<blockquote class="expandable">', "</blockquote>"),
}
_LINK = '<a href="{}" target="_blank" rel="noopener noreferrer">'
_SAFE_SCHEMES = ("http://", "https://", "tg://", "mailto:")


def render_html(text: str, entities: Sequence[Entity]) -> str:
    """HTML of the text: everything escaped, only Telegram's tags, line breaks as `<br>`.

    Entities that overlap without nesting are split at the boundary: the result is always balanced.
    """
    if not entities:
        return _escaped(text, in_pre=False)
    units = text.encode("utf-16-le", "surrogatepass")
    length = utf16_length(text)
    edges = {0, length}
    for entity in entities:
        edges |= {entity["offset"], entity["offset"] + entity["length"]}
    points = sorted(edge for edge in edges if 0 <= edge <= length)
    starting = sorted(entities, key=lambda e: (e["offset"], -e["length"]))
    out: list[str] = []
    stack: list[tuple[Entity, str]] = []
    cursor = 0
    for here, after in zip(points, [*points[1:], length], strict=True):
        _close_ended(out, stack, units, here)
        while cursor < len(starting) and starting[cursor]["offset"] == here:
            _open(out, stack, units, starting[cursor])
            cursor += 1
        piece = units[here * 2 : after * 2].decode("utf-16-le", "replace")
        out.append(_escaped(piece, in_pre=any(e["type"] == "pre" for e, _ in stack)))
    while stack:
        out.append(stack.pop()[1])
    return "".join(out)


def _close_ended(out: list[str], stack: list[tuple[Entity, str]], units: bytes, here: int) -> None:
    ended = [e for e, _ in stack if e["offset"] + e["length"] <= here]
    reopen: list[Entity] = []
    while ended:
        entity, closing = stack.pop()
        out.append(closing)
        if entity in ended:
            ended.remove(entity)
        else:
            reopen.append(entity)
    for entity in reversed(reopen):
        _open(out, stack, units, entity)


def _open(out: list[str], stack: list[tuple[Entity, str]], units: bytes, entity: Entity) -> None:
    opening, closing = _tags(entity, units)
    if opening:
        out.append(opening)
        stack.append((entity, closing))


def _tags(entity: Entity, units: bytes) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _TAGS:
        return _TAGS[kind]
    if kind == "pre":
        language = entity.get("language")
        if language:
            return f'<pre><code class="language-{escape(str(language))}">', "</code></pre>"
        return "<pre>", "</pre>"
    if kind in ("text_link", "url", "email"):
        start = entity["offset"] * 2
        covered = units[start : start + entity["length"] * 2].decode("utf-16-le", "replace")
        address = _address(kind, str(entity.get("url", covered)))
        if address.lower().startswith(_SAFE_SCHEMES):
            return _LINK.format(escape(address)), "</a>"
    return "", ""


def _address(kind: str, value: str) -> str:
    if kind == "email":
        return f"mailto:{value}"
    return value if "://" in value else f"http://{value}"


def _escaped(text: str, *, in_pre: bool) -> str:
    safe = escape(text)
    return safe if in_pre else safe.replace("\n", "<br>")
