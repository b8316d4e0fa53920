"""From any text a person can send to clean lower-case words and sentences."""

import re
import unicodedata

MAX_CHARS = 1500
"""How much of a message is looked at; longer ones keep their beginning and their end."""
MAX_WORDS = 160
"""How many words of a message are looked at."""
MAX_WORD_CHARS = 30
"""Longer words are cut: no word of the language is longer."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<!\d)[.!?…\n]+|[.!?…\n]+(?!\d)")
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_TAG = re.compile(r"<[^<>]{0,200}>")
_MULTI_SPACE = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    """Lower-case text in normal form, without invisible characters, accents, tags, repetitions.

    At most ``MAX_CHARS`` characters come back: people ask at the beginning or at the end.
    """
    if len(text) > 2 * MAX_CHARS:
        text = f"{text[:MAX_CHARS]}\n{text[-MAX_CHARS:]}"
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        # Combining marks go with accents; format characters are zero-width and direction marks.
        decomposed = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in decomposed if unicodedata.category(c) not in _INVISIBLE)
    text = _TAG.sub(" ", _URL.sub(" tautan ", text))
    text = _ELONGATED.sub(r"\1\1", text)
    text = _MULTI_SPACE.sub(" ", text).strip()
    if len(text) > MAX_CHARS:
        half = MAX_CHARS // 2
        text = f"{text[:half]}\n{text[-half:]}"
    return text


_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cs", "Co", "Cn"})


def words(cleaned: str) -> tuple[str, ...]:
    """The words and numbers of a cleaned text, in order, at most ``MAX_WORDS`` of them."""
    found = [match[:MAX_WORD_CHARS] for match in _WORD.findall(cleaned)]
    if len(found) > MAX_WORDS:
        half = MAX_WORDS // 2
        found = found[:half] + found[-half:]
    return tuple(found)


def sentences(cleaned: str, *, at_most: int = 8) -> tuple[str, ...]:
    """The sentences of a cleaned text; of more than ``at_most`` the first and the last ones."""
    parts = [part.strip(" ,;:-") for part in _SENTENCE_END.split(cleaned)]
    parts = [part for part in parts if part]
    if len(parts) > at_most:
        parts = parts[: at_most // 2] + parts[-(at_most - at_most // 2) :]
    return tuple(parts)
