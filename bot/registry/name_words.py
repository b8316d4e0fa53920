"""A name as typed or recorded, read into words that can be compared.

Titles, degrees and patronymics are set aside; every word gets a key under which its usual
spellings fall together: Mochammad and Muhamad, Djoko and Joko, Rochmawati and Rohmawati. Nothing is
cached: a name that was typed leaves nothing behind, and a name seen before takes as long.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

MOST_CHARACTERS = 120
"""What is longer is cut: the registers allow 60 in a name; titles and degrees come on top."""
MOST_WORDS = 10

_ORDINARY = 1.0
_COMMON = 0.4
_INITIAL = 0.3
"""What a word tells about who is meant: Siti and Muhammad less than Rahmawati, an initial least."""

_TITLES = frozenset((
    "hj", "haji", "hajah", "hajjah", "kh", "ky", "kyai", "kiai", "ust", "ustad", "ustadz",
    "ustaz", "ustadzah", "ustazah", "dr", "drs", "dra", "drg", "drh", "ir", "prof", "apt", "ns",
    "ners", "pdt", "pdm", "pastor", "romo", "tn", "ny", "nn", "sdr", "sdri", "bp", "bpk",
    "bapak", "pak", "ibu", "bu", "alm", "almh", "almarhum", "almarhumah", "raden", "rd", "rr",
    "boru", "br", "mr", "mrs", "guru",
))  # fmt: skip
_DEGREES = frozenset((
    "se", "sh", "st", "sp", "spd", "spdi", "spdk", "spdsd", "spt", "spi", "sag", "sip", "ssos",
    "sosi", "ssi", "skom", "scom", "skep", "skm", "skeb", "sked", "sei", "shi", "shut", "sikom",
    "smn", "sab", "sap", "stp", "sstp", "sst", "sth", "sthi", "spsi", "sfarm", "strkeb",
    "strkep", "sak", "sars", "sds", "sn", "ssn", "skh", "mm", "mt", "mh", "mp", "mpd", "mpdi",
    "msi", "mkes", "mkom", "mba", "msc", "ma", "mag", "mhum", "mab", "mak", "map", "mkeb",
    "mkep", "mepd", "mtr", "mth", "amd", "amdkeb", "amdkep", "amak", "ama", "amapd", "ak", "ca",
    "ba", "bsc", "be", "lc", "phd", "sppd", "spog", "spa", "spb", "gr", "cpns", "pns", "cht",
))  # fmt: skip
_LONG = 3
_WORDS_TOO = frozenset((
    "se", "st", "sp", "ma", "ba", "ak", "ca", "be", "gr", "mp", "sn", "st",
))  # fmt: skip
"""Degrees that are somebody's name or abbreviate one: degrees only with a dot or after a comma."""
_PATRONYMIC = frozenset((
    "bin", "binti", "bt", "bte", "bnt", "ibnu", "alias", "als",
))  # fmt: skip

_SILENT = re.compile(r"['’‘`´ʼʻ\u200b-\u200f\ufeff\u00ad]")
_CHUNK = re.compile(r",|[^\W\d_.]+(?:\.[^\W\d_.]+)*\.?")
_LETTERS = re.compile(r"[a-z]+")

_OLD_SPELLING = (("tj", "c"), ("sj", "s"), ("oe", "u"), ("dj", "J"))
"""Before 1972 j was y, and what is j now was dj."""
_SPELLINGS = (
    ("ulloh", "ula"), ("sch", "s"), ("chr", "kr"), ("chl", "kl"), ("ph", "p"), ("kh", "h"),
    ("ch", "h"), ("sy", "s"), ("sh", "s"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("gh", "g"),
    ("dz", "z"), ("ts", "s"), ("q", "k"), ("x", "ks"), ("v", "p"), ("f", "p"), ("y", "i"),
    ("uw", "u"), ("oi", "ai"), ("ae", "ai"), ("ei", "ai"), ("ie", "i"), ("ee", "i"), ("oo", "u"),
    ("ou", "u"), ("o", "u"),
)  # fmt: skip
"""One after the other, on lower-case ASCII."""
_DOUBLE = re.compile(r"(.)\1+")
_LAST_SOUNDS = {"d": "t", "b": "p"}


class Word(NamedTuple):
    """A word of a name. `key` is "" for none."""

    key: str
    letters: str
    """As written, ASCII and lower case: what joined words are made of."""
    other_key: str
    """The key when an o inside is heard as a: Khodijah and Khadijah, Istiqomah and Istiqamah."""
    weight: float
    known: bool
    """Many people bear it: a name near it is another name, no typing slip."""

    @property
    def is_initial(self) -> bool:
        """Stands for any word that begins so."""
        return len(self.key) == 1


FILLER = Word("-" * 7, "-" * 7, "-" * 7, 0.0, known=False)
"""A word that is like none."""


class Name(NamedTuple):
    """The words of a name; `patronymic` is what follows bin or binti."""

    words: tuple[Word, ...]
    patronymic: tuple[Word, ...]
    too_long: bool
    """It had more words than anybody's name has, and they were cut."""


def read_name(text: str) -> Name:
    """The words of a name. Never fails: what holds no Latin letters has no words."""
    too_long = len(text) > MOST_CHARACTERS
    decomposed = unicodedata.normalize("NFKD", text[:MOST_CHARACTERS].casefold())
    plain = _SILENT.sub("", "".join(c for c in decomposed if not unicodedata.combining(c)))
    own: list[Word] = []
    fathers: list[Word] | None = None
    chunks = _without_degrees(_CHUNK.findall(plain[: 2 * MOST_CHARACTERS]))
    for word in _words([letters for chunk in chunks for letters in _LETTERS.findall(chunk)]):
        if word.letters in _PATRONYMIC and own:
            fathers = []
        elif word.letters not in _TITLES and word.key not in _LONG_TITLES:
            (own if fathers is None else fathers).append(word)
    too_long |= len(own) + len(fathers or ()) > MOST_WORDS
    if len(own) > 1 and own[0].key == "h":
        # A Haji, unless the other name has a word that begins so.
        own[0] = own[0]._replace(weight=0.0)
    return Name(tuple(own[:MOST_WORDS]), tuple(fathers or ())[:MOST_WORDS], too_long)


def joined(pairs: Sequence[tuple[Word, Word]]) -> list[Word]:
    """Each two words written as one."""
    words = _words([one.letters + other.letters for one, other in pairs])
    return [
        word._replace(weight=one.weight + other.weight)
        for word, (one, other) in zip(words, pairs, strict=True)
    ]


def key_of(letters: str) -> str:
    """The key of a word of lower-case ASCII letters."""
    return _words([letters])[0].key


def _without_degrees(chunks: list[str]) -> list[str]:
    """The chunks that are no academic degrees; "S. Pd" in two chunks is one as well."""
    kept: list[str] = []
    after_comma = False
    skip = False
    for chunk, following in zip(chunks, [*chunks, ""][1:], strict=True):
        if skip:
            skip = False
        elif chunk == ",":
            after_comma = True
        elif kept and _is_degree(chunk + following) and len(chunk.rstrip(".")) == 1:
            skip = True
        elif not (kept and (_is_degree(chunk, sure=after_comma or "." in chunk))):
            kept.append(chunk)
    return kept


def _is_degree(chunk: str, *, sure: bool = True) -> bool:
    letters = chunk.replace(".", "")
    return letters in _DEGREES and (sure or letters not in _WORDS_TOO)


def _words(written: Sequence[str]) -> list[Word]:
    """Words with their keys."""
    table = _table()
    heard = [
        letters[:1] + letters[1:-1].replace("o", "a") + letters[1:][-1:] for letters in written
    ]
    folded = [table.standard.get(key, key) for key in _fold([*written, *heard])]
    return [
        Word(
            key,
            letters,
            other_key,
            _INITIAL if len(key) == 1 else _COMMON if key in table.common else _ORDINARY,
            key in table.known,
        )
        for key, letters, other_key in zip(
            folded[: len(written)], written, folded[len(written) :], strict=True
        )
    ]


def _fold(written: Iterable[str]) -> list[str]:
    """The keys of words by the rules of spelling alone: all in one go, which is far faster."""
    text = "|".join(_from_old_spelling(letters) for letters in written)
    for spelt, sound in _SPELLINGS:
        text = text.replace(spelt, sound)
    sounds = _DOUBLE.sub(r"\1", text).split("|") if text else []
    return [_with_plain_ends(word) for word in sounds]


def _from_old_spelling(letters: str) -> str:
    word = letters
    for old, new in _OLD_SPELLING:
        word = word.replace(old, new)
    if "J" in word or "tj" in letters:
        word = word.replace("j", "y").replace("J", "j")
    return word


def _with_plain_ends(word: str) -> str:
    """The z in front as j, those inside as s; c inside as k; the last sound as it is heard."""
    word = word[:1].replace("z", "j") + word[1:].replace("z", "s").replace("c", "k")
    if len(word) > 2:  # noqa: PLR2004 -- "Ah" keeps its h
        word = word.removesuffix("h")
        word = word[:-1] + _LAST_SOUNDS.get(word[-1], word[-1])
    return word


_LONG_TITLES = frozenset(_fold(title for title in _TITLES if len(title) > _LONG))
"""By key, so that a Hadji is one as well."""


class _Table(NamedTuple):
    standard: dict[str, str]
    known: frozenset[str]
    common: frozenset[str]


@cache
def _table() -> _Table:
    """known_names.txt, by key."""
    standard: dict[str, str] = {}
    known: set[str] = set()
    common: set[str] = set()
    text = Path(__file__).with_name("known_names.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        name, _, variants = line.removeprefix("~").partition("=")
        key, *spelt = _fold([name.strip(), *variants.split()])
        known.add(key)
        if line.startswith("~"):
            common.add(key)
        standard.update((variant, key) for variant in spelt if variant != key)
    return _Table(standard, frozenset(known), frozenset(common))
