"""From a text parameter to the text Telegram would keep: cleaned, trimmed, with found entities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.demo.entities import Entity, FormattedText, parse_html, utf16_length
from bot.demo.errors import bad_request
from bot.demo.links import checked_link

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\t]")
_TOP_LEVEL = (
    "com|org|net|id|info|io|dev|app|me|co|edu|gov|xyz|biz|tv|cc|us|uk|sg|my|au|eu|de|nl|jp|ly"
    "|link|site|online"
)
_DETECTED = re.compile(
    r"(?P<url>(?<![\w@/.])(?:https?|ftp)://[^\s<>\"]+|"
    rf"(?<![\w@/.-])(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?\.)+(?:{_TOP_LEVEL})(?![\w@.-]*@)\b(?:[/?#][^\s<>\"]*)?)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.[a-zA-Z]{2,})"
    r"|(?P<mention>(?<![\w/])@[A-Za-z0-9_]{3,32}\b)"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>]))"
    r"|(?P<hashtag>(?<![\w#])#(?=\w*[^\W\d])\w{1,256})"
)
_MAY_HOLD_ENTITY = re.compile(r"[/@#.]")
_TRAILING = ".,:;!?'\"”’»…)]}"
_KNOWN_TYPES = frozenset(
    {
        *("mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"),
        *("bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre"),
        *("blockquote", "expandable_blockquote", "text_link", "text_mention", "custom_emoji"),
    }
)


def detect(text: str) -> list[Entity]:
    """Entities that Telegram finds by itself: commands, mentions, addresses, hashtags, e-mail."""
    if _MAY_HOLD_ENTITY.search(text) is None:
        return []
    found: list[Entity] = []
    for match in _DETECTED.finditer(text):
        kind = match.lastgroup or ""
        value = match.group()
        if kind == "url":
            value = _without_trailing_marks(value)
        offset = utf16_length(text[: match.start()])
        found.append({"offset": offset, "length": utf16_length(value), "type": kind})
    return found


def _without_trailing_marks(address: str) -> str:
    while address and address[-1] in _TRAILING:
        if address[-1] == ")" and address.count("(") >= address.count(")"):
            break
        address = address[:-1]
    return address


def clean(text: str) -> str:
    """Without carriage returns; other control characters become spaces."""
    return _CONTROL.sub(" ", text.replace("\r", ""))


def trimmed(formatted: FormattedText) -> FormattedText:
    """Without white space at both ends, entities moved along."""
    text = formatted.text
    kept = text.strip()
    if len(kept) == len(text):
        return formatted
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    length = utf16_length(kept)
    entities = []
    for entity in formatted.entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] + entity["length"] - shift, length)
        if end > start:
            entities.append({**entity, "offset": start, "length": end - start})
    return FormattedText(kept, tuple(entities))


def person_text(text: str) -> FormattedText:
    """What a person typed, as their client would send it."""
    kept = clean(text).strip()
    return FormattedText(kept, tuple(detect(kept)))


def bot_text(source: str, parse_mode: str | None, entities: object) -> FormattedText:
    """What a bot sends: parsed by mode or given entities, then trimmed and completed.

    Raises ApiError 400 for markup that Telegram refuses. Only HTML is understood: the bot uses no
    other mode, and a silent half-parse of Markdown would be worse than a refusal.
    """
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad_request("unsupported parse_mode")
        formatted = parse_html(source)
    elif entities:
        formatted = FormattedText(source, _given_entities(source, entities))
    else:
        formatted = FormattedText(source)
    cleaned = clean(formatted.text)
    # A removed carriage return would shift offsets; only plain text may hold one without entities.
    if len(cleaned) != len(formatted.text) and formatted.entities:
        cleaned = _CONTROL.sub(" ", formatted.text)
    return _completed(trimmed(FormattedText(cleaned, formatted.entities)))


def _completed(formatted: FormattedText) -> FormattedText:
    detected = detect(formatted.text)
    if not detected:
        return formatted
    closed = [
        (e["offset"], e["offset"] + e["length"])
        for e in formatted.entities
        if e["type"] in ("code", "pre", "text_link", "text_mention")
    ]
    extra = [
        e
        for e in detected
        if all(e["offset"] + e["length"] <= start or e["offset"] >= end for start, end in closed)
    ]
    both = sorted([*formatted.entities, *extra], key=lambda e: (e["offset"], -e["length"]))
    return FormattedText(formatted.text, tuple(both))


def check_length(formatted: FormattedText, limit: int, too_long: str) -> None:
    """Raise ApiError 400 when the text exceeds Telegram's limit after entity parsing.

    Counted in UTF-16 units, the strictest reading of "characters": what passes here passes there.
    """
    if len(formatted.text) * 2 > limit and utf16_length(formatted.text) > limit:
        raise bad_request(too_long)


def _given_entities(text: str, given: object) -> tuple[Entity, ...]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise bad_request("can't parse entities: Expected an Array of MessageEntity")
    length = utf16_length(text)
    return tuple(_given_entity(item, length) for item in given)


def _given_entity(item: object, text_length: int) -> Entity:
    if not isinstance(item, dict):
        raise bad_request("can't parse MessageEntity: Expected an Object")
    entity: dict[str, Any] = item
    if entity.get("type") not in _KNOWN_TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    offset, length = entity.get("offset"), entity.get("length")
    if not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request("can't parse MessageEntity: Can't find field \"offset\"")
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if length <= 0:
        raise bad_request(f"receive an entity with incorrect length {length}")
    if offset > text_length:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > text_length:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {offset + length}"
        )
    if entity["type"] == "text_link":
        return _given_link(entity)
    return dict(entity)


def _given_link(entity: Entity) -> Entity:
    if "url" not in entity:
        raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
    link = checked_link(str(entity["url"]))
    if link is None:
        raise bad_request(f"entity URL '{entity['url']}' is invalid: Wrong HTTP URL")
    return {**entity, "url": link}
