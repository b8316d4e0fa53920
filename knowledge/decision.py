"""Answer, ask back, or say that nobody here can answer: decided by calibrated probabilities.

Costs are in units of one needless clarification. They stand here and nowhere else.
"""

from dataclasses import dataclass
from typing import Literal

from knowledge.search.ranking import Ranking

WRONG_ANSWER = 5.0
"""Cost of showing an answer to another question than the one asked."""
CLARIFICATION = 1.0
"""Cost of asking back when the right topic is among the options."""
VAIN_CLARIFICATION = 2.0
"""Cost of asking back when none of the options is right."""
MISSED_ANSWER = 4.0
"""Cost of saying "I don't know" to a question that a topic answers."""
OPTIONS = 3
"""So many topics are offered at most."""
LEAST_OPTION = 0.03
"""A topic less likely than this is not offered."""

Outcome = Literal["answer", "clarify", "fallback"]


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with a question."""

    outcome: Outcome
    topic: str | None = None
    """The topic to answer with; None unless the outcome is "answer"."""
    options: tuple[str, ...] = ()
    """Topics to choose from, best first; empty unless the outcome is "clarify"."""


def decide(ranking: Ranking, *, may_clarify: bool = True) -> Decision:
    """The outcome with the least expected cost.

    ``may_clarify`` is False when the person was just asked back: then it is answer or fallback.
    """
    offered = [c for c in ranking.candidates[:OPTIONS] if c.confidence >= LEAST_OPTION]
    if not offered:
        return Decision("fallback")
    best = offered[0]
    among = sum(candidate.confidence for candidate in offered)
    costs: dict[Outcome, float] = {
        "answer": (1 - best.confidence) * WRONG_ANSWER,
        "fallback": ranking.in_scope * MISSED_ANSWER,
    }
    if may_clarify:
        costs["clarify"] = among * CLARIFICATION + (1 - among) * VAIN_CLARIFICATION
    outcome = min(costs, key=lambda name: costs[name])
    if outcome == "answer":
        return Decision("answer", topic=best.topic)
    if outcome == "clarify":
        return Decision("clarify", options=tuple(c.topic for c in offered))
    return Decision("fallback")
