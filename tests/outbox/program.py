"""Senders as processes of their own, to be killed.

`serve` reads "start" and "kill PID" from its input and answers each with a line. A sender that it
starts is a fork: a real process, without the second that Python needs to import everything.
`once` is one ordinary process: it composes the slot like every replica and sends until all is sent.
"""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.files import Shelf
from bot.logging import configure_logging
from bot.outbox import NewRun, enqueue, find, progress
from bot.outbox.pace import Pace
from bot.outbox.posting import Posting
from bot.outbox.sender import Sender
from bot.storage.storage import Storage
from bot.telegram.delivery import BotApi
from bot.telegram.request import AiohttpRequest
from bot.telegram.traffic import Traffic
from tests.outbox.office import LOOKS_EVERY, RUN, UNLIMITED, digests, now, people

_LOOKS_EVERY = 0.2


@dataclass(frozen=True)
class Installation:
    """Where a sender runs."""

    api_url: str
    token: str
    database_url: str
    per_second: float
    lease: float


async def send(place: Installation, recipients: int) -> None:
    """Send until killed; with recipients: compose the slot first, end when it is over."""
    storage = Storage(place.database_url)
    request = AiohttpRequest()
    await request.initialize()
    api = BotApi(
        request,
        f"{place.api_url}/bot{place.token}",
        f"{place.api_url}/file/bot{place.token}",
        traffic=Traffic(most_per_second=UNLIMITED),
    )
    pace = Pace(per_second=place.per_second, lease=timedelta(seconds=place.lease))
    sender = Sender(
        storage,
        Posting(api, Shelf(storage)),
        now,
        pace=pace,
        looks_every=_LOOKS_EVERY if recipients else LOOKS_EVERY,
    )
    sender.start()
    try:
        if recipients:
            await _compose(storage, RUN, recipients)
            await _until_over(storage, RUN)
        else:
            await asyncio.Event().wait()
    finally:
        await sender.stop()
        await request.shutdown()
        await storage.close()


async def _compose(storage: Storage, run: NewRun, recipients: int) -> None:
    async with storage.transaction() as connection:
        await enqueue(connection, run, digests(people(recipients)), datetime.now(UTC))


async def _until_over(storage: Storage, run: NewRun) -> None:
    is_over = False
    while not is_over:
        await asyncio.sleep(0.2)
        async with storage.engine.connect() as connection:
            found = await find(connection, run.kind, run.key)
            is_over = found is not None and (await progress(connection, found.id)).is_over


def serve(place: Installation) -> None:
    """Start and kill senders as told."""
    Storage(place.database_url)  # imports the driver, once for all
    living: set[int] = set()
    for line in sys.stdin:
        command, _, number = line.strip().partition(" ")
        if command == "start":
            process = os.fork()
            if process == 0:
                asyncio.run(send(place, 0))
                os._exit(0)
            living.add(process)
            _answer(str(process))
        else:
            _kill(int(number))
            living.discard(int(number))
            _answer("gone")
    for process in living:
        _kill(process)


def _kill(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def _answer(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    configure_logging("ERROR", "text")
    way, api_url, token, database_url, per_second, lease, recipients = sys.argv[1:]
    where = Installation(api_url, token, database_url, float(per_second), float(lease))
    if way == "serve":
        serve(where)
    else:
        asyncio.run(send(where, int(recipients)))
