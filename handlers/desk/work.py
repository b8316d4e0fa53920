"""What the desk says by itself: to admins that somebody waits, to a person that time is up."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import jobs, outbox
from bot.desk import State, conversations, notices
from bot.desk.notices import CLOSE, NOTICE, REMINDER
from bot.jobs import Job, Worker
from bot.outbox import Message, NewRun
from bot.people import roles
from bot.settings import Settings
from bot.storage.storage import Storage
from bot.telegram.calls import Button, send_text
from handlers import buttons
from handlers.desk import words

_NEW = "📨 <b>{count} pesan untuk petugas</b> menunggu jawaban."
_TOO_LONG = (
    "⏰ <b>{count} pesan untuk petugas</b> belum dijawab. "
    "Yang paling lama menunggu <b>{longest}</b>."
)
_CLOSED = (
    "Percakapan #{number} dengan petugas saya tutup, karena {days} hari tidak ada pesan dari Anda. "
    "Masih perlu? Lanjutkan dengan tombol di bawah."
)
_LOOK = Button("Buka pesan", f"{buttons.DESK_STAFF}:l:w:0")


class DeskJobs:
    """The workers of the desk's jobs. What they say is in the outbox when they are done."""

    def __init__(self, storage: Storage, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._storage = storage
        self._settings = settings
        self._clock = clock

    @property
    def workers(self) -> Mapping[str, Worker]:
        """By the kind of job."""
        return {NOTICE: self._notice, REMINDER: self._remind, CLOSE: self._close}

    async def _notice(self, job: Job) -> None:
        """Tell the admins once what has come in the meantime."""
        now = self._clock()
        async with self._storage.transaction() as connection:
            later = await notices.again_at(connection, now)
            if later is not None:
                key = f"{NOTICE}:later:{int(later.timestamp())}"
                await jobs.enqueue(connection, NOTICE, {}, run_at=later, key=key)
                return
            waiting = await notices.newly_waiting(connection, now)
            if waiting is not None:
                html = _NEW.format(count=waiting.count)
                await self._tell_admins(connection, job, html, now)

    async def _remind(self, job: Job) -> None:
        """Say what has waited too long, and look again after as long."""
        now = self._clock()
        after = timedelta(hours=self._settings.desk_reminder_hours)
        async with self._storage.transaction() as connection:
            conversation = await conversations.find(connection, job.data["conversation"])
            if conversation is None or conversation.state is not State.WAITING:
                return
            waiting = await notices.waiting_too_long(connection, now, after)
            if waiting is not None:
                longest = words.span(now - waiting.since)
                html = _TOO_LONG.format(count=waiting.count, longest=longest)
                await self._tell_admins(connection, job, html, now)
            hours = self._settings.desk_hours
            await notices.ask_for_reminder(connection, conversation, after, hours, now)

    async def _close(self, job: Job) -> None:
        """Close what has been answered for a week; the person is told."""
        now = self._clock()
        async with self._storage.transaction() as connection:
            closed = await conversations.close_if_silent(connection, job.data["conversation"], now)
            if closed is None:
                return
            html = _CLOSED.format(number=closed.id, days=conversations.STAYS_OPEN.days)
            row = [Button("💬 Lanjutkan", f"{buttons.DESK}:r:{closed.id}")]
            message = Message(closed.chat_id, send_text(closed.chat_id, html, [row]))
            await outbox.enqueue(connection, NewRun(CLOSE, _run_key(job, now)), [message], now)

    async def _tell_admins(
        self, connection: AsyncConnection, job: Job, html: str, now: datetime
    ) -> None:
        admins = await roles.admins(connection, self._settings.admin_ids)
        messages = [Message(admin, send_text(admin, html, [[_LOOK]])) for admin in admins]
        await outbox.enqueue(connection, NewRun(job.kind, _run_key(job, now)), messages, now)


def _run_key(job: Job, now: datetime) -> str:
    """A job's own. What a job marks in the same transaction keeps a second run from saying more."""
    return f"{job.id}-{now.timestamp():.6f}"
