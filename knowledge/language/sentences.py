"""The questions in a message that holds more than one."""

import re

from knowledge.language.lexicon import lexicon
from knowledge.language.reading import normalise
from knowledge.language.text import clean, words

_END = re.compile(r"[?!\n;]+|\.(?=\s)")
_AND = re.compile(
    r"\b(?:sama|dan|trus|terus|lalu|sekalian)\b\s+"
    r"(?=(?:berapa|brp|bagaimana|gimana|gmn|apa|cara|syarat|kapan|di mana|dimana)\b)"
)
_FEWEST_WORDS = 3
_MOST = 4
"""More parts than this are a story, not a list of questions."""


def looks_like_a_question(text: str) -> bool:
    """Whether a short text asks: by its question mark, or a word that asks, typos mended or not."""
    if "?" in text:
        return True
    reading = normalise(clean(text[:1_000]))
    return not lexicon().questions.isdisjoint(reading.standard)


def questions_in(text: str) -> list[str]:
    """The parts of a text that may be questions by themselves; none when there is only one."""
    parts = [
        part.strip()
        for sentence in _END.split(text[:1_000])
        for part in _AND.split(sentence)
        if len(words(part.lower())) >= _FEWEST_WORDS
    ]
    return parts if 1 < len(parts) <= _MOST else []
