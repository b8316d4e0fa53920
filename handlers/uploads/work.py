"""The jobs of an upload: fetch the document, show what it would do, take it in."""

import hashlib
import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from html import escape

import structlog
from telegram.error import BadRequest, TelegramError

from bot.files import keep_file
from bot.jobs import Job, PermanentError
from bot.storage.storage import Storage
from bot.telegram import calls
from bot.telegram.calls import Button
from bot.telegram.delivery import BotApi, Delivery, UndeliveredError
from bot.uploads import steps
from bot.uploads.kinds import Applied, Attachment, Kind, Preview, RefusedError
from bot.uploads.steps import State, Stored
from handlers import buttons

_log = structlog.get_logger(__name__)
EXAMINE, APPLY = "upload_examine", "upload_apply"
_REPORTS_EVERY = 3.0
_CHANGED_MEANWHILE = (
    "Berkasnya berbeda dengan yang tadi diperiksa. Tidak ada yang diubah. Kirim lagi, ya."
)
_FAILED = (
    "Maaf, berkas ini gagal dikerjakan walau sudah dicoba beberapa kali. Tidak ada yang berubah "
    "setengah jalan. Coba kirim lagi nanti; kalau tetap gagal, hubungi pengelola bot."
)
_GONE = "Berkasnya tidak bisa diambil lagi dari Telegram. Tidak ada yang diubah. Kirim lagi, ya."
_CANCEL = "✖️ Batal"


class Uploads:
    """Works on uploads; its two methods are the workers of their jobs."""

    def __init__(
        self,
        storage: Storage,
        api: BotApi,
        delivery: Delivery,
        kinds: Mapping[str, Kind],
        clock: Callable[[], datetime],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._api = api
        self._delivery = delivery
        self._kinds = kinds

    async def examine(self, job: Job) -> None:
        """Look at the document and show what taking it in would do."""
        upload = await self._load(job)
        if upload is None or upload.state is not State.READING:
            return
        try:
            content = await self._fetch(upload)
            kind = self._kinds[upload.kind or ""]
            preview = await kind.preview(content, upload.file_name, upload.options)
        except RefusedError as error:
            await self._finish(upload, error.html)
            return
        digest = hashlib.sha256(content).digest()
        flat = [choice for row in preview.choices for choice in row]
        async with self._storage.transaction() as connection:
            if not await steps.show(connection, upload, digest, flat):
                return
        await self._tell(upload, preview.html, _rows(upload, preview))

    async def apply(self, job: Job) -> None:
        """Take the document in. Run again after a crash, it tells what was done then."""
        upload = await self._load(job)
        if upload is None:
            return
        if upload.state is State.DONE:
            await self._tell(upload, upload.said or "")
            return
        if upload.state is not State.APPLYING:
            return
        try:
            applied = await self._apply(upload)
        except RefusedError as error:
            applied = Applied(error.html)
        await self._finish(upload, applied.html)
        if applied.attachment is not None:
            await self._hand_over(upload, applied.attachment)

    async def _hand_over(self, upload: Stored, file: Attachment) -> None:
        async with self._storage.transaction() as connection:
            key = await keep_file(
                connection,
                file.content,
                name=file.name,
                media_type=file.media_type,
                now=self._clock(),
                chat_id=upload.chat_id,
            )
        await self._delivery.deliver([calls.send_document(upload.chat_id, key)])

    async def _apply(self, upload: Stored) -> Applied:
        content = await self._fetch(upload)
        if hashlib.sha256(content).digest() != upload.digest:
            raise RefusedError(_CHANGED_MEANWHILE)
        return await self._kinds[upload.kind or ""].apply(
            content,
            upload.file_name,
            upload.options,
            by=upload.chat_id,
            report=_Reporter(self, upload).report,
        )

    async def give_up(self, job: Job) -> None:
        """The job has failed for good: say so instead of leaving the admin waiting."""
        upload = await self._load(job)
        if upload is not None and upload.state in {State.READING, State.APPLYING}:
            await self._finish(upload, _FAILED)

    async def tell(self, upload: Stored, html: str) -> None:
        """Show how far the work is; not shown is no failure."""
        try:
            await self._tell(upload, html)
        except UndeliveredError:
            _log.info("progress_not_shown", upload=upload.id)

    async def _load(self, job: Job) -> Stored | None:
        async with self._storage.transaction() as connection:
            return await steps.load(connection, job.data["upload"], job.chat_id or 0)

    async def _fetch(self, upload: Stored) -> bytes:
        try:
            return await self._api.download(upload.file_id)
        except BadRequest as error:
            raise RefusedError(_GONE) from error
        except TelegramError as error:
            raise ConnectionError(error.message) from error

    async def _finish(self, upload: Stored, said: str) -> None:
        async with self._storage.transaction() as connection:
            if not await steps.finish(connection, upload, said):
                return
        await self._tell(upload, said)
        if self._kinds[upload.kind or ""].holds_personal_data:
            await self._delivery.deliver([calls.delete(upload.chat_id, upload.message_id)])

    async def _tell(self, upload: Stored, html: str, rows: Sequence[Sequence[Button]] = ()) -> None:
        if upload.panel_id is None:
            raise PermanentError("an upload without a panel")
        await self._delivery.deliver([calls.edit_text(upload.chat_id, upload.panel_id, html, rows)])


class _Reporter:
    """Shows progress at most every few seconds."""

    def __init__(self, uploads: Uploads, upload: Stored) -> None:
        self._uploads = uploads
        self._upload = upload
        self._last = time.monotonic()

    async def report(self, html: str) -> None:
        """Show a line, or not, when one was shown a moment ago."""
        if time.monotonic() - self._last < _REPORTS_EVERY:
            return
        self._last = time.monotonic()
        name = escape(self._upload.file_name)
        await self._uploads.tell(self._upload, f"⏳ <b>{name}</b>\n{html}")


def _rows(upload: Stored, preview: Preview) -> list[list[Button]]:
    numbers = itertools.count()
    rows = [
        [Button(choice.label, buttons.upload_data(upload.id, f"{next(numbers)}")) for choice in row]
        for row in preview.choices
    ]
    last = [Button(_CANCEL, buttons.upload_data(upload.id, buttons.UPLOAD_CANCEL))]
    if preview.confirm is not None:
        confirm = buttons.upload_data(upload.id, buttons.UPLOAD_CONFIRM)
        last.insert(0, Button(preview.confirm, confirm))
    return [*rows, last]
