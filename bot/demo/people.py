"""The people of the demo: who can be spoken as at the door for programs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A person with a Telegram account; `key` is their name at the door, if they have one."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    key: str | None = None
    phone: str | None = None
    language_code: str = "id"

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    @property
    def phone_number(self) -> str:
        """The number of their own contact; invented from the id when none was given."""
        return self.phone or f"+62812{self.id % 10**8:08d}"


DEFAULT_PEOPLE: tuple[Person, ...] = (
    Person(1001, "Rahmat", "Hidayat", "rahmat_ojol", "pekerja", "+6281250001001"),
    Person(1002, "Nurul", "Aini", "nurul_aini", "pejabat", "+6281250001002"),
    Person(1003, "Yusuf", "Ramadhan", "yusuf_admin", "admin", "+6281250001003"),
)

_FIRST_NAMES = (
    "Siti", "Budi", "Dewi", "Agus", "Fitri", "Hendra", "Lestari", "Andi", "Maya", "Rizky",
)  # fmt: skip


def stranger(person_id: int) -> Person:
    """A person that nobody described: an invented first name and no username."""
    return Person(person_id, _FIRST_NAMES[person_id % len(_FIRST_NAMES)], f"{person_id}")
