"""A replica that wakes at a slot: `python -m tests.coverage.digest.program DATABASE_URL MOMENT`."""

import asyncio
import sys
from datetime import datetime, timedelta

from bot.logging import configure_logging
from bot.storage.storage import Storage
from tests.coverage.digest.mailing import ZONE, alerts_at, digests_at


async def main(database_url: str, now: datetime) -> None:
    """Two minutes of a replica."""
    storage = Storage(database_url)
    for minute in (0, 1):
        moment = (now + timedelta(minutes=minute)).astimezone(ZONE)
        await digests_at(storage, moment).send_due()
        await alerts_at(storage, moment).send()
    await storage.close()


if __name__ == "__main__":
    configure_logging("WARNING", "text")
    asyncio.run(main(sys.argv[1], datetime.fromisoformat(sys.argv[2])))
