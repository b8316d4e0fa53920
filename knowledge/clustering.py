"""Questions that ask for the same thing, put together.

Two questions belong together when they are worded alike, and the less alike they are worded, the
more the search must agree on what they are about. Wording is compared as the search reads it:
stems in standard Indonesian, their parts (so that slips of the finger do little), concepts.

Clusters are stars: the question with the most neighbours takes all of them, then the next one.
Nothing is chained: "a" like "b" and "b" like "c" doesn't bring "c" to "a".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.language import Reading, normalise
from knowledge.language.text import clean

_Matrix = NDArray[np.float32]

SAME_TOPIC, RELATED, ANY_TOPIC = 0.40, 0.55, 0.75
"""How alike (cosine) two questions must be worded that have the same likeliest topic, one among
their few likeliest in common, or nothing."""
_SIZE = 1 << 11
"""Features share so many places; of the few dozen of a question hardly two meet."""
_WORDS, _PAIRS, _PARTS, _CONCEPTS = 1.0, 0.5, 0.7, 0.5
_SHORTEST_PART, _LONGEST_PART = 3, 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, scrubbed, and the topics that the search took it for, likeliest first."""

    text: str
    topics: tuple[str, ...] = ()


def cluster(questions: Sequence[Asked]) -> list[tuple[int, ...]]:
    """The clusters, each as places in `questions`: its most typical question first, then in order.

    Every question is in exactly one. The order of the clusters is that of their first members.
    Deterministic; of questions that say the same, only the first decides.
    """
    same: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    for place, question in enumerate(questions):
        same.setdefault((clean(question.text), question.topics), []).append(place)
    places = list(same.values())
    if not places:
        return []
    near = _near([questions[members[0]] for members in places])
    sizes = np.array([len(members) for members in places])
    clusters = []
    for star in _stars(near, sizes):
        typical = places[star[0]][0]
        members = {place for number in star for place in places[number]}
        clusters.append((typical, *sorted(members - {typical})))
    return sorted(clusters, key=min)


def _near(questions: Sequence[Asked]) -> NDArray[np.bool_]:
    """Which questions belong together, two by two."""
    vectors = _vectors([question.text for question in questions])
    alike = vectors @ vectors.T
    names = {topic for question in questions for topic in question.topics}
    number = {topic: place for place, topic in enumerate(sorted(names))}
    first = np.array([number[q.topics[0]] if q.topics else -1 for q in questions])
    among = np.zeros((len(questions), len(number)), np.float32)
    for place, question in enumerate(questions):
        among[place, [number[topic] for topic in question.topics]] = 1
    needed = np.where(among @ among.T > 0, RELATED, ANY_TOPIC)
    needed[(first[:, None] == first[None, :]) & (first >= 0)[:, None]] = SAME_TOPIC
    near: NDArray[np.bool_] = alike >= needed
    np.fill_diagonal(near, True)  # a question of nothing but signs is like itself, too
    return near


def _stars(near: NDArray[np.bool_], sizes: NDArray[np.int64]) -> list[list[int]]:
    """The stars, each its centre first. Of equal centres the earlier one is taken."""
    free = np.ones(len(sizes), np.bool_)
    reach = (near * sizes).sum(axis=1)  # how many free questions each one would take
    asked_often = sizes / (sizes.sum() + 1)  # decides between equal ones
    stars = []
    while free.any():
        centre = int(np.where(free, reach + asked_often, -1).argmax())
        members = np.flatnonzero(near[centre] & free)
        free[members] = False
        reach -= (near[:, members] * sizes[members]).sum(axis=1)
        stars.append([centre, *members[members != centre].tolist()])
    return stars


def _vectors(texts: Sequence[str]) -> _Matrix:
    """Unit vectors; what many of the questions say weighs little."""
    matrix = np.zeros((len(texts), _SIZE), np.float32)
    for row, text in enumerate(texts):
        places, weights = _features(text)
        np.maximum.at(matrix[row], places, weights)
    frequency = np.count_nonzero(matrix, axis=0)
    matrix *= (np.log((1 + len(texts)) / (1 + frequency)) + 1).astype(np.float32)
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit: _Matrix = matrix / np.maximum(norms, np.float32(1e-6))
    return unit


@lru_cache(maxsize=4_096)
def _features(text: str) -> tuple[NDArray[np.int64], _Matrix]:
    """Where a question's features stand, and how much each counts. The same ones come often."""
    reading = normalise(text)
    weights: dict[str, float] = {}
    words = _words(reading)
    for word in words:
        weights[word] = _WORDS
        parts = _parts(word)
        for part in parts:
            weights[f"~{part}"] = _PARTS / len(parts) ** 0.5
    for one, other in pairwise(words):
        weights[f"{one} {other}"] = _PAIRS
    for concept in reading.concepts:
        weights[concept if concept.startswith("#") else f"#{concept}"] = _CONCEPTS
    places = np.array([crc32(name.encode()) % _SIZE for name in weights], np.int64)
    return places, np.array(list(weights.values()), np.float32)


def _words(reading: Reading) -> tuple[str, ...]:
    """What is said; of a text of nothing but particles, those."""
    return reading.content or reading.standard or reading.typed


def _parts(word: str) -> list[str]:
    padded = f" {word} "
    return [
        padded[start : start + length]
        for length in range(_SHORTEST_PART, _LONGEST_PART + 1)
        for start in range(max(1, len(padded) - length + 1))
    ]
