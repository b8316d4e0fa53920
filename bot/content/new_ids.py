"""Ids for new topics."""

import re
import unicodedata
from collections.abc import Collection

_LONGEST_ID = 40


def free_id(title: str, taken: Collection[str]) -> str:
    """An id for a new topic, from its title, that no other has."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain)) or "topik"
    stem = stem[:_LONGEST_ID].strip("-")
    found, number = stem, 1
    while found in taken:
        number += 1
        found = f"{stem[: _LONGEST_ID - len(f'-{number}')].strip('-')}-{number}"
    return found
