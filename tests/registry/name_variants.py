"""Names as people write them, and names of other people: by hand, and varied at random.

Written without a look at the matcher's tables: what people do to names, not what it undoes.
"""

import csv
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

_DATA = Path(__file__).parent / "data"


class Pair(NamedTuple):
    """A name as the registry has it, as somebody typed it, and what was done to it."""

    recorded: str
    given: str
    kind: str


def by_hand(file: str) -> list[Pair]:
    """The pairs of one of the files: same_person, held_out or other_person."""
    with (_DATA / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return [Pair(row["recorded"], row["given"], row["kind"]) for row in csv.DictReader(lines)]


def names() -> list[str]:
    """The invented people's names, as recorded."""
    with (_DATA / "more_names.csv").open(encoding="utf-8", newline="") as lines:
        more = [row["name"] for row in csv.DictReader(lines)]
    return sorted({pair.recorded for pair in by_hand("same_person")} | set(more))


# What people do to one word: written → also written.
_RESPELT = (
    ("DJ", "J"), ("J", "DJ"), ("OE", "U"), ("U", "OE"), ("SY", "S"), ("SY", "SH"), ("KH", "H"),
    ("KH", "K"), ("CH", "H"), ("TH", "T"), ("DH", "D"), ("F", "P"), ("V", "F"), ("Y", "I"),
    ("I", "Y"), ("Q", "K"), ("Z", "S"), ("LL", "L"), ("SS", "S"), ("DD", "D"), ("NN", "N"),
    ("RR", "R"), ("L", "LL"), ("N", "NN"), ("AE", "AI"), ("AI", "AE"), ("AH", "A"), ("OO", "O"),
    ("IA", "IYA"), ("IYA", "IA"), ("K", "C"), ("EI", "EY"), ("UDDIN", "UDIN"), ("DZ", "Z"),
)  # fmt: skip
_MUHAMMAD = ("M.", "M", "Muh.", "Muh", "Moh.", "Mohammad", "Muhamad", "Mhd", "Mohamad", "Mochamad")
_BEFORE = ("H.", "Hj.", "Dr.", "Drs.", "Ir.", "Bpk", "Ibu", "Haji", "dr.", "Ust.")
_AFTER = (
    ", S.E.",
    ", S.Pd",
    " S.Kom",
    ", A.Md",
    " SH",
    ", M.M.",
    ", S.T., M.T.",
    " (alm)",
    " S.Sos",
)
_NEIGHBOURS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "snvfrghjoklknmpowtdyibecux",  # a key beside, on the keyboard of a telephone
        strict=True,
    )
)


def _case(name: str, rng: random.Random) -> str:
    return rng.choice((name.lower(), name.title(), name, f" {name.title()}  ", name.title() + "."))


def _title(name: str, rng: random.Random) -> str:
    if rng.random() < 0.5:
        return f"{rng.choice(_BEFORE)} {name.title()}"
    return name.title() + rng.choice(_AFTER)


def _respell(name: str, rng: random.Random) -> str | None:
    words = name.split()
    places = [
        (at, written, also)
        for at, word in enumerate(words)
        for written, also in _RESPELT
        if written in word and len(word) > 3
    ]
    if not places:
        return None
    at, written, also = rng.choice(places)
    words[at] = words[at].replace(written, also, 1)
    return " ".join(words).title()


def _abbreviate_muhammad(name: str, rng: random.Random) -> str | None:
    if "MUHAMMAD" not in name:
        return None
    return name.title().replace("Muhammad", rng.choice(_MUHAMMAD))


def _initial(name: str, rng: random.Random) -> str | None:
    words = name.title().split()
    if len(words) < 3:
        return None
    at = rng.randrange(1, len(words))
    words[at] = words[at][0] + rng.choice(("", "."))
    return " ".join(words)


def _leave_out(name: str, rng: random.Random) -> str | None:
    words = name.title().split()
    if len(words) < 3:
        return None
    words.pop(rng.choice((1, len(words) - 1)) if len(words) == 3 else len(words) - 1)
    return " ".join(words)


def _swap(name: str, rng: random.Random) -> str | None:
    words = name.title().split()
    if len(words) < 2 or "." in name or " BR " in name or " BINTI " in name:
        return None
    first, *rest = words
    return " ".join([*rest, first])


def _join(name: str, rng: random.Random) -> str | None:
    words = name.title().split()
    if len(words) < 2 or "." in name or " BR " in name or " BINTI " in name:
        return None
    at = rng.randrange(len(words) - 1)
    words[at : at + 2] = [words[at] + words[at + 1].lower()]
    return " ".join(words)


def _slip(name: str, rng: random.Random) -> str | None:
    """One mistyped letter in one of the longer words, seldom the first one."""
    words = name.lower().split()
    long = [at for at, word in enumerate(words) if len(word) > 4]
    if not long or len(words) < 2:
        return None
    at = rng.choice(long)
    word = words[at]
    place = rng.randrange(1, len(word) - 1)
    beside = _NEIGHBOURS.get(word[place], word[place])
    words[at] = rng.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + beside + word[place + 1 :],
            word[:place] + word[place] + word[place:],
        )
    )
    return " ".join(words)


_Change = Callable[[str, random.Random], str | None]
_CHANGES: tuple[tuple[str, int, _Change], ...] = (
    ("case", 30, _case),
    ("title", 12, _title),
    ("spelling", 22, _respell),
    ("abbreviation", 12, _abbreviate_muhammad),
    ("initial", 6, _initial),
    ("missing", 6, _leave_out),
    ("order", 3, _swap),
    ("joined", 4, _join),
    ("slip", 5, _slip),
)
"""What is done to a name, and how often of a hundred: a guess at a public's habits, since nobody
has counted. Case alone is the most frequent; typing slips are few, the name being one's own."""


def varied(per_name: int, seed: int = 4) -> Iterator[Pair]:
    """Every name in so many variants; one in six has been changed twice."""
    rng = random.Random(seed)
    weights = [weight for _, weight, _ in _CHANGES]
    for name in names():
        made = 0
        while made < per_name:
            kind, _, change = rng.choices(_CHANGES, weights)[0]
            given = change(name, rng)
            if given is None:
                continue
            if rng.random() < 1 / 6:
                again, _, change = rng.choice(_CHANGES[:3])
                given = change(given.upper(), rng) or given
                kind = f"{kind}+{again}"
            made += 1
            yield Pair(name, given, kind)


def strangers(count: int, seed: int = 5) -> Iterator[Pair]:
    """Two of the people, at random."""
    rng = random.Random(seed)
    everyone = names()
    for _ in range(count):
        one, other = rng.sample(everyone, 2)
        yield Pair(one, other.title(), "stranger")


_FIRST = (
    "AHMAD", "MUHAMMAD", "SITI", "NUR", "ABDUL", "ANDI", "SRI", "BUDI", "AGUS", "DEWI", "RINA",
    "YULIA", "HENDRA", "EKO", "DWI", "TRI", "RAHMAT", "FITRI", "INDAH", "RIZKI", "ARIF", "DIAN",
    "YANTI", "WAHYU", "LINA", "MARIA", "YOHANES", "DEDI", "HERU", "RATNA", "SUSI", "RONI",
    "FAJAR", "NOVI",
)  # fmt: skip
_LAST = (
    "RAHMAN", "RAHMAH", "RAHMAT", "RAHIM", "HASAN", "HUSIN", "HIDAYAT", "HIDAYAH", "RIZAL",
    "RIZKI", "RAMADHAN", "RAMDANI", "AMINAH", "AISYAH", "AMALIA", "ALAMSYAH", "SAPUTRA",
    "SAPUTRI", "KURNIAWAN", "KURNIAWATI", "SETIAWAN", "SETIAWATI", "SANTOSO", "SUSANTO",
    "SUSANTI", "WAHYUNI", "WAHYUDI", "LESTARI", "LESMANA", "HANDAYANI", "HANDOKO", "PRATAMA",
    "PRATIWI", "SARI", "SAFITRI", "FIRDAUS", "FIRMANSYAH", "FAUZI", "FAUZAN", "FADLI",
    "FADILAH", "YULIANTI", "YULIANTO", "YULIANA", "MAULANA", "MAULIDA", "ANWAR", "ARIFIN",
    "ASRI", "ASTUTI", "NUGROHO", "NINGSIH", "PERMANA", "PERMATA", "PURNAMA", "PURWANTO",
    "WIJAYA", "WIBOWO", "WULANDARI", "SURYADI", "SURYANI",
)  # fmt: skip


def look_alikes(count: int, seed: int = 6) -> Iterator[Pair]:
    """Two who share a first name, a last name, or both but for the middle one."""
    rng = random.Random(seed)
    for _ in range(count):
        first, other_first = rng.sample(_FIRST, 2)
        last, other_last = rng.sample(_LAST, 2)
        middle, other_middle = rng.sample(_LAST, 2)
        match rng.randrange(4):
            case 0:
                yield Pair(f"{first} {last}", f"{first} {other_last}".title(), "same first name")
            case 1:
                yield Pair(f"{first} {last}", f"{other_first} {last}".title(), "same last name")
            case 2:
                recorded = f"{first} {middle} {last}"
                given = f"{first} {other_middle} {last}"
                yield Pair(recorded, given.title(), "another middle")
            case _:
                recorded = f"{first} {middle} {last}"
                given = f"{other_first} {other_middle} {last}"
                yield Pair(recorded, given.title(), "family name")


def siblings(count: int, seed: int = 7) -> Iterator[Pair]:
    """Brothers and sisters: the same frame, given names that begin or end alike."""
    rng = random.Random(seed)
    pairs = [
        (one, other)
        for one in _LAST
        for other in _LAST
        if one != other and (one[:3] == other[:3] or one[-4:] == other[-4:])
    ]
    for _ in range(count):
        one, other = rng.choice(pairs)
        first, last = rng.choice(_FIRST), rng.choice(_FIRST)
        if rng.random() < 0.5:
            yield Pair(f"{first} {one}", f"{first} {other}".title(), "sibling")
        else:
            yield Pair(f"{one} {last}", f"{other} {last}".title(), "sibling")
