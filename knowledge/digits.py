"""Chains of digits: what a text holds of numbers, however they are written.

A chain is digits with nothing between them but space and punctuation. Digits may be of any script,
spelt as words, glued to words, or mistyped as letters that look like them.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

NIK_LENGTH = 16
SHORTEST_NUMBER = 10
"""Telephone numbers and bank accounts; what is shorter is a price, a year, a postcode."""
_SHORTEST_IN_WORDS = 12
_DIGIT_WORDS = {
    word: value
    for value, words in {
        "0": "nol kosong zero puluh",
        "1": "satu siji asa one belas",
        "2": "dua loro two",
        "3": "tiga telu talu three",
        "4": "empat ampat papat four",
        "5": "lima limo five",
        "6": "enam enem anam nem six",
        "7": "tujuh pitu seven",
        "8": "delapan dalapan lapan wolu eight",
        "9": "sembilan sambilan songo sanga nine",
        "10": "sepuluh sapuluh",
        "11": "sebelas sabalas",
    }.items()
    for word in words.split()
}
_FEW_WORDS = 5
"""So many number words at the ends of a chain belong to the sentence: "12345678901, dua kali"."""
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "I": "1", "l": "1"})
_ONLY_LOOKALIKES = re.compile(r"[OoIl]{1,4}")
_FEWEST_CERTAIN_DIGITS = 6
"""A chain with fewer real digits is laughter ("lol lol"), not a number typed with letters."""

_TOKEN = re.compile(r"[^\W_]+")
_DIGITS_AND_LOOKALIKES = re.compile(r"[\dOoIl]+")
_DIGITS_IN_WORD = re.compile(r"(?:^[OoIl]{1,16})?\d(?:[\dOoIl]{0,40}\d)?(?:[OoIl]{1,16}$)?")
GAP = re.compile(r"[\W_]{1,20}")
"""What may stand between the digits of one number."""


@dataclass(frozen=True, slots=True)
class Bit:
    """Digits written together: where they stand, what they are, whether they could be words."""

    start: int
    end: int
    digits: str
    is_number_word: bool = False
    is_only_lookalikes: bool = False

    @property
    def may_be_word(self) -> bool:
        """Whether this may be a word of the sentence rather than part of a number."""
        return self.is_number_word or self.is_only_lookalikes


def fold(text: str) -> tuple[str, list[int]]:
    """The text with any script's digits as 0 to 9 and without invisible characters.

    With it comes the place of each of its characters in the text itself, and the text's end.
    """
    if text.isascii():
        return text, list(range(len(text) + 1))
    visible = [(place, plain) for place, char in enumerate(text) if (plain := _plain(char))]
    folded = "".join(plain for _, plain in visible)
    return folded, [*(place for place, _ in visible), len(text)]


@lru_cache(maxsize=4_096)
def _plain(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category in {"Cf", "Mn", "Me"}:  # zero-width, accents, keycaps
        return ""
    if category in {"No", "Nl"}:  # ¼ and Ⅳ are neither digits nor letters of a word
        return " "
    normal = unicodedata.normalize("NFKC", character)
    return normal if len(normal) == 1 else character


def chains(folded: str, taken: set[int]) -> Iterator[list[Bit]]:
    """The chains that are long enough to be personal, in order. At `taken` places none begins."""
    chain: list[Bit] = []
    end = 0
    for token in _TOKEN.finditer(folded):
        bits = [] if token.start() in taken else _bits_of(token[0], token.start())
        is_joined = not chain or GAP.fullmatch(folded, end, token.start()) is not None
        for index, bit in enumerate(bits):
            # Inside a word one letter between digits is a slip, two are a word.
            if index:
                is_joined = bit.start - bits[index - 1].end <= 1
            elif bit.start > token.start():
                is_joined = False
            if not is_joined:
                yield from _personal(chain)
                chain = []
            chain.append(bit)
        if not bits or bits[-1].end < token.end():
            yield from _personal(chain)
            chain = []
        end = token.end()
    yield from _personal(chain)


def _bits_of(token: str, start: int) -> list[Bit]:
    """The digits in a token of letters and digits; none for an ordinary word."""
    if not any(character.isdigit() for character in token):
        value = _DIGIT_WORDS.get(token.lower())
        if value is not None:
            return [Bit(start, start + len(token), value, is_number_word=True)]
        if _ONLY_LOOKALIKES.fullmatch(token):
            digits = token.translate(_LOOKALIKES)
            return [Bit(start, start + len(token), digits, is_only_lookalikes=True)]
        return []
    inside = _DIGITS_AND_LOOKALIKES if _DIGITS_AND_LOOKALIKES.fullmatch(token) else _DIGITS_IN_WORD
    return [
        Bit(start + run.start(), start + run.end(), run[0].translate(_LOOKALIKES))
        for run in inside.finditer(token)
    ]


def _personal(chain: list[Bit]) -> Iterator[list[Bit]]:
    """The chain, less words of the sentence at its ends, if it is long enough to be personal."""
    if digit_count(chain) < SHORTEST_NUMBER:
        return
    words = sum(bit.may_be_word for bit in chain)
    if words <= _FEW_WORDS and digit_count(chain) != NIK_LENGTH:
        certain = [index for index, bit in enumerate(chain) if not bit.may_be_word]
        chain = chain[certain[0] : certain[-1] + 1] if certain else []
    is_in_words = all(bit.is_number_word for bit in chain)
    shortest = _SHORTEST_IN_WORDS if is_in_words else SHORTEST_NUMBER
    certain_digits = digit_count([bit for bit in chain if not bit.is_only_lookalikes])
    if digit_count(chain) >= shortest and certain_digits >= _FEWEST_CERTAIN_DIGITS:
        yield chain


def digit_count(bits: list[Bit]) -> int:
    """How many digits these are together."""
    return sum(len(bit.digits) for bit in bits)
