"""Topics: what the bot can answer, one file each. The format is described in docs/content.md."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from knowledge.topics.faults import Fault, TopicError, faults_of, syntax_fault

FOLDER = Path(__file__).parent

TopicId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Style = Literal["baku", "santai", "singkatan", "typo", "banjar", "jawa", "panjang"]
OUT_OF_SCOPE = "luar-topik"


class Kind(StrEnum):
    """What a topic is: sourced information, conversation, or something the bot does."""

    ANSWER = "answer"
    TALK = "talk"
    ACTION = "action"


class Action(StrEnum):
    """What a topic can open."""

    CALCULATOR = "calculator"
    STATUS_CHECK = "status_check"
    COVERAGE = "coverage"
    MENU = "menu"
    HUMAN = "human"
    OWN_DATA = "own_data"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Link(_Frozen):
    """A button that leads to an official page."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$")]


class Source(_Frozen):
    """Where an answer comes from: a regulation, or an official page with its address."""

    title: Annotated[str, StringConstraints(min_length=3, max_length=200)]
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s]+$")] | None = None


class Topic(_Frozen):
    """One topic: its answer (a template), what that rests on, and how people ask for it."""

    id: TopicId
    group: TopicId
    title: Annotated[str, StringConstraints(min_length=3, max_length=64)]
    label: Annotated[str, StringConstraints(min_length=3, max_length=28)]
    kind: Kind
    action: Action | None
    answer: str
    next: tuple[Link, ...] = Field(default=(), max_length=2)
    facts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    checked: date
    valid_until: date | None = None
    related: tuple[TopicId, ...] = Field(default=(), max_length=4)
    examples: dict[Style, tuple[str, ...]]

    def has_lapsed_on(self, day: date) -> bool:
        """Whether the answer is past the last day it holds."""
        return self.valid_until is not None and day > self.valid_until


def parse_topic(text: str, topic_id: str) -> Topic:
    """Read a topic from the text of its file. Raises TopicError, a ValueError that names it."""
    topic = read_text(text, f"{topic_id}.yaml")
    if topic.id != topic_id:
        fault = Fault("id", 1, "id", topic.id)
        raise TopicError(f"{topic_id}.yaml", f"the id inside is {topic.id}", [fault])
    return topic


def read_text(text: str, name: str) -> Topic:
    """Read a topic from a text of any name. Raises TopicError."""
    try:
        content = yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise TopicError(name, error, [syntax_fault(error, text)]) from error
    except ValueError as error:  # a day that no month has
        raise TopicError(name, error, [Fault("yaml", None)]) from error
    try:
        return Topic.model_validate(content)
    except ValidationError as error:
        raise TopicError(name, error, list(faults_of(error, text))) from error


def read_topic(path: Path) -> Topic:
    """Read one topic file. Raises ValueError that names the file."""
    return parse_topic(path.read_text(encoding="utf-8"), path.stem)


@cache
def topic_files() -> Mapping[str, str]:
    """The text of each topic file, by id, in the order of the ids."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))}


def read_yaml(path: Path) -> object:
    """Read a YAML file with the C form of the safe loader, which is ten times as fast."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


@cache
def load_topics() -> Mapping[str, Topic]:
    """All topics of the files, in the order of their ids. Raises ValueError as parse_topic."""
    return {topic_id: parse_topic(text, topic_id) for topic_id, text in topic_files().items()}
