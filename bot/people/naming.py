"""Names that people type or gave themselves: what is kept of them, and what is refused."""

import re
import unicodedata
from enum import Enum, auto

from knowledge.scrubbing import scrub

SHORTEST = 3
LONGEST = 80
_LONGEST_NAME = 60
_LONGEST_TITLE = 120
_LINK = re.compile(r"https?:|www\.|t\.me|@|\w\.(?:com|net|org|id|go|me|io|co)\b", re.IGNORECASE)
_MARKUP = re.compile(r"[<>{}\[\]`*_\\|]")
_NAMELESS = "Tanpa nama"


class NameProblem(Enum):
    """Why a typed name can't be kept."""

    TOO_SHORT = auto()
    TOO_LONG = auto()
    NOT_ONE_LINE = auto()
    LINK = auto()
    MARKUP = auto()
    PERSONAL = auto()
    """It holds something like a NIK or a phone number."""
    COMMAND = auto()


class NameRefusedError(ValueError):
    """A typed name that can't be kept."""

    def __init__(self, problem: NameProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


def checked_name(text: str) -> str:
    """The name of an agency or of somebody's title there, as it is kept.

    Raises NameRefusedError.
    """
    stripped = text.strip()
    name = " ".join(_visible(stripped).split())
    problem = None
    if stripped.startswith("/"):
        problem = NameProblem.COMMAND
    elif len(stripped) > LONGEST:
        problem = NameProblem.TOO_LONG
    elif len(stripped.splitlines()) > 1:
        problem = NameProblem.NOT_ONE_LINE
    elif scrub(stripped).text != stripped:
        problem = NameProblem.PERSONAL
    elif _LINK.search(name):
        problem = NameProblem.LINK
    elif _MARKUP.search(name):
        problem = NameProblem.MARKUP
    elif len(name) < SHORTEST or not any(character.isalpha() for character in name):
        problem = NameProblem.TOO_SHORT
    if problem is not None:
        raise NameRefusedError(problem)
    return name


def kept_name(first: str, last: str | None) -> str:
    """The name that a person gave themselves, fit to be shown: one line, no numbers of persons."""
    return _kept(f"{first} {last or ''}", _LONGEST_NAME)


def kept_title(title: str | None) -> str:
    """A group's title, fit to be shown."""
    return _kept(title or "", _LONGEST_TITLE)


def _kept(text: str, longest: int) -> str:
    name = scrub(" ".join(_visible(text).split())).text
    return name[:longest].strip() or _NAMELESS


def _visible(text: str) -> str:
    """Without control and format characters, which can turn a line around; breaks are blanks."""
    return "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
