"""Trying a draft out as a job, and telling whoever waits for what it has shown."""

import time
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from bot.content import drafts, samples, versions
from bot.content.drafts import Draft
from bot.content.gate import Gate, Progress
from bot.content.trials import GateReport
from bot.jobs import Job, PermanentError
from bot.storage.storage import Storage

TRY_OUT = "content_try_out"
"""The job's kind; `trial_data` is its data, `trial_key` its key."""
_TELLS_EVERY = 2.0
"""Seconds; Telegram takes one message a second in a chat."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits for a trial: a chat, and the message in it that tells how it goes."""

    chat_id: int
    panel_id: int
    topic: str
    revision: int


class GateListener(Protocol):
    """Tells the admin. Each may be called again after a crash; what it raises is tried again."""

    async def on_progress(self, waiting: Waiting, asked: int, of: int) -> None:
        """So many questions were asked."""
        ...

    async def on_tried(self, waiting: Waiting, draft: Draft, report: GateReport) -> None:
        """It was tried out, and the report is kept with the draft."""
        ...

    async def on_void(self, waiting: Waiting) -> None:
        """The draft was changed, published or discarded meanwhile: there is nothing to tell."""
        ...

    async def on_failed(self, waiting: Waiting) -> None:
        """It could not be tried out, though it was attempted several times."""
        ...


class NobodyListens:
    """Tells nobody."""

    async def on_progress(self, waiting: Waiting, asked: int, of: int) -> None:
        """Nothing."""

    async def on_tried(self, waiting: Waiting, draft: Draft, report: GateReport) -> None:
        """Nothing."""

    async def on_void(self, waiting: Waiting) -> None:
        """Nothing."""

    async def on_failed(self, waiting: Waiting) -> None:
        """Nothing."""


def trial_data(draft: Draft, panel_id: int) -> dict[str, Any]:
    """The data of the job that tries a draft out; `panel_id` is the message that shows it."""
    return {"topic": draft.id, "revision": draft.revision, "panel": panel_id}


def trial_key(draft: Draft) -> str:
    """The key of that job: a revision is tried once at a time."""
    return f"{TRY_OUT}:{draft.id}:{draft.revision}"


class Trials:
    """The worker of the job."""

    def __init__(self, storage: Storage, gate: Gate, listener: GateListener) -> None:
        self._storage = storage
        self._gate = gate
        self._listener = listener

    async def try_out(self, job: Job) -> None:
        """Try the draft out, keep the report with it, tell the admin."""
        waiting = _waiting(job)
        async with self._storage.engine.connect() as connection:
            draft = await drafts.draft_of(connection, waiting.topic)
            published = await versions.published(connection)
            real = await samples.latest(connection)
        if draft is None or draft.revision != waiting.revision:
            await self._listener.on_void(waiting)
            return
        try:
            report = await self._gate.try_out([draft], published, real, self._progress_of(waiting))
        except ValueError as error:
            raise PermanentError("a draft that can't be read") from error
        async with self._storage.transaction() as connection:
            kept = await drafts.note_gate(connection, draft, report)
        if kept is None:
            await self._listener.on_void(waiting)
        else:
            await self._listener.on_tried(waiting, kept, report)

    async def give_up(self, job: Job) -> None:
        """The job has failed for good."""
        await self._listener.on_failed(_waiting(job))

    def _progress_of(self, waiting: Waiting) -> Progress:
        told = -_TELLS_EVERY

        async def tell(asked: int, of: int) -> None:
            nonlocal told
            if time.monotonic() - told < _TELLS_EVERY:
                return
            told = time.monotonic()
            try:
                await self._listener.on_progress(waiting, asked, of)
            except Exception as error:  # noqa: BLE001 -- progress that isn't shown is no failure
                _log.info("progress_not_shown", error=type(error).__name__)

        return tell


def _waiting(job: Job) -> Waiting:
    return Waiting(job.chat_id or 0, job.data["panel"], job.data["topic"], job.data["revision"])
