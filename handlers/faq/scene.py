"""What the pages of /faq are made from, in an update as in a job."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import roles
from bot.services import Services
from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons
from handlers.staff_words import zone_name
from knowledge.figures.wording import long_date
from knowledge.library import Library

GONE = "Topik, versi, atau rancangan itu tidak ada (lagi). Tidak ada yang diubah."
HOME = Button("« Awal /faq", f"{buttons.FAQ}:h")
_LONGEST_LABEL = 48
_LARGEST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Scene:
    """Who reads, when, and what there is to read."""

    connection: AsyncConnection
    services: Services
    reader: int
    now: datetime

    @classmethod
    def of(cls, turn: Turn) -> "Scene":
        """The scene of an update."""
        return cls(turn.connection, turn.services, turn.person_id, turn.now)

    @property
    def today(self) -> date:
        """The reader's day."""
        return self.now.astimezone(self.services.settings.zone).date()

    @property
    def library(self) -> Library:
        """The content in use."""
        return self.services.library

    def moment(self, at: datetime) -> str:
        """A day and an hour by the reader's clock."""
        zone = self.services.settings.zone
        local = at.astimezone(zone)
        return f"{long_date(local.date())} pukul {local:%H.%M} {zone_name(zone)}"

    def day(self, at: datetime) -> str:
        """A day by the reader's clock, in few letters."""
        return f"{at.astimezone(self.services.settings.zone):%d/%m/%Y}"

    async def name(self, person: int | None) -> str:
        """Who somebody is, to an admin."""
        if person is None:
            return "sistem"
        if person == self.reader:
            return "Anda"
        for grant in await roles.all_held(self.connection):
            if grant.person_id == person:
                return grant.name
        return f"admin {person}"


def button(label: str, what: str, *about: str | int) -> Button:
    """A button of /faq."""
    short = label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…"
    return Button(short, ":".join([buttons.FAQ, what, *map(str, about)]))


def turning(page: int, pages: int, what: str, *about: str | int) -> list[list[Button]]:
    """The row that turns pages, where there are several."""
    row = []
    if page > 0:
        row.append(button("‹ Sebelumnya", what, *about, page - 1))
    if page + 1 < pages:
        row.append(button("Berikutnya ›", what, *about, page + 1))
    return [row] if row else []


def pages_of(items: int, per_page: int) -> int:
    """How many pages; one at least."""
    return max(1, -(-items // per_page))


def number_in(data: str) -> int | None:
    """A number in callback data, of a size that the database takes; None for anything else."""
    number = buttons.number_in(data)
    return number if number is not None and number <= _LARGEST else None
