"""Spelling correction against a vocabulary of words with their frequencies."""

import math
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

_VOWELS = str.maketrans("", "", "aiueo")
_SHORTEST = 4
_SHORT = 5
"""In words up to this long one letter may be wrong, in longer ones two."""
_FREQUENT = 4
_CONSIDERED = 10
_CACHE = 20_000


class Corrector:
    """Finds the word of the vocabulary that an unknown word most likely means."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """``vocabulary``: word → how often it occurs (0 for words known from a word list only)."""
        self._frequency = {
            word: count
            for word, count in vocabulary.items()
            if len(word) >= _SHORTEST and word.isalpha()
        }
        # People hardly ever mistype the first letter, and a tenth of the words takes a tenth of
        # the time.
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(self._frequency):
            self._by_letter.setdefault(word[0], []).append(word)
        self._skeletons: dict[str, str] = {}
        for word in sorted(self._frequency, key=lambda w: (self._frequency[w], w)):
            self._skeletons[word.translate(_VOWELS)] = word
        self._cache: dict[str, str | None] = {}

    def __contains__(self, word: object) -> bool:
        return word in self._frequency

    def correct(self, word: str) -> str | None:
        """The likeliest word meant, or None when nothing is near enough (or the word is known)."""
        if len(word) < _SHORTEST or word in self._frequency or not word.isalpha():
            return None
        if word not in self._cache:
            if len(self._cache) >= _CACHE:
                self._cache.clear()
            self._cache[word] = self._search(word)
        return self._cache[word]

    def _search(self, word: str) -> str | None:
        skeleton = word.translate(_VOWELS)
        # "pndftrn": vowels left out as people do in short messages.
        if len(skeleton) >= max(_SHORTEST, len(word) - 1):
            full = self._skeletons.get(skeleton)
            if full is not None:
                return full
        allowed = 1 if len(word) <= _SHORT else 2
        near = process.extract(
            word,
            self._by_letter.get(word[0], ()),
            scorer=OSA.distance,
            score_cutoff=allowed,
            limit=_CONSIDERED,
        )
        return max(
            (found for found, _, _ in near),
            key=lambda found: (self._score(word, found), found),
            default=None,
        )

    def _score(self, word: str, near: str) -> float:
        # Vowels are left out or changed more easily than consonants.
        same_consonants = word.translate(_VOWELS) == near.translate(_VOWELS)
        frequency = math.sqrt(min(_FREQUENT, self._frequency[near]))
        return -2.0 * OSA.distance(word, near) + 0.8 * same_consonants + 0.4 * frequency
