"""What a column's heading means, however it is spelt."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import yaml
from rapidfuzz.distance import OSA

from bot.registry.reading.cells import key_of
from bot.registry.reading.fields import Field

_NAMES = Path(__file__).with_name("headings.yaml")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SHORTEST_FUZZY = 5
_NEAR_ENOUGH = 0.8
_MARGIN = 0.08
"""How much nearer the best meaning must be than the second."""
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class _Names:
    """The file of names."""

    fields: dict[str, list[list[str]]]
    others: list[str]
    words_of_others: frozenset[str]
    abbreviations: dict[str, str]
    fillers: frozenset[str]


@cache
def _names() -> _Names:
    data = yaml.safe_load(_NAMES.read_text(encoding="utf-8"))
    return _Names(
        fields=data["fields"],
        others=data["others"],
        words_of_others=frozenset(data["words_of_others"]),
        abbreviations=data["abbreviations"],
        fillers=frozenset(data["fillers"]),
    )


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading may mean. `fields` empty: known and not wanted. More than one: unclear."""

    fields: frozenset[Field]
    rank: int = 0
    """0 is the proper name of the column; higher ones give way."""
    exact: bool = True

    @property
    def field(self) -> Field | None:
        """The field, when it is clear."""
        return next(iter(self.fields)) if len(self.fields) == 1 else None


NOT_WANTED = Meaning(frozenset())


@lru_cache(maxsize=4096)
def meaning_of(heading: str) -> Meaning | None:
    """What the heading means; None when nothing is near it."""
    for text in (heading, _PARENTHESES.sub(" ", heading)):
        words = heading_words(text)
        if not words:
            continue
        exact = _exact("".join(words))
        if exact is not None:
            return exact
        if _names().words_of_others.intersection(words):
            return NOT_WANTED
    return _nearest("".join(heading_words(_PARENTHESES.sub(" ", heading))))


def heading_words(heading: str) -> tuple[str, ...]:
    """The words of a heading, abbreviations written out, fillers left out."""
    text = unicodedata.normalize("NFKC", heading[:_LONGEST])
    words: list[str] = []
    for word in key_of(_HUMP.sub(" ", text)).split():
        words += _names().abbreviations.get(word, word).split()
    return tuple(word for word in words if word not in _names().fillers) or tuple(words)


def _exact(joined: str) -> Meaning | None:
    return _table().get(joined)


@cache
def _table() -> dict[str, Meaning]:
    table = {other.replace(" ", ""): NOT_WANTED for other in _names().others}
    for field, ranks in _names().fields.items():
        for rank, names in enumerate(ranks):
            for name in names:
                table["".join(heading_words(name))] = Meaning(frozenset({Field(field)}), rank)
    return table


def _nearest(joined: str) -> Meaning | None:
    if len(joined) < _SHORTEST_FUZZY:
        return None
    nearness: dict[Field | None, tuple[float, int]] = {}
    for name, meaning in _table().items():
        if len(name) < _SHORTEST_FUZZY:
            continue
        score = OSA.normalized_similarity(joined, name, score_cutoff=_NEAR_ENOUGH - _MARGIN)
        best = nearness.get(meaning.field, (0.0, 0))
        nearness[meaning.field] = max(best, (score, -meaning.rank))
    best_score = max(score for score, _ in nearness.values())
    if best_score < _NEAR_ENOUGH:
        return None
    near = {f: -rank for f, (score, rank) in nearness.items() if score >= best_score - _MARGIN}
    if None in near:
        # As near to a column that isn't wanted: better none than the wrong one.
        return NOT_WANTED if len(near) == 1 else None
    return Meaning(
        frozenset(field for field in near if field is not None), max(near.values()), exact=False
    )
