"""What a demo has from the start. Each part of the bot adds its own to `_SEEDS`."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.demo.people import DEFAULT_PEOPLE
from bot.people import audit, staff
from bot.people.invitations import Invited
from bot.people.roles import Role
from bot.registry.sample import demo_people, sample_entries
from bot.registry.store.importing import Wish, import_entries
from bot.settings import Settings
from bot.storage.storage import Storage

_SAMPLE_PEOPLE = 2_000
_OFFICIAL_KEY = "pejabat"
_SAMARINDA = "64.72"
_KUTAI_KARTANEGARA = "64.02"


async def seed(settings: Settings, now: datetime) -> None:
    """Fill the demo's database, in one transaction."""
    storage = Storage(settings.database_url.get_secret_value())
    try:
        async with storage.transaction() as connection:
            for part in _SEEDS:
                await part(connection, now)
    finally:
        await storage.close()


def fill_registry(settings: Settings, now: datetime) -> None:
    """Invented members, the people of `demo_people` among them; nobody in it exists."""
    as_of = now.date().replace(day=1) - timedelta(days=1)
    named = (entry for person in demo_people(as_of) for entry in person.entries())
    import_entries(
        settings.database_url.get_secret_value(),
        settings.secret_key,
        chain(named, sample_entries(_SAMPLE_PEOPLE, as_of=as_of)),
        Wish(as_of=as_of),
        now=now,
    )


async def _the_official(connection: AsyncConnection, now: datetime) -> None:
    """`pejabat` is one, for two regions."""
    person = next(person for person in DEFAULT_PEOPLE if person.key == _OFFICIAL_KEY)
    offer = Invited(
        Role.OFFICIAL,
        (_KUTAI_KARTANEGARA, _SAMARINDA),
        "Dinas Tenaga Kerja dan Transmigrasi (contoh)",
        "Kepala Bidang (contoh)",
    )
    grant_id = await staff.grant(
        connection, offer, person_id=person.id, name=person.name, granted_by=None, now=now
    )
    await audit.record(connection, None, "role.grant", f"grant/{grant_id}", now)


_SEEDS: tuple[Callable[[AsyncConnection, datetime], Awaitable[None]], ...] = (_the_official,)
