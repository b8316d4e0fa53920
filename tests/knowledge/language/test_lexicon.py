from pathlib import Path

import pytest

from knowledge.language import lexicon as module
from knowledge.language.lexicon import LexiconError, Phrases, lexicon


def test_no_variant_stands_for_two_different_standards() -> None:
    twice = [
        (phrase, targets)
        for phrase in lexicon().variants
        if len(targets := lexicon().variants.at(phrase, 0)[1]) > 1
    ]
    assert not twice


def test_every_job_that_drives_is_a_job() -> None:
    jobs = {target for phrase in lexicon().jobs for target in lexicon().jobs.at(phrase, 0)[1]}
    assert lexicon().transport_jobs <= jobs
    assert "ojek_online" in lexicon().transport_jobs


def test_the_longest_phrase_wins() -> None:
    phrases = Phrases([(("di",), "in"), (("di", "mana"), "where")])
    assert phrases.at(("di", "mana", "saja"), 0) == (2, ("where",))
    assert phrases.at(("di",), 0) == (1, ("in",))
    assert phrases.at(("saja",), 0) == (0, ())


def test_phrases_that_overlap_are_all_found() -> None:
    phrases = Phrases([(("a", "b"), "x"), (("b", "c"), "y"), (("b",), "z")])
    assert phrases.targets_in(("a", "b", "c")) == {"x", "y", "z"}
    assert phrases.targets_in(("a", "b", "c"), shortest=2) == {"x", "y"}


@pytest.mark.parametrize("line", ["nothing", "= word", "name ="])
def test_a_broken_line_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "broken.txt"
    file.write_text(f"fine = word\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"broken\.txt"):
        list(module.entries(file))


def test_a_name_may_stand_once_only(tmp_path: Path) -> None:
    file = tmp_path / "twice.txt"
    file.write_text("a = b\na = c\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="twice"):
        list(module.entries(file))
