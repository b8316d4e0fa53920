"""Whether the name that a person types is the one the registry holds.

A stand-in for showing the identity card: it must bear spelling, titles, initials and typing slips,
and must not take a sister for her sister. How the threshold was found: docs/registry.md.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA, Prefix

from bot.registry.name_words import FILLER, Name, Word, joined, read_name

THRESHOLD = 0.7
"""Scores from here on are the same person; measured by tests/bench/names.py."""

_SLIP = 0.9
"""How much a word counts that agrees but for a typing slip."""
_SLIP_FROM = 5
"""Letters of a word that may hold a slip."""
_SURE = 8
"""Letters of a word that is known whatever one of its vowels has become."""
_ENOUGH = 1.2
_ENOUGH_WITHOUT = 0.3
"""What must agree: more than one ordinary word, and more still when a part is missing."""
_INITIAL = 0.5
"""Initials are paired last."""
_SHORTFALL = 2.0
"""What each point of proof that is lacking costs."""
_CONTRADICTION = 0.4
"""What it costs that each name has a word that the other hasn't."""
_FILLED_UP_TO = 4
_NOTHING = 0.01
"""Weights are sums of floats."""
_SAME_SOUND = frozenset(
    pair
    for one, other in ("ji", "jy", "js", "zs", "kc", "pb", "fp", "td", "uw")
    for pair in ((one, other), (other, one))
)
"""Letters that are confused; any other slip in a first letter makes another name."""
_BESIDE = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz", "s": "awdzx", "d": "sefxc", "f": "drgcv", "g": "fthvb",
    "h": "gyjbn", "j": "huknm", "k": "jilm", "l": "kop", "z": "asx", "x": "zsdc", "c": "xdfv",
    "v": "cfgb", "b": "vghn", "n": "bhjm", "m": "njk",
}  # fmt: skip
"""The keys around each, on a keyboard or a telephone."""
_VOWELS = frozenset("aiueo")
_TELLING = frozenset("aiueonts")
"""Last letters that make another name of one: Karima, Karimah, Kariman."""
_ENDING = re.compile(r"[ntdrs]*[aiueo]$|.$")


def same_name(given: str, recorded: str) -> bool:
    """Whether `given`, as typed, is the name `recorded`, as the registry has it.

    The work depends on what was typed, not on whether, where or from what it differs: recorded
    names of one to four words cost the same. Takes any text and never fails: what isn't a name
    isn't the same.
    """
    return name_score(given, recorded) >= THRESHOLD


def name_score(given: str, recorded: str) -> float:
    """How well two names agree: 1.0 entirely, 0.0 or less not at all."""
    ours, theirs = read_name(given), read_name(recorded)
    left, right = _words_to_compare(ours, theirs), _words_to_compare(theirs, ours)
    matched = _match(left, _filled_up(right))
    evidence = sum(pair.evidence for pair in matched)
    exact = all(pair.quality == 1.0 for pair in matched)
    left_rest = _total(left) - sum(pair.left_weight for pair in matched)
    right_rest = _total(right) - sum(pair.right_weight for pair in matched)
    missing = left_rest + right_rest
    total = _total(left) + _total(right)
    agreement = 2 * sum(pair.weight for pair in matched) / total if total else 0.0
    enough = _ENOUGH + _ENOUGH_WITHOUT * min(1.0, missing)
    complete = exact and missing < _NOTHING
    shortfall = 0.0 if complete else max(0.0, enough - evidence)
    contradicted = min(left_rest, right_rest) > _NOTHING
    cut = ours.too_long or theirs.too_long
    return agreement - _SHORTFALL * shortfall - _CONTRADICTION * contradicted - float(cut)


class _Pair(NamedTuple):
    """Two words, or words joined, that agree; masks tell which words of each name."""

    quality: float
    weight: float
    """What the two agree in, of the weights of their words."""
    evidence: float
    """What that proves."""
    left: int
    right: int
    left_weight: float
    right_weight: float


def _words_to_compare(name: Name, other: Name) -> tuple[Word, ...]:
    """The words without a patronymic that only one of the names has."""
    both = bool(name.patronymic) and bool(other.patronymic)
    return name.words + name.patronymic if both else name.words


def _filled_up(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """With words that are like none, so that a short name takes as long as one of four words."""
    return words + (FILLER,) * (_FILLED_UP_TO - len(words))


def _total(words: tuple[Word, ...]) -> float:
    return sum(word.weight for word in words)


def _match(left: tuple[Word, ...], right: tuple[Word, ...]) -> list[_Pair]:
    """The best pairs that don't share a word: those that agree exactly first, initials last."""
    units = list(_units(right))
    pairs = [pair for a, at in _units(left) for b, to in units if (pair := _pair(a, at, b, to))]
    pairs.sort(key=lambda pair: (-pair.quality, -pair.weight, pair.left + pair.right))
    chosen: list[_Pair] = []
    left_used = right_used = 0
    for pair in pairs:
        if not (pair.left & left_used or pair.right & right_used):
            chosen.append(pair)
            left_used |= pair.left
            right_used |= pair.right
    return chosen


def _units(words: tuple[Word, ...]) -> Iterator[tuple[Word, int]]:
    """Each word, and each two neighbours written as one, with its mask; initials aren't joined."""
    for place, word in enumerate(words):
        yield word, 1 << place
    couples = [
        (place, couple)
        for place, couple in enumerate(pairwise(words))
        if not any(word.is_initial for word in couple)
    ]
    both = joined([couple for _, couple in couples])
    for (place, _), word in zip(couples, both, strict=True):
        yield word, 0b11 << place


def _pair(a: Word, at: int, b: Word, to: int) -> _Pair | None:
    """The two as a pair, if they agree. All of it is worked out for every two words."""
    other_sound = a.other_key in (b.key, b.other_key) or a.key == b.other_key
    same = a.key == b.key or (other_sound and not (a.known and b.known))
    single = at.bit_count() == to.bit_count() == 1
    slip = single and _is_slip(a, b)
    # Two words joined on both sides would hide where they differ: Agus Salim, Agus Halim.
    comparable = at.bit_count() == 1 or to.bit_count() == 1
    initial = single and a.is_initial != b.is_initial and a.key[0] == b.key[0]
    quality = 1.0 if same and comparable else _SLIP if slip else _INITIAL if initial else 0.0
    if not quality:
        return None
    if quality == _INITIAL:
        # The rest of the word that the initial stands for is missing. Of a name that many bear
        # that isn't much; of any other nearly all.
        told = min(a.weight, b.weight)
        proof = told if max(a.weight, b.weight) < 1 else 0.0
        return _Pair(quality, told, proof, at, to, told, told)
    agreed = quality * (a.weight + b.weight) / 2
    return _Pair(quality, agreed, agreed, at, to, a.weight, b.weight)


def _is_slip(a: Word, b: Word) -> bool:
    """Whether one may be the other mistyped: near it by letter or sound, and no name of its own."""
    by_sound, by_letter = _is_near(a.key, b.key), _is_near(a.letters, b.letters)
    return (by_sound or by_letter) and not (a.known and b.known)


def _is_near(a: str, b: str) -> bool:
    """Whether one letter differs, or two are swapped, but not where names that are alike differ.

    The ending tells men from women and sisters from each other (Yuliani, Yulianti, Yuliati,
    Yuliana), so it must be there; most other last consonants may be missing. Another letter in a
    letter's stead is a slip when the keys are neighbours: Karta and Karya are two names.
    """
    one, other = sorted((a, b), key=len)
    longest = len(other)
    swapped = sorted(one) == sorted(other)
    inserted = len(one) < longest and longest > _SLIP_FROM
    at = int(Prefix.similarity(one, other))
    pair = one[at : at + 1], other[at : at + 1]
    beside = pair[1] in _BESIDE.get(pair[0], "") or pair in _SAME_SOUND
    misread = longest >= _SURE and pair[0] in _VOWELS and pair[1] in _VOWELS
    replaced = len(one) == longest and (beside or misread)
    silent = one.replace("h", "") == other.replace("h", "")
    slipped = longest >= _SLIP_FROM and (swapped or inserted or replaced or silent)
    begins = one[0] == other[0] or (one[0], other[0]) in _SAME_SOUND
    ends = (
        _ENDING.findall(one) == _ENDING.findall(other)
        or swapped
        or (other[:-1] == one and other[-1] not in _TELLING)
    )
    return OSA.distance(one, other) == 1 and slipped and begins and ends
