"""A registry with the demo's people in it, under the running bot's key."""

import asyncio
from datetime import UTC, date, datetime

from bot.registry.sample import demo_people
from bot.registry.store.importing import Wish, import_entries
from tests.chat import Conversation

AS_OF = date(2026, 10, 31)
ACTIVE, LAPSED, TWICE = demo_people(AS_OF)


async def fill_registry(talk: Conversation) -> None:
    """Import the demo's people."""
    settings = talk.bot.settings
    entries = [entry for person in (ACTIVE, LAPSED, TWICE) for entry in person.entries()]
    await asyncio.to_thread(
        import_entries,
        settings.database_url.get_secret_value(),
        settings.secret_key,
        entries,
        Wish(as_of=AS_OF),
        now=datetime.now(UTC),
    )
