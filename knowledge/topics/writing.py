"""A topic as the text of its file: the same bytes for the same topic, and it reads back equal.

What a file holds beside the topic (comments, its own way of writing things down) is not kept.
"""

import re
from typing import Any

import yaml

from knowledge.topics import Topic

_PLAIN_LINES = re.compile(r"(?:[^\W_]|[<{•])[^\r\t\x85\u2028\u2029\ufeff]*")
"""Text that stands in a file as it is, line by line; anything else is quoted."""


class _Quoted(str):
    """Written in double quotes."""

    __slots__ = ()


class _Lines(str):
    """Written as lines."""

    __slots__ = ()


class _InOneLine(list[Any]):
    """A list written in one line."""


class _Writer(yaml.SafeDumper):
    """YAML in the manner of the topic files."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002 -- as PyYAML calls it
        """Lists stand a step to the right of what they belong to."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 -- as PyYAML calls it
        """What stands there twice is written twice."""
        return True


_Writer.add_representer(
    _Quoted, lambda writer, text: writer.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)
_Writer.add_representer(
    _Lines, lambda writer, text: writer.represent_scalar("tag:yaml.org,2002:str", text, style="|")
)
_Writer.add_representer(
    _InOneLine,
    lambda writer, items: writer.represent_sequence(
        "tag:yaml.org,2002:seq", items, flow_style=True
    ),
)


def write_topic(topic: Topic) -> str:
    """The text of the topic's file; `parse_topic` reads it back equal."""
    content = {
        "id": topic.id,
        "group": topic.group,
        "title": _Quoted(topic.title),
        "label": _Quoted(topic.label),
        "kind": topic.kind.value,
        "action": topic.action.value if topic.action is not None else None,
        "answer": _lines(topic.answer),
        "next": [{"label": _Quoted(link.label), "url": _Quoted(link.url)} for link in topic.next],
        "facts": _InOneLine(topic.facts),
        "sources": [
            {"title": _Quoted(source.title)}
            | ({"url": _Quoted(source.url)} if source.url is not None else {})
            for source in topic.sources
        ],
        "checked": topic.checked,
        "valid_until": topic.valid_until,
        "related": _InOneLine(topic.related),
        "examples": {
            style: [_Quoted(text) for text in texts] for style, texts in topic.examples.items()
        },
    }
    written: str = yaml.dump(
        content, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=1_000_000
    )
    return written


def _lines(text: str) -> str:
    """The answer, as lines where YAML keeps every character of it so."""
    lines = text.removesuffix("\n").split("\n")
    is_plain = all(not line or _PLAIN_LINES.fullmatch(line) for line in lines)
    ends_well = not any(line.endswith(" ") for line in lines) and not text.endswith("\n\n")
    return _Lines(text) if is_plain and ends_well and lines[0] else _Quoted(text)
