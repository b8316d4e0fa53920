"""Telegram's HTML subset: is a text well formed, and what does a reader see of it."""

import re
from enum import Enum
from html import unescape

_TAG = re.compile(r'<(?P<close>/?)(?P<name>[a-z]+)(?: href="(?P<href>[^"<>]*)")?>')
_NAMES = {"b", "i", "u", "s", "code", "pre", "blockquote", "a"}
_ADDRESS = re.compile(r"(?:https?|tg)://[^\s]+|mailto:[^\s]+|tel:[+\d]+")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_BARE = re.compile(r"[<>&]")
_EXCERPT = 20
_MAY_HOLD: dict[str, set[str]] = {"code": set(), "pre": {"code"}}
"""What Telegram allows inside a tag, where not everything; no tag stands inside itself."""


class Flaw(Enum):
    """Why Telegram would refuse it, in words for developers."""

    CLOSES_NOTHING = "{what} closes nothing that is open"
    NEVER_CLOSED = "{what} is never closed"
    UNKNOWN_TAG = "{what} is not one of Telegram's tags"
    WRONG_ATTRIBUTES = "{what} has the wrong attributes"
    NO_ADDRESS = "{what} leads to no address"
    MISPLACED = "{what} may not stand inside {outer}"
    NOT_ESCAPED = "{what!r} is no tag of Telegram's, and {sign!r} is not escaped"


class MarkupError(ValueError):
    """HTML that Telegram would refuse; the message says where. `what` is the place in the text."""

    def __init__(self, flaw: Flaw, what: str, *, outer: str = "", sign: str = "") -> None:
        super().__init__(flaw.value.format(what=what, outer=outer, sign=sign))
        self.flaw = flaw
        self.what = what


def visible_text(html: str) -> str:
    """The text a reader sees. Raises MarkupError for anything Telegram would refuse."""
    seen: list[str] = []
    stack: list[str] = []
    position = 0
    for tag in _TAG.finditer(html):
        seen.append(_text(html[position : tag.start()]))
        position = tag.end()
        if tag["close"]:
            if not stack or stack.pop() != tag["name"] or tag["href"] is not None:
                raise MarkupError(Flaw.CLOSES_NOTHING, tag[0])
        else:
            _check_opening(tag, stack)
            stack.append(tag["name"])
    seen.append(_text(html[position:]))
    if stack:
        raise MarkupError(Flaw.NEVER_CLOSED, f"<{stack[-1]}>")
    return "".join(seen)


def _check_opening(tag: re.Match[str], stack: list[str]) -> None:
    name, href = tag["name"], tag["href"]
    if name not in _NAMES:
        raise MarkupError(Flaw.UNKNOWN_TAG, f"<{name}>")
    if (href is None) == (name == "a"):
        raise MarkupError(Flaw.WRONG_ATTRIBUTES, tag[0])
    if href is not None and not _ADDRESS.fullmatch(unescape(href)):
        raise MarkupError(Flaw.NO_ADDRESS, tag[0])
    for outer in stack:
        if outer == name or name not in _MAY_HOLD.get(outer, _NAMES):
            raise MarkupError(Flaw.MISPLACED, f"<{name}>", outer=f"<{outer}>")


def _text(piece: str) -> str:
    """The characters of a piece between two tags."""
    bare = _BARE.search(_ENTITY.sub(lambda entity: "." * len(entity[0]), piece))
    if bare is not None:
        near = piece[bare.start() : bare.start() + _EXCERPT]
        raise MarkupError(Flaw.NOT_ESCAPED, near, sign=bare[0])
    return unescape(piece)
