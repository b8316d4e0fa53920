"""Regions of Kalimantan Timur in typed words, misspelt ones included."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from knowledge.language.lexicon import Phrases
from knowledge.regions import Region, load_regions

_SHORTEST_FUZZY = 6
"""Shorter names must be spelt as in the table: a letter more or less makes another word of them."""
_HALF_MISSPELT = 3
_PROVINCE = "provinsi"
KUTAI = "64.02"
"""The regency that "Kutai" alone is listed for, though two others are called so as well."""


def regions_in(words: tuple[str, ...]) -> tuple[str, ...]:
    """The Kemendagri codes of the regions named, in order of mention, each once."""
    names = _names()
    found: list[str] = []
    position = 0
    while position < len(words):
        length, codes = names.at(words, position)
        if not length:
            length, codes = 1, _nearly(words[position])
        found.extend(code for code in codes if code not in found)
        position += length
    return tuple(found)


def names_only_kutai(words: tuple[str, ...]) -> bool:
    """Whether "kutai" stands alone and nothing else says which of the three regencies is meant."""
    names = _names()
    alone = False
    position = 0
    while position < len(words):
        length, codes = names.at(words, position)
        if words[position] == "kutai" and length == 1:
            alone = not _is_kartanegara(words[position + 1 : position + 2])
            if not alone:
                return False
        elif KUTAI in codes:
            return False
        position += length or 1
    return alone


def _is_kartanegara(following: tuple[str, ...]) -> bool:
    """Whether the word after "kutai" is its second half, however it is spelt."""
    return any(
        OSA.distance(word, half, score_cutoff=_HALF_MISSPELT) <= _HALF_MISSPELT
        for word in following
        for half in ("kartanegara", "kertanegara")
    )


def without_regions(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that are no region's name."""
    names = _names()
    rest: list[str] = []
    position = 0
    while position < len(words):
        length, _ = names.at(words, position)
        if not length and not _nearly(words[position]):
            rest.append(words[position])
        position += length or 1
    return tuple(rest)


@lru_cache(maxsize=1)
def _names() -> Phrases:
    return Phrases(
        (tuple(name.split()), region.kemendagri_code)
        for region in load_regions()
        for name in _spellings(region)
    )


@lru_cache(maxsize=4096)
def _nearly(word: str) -> tuple[str, ...]:
    """The region with a long name that differs by one letter."""
    if len(word) < _SHORTEST_FUZZY or not word.isalpha():
        return ()
    for region in load_regions():
        # The province's other names are everyday words: they must be spelt as they are.
        if region.kind != _PROVINCE and any(
            len(name) >= _SHORTEST_FUZZY and OSA.distance(word, name, score_cutoff=1) <= 1
            for name in _spellings(region)
        ):
            return (region.kemendagri_code,)
    return ()


def _spellings(region: Region) -> list[str]:
    listed = (region.name, *region.abbreviations, *region.aliases, *region.misspellings)
    return sorted({name.casefold().replace("-", " ") for name in listed})
