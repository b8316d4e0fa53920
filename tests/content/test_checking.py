"""Which topics the program needs: those that its own code leads to."""

import ast
from pathlib import Path

import handlers
from bot.content.checking import NEEDED_TOPICS, check_draft, check_retiring
from knowledge.check import Problem
from knowledge.topics import load_topics
from knowledge.urgency import load_urgent_advice
from tests.content.small import FILES, TODAY, topics


def test_every_topic_that_the_code_names_cannot_be_retired() -> None:
    folder = Path(handlers.__file__).parent
    named = {
        node.value
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert named & set(load_topics()) <= NEEDED_TOPICS
    assert set(load_topics()) >= NEEDED_TOPICS
    for topic in (*NEEDED_TOPICS, *load_urgent_advice().related):
        assert [finding.problem for finding in check_retiring(topic)] == [Problem.NEEDED]
    assert check_retiring("jkm-manfaat") == []


def test_a_draft_is_blamed_for_its_own_faults_only() -> None:
    served = topics()
    other = served["denda"]
    served["denda"] = other.model_copy(update={"examples": {"baku": ("Mau tanya kartu",)}})
    assert check_draft(served["tarif"], served, TODAY) == []
    (finding,) = check_draft(served["kartu"], served, TODAY)
    assert (finding.place, finding.problem) == ("kartu", Problem.OTHERS_PHRASING)


def test_a_draft_may_rest_on_a_source_alone_and_a_file_may_not() -> None:
    tarif = topics(FILES)["tarif"]
    assert not tarif.facts
    assert check_draft(tarif, {}, TODAY) == []
    bare = tarif.model_copy(update={"sources": ()})
    found = {finding.problem for finding in check_draft(bare, {}, TODAY)}
    assert found == {Problem.NO_FACT, Problem.NO_SOURCE}
