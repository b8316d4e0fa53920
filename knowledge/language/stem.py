"""Light affix stripping for Indonesian, colloquial Indonesian, Banjar and Javanese.

A stem is taken only when it is a known root, so that no word is cut to nonsense.
"""

from collections.abc import Iterator

_SUFFIXES = (
    "nya", "ny", "kan", "an", "i", "in", "ku", "mu", "kah", "lah", "akan", "e", "ne", "ake", "no",
    "annya", "kannya", "innya", "inya", "anku", "ankah", "nyakah", "akannya", "ane", "x",
)  # fmt: skip
_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    # prefix, and what may have been lost behind it
    ("meng", ("", "k")), ("meny", ("s", "c")), ("mem", ("", "p")), ("men", ("", "t")),
    ("menge", ("",)), ("me", ("",)), ("peng", ("", "k")), ("peny", ("s",)), ("pem", ("", "p")),
    ("pen", ("", "t")), ("per", ("",)), ("pe", ("",)), ("ber", ("",)), ("be", ("",)),
    ("ter", ("",)), ("di", ("",)), ("se", ("",)), ("ke", ("",)), ("nge", ("",)), ("ng", ("", "k")),
    ("ny", ("s", "c")), ("n", ("t", "")), ("m", ("p", "")), ("ma", ("",)), ("mang", ("", "k")),
    ("mam", ("", "p")), ("man", ("", "t")), ("many", ("s",)), ("ba", ("",)), ("ta", ("",)),
    ("sa", ("",)), ("ka", ("",)), ("pa", ("",)), ("tak", ("",)), ("diper", ("",)),
    ("memper", ("",)), ("keter", ("",)), ("pember", ("",)), ("ku", ("",)), ("dipe", ("",)),
    ("dike", ("",)), ("kese", ("",)),
)  # fmt: skip
_SHORTEST = 3
_FEWEST_LOST = 2
_CACHE = 50_000


class Stemmer:
    """Strips affixes down to the shortest known root."""

    def __init__(self, roots: frozenset[str], kept: frozenset[str]) -> None:
        """``roots``: words a stem may be; ``kept``: words that are left as they are."""
        self._roots = roots
        self._kept = kept
        self._stems: dict[str, str] = {}

    def stem(self, word: str) -> str:
        """The root of a word, or the word itself."""
        known = self._stems.get(word)
        if known is None:
            known = self._find(word)
            # Whatever people type must not fill the memory.
            if len(self._stems) < _CACHE:
                self._stems[word] = known
        return known

    def _find(self, word: str) -> str:
        if len(word) <= _SHORTEST or word in self._kept or not word.isalpha():
            return word
        best = word
        for candidate in _candidates(word):
            if candidate in self._kept:
                return candidate
            if _SHORTEST <= len(candidate) < len(best) and candidate in self._roots:
                # Three letters are a root often enough by chance: they need a bare affix pair.
                if len(candidate) == _SHORTEST and len(word) - len(candidate) < _FEWEST_LOST:
                    continue
                best = candidate
        return best


def _candidates(word: str) -> Iterator[str]:
    for ending in ("", *_SUFFIXES):
        if ending and not word.endswith(ending):
            continue
        middle = word[: len(word) - len(ending)]
        yield middle
        for prefix, lost in _PREFIXES:
            if middle.startswith(prefix):
                for letter in lost:
                    yield letter + middle[len(prefix) :]
