"""Text with entities: Telegram's HTML subset parsed as Telegram parses it, error texts included.

Offsets and lengths are UTF-16 code units, as everywhere in the Bot API. The scanner follows TDLib's
`parse_html`, so that a message refused by Telegram is refused here with the same words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.demo.errors import ApiError, bad_request
from bot.demo.links import checked_link

Entity = dict[str, Any]

_MARKUP = re.compile(r"[<&]")
_CHARACTER_REFERENCE = re.compile(
    r"&(?:#x([0-9a-fA-F]{1,7})|#([0-9]{1,8})|(lt|gt|amp|quot)(?![A-Za-z]));?"
)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LAST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_SPACES = " \t\r\n\0\v"
_SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
}
_TAGS = frozenset(_SIMPLE_TAGS) | {"a", "blockquote", "tg-emoji"}


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Plain text and its entities, ordered as Telegram orders them."""

    text: str
    entities: tuple[Entity, ...] = ()


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the unit of every Bot API offset."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> FormattedText:
    """Parse Telegram's HTML subset. Raises ApiError 400 "can't parse entities: …"."""
    if _MARKUP.search(source) is None:
        return FormattedText(source)
    return _Scanner(source).run()


@dataclass(slots=True)
class _OpenTag:
    name: str
    argument: str
    offset: int
    text_start: int


class _Scanner:
    """One pass over the source; as in TDLib, NUL stands after its end and counts as a space."""

    def __init__(self, source: str) -> None:
        self._source = source.replace("\0", "") + "\0"
        self._end = len(self._source) - 1
        self._out: list[str] = []
        self._offset = 0
        self._open: list[_OpenTag] = []
        self._entities: list[Entity] = []

    def run(self) -> FormattedText:
        position = 0
        while position < self._end:
            found = _MARKUP.search(self._source, position)
            if found is None:
                self._emit(self._source[position : self._end])
                break
            start = found.start()
            self._emit(self._source[position:start])
            if self._source[start] == "&":
                position = self._reference(start)
            elif self._source[start + 1] == "/":
                position = self._end_tag(start)
            else:
                position = self._start_tag(start)
        if self._open:
            raise self._refusal(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"'
            )
        for entity in self._entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        entities = sorted(self._entities, key=lambda e: (e["offset"], -e["length"]))
        return FormattedText("".join(self._out), tuple(entities))

    def _emit(self, text: str) -> None:
        self._out.append(text)
        self._offset += utf16_length(text)

    def _reference(self, start: int) -> int:
        found = _CHARACTER_REFERENCE.match(self._source, start)
        decoded = _decode(found) if found else None
        if found is None or decoded is None:
            self._emit("&")
            return start + 1
        self._emit(decoded)
        return found.end()

    def _refusal(self, reason: str) -> ApiError:
        return bad_request(f"can't parse entities: {reason}")

    def _refusal_at(self, reason: str, position: int) -> ApiError:
        byte_offset = len(self._source[:position].encode("utf-8", "surrogatepass"))
        return self._refusal(f"{reason} at byte offset {byte_offset}")

    def _skip_spaces(self, position: int) -> int:
        while position < self._end and self._source[position] in _SPACES:
            position += 1
        return position

    def _start_tag(self, start: int) -> int:
        position = start + 1
        while self._source[position] not in _SPACES and self._source[position] != ">":
            position += 1
        if position >= self._end:
            raise self._refusal_at("Unclosed start tag", start)
        name = self._source[start + 1 : position].lower()
        if name not in _TAGS:
            raise self._refusal_at(f'Unsupported start tag "{name}"', start)
        argument = ""
        while True:
            position = self._skip_spaces(position)
            if self._source[position] == ">":
                break
            attribute, value, position = self._attribute(start, name, position)
            argument = _argument(name, attribute, value) or argument
        if name == "span" and argument != "spoiler":
            raise self._refusal_at('Tag "span" must have class "tg-spoiler"', start)
        self._open.append(_OpenTag(name, argument, self._offset, len(self._out)))
        return position + 1

    def _attribute(self, start: int, tag: str, position: int) -> tuple[str, str, int]:
        begin = position
        while self._source[position] not in _SPACES and self._source[position] not in "=>":
            position += 1
        attribute = self._source[begin:position]
        if not attribute:
            raise self._refusal_at(f'Empty attribute name in the tag "{tag}"', start)
        position = self._skip_spaces(position)
        if self._source[position] != "=":
            if position >= self._end:
                raise self._refusal_at("Unclosed start tag", start)
            if tag == "blockquote" and attribute == "expandable":
                return attribute, "1", position
            raise self._refusal_at(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}"', start
            )
        position = self._skip_spaces(position + 1)
        if position >= self._end:
            raise self._refusal_at(f'Unclosed start tag "{tag}"', start)
        value, position = self._attribute_value(position)
        if position >= self._end:
            raise self._refusal_at("Unclosed start tag", start)
        return attribute, value, position

    def _attribute_value(self, position: int) -> tuple[str, int]:
        quote = self._source[position]
        if quote in "'\"":
            close = self._source.find(quote, position + 1)
            if close < 0:
                return "", self._end
            raw = self._source[position + 1 : close]
            return _CHARACTER_REFERENCE.sub(lambda m: _decode(m) or m.group(), raw), close + 1
        begin = position
        while (
            self._source[position].isascii() and self._source[position].isalnum()
        ) or self._source[position] in ".-":
            position += 1
        if self._source[position] not in _SPACES and self._source[position] != ">":
            raise self._refusal_at("Unexpected end of name token", begin)
        return self._source[begin:position].lower(), position

    def _end_tag(self, start: int) -> int:
        if not self._open:
            raise self._refusal_at("Unexpected end tag", start)
        position = start + 2
        while self._source[position] not in _SPACES and self._source[position] != ">":
            position += 1
        name = self._source[start + 2 : position].lower()
        position = self._skip_spaces(position)
        if self._source[position] != ">":
            raise self._refusal_at("Unclosed end tag", start)
        tag = self._open[-1]
        if name and name != tag.name:
            raise self._unmatched(start, tag.name, name)
        self._open.pop()
        length = self._offset - tag.offset
        if length > 0:
            self._close(tag, length)
        return position + 1

    def _unmatched(self, position: int, expected: str, found: str) -> ApiError:
        byte_offset = len(self._source[:position].encode("utf-8", "surrogatepass"))
        return self._refusal(
            f"Unmatched end tag at byte offset {byte_offset}, "
            f'expected "</{expected}>", found "</{found}>"'
        )

    def _close(self, tag: _OpenTag, length: int) -> None:
        entity: Entity = {"offset": tag.offset, "length": length}
        if tag.name == "a":
            self._close_link(tag, entity)
            return
        if tag.name == "tg-emoji":
            if not tag.argument.isdigit() or not 0 < int(tag.argument) < 2**63:
                raise self._refusal("Invalid custom emoji identifier specified")
            entity |= {"type": "custom_emoji", "custom_emoji_id": tag.argument}
        elif tag.name == "blockquote":
            entity["type"] = "expandable_blockquote" if tag.argument else "blockquote"
        else:
            entity["type"] = _SIMPLE_TAGS[tag.name]
            if tag.name in ("pre", "code") and self._merge_code_block(tag, entity):
                return
        self._entities.append(entity)

    def _merge_code_block(self, tag: _OpenTag, entity: Entity) -> bool:
        """`<pre><code class="language-…">` is one entity with a language."""
        last = self._entities[-1] if self._entities else None
        same_span = (
            last is not None
            and last["type"] in ("code", "pre")
            and (last["offset"], last["length"]) == (entity["offset"], entity["length"])
        )
        if last is not None and same_span and tag.name == "pre" and last.get("language"):
            last["type"] = "pre"
            return True
        if tag.name == "code" and tag.argument:
            entity["language"] = tag.argument
        return False

    def _close_link(self, tag: _OpenTag, entity: Entity) -> None:
        address = tag.argument or "".join(self._out[tag.text_start :])
        user = re.fullmatch(r"tg://user/?\?id=(\d+)", address)
        if user:
            person = {"id": int(user.group(1)), "is_bot": False, "first_name": user.group(1)}
            self._entities.append({**entity, "type": "text_mention", "user": person})
            return
        link = checked_link(address)
        if link is not None:
            self._entities.append({**entity, "type": "text_link", "url": link})


def _decode(found: re.Match[str]) -> str | None:
    hexadecimal, decimal, named = found.groups()
    if named:
        return _NAMED[named]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= _LAST_CODE_POINT or code in _SURROGATES:
        return None
    return chr(code)


def _argument(tag: str, attribute: str, value: str) -> str:
    if tag == "a" and attribute == "href":
        return value
    if tag == "code" and attribute == "class" and value.startswith("language-"):
        return value[len("language-") :]
    if tag == "span" and attribute == "class" and value.startswith("tg-"):
        return value[len("tg-") :]
    if tag == "tg-emoji" and attribute == "emoji-id":
        return value
    if tag == "blockquote" and attribute == "expandable":
        return "1"
    return ""
