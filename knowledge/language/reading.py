"""Readings of a text: as typed, in standard words, as stems and as concepts, side by side."""

import re
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language.lexicon import Lexicon, lexicon
from knowledge.language.numbers import marker
from knowledge.language.spelling import Corrector
from knowledge.language.text import clean, words

MOST_MENDED = 30
"""So many unknown words of a text are looked up at most: each takes time when it is new."""
_CLITICS = ("nya", "ny", "x", "kah", "lah", "pun", "ku", "mu", "e", "an", "in", "kan", "i", "ne")
_SHORTEST_REST = 3
"""Fewer letters before an ending are a known variant by chance ("sini" is not "s" and "ini")."""
_DIGIT_LETTERS = str.maketrans({"4": "a", "3": "e", "1": "i", "0": "o", "5": "s", "7": "t"})
_REDUPLICATED = re.compile(r"^([^\W\d_]{2,})2([^\W\d_]*)$")
_DOUBLE = re.compile(r"([^\W\d_])\1")


@dataclass(frozen=True, slots=True)
class Reading:
    """One text read in several ways; nothing typed is lost."""

    text: str
    """The cleaned text (see ``knowledge.language.text.clean``)."""
    typed: tuple[str, ...]
    """Words as typed."""
    standard: tuple[str, ...]
    """Words in standard Indonesian as far as they are known."""
    content: tuple[str, ...]
    """Stems of the standard words, without particles."""
    concepts: tuple[str, ...]
    """Names of concepts and markers ("#uang", "#pekerjaan" …), sorted, each once."""


def normalise(text: str, corrector: Corrector | None = None) -> Reading:
    """Read any text. Never fails; looks at a bounded part of it (see ``knowledge.language.text``).

    ``corrector`` mends words that no data file knows, where given.
    """
    cleaned = clean(text)
    return _read(cleaned, words(cleaned), corrector)


def mend(reading: Reading, corrector: Corrector) -> Reading:
    """The same text read with a corrector."""
    if all(corrector.correct(word) is None for word in reading.standard):
        return reading
    return _read(reading.text, reading.typed, corrector)


def _read(cleaned: str, typed: tuple[str, ...], corrector: Corrector | None) -> Reading:
    known = lexicon()
    standard = _standardise(typed, known, corrector)
    stem = known.stemmer.stem
    stems = tuple([stem(word) for word in standard])
    particles = known.particles
    content = tuple(
        [
            stem
            for word, stem in zip(standard, stems, strict=True)
            if word not in particles and stem not in particles
        ]
    )
    concepts = known.concepts.targets_in(standard)
    concepts |= known.concepts.targets_in(stems)
    # Without particles, phrases are found although a "nya" or "saya" stands between their words.
    concepts |= known.concepts.targets_in(content, shortest=2)
    concepts.update([name for word in typed if (name := marker(word)) is not None])
    return Reading(cleaned, typed, standard, content, tuple(sorted(concepts)))


def _standardise(
    typed: tuple[str, ...], known: Lexicon, corrector: Corrector | None
) -> tuple[str, ...]:
    standard: list[str] = []
    mendable = MOST_MENDED
    position = 0
    while position < len(typed):
        length, targets = known.variants.at(typed, position)
        if length:
            standard.extend(targets[0].split())
            position += length
        else:
            word = typed[position]
            found = _known(word)
            if found is None and corrector is not None and mendable:
                mendable -= 1
                mended = corrector.correct(word)
                found = (_known(mended) or (mended,)) if mended is not None else None
            standard.extend(found or (word,))
            position += 1
    return tuple(standard)


@lru_cache(maxsize=20_000)
def _known(word: str) -> tuple[str, ...] | None:
    """The standard words of a word that the data files know in some shape, else None."""
    known = lexicon()
    for shape in _shapes(word):
        found = _listed(shape, known)
        if found is not None:
            return found
        if known.stemmer.stem(shape) != shape:
            return (shape,)
        for clitic in _CLITICS:
            rest = shape.removesuffix(clitic)
            if rest != shape and len(rest) >= _SHORTEST_REST:
                found = _listed(rest, known)
                if found is not None:
                    return found
    return None


def _listed(word: str, known: Lexicon) -> tuple[str, ...] | None:
    if word in known.vocabulary:
        return (word,)
    targets = known.variants.at((word,), 0)[1]
    return tuple(targets[0].split()) if targets else None


def _shapes(word: str) -> tuple[str, ...]:
    """The word, and what it may stand for: "bagi2", "sayaa", "t4rik"."""
    shapes = [word]
    reduplicated = _REDUPLICATED.match(word)
    if reduplicated:
        shapes += [reduplicated[1] + reduplicated[2], reduplicated[1]]
    single = _DOUBLE.sub(r"\1", word)
    if single != word:
        shapes.append(single)
    if not word.isalpha() and sum(map(str.isalpha, word)) >= 2:  # noqa: PLR2004 - "2jt" is no word
        shapes.append(word.translate(_DIGIT_LETTERS))
    return tuple(shapes)
