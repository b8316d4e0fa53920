"""The language data files, read once: variants, particles, concepts, jobs, programmes, roots."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from knowledge.language.stem import Stemmer

DATA = Path(__file__).parent / "data"
ANY_JOB = "#pekerjaan"
"""The concept of any occupation."""
VARIANT_FILES = ("spelling.txt", "banjar.txt", "jawa.txt")

Phrase: TypeAlias = tuple[str, ...]


class LexiconError(ValueError):
    """A language data file breaks its format; the message names file and line."""


class Phrases:
    """A set of phrases (words in order), each with what it stands for."""

    def __init__(self, entries: Iterable[tuple[Phrase, str]]) -> None:
        self._targets: dict[Phrase, tuple[str, ...]] = {}
        for phrase, target in entries:
            known = self._targets.get(phrase, ())
            if target not in known:
                self._targets[phrase] = (*known, target)
        longest: dict[str, int] = {}
        for phrase in self._targets:
            longest[phrase[0]] = max(longest.get(phrase[0], 0), len(phrase))
        self._longest = longest

    def __contains__(self, phrase: object) -> bool:
        return phrase in self._targets

    def __iter__(self) -> Iterator[Phrase]:
        return iter(self._targets)

    def at(self, words: Phrase, start: int) -> tuple[int, tuple[str, ...]]:
        """The longest phrase that begins at ``start``: its length (0: none) and its targets."""
        most = self._longest.get(words[start])
        if most is not None:
            for length in range(min(most, len(words) - start), 0, -1):
                targets = self._targets.get(words[start : start + length])
                if targets:
                    return length, targets
        return 0, ()

    def targets_in(self, words: Phrase, *, shortest: int = 1) -> set[str]:
        """What the phrases of at least ``shortest`` words found anywhere stand for."""
        found: set[str] = set()
        longest, targets, end = self._longest, self._targets, len(words)
        for start, word in enumerate(words):
            most = longest.get(word)
            if most is not None and most >= shortest:
                for stop in range(start + shortest, min(start + most, end) + 1):
                    found.update(targets.get(words[start:stop], ()))
        return found

    def all_in(self, words: Phrase) -> Iterator[tuple[int, int, str]]:
        """Every phrase found anywhere, overlaps included: (start, length, target)."""
        for start, word in enumerate(words):
            for length in range(1, self._longest.get(word, 0) + 1):
                if start + length > len(words):
                    break
                for target in self._targets.get(words[start : start + length], ()):
                    yield start, length, target


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the data files know. All words are lower case."""

    variants: Phrases
    """Typed words → standard words (several standard words are joined by spaces)."""
    particles: frozenset[str]
    """Words that carry no wish."""
    questions: frozenset[str]
    """Words that ask."""
    concepts: Phrases
    """Stems → names of concepts."""
    jobs: Phrases
    """Stems → ids of occupations."""
    transport_jobs: frozenset[str]
    """Ids of the occupations that drive for a living."""
    programmes: Phrases
    """Stems → ids of programmes."""
    vocabulary: frozenset[str]
    """Standard words, known without any training data."""
    stemmer: Stemmer


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The language data files, parsed once per process.

    Raises ``LexiconError`` if a file breaks its format.
    """
    variants = _variants()
    concepts = dict(entries(DATA / "concepts.txt"))
    jobs = dict(entries(DATA / "jobs.txt"))
    programmes = dict(entries(DATA / "programmes.txt"))
    roots, kept = _roots()
    for group in (concepts, jobs):
        roots.update(word for members in group.values() for word in members if " " not in word)
    roots.update(word for standard in variants for word in standard.split())
    stemmer = Stemmer(frozenset(roots), frozenset(kept))

    return Lexicon(
        variants=Phrases(
            (tuple(variant.split()), standard)
            for standard, members in variants.items()
            for variant in members
        ),
        particles=frozenset(_listed(DATA / "particles.txt")),
        questions=frozenset(_listed(DATA / "questions.txt")),
        concepts=_named(
            concepts | {ANY_JOB: tuple(m for members in jobs.values() for m in members)}
        ),
        jobs=_named(jobs),
        transport_jobs=frozenset(name.split()[0] for name in jobs if "+transport" in name),
        programmes=_named(programmes),
        vocabulary=frozenset(roots | kept),
        stemmer=stemmer,
    )


def _named(groups: Mapping[str, tuple[str, ...]]) -> Phrases:
    return Phrases(
        (tuple(member.split()), name.split()[0])
        for name, members in groups.items()
        for member in members
    )


def _variants() -> dict[str, tuple[str, ...]]:
    merged: dict[str, tuple[str, ...]] = {}
    for file in VARIANT_FILES:
        for standard, members in entries(DATA / file):
            merged[standard] = merged.get(standard, ()) + members
    return merged


def _roots() -> tuple[set[str], set[str]]:
    roots: set[str] = set()
    kept: set[str] = set()
    for line in _lines(DATA / "roots.txt"):
        found = line.split()
        # A line that begins with "!" lists words that stemming leaves as they are.
        (kept.update if found[0] == "!" else roots.update)(w for w in found if w != "!")
    return roots, kept


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        stripped = line.split("#", 1)[0].strip()
        if stripped:
            yield stripped


def _listed(path: Path) -> Iterator[str]:
    for line in _lines(path):
        yield from line.split()


def entries(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The entries of a data file: name and members. Raises ``LexiconError``."""
    seen: set[str] = set()
    for line in _lines(path):
        name, separator, members = line.partition("=")
        name = name.strip()
        if not separator or not name or not members.strip():
            raise LexiconError(f"{path.name}: expected 'name = word word …': {line!r}")
        if name in seen:
            raise LexiconError(f"{path.name}: {name!r} is there twice")
        seen.add(name)
        yield name, tuple(" ".join(m.strip("_").split("_")) for m in members.split())
