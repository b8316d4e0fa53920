"""Pictures of several regions, made after the answer in words and sent behind it."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime

from bot.coverage.books import Books
from bot.coverage.charts import Picture
from bot.coverage.drawing import regions_picture
from bot.coverage.rendering import png_of
from bot.coverage.screens import CoverageReply
from bot.files import keep_file
from bot.jobs import Job
from bot.storage.storage import Storage
from bot.telegram import calls
from bot.telegram.delivery import Delivery
from bot.telegram.work import Turn
from knowledge.coverage import Segment

COVERAGE_PICTURE = "coverage_picture"
_MOST_KEPT = 200
_CAPTION = "🗺 Tanggal dan sumbernya tertulis di gambar."


async def ask_for_picture(turn: Turn, reply: CoverageReply) -> None:
    """Have the picture of a reply sent to the chat, if the reply has one."""
    if not reply.pictured:
        return
    data = {"regions": list(reply.pictured), "segment": reply.segment.value}
    place = f"{turn.chat_id}:{'-'.join(reply.pictured)}:{reply.segment.value}"
    key = hashlib.sha256(place.encode()).hexdigest()[:32]
    await turn.ask_for_job(COVERAGE_PICTURE, data, key=f"{COVERAGE_PICTURE}:{key}")


class CoveragePictures:
    """The worker of these jobs. A picture is drawn once for everybody as long as it is the same."""

    def __init__(
        self, storage: Storage, delivery: Delivery, books: Books, clock: Callable[[], datetime]
    ) -> None:
        self._storage = storage
        self._delivery = delivery
        self._books = books
        self._clock = clock
        self._keys: dict[str, str] = {}
        self._drawing = asyncio.Lock()

    async def send(self, job: Job) -> None:
        """Draw the picture, or take the one that was drawn before, and send it."""
        now = self._clock()
        async with self._storage.engine.connect() as connection:
            book = await self._books.current(connection)
        segment = Segment(job.data["segment"])
        picture = regions_picture(book, job.data["regions"], segment, now.date())
        drawn = hashlib.sha256(picture.svg.encode()).hexdigest()
        async with self._drawing:  # one picture at a time, and the same one only once
            key = self._keys.get(drawn) or await self._draw(picture, drawn, now)
        await self._delivery.deliver([calls.send_photo(job.chat_id or 0, key, _CAPTION)])

    async def _draw(self, picture: Picture, drawn: str, now: datetime) -> str:
        content = await png_of(picture)
        async with self._storage.transaction() as connection:
            key = await keep_file(
                connection, content, name="cakupan.png", media_type="image/png", now=now
            )
        if len(self._keys) >= _MOST_KEPT:
            self._keys.clear()
        self._keys[drawn] = key
        return key
