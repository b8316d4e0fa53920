"""What takes a while: a report for oneself, one for everybody, the figures as a file."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.coverage.books import Books
from bot.coverage.drawing import workbook
from bot.coverage.mailing import SEND_JOB, Digests
from bot.files import keep_file
from bot.jobs import Job
from bot.people.subscriptions import Frequency
from bot.storage.storage import Storage
from bot.telegram import calls
from bot.telegram.delivery import Delivery

REPORT_PREVIEW, REPORT_SEND, REPORT_FILE = "report_preview", SEND_JOB, "report_file"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE_CAPTION = "📄 Semua angka cakupan dengan sumber dan tanggalnya."


class ReportJobs:
    """The workers of these jobs."""

    def __init__(
        self,
        storage: Storage,
        delivery: Delivery,
        books: Books,
        digests: Digests,
        clock: Callable[[], datetime],
    ) -> None:
        self._storage = storage
        self._delivery = delivery
        self._books = books
        self._digests = digests
        self._clock = clock

    async def preview(self, job: Job) -> None:
        """Show the chat what a reader would get now: itself, or the one that is named."""
        posted = await self._digests.preview(
            job.chat_id or 0,
            tuple(job.data["regions"]),
            Frequency(job.data["frequency"]),
            told_as=job.data.get("told_as"),
        )
        await self._delivery.deliver([message.call for message in posted.messages])

    async def send(self, job: Job) -> None:
        """Enqueue a report for everybody, or only what is due."""
        if job.data["everybody"]:
            await self._digests.send_to_all(job.data["key"], job.data.get("created_by"))
        else:
            await self._digests.send_due()

    async def file(self, job: Job) -> None:
        """Hand over all figures as XLSX."""
        now = self._clock()
        async with self._storage.engine.connect() as connection:
            book = await self._books.current(connection)
        content = await asyncio.to_thread(workbook, book, now)
        async with self._storage.transaction() as connection:
            key = await keep_file(
                connection,
                content,
                name=f"cakupan-kaltim-{now:%Y-%m-%d}.xlsx",
                media_type=_XLSX,
                now=now,
            )
        await self._delivery.deliver([calls.send_document(job.chat_id or 0, key, _FILE_CAPTION)])
