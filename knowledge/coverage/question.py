"""What a question on coverage asks for: which regions, which workers, a figure, a trend, a list."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from knowledge.coverage.segments import Segment
from knowledge.language.lexicon import Phrases, entries
from knowledge.language.reading import normalise
from knowledge.language.regions import names_only_kutai, regions_in, without_regions
from knowledge.language.slots import slots

_WORDS = Path(__file__).with_name("words.txt")
PROVINCE = "64"

_SEGMENT_OF_JOB: Mapping[str, Segment] = {
    "guru_honorer": Segment.NON_ASN,
    "honorer": Segment.NON_ASN,
    "perangkat_desa": Segment.NON_ASN,
    "migran": Segment.MIGRANTS,
    "tukang_bangunan": Segment.CONSTRUCTION,
    "karyawan": Segment.EMPLOYEES,
    "satpam": Segment.EMPLOYEES,
    "tambang": Segment.EMPLOYEES,
}
"""Other occupations mostly work for themselves."""
_NO_GROUP_OF_THEIR_OWN = frozenset({"karyawan", "honorer", "guru_honorer", "migran"})
"""Words for a whole group rather than one occupation in it."""


class Wish(StrEnum):
    """The kind of a question."""

    REGION = "wilayah"
    """How far one region is, or one group of workers in it."""
    UNCOVERED = "belum"
    """How many people are not covered yet."""
    BREAKDOWN = "rincian"
    """All groups of workers of one region."""
    TREND = "tren"
    COMPARISON = "banding"
    RANKING = "peringkat"
    REACHED = "tercapai"
    """Which regions have reached 100 %."""
    OVERVIEW = "semua"
    """All regions."""
    WHICH_KUTAI = "kutai"
    """"Kutai" alone is three regencies: ask."""


@dataclass(frozen=True, slots=True)
class CoverageQuestion:
    """A question understood. `regions` are Kemendagri codes in order of mention."""

    wish: Wish
    regions: tuple[str, ...] = ()
    segment: Segment = Segment.ALL
    occupation: bool = False
    """Whether the segment stands for an occupation that has no figures of its own."""


def understood(text: str, before: str = "") -> CoverageQuestion:
    """What a scrubbed text asks for; what it leaves open is taken from the question before.

    Never fails: a text that says nothing asks for all regions.
    """
    heard, earlier = _hear(text), _hear(before)
    said = heard.wishes or earlier.wishes
    segments = heard.segments or earlier.segments
    segment = segments[0] if len(segments) == 1 else Segment.ALL
    named = heard.regions or earlier.regions
    if heard.only_kutai or (earlier.only_kutai and not heard.regions):
        return CoverageQuestion(Wish.WHICH_KUTAI, (), segment)
    if "comparison" in heard.wishes and len(heard.regions) == 1:
        named = (*(code for code in earlier.regions if code not in named), *named)
    regions = tuple(code for code in named if code != PROVINCE)
    wish = _wish(said, regions, province=PROVINCE in named, segments=segments)
    if wish is Wish.COMPARISON and PROVINCE in named:
        regions = named
    if wish in _OF_ONE_REGION:
        regions = regions[:1] or (PROVINCE,)
    return CoverageQuestion(wish, regions, segment, heard.occupation or earlier.occupation)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one text says by itself."""

    regions: tuple[str, ...]
    segments: tuple[Segment, ...]
    wishes: frozenset[str]
    occupation: bool
    only_kutai: bool


def _hear(text: str) -> _Heard:
    typed = normalise(text).typed
    # "PPU" is a regency, not a slip of "PU": what names a region says nothing else.
    words = without_regions(typed)
    said = _said(typed) | _said(words) | _said(normalise(" ".join(words)).standard)
    named = tuple(segment for segment in Segment if segment.value in said)
    job = slots(text).job
    from_job = () if named or job is None else (_SEGMENT_OF_JOB.get(job, Segment.OWN_ACCOUNT),)
    return _Heard(
        regions=regions_in(typed),
        segments=named or from_job,
        wishes=frozenset(said) - _SEGMENTS,
        occupation=bool(from_job) and job not in _NO_GROUP_OF_THEIR_OWN,
        only_kutai=names_only_kutai(typed),
    )


_OF_ONE_REGION = frozenset({Wish.REGION, Wish.UNCOVERED, Wish.BREAKDOWN, Wish.TREND})


def _wish(
    said: Collection[str],
    regions: tuple[str, ...],
    *,
    province: bool,
    segments: tuple[Segment, ...],
) -> Wish:
    """The kind of question; what several regions can be asked comes before what one can."""
    one = len(regions) == 1
    compared = "comparison" in said
    place = one or province
    rules = (
        (Wish.COMPARISON, len(regions) > 1 or (one and province and compared)),
        (Wish.RANKING, "ranking" in said),
        (Wish.REACHED, "reached" in said and not one),
        (Wish.OVERVIEW, "everywhere" in said and not one),
        (Wish.BREAKDOWN, len(segments) > 1 or "breakdown" in said),
        (Wish.TREND, "trend" in said or (compared and place)),
        (Wish.UNCOVERED, "uncovered" in said),
        (Wish.REGION, place or bool(segments)),
    )
    return next((wish for wish, holds in rules if holds), Wish.OVERVIEW)


_SEGMENTS = frozenset(segment.value for segment in Segment)


def _said(words: tuple[str, ...]) -> set[str]:
    """The names under which words and phrases are listed; of overlapping ones the longest."""
    found: set[str] = set()
    position = 0
    while position < len(words):
        length, names = _phrases().at(words, position)
        found.update(names)
        position += length or 1
    return found


@cache
def _phrases() -> Phrases:
    return Phrases(
        (tuple(phrase.split()), name) for name, phrases in entries(_WORDS) for phrase in phrases
    )
