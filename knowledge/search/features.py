"""From readings of texts to sparse vectors of weighted features.

Several views stand side by side: words as typed, standard words with their pairs, pairs of content
words, concepts with their pairs, and character n-grams within words. Every view is weighted by
inverse document frequency and brought to unit length, so that a long view can't drown a short one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.language import Reading

Ids = NDArray[np.int32]
Values = NDArray[np.float32]

SHORTEST_GRAM, LONGEST_GRAM = 3, 5
NEAR = 4
"""Content words fewer than this apart make a pair; their order does not matter."""
MAX_PAIRED_WORDS = 60
MAX_PAIRED_CONCEPTS = 14
RAREST = 2
"""A feature is kept when at least this many training texts have it …"""
FEW_TEXTS = 200
"""… unless there are fewer texts than this: then every feature is kept."""
_WORD_CACHE = 20_000


@dataclass(frozen=True, slots=True)
class Sparse:
    """A matrix of texts by features, row by row; a feature may come twice in a row."""

    starts: NDArray[np.int64]
    """Row i holds the entries from starts[i] up to starts[i + 1]."""
    ids: Ids
    values: Values

    @property
    def rows(self) -> int:
        """The number of texts."""
        return len(self.starts) - 1

    def row_of_entries(self) -> NDArray[np.int64]:
        """For every entry the row it stands in."""
        return np.repeat(np.arange(self.rows), np.diff(self.starts))


class FeatureSpace:
    """The features of the training texts, with their weights."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        """Learn the features of the training texts; ``training`` is their matrix."""
        self._views = (
            *(_View(weight, terms) for weight, terms in _VIEWS),
            *(_View(weight, terms, grams=True) for weight, terms in _GRAM_VIEWS),
        )
        blocks: list[tuple[NDArray[np.int64], Ids, Values]] = []
        self.size = 0
        for view in self._views:
            blocks.append(view.fit(readings, first_id=self.size))
            self.size += view.size
        self.fingerprints = np.concatenate(
            [view.fingerprints(salt) for salt, view in enumerate(self._views)]
        )
        self._training: Sparse | None = _side_by_side(blocks, len(readings))

    @property
    def training(self) -> Sparse:
        """The matrix of the training texts. Raises ``LookupError`` once it was forgotten."""
        if self._training is None:
            raise LookupError("the training matrix was forgotten")
        return self._training

    def forget_training(self) -> None:
        """Give back the memory of the training matrix."""
        self._training = None

    def encode(self, reading: Reading) -> tuple[Ids, Values]:
        """The features of one text: ids and values of equal number."""
        parts = [view.encode(reading) for view in self._views]
        return (
            np.concatenate([ids for ids, _ in parts]),
            np.concatenate([values for _, values in parts]),
        )


class _View:
    """One way to look at a text."""

    def __init__(
        self, weight: float, terms: Callable[[Reading], Sequence[str]], *, grams: bool = False
    ) -> None:
        self._weight = weight
        self._terms = terms
        self._ids: dict[str, int] = {}
        self._gram_cache: dict[str, Ids] | None = {} if grams else None
        self._idf: Values = np.zeros(0, np.float32)
        self._first_id = 0
        self.size = 0

    def fit(
        self, readings: Sequence[Reading], *, first_id: int
    ) -> tuple[NDArray[np.int64], Ids, Values]:
        """Learn the terms and give rows, ids and values of the training texts' entries."""
        self._first_id = first_id
        rows: list[Ids] = [self._grow(self._terms(reading)) for reading in readings]
        lengths = np.array([len(row) for row in rows])
        entries = np.concatenate([*rows, np.zeros(0, np.int32)])
        frequency = np.bincount(entries, minlength=len(self._ids))
        kept = frequency >= (RAREST if len(readings) >= FEW_TEXTS else 1)
        number = np.where(kept, np.cumsum(kept) - 1, -1)
        self.size = int(kept.sum())
        self._idf = (np.log((1 + len(readings)) / (1 + frequency[kept])) + 1).astype(np.float32)
        self._ids = {term: int(number[i]) for term, i in self._ids.items() if kept[i]}
        if self._gram_cache is not None:
            self._gram_cache = {}
        row_of = np.repeat(np.arange(len(rows)), lengths)
        ids = number[entries]
        row_of, ids = row_of[ids >= 0], ids[ids >= 0].astype(np.int32)
        values = self._idf[ids]
        norm = np.sqrt(np.bincount(row_of, values * values, len(rows)))
        values = values * (self._weight / np.maximum(norm, 1e-6)[row_of]).astype(np.float32)
        return row_of, ids + np.int32(first_id), values

    def fingerprints(self, salt: int) -> NDArray[np.uint32]:
        """A number for every term that depends on nothing but the term and the salt."""
        return np.array([crc32(term.encode(), salt) for term in self._ids], np.uint32)

    def _grow(self, terms: Sequence[str]) -> Ids:
        known = self._ids
        if self._gram_cache is None:
            return np.array([known.setdefault(term, len(known)) for term in terms], np.int32)
        parts = []
        for word in terms:
            part = self._gram_cache.get(word)
            if part is None:
                part = self._grow_word(word)
            parts.append(part)
        return np.concatenate(parts) if parts else np.zeros(0, np.int32)

    def _grow_word(self, word: str) -> Ids:
        known = self._ids
        ids = np.array([known.setdefault(g, len(known)) for g in grams(word)], np.int32)
        if self._gram_cache is not None:
            self._gram_cache[word] = ids
        return ids

    def encode(self, reading: Reading) -> tuple[Ids, Values]:
        terms = self._terms(reading)
        if self._gram_cache is None:
            known = self._ids
            ids = np.array([known[term] for term in terms if term in known], np.int32)
        else:
            parts = [self._grams_of(word) for word in terms]
            ids = np.concatenate(parts) if parts else np.zeros(0, np.int32)
        values = self._idf[ids]
        norm = float(np.sqrt(values @ values))
        if norm > 0:
            values *= self._weight / norm
        return ids + np.int32(self._first_id), values

    def _grams_of(self, word: str) -> Ids:
        assert self._gram_cache is not None  # noqa: S101 - narrows the type; set for gram views
        ids = self._gram_cache.get(word)
        if ids is None:
            known = self._ids
            ids = np.array([known[g] for g in grams(word) if g in known], np.int32)
            # Bounded: people type new words for ever.
            if len(self._gram_cache) >= _WORD_CACHE:
                self._gram_cache.clear()
            self._gram_cache[word] = ids
        return ids


def grams(word: str) -> list[str]:
    """The character n-grams of a word with its edges marked by spaces."""
    padded = f" {word} "
    return [
        padded[start : start + length]
        for length in range(SHORTEST_GRAM, LONGEST_GRAM + 1)
        for start in range(len(padded) - length + 1)
    ]


def _standard_terms(reading: Reading) -> list[str]:
    words = reading.standard
    return [*words, *(f"{a} {b}" for a, b in pairwise(words))]


def _near_pairs(reading: Reading) -> list[str]:
    words = reading.content[:MAX_PAIRED_WORDS]
    return [
        f"{a} {b}" if a < b else f"{b} {a}"
        for i, a in enumerate(words)
        for b in words[i + 1 : i + NEAR]
    ]


def _concept_pairs(reading: Reading) -> list[str]:
    names = reading.concepts[:MAX_PAIRED_CONCEPTS]
    return [f"{a} {b}" for i, a in enumerate(names) for b in names[i + 1 :]]


# Weights were found by cross-validation (docs/search.md).
_VIEWS: tuple[tuple[float, Callable[[Reading], Sequence[str]]], ...] = (
    (0.4, lambda reading: reading.typed),
    (0.9, _standard_terms),
    (0.6, lambda reading: reading.content),
    (1.0, _near_pairs),
    (0.4, lambda reading: reading.concepts),
    (0.9, _concept_pairs),
)
_GRAM_VIEWS: tuple[tuple[float, Callable[[Reading], Sequence[str]]], ...] = (
    (0.9, lambda reading: reading.standard),
)


def _side_by_side(blocks: Sequence[tuple[NDArray[np.int64], Ids, Values]], rows: int) -> Sparse:
    row_of = np.concatenate([block[0] for block in blocks])
    order = np.argsort(row_of, kind="stable")
    starts = np.zeros(rows + 1, np.int64)
    np.cumsum(np.bincount(row_of, minlength=rows), out=starts[1:])
    return Sparse(
        starts,
        np.concatenate([block[1] for block in blocks])[order],
        np.concatenate([block[2] for block in blocks])[order],
    )
