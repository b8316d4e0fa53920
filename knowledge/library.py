"""Everything the bot knows, built once at start, and the one way to ask it.

A question goes through here alike from Telegram, from `jamsosbot ask` and from the evaluation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from knowledge.answers import Answer, Answers
from knowledge.context import Previous, is_its_own_subject, is_very_short, leans_on_before
from knowledge.decision import Decision, decide
from knowledge.figures import load_figures
from knowledge.language.sentences import questions_in
from knowledge.language.slots import Slots
from knowledge.language.slots import slots as slots_of
from knowledge.scrubbing import Scrubbed, scrub, without_markers
from knowledge.search import Candidate, Example, Ranking, Search, train
from knowledge.topics import Kind, Style, Topic, load_topics, read_yaml
from knowledge.urgency import UrgentAdvice, load_urgent_advice

_HERE = Path(__file__).parent

_CANDIDATES = 4
Outcome = Literal["answer", "clarify", "action", "fallback"]


class Group(BaseModel):
    """A group of topics as the menu shows it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    icon: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot makes of a question. `question` is scrubbed, as it would be kept.

    `topic` is set when it is answered, `options` when it is asked back; `candidates` are the
    likeliest topics in any case, best first.
    """

    question: Scrubbed
    meant: str
    """The question, with the one before in front where it goes on from that."""
    outcome: Outcome
    topic: Topic | None
    candidates: tuple[Candidate, ...]
    options: tuple[Topic, ...]
    second: Topic | None
    """A further topic that the message asks for as well."""

    @property
    def slots(self) -> Slots:
        """The regions, amounts and the like that are meant; found when they are asked for."""
        return slots_of(self.question.text).over(slots_of(self.meant))


@dataclass(frozen=True)
class Library:
    """The topics, the way to find them, and their answers on a day."""

    topics: Mapping[str, Topic]
    groups: tuple[Group, ...]
    answers: Answers
    search: Search
    urgent_advice: UrgentAdvice

    def ask(
        self, text: str, *, may_clarify: bool = True, previous: Previous | None = None
    ) -> Reply:
        """Understand a question, after the previous one where there is one.

        Never raises; a text that means nothing is a fallback.
        """
        question = scrub(text)
        asked = without_markers(question.text)
        meant, ranking, decision = self._understood(asked, previous, may_clarify=may_clarify)
        parts = self._answered_parts(asked)
        if parts and decision.outcome != "answer":
            ranking, decision = parts[0]
        topic = self.topics.get(decision.topic or "")
        others = (
            self.topics[part.topic or ""] for _, part in parts if part.topic != decision.topic
        )
        outcome: Outcome = decision.outcome
        if outcome == "answer" and topic is not None and topic.kind is Kind.ACTION:
            outcome = "action"
        return Reply(
            question=question,
            meant=meant,
            outcome=outcome,
            topic=topic,
            candidates=ranking.candidates[:_CANDIDATES],
            options=tuple(self.topics[option] for option in decision.options),
            second=next(others, None) if topic is not None else None,
        )

    def _understood(
        self, text: str, previous: Previous | None, *, may_clarify: bool
    ) -> tuple[str, Ranking, Decision]:
        """The text that is meant (with the previous question if it goes on from that)."""
        alone = self.search.rank(text)
        decision = decide(alone, may_clarify=may_clarify)
        if (
            previous is None
            or self._is_small_talk(decision)
            or is_its_own_subject(text, alone)
            or not (
                leans_on_before(text) or (decision.outcome == "clarify" and is_very_short(text))
            )
        ):
            return text, alone, decision
        joined = previous.joined_with(text)
        ranking = self.search.rank(joined)
        going_on = decide(ranking, may_clarify=may_clarify)
        if going_on.outcome == "answer" or decision.outcome == "fallback":
            return joined, ranking, going_on
        return text, alone, decision

    def _is_small_talk(self, decision: Decision) -> bool:
        topic = self.topics.get(decision.topic or "")
        return topic is not None and topic.kind is Kind.TALK

    def _answered_parts(self, text: str) -> list[tuple[Ranking, Decision]]:
        """What a message with several questions asks for, in its order, small talk left out."""
        parts = []
        for part in questions_in(text):
            ranking = self.search.rank(part)
            decision = decide(ranking)
            if decision.outcome == "answer" and not self._is_small_talk(decision):
                parts.append((ranking, decision))
        return parts

    def answer(self, topic: Topic, day: date) -> Answer:
        """A topic's answer on a day."""
        return self.answers.of(topic, day)

    def in_group(self, group: str) -> list[Topic]:
        """The topics of a group, in the order of their titles."""
        found = (topic for topic in self.topics.values() if topic.group == group)
        return sorted(found, key=lambda topic: topic.title)


@cache
def load_groups() -> tuple[Group, ...]:
    """The groups in the menu's order."""
    adapter = TypeAdapter(tuple[Group, ...])
    return adapter.validate_python(read_yaml(_HERE / "groups.yaml"))


@cache
def load_out_of_scope() -> Mapping[Style, tuple[str, ...]]:
    """Questions that the bot must not answer, by style."""
    adapter = TypeAdapter(dict[Style, tuple[str, ...]])
    return adapter.validate_python(read_yaml(_HERE / "out_of_scope.yaml"))


def training_examples(topics: Mapping[str, Topic]) -> Iterator[Example]:
    """All phrasings that the search learns from, the out-of-scope ones included."""
    for topic in topics.values():
        for style, texts in topic.examples.items():
            for text in texts:
                yield Example(text, topic.id, style)
    for style, texts in load_out_of_scope().items():
        for text in texts:
            yield Example(text, None, style)


def topic_texts(topics: Mapping[str, Topic]) -> dict[str, str]:
    """The words of each topic itself, a view beside its phrasings."""
    return {topic.id: f"{topic.title}. {topic.label}" for topic in topics.values()}


def searched_by(topic: Topic) -> object:
    """What of a topic the search is trained with, in the order in which it learns it."""
    return (topic.id, topic.title, topic.label, tuple(topic.examples.items()))


def build_library(topics: Mapping[str, Topic] | None = None) -> Library:
    """Train the search and put all content together; the files' topics unless others are given.

    Raises ValueError naming a file that is not right.
    """
    topics = load_topics() if topics is None else topics
    search = train(list(training_examples(topics)), topic_texts(topics))
    return Library(
        topics=topics,
        groups=load_groups(),
        answers=Answers(load_figures()),
        search=search,
        urgent_advice=load_urgent_advice(),
    )
