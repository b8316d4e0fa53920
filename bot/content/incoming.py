"""What a bundle of topics would change of what is published."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.content.bundles import Entry
from bot.content.checking import check_draft
from bot.content.versions import Version
from knowledge.check import Finding
from knowledge.topics import Topic, parse_topic
from knowledge.topics.writing import write_topic

_SHOWN_FIELDS = tuple(name for name in Topic.model_fields if name not in {"id", "examples"})


@dataclass(frozen=True, slots=True)
class Incoming:
    """A topic that a bundle has otherwise than it is published."""

    topic: Topic
    body: str
    """What would be published."""
    published: Version | None
    """None: a new topic."""

    @property
    def id(self) -> str:
        """The topic's id."""
        return self.topic.id

    @property
    def based_on(self) -> int:
        """The number of what is published; 0 for a new topic."""
        return self.published.number if self.published is not None else 0

    @property
    def comes_back(self) -> bool:
        """Whether it was retired."""
        return self.published is not None and self.published.is_retired

    @property
    def before(self) -> Topic | None:
        """The topic as it is published."""
        return parse_topic(self.published.body, self.id) if self.published is not None else None

    def fields(self) -> list[str]:
        """Which fields change, phrasings apart; none where only the file's look changes."""
        before = self.before
        if before is None:
            return list(_SHOWN_FIELDS)
        return [
            name for name in _SHOWN_FIELDS if getattr(before, name) != getattr(self.topic, name)
        ]

    def phrasings(self) -> tuple[list[str], list[str]]:
        """The phrasings that come and those that go."""
        before, after = _phrasings(self.before), _phrasings(self.topic)
        return (
            [text for text in after if text not in set(before)],
            [text for text in before if text not in set(after)],
        )

    def difference(self) -> Iterator[str]:
        """The lines that change, as `diff -u` shows them."""
        old = self.published.body if self.published is not None else ""
        name = f"{self.id}.yaml"
        return difflib.unified_diff(
            old.splitlines(),
            self.body.splitlines(),
            f"{name} (versi {self.based_on})",
            name,
            lineterm="",
            n=1,
        )


def incoming(entries: Mapping[str, Entry], published: Mapping[str, Version]) -> list[Incoming]:
    """What differs, in the order of the ids. Topics that the bundle doesn't have stay as they are.

    A file differs by its bytes, a row of a workbook by what it means.
    """
    found = []
    for topic_id, entry in sorted(entries.items()):
        current = published.get(topic_id)
        if current is not None and not current.is_retired and _is_same(entry, current):
            continue
        body = write_topic(entry.topic) if entry.body is None else entry.body
        found.append(Incoming(entry.topic, body, current))
    return found


def findings(
    changes: list[Incoming], served: Mapping[str, Topic], today: date
) -> dict[str, list[Finding]]:
    """What is wrong with the changed topics, all of them served together; by topic."""
    topics = {**served, **{change.id: change.topic for change in changes}}
    found = {change.id: check_draft(change.topic, topics, today) for change in changes}
    return {topic: problems for topic, problems in found.items() if problems}


def _is_same(entry: Entry, current: Version) -> bool:
    if entry.body is not None:
        return entry.body == current.body
    return _as_in_a_cell(entry.topic) == _as_in_a_cell(parse_topic(current.body, current.topic))


def _as_in_a_cell(topic: Topic) -> Topic:
    """Without what a cell may lose: line ends around the answer, spaces around phrasings."""
    examples = {
        style: tuple(text.strip() for text in texts)
        for style, texts in topic.examples.items()
        if texts
    }
    return topic.model_copy(update={"answer": topic.answer.strip("\n"), "examples": examples})


def _phrasings(topic: Topic | None) -> list[str]:
    if topic is None:
        return []
    return [text for texts in topic.examples.values() for text in texts]
