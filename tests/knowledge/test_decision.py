import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.decision import LEAST_OPTION, OPTIONS, decide
from knowledge.search import Candidate, Ranking


def ranking(*confidences: float, in_scope: float | None = None) -> Ranking:
    candidates = tuple(Candidate(f"topic-{i}", c) for i, c in enumerate(confidences))
    return Ranking(candidates, sum(confidences) if in_scope is None else in_scope)


def test_what_is_sure_is_answered() -> None:
    decision = decide(ranking(0.95, 0.02))
    assert (decision.outcome, decision.topic, decision.options) == ("answer", "topic-0", ())


def test_between_two_likely_topics_the_person_is_asked() -> None:
    decision = decide(ranking(0.5, 0.4, 0.02))
    assert (decision.outcome, decision.topic) == ("clarify", None)
    assert decision.options == ("topic-0", "topic-1")


def test_what_is_out_of_scope_is_not_answered() -> None:
    assert decide(ranking(0.05, 0.04)).outcome == "fallback"
    assert decide(Ranking((), 0.0)).outcome == "fallback"


def test_after_asking_back_it_is_answer_or_fallback() -> None:
    assert decide(ranking(0.7, 0.2), may_clarify=False).outcome == "answer"
    assert decide(ranking(0.3, 0.2), may_clarify=False).outcome == "fallback"


@pytest.mark.parametrize(("confidence", "outcome"), [(0.75, "clarify"), (0.85, "answer")])
def test_a_wrong_answer_costs_five_clarifications(confidence: float, outcome: str) -> None:
    assert decide(ranking(confidence, 1 - confidence)).outcome == outcome


@given(raw=st.lists(st.floats(0, 1), max_size=10), may_clarify=st.booleans())
def test_every_decision_is_complete(raw: list[float], *, may_clarify: bool) -> None:
    total = max(1.0, sum(raw))
    shares = sorted((c / total for c in raw), reverse=True)
    decision = decide(ranking(*shares), may_clarify=may_clarify)
    assert (decision.topic is not None) == (decision.outcome == "answer")
    assert bool(decision.options) == (decision.outcome == "clarify")
    assert len(decision.options) <= OPTIONS
    assert may_clarify or decision.outcome != "clarify"
    offered = dict(zip((f"topic-{i}" for i in range(len(shares))), shares, strict=True))
    assert all(offered[option] >= LEAST_OPTION for option in decision.options)
