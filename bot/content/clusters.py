"""The questions that wait for an admin, put together by what they ask for."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content import unanswered
from bot.content.unanswered import Question
from knowledge.clustering import Asked, cluster

MOST_QUESTIONS = 2_000
"""So many of the newest are put together; older ones follow when these are settled."""
_LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Cluster:
    """Questions for the same thing, the most typical one first, the others newest first."""

    questions: tuple[Question, ...]

    @property
    def key(self) -> int:
        """The id of a question in it, to find the cluster again by."""
        return self.questions[0].id

    @property
    def typical(self) -> Question:
        """The question that stands for all."""
        return self.questions[0]

    @cached_property
    def ids(self) -> list[int]:
        """The ids of its questions."""
        return sorted(question.id for question in self.questions)

    @property
    def people(self) -> int:
        """How many people (or groups) asked."""
        return len({question.asker for question in self.questions})

    @cached_property
    def first(self) -> datetime:
        """When it was asked first."""
        return min(question.asked_at for question in self.questions)

    @cached_property
    def last(self) -> datetime:
        """When it was asked last."""
        return max(question.asked_at for question in self.questions)

    @property
    def outcomes(self) -> Counter[str]:
        """How often each outcome was."""
        return Counter(question.outcome for question in self.questions)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What was asked, each wording once."""
        return tuple(dict.fromkeys(question.text for question in self.questions))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many questions wait, and the clusters of the newest of them."""

    total: int
    clusters: list[Cluster]

    def with_question(self, question_id: int) -> Cluster | None:
        """The cluster that a question is in; None when it waits no more."""
        return next((found for found in self.clusters if question_id in found.ids), None)


async def waiting(connection: AsyncConnection, now: datetime) -> Waiting:
    """All that waits: what was asked most in the last week first, then the biggest."""
    total, questions = await unanswered.newest(connection, MOST_QUESTIONS)
    asked = [Asked(question.text, tuple(question.guesses)) for question in questions]
    # A thousand questions that were never seen before take half a second.
    groups = await asyncio.to_thread(cluster, asked)
    found = [Cluster(tuple(questions[place] for place in places)) for places in groups]

    def rank(group: Cluster) -> tuple[int, int, datetime]:
        lately = sum(question.asked_at > now - _LATELY for question in group.questions)
        return lately, len(group.questions), group.last

    return Waiting(total, sorted(found, key=rank, reverse=True))
