"""Telling the admin how the trial of a draft goes, by changing the panel."""

import time
from collections.abc import Callable
from datetime import datetime

from bot.content import drafts
from bot.content.drafts import Draft
from bot.content.trials import GateReport
from bot.content.trying import Waiting
from bot.services import Services
from bot.storage.storage import Storage
from bot.telegram.calls import Rows, edit_text
from bot.telegram.delivery import Delivery
from handlers.faq.panel import panel
from handlers.faq.scene import HOME, Scene, button
from knowledge.figures.wording import number

_SHOWS_EVERY = 2.0
_PROGRESS = "🧪 Sedang dicoba… {asked} dari {of} pertanyaan."
_VOID = "🧪 Uji coba dihentikan: rancangannya sudah berubah atau selesai. Buka lagi lewat /faq."
_FAILED = (
    "🧪 Maaf, uji coba gagal walau sudah diulang. Rancangan Anda aman dan belum terbit. Coba lagi "
    "sebentar lagi."
)


class FaqListener:
    """Edits the message under which the trial was asked for."""

    def __init__(
        self,
        storage: Storage,
        delivery: Delivery,
        services: Callable[[], Services],
        clock: Callable[[], datetime],
    ) -> None:
        self._storage = storage
        self._delivery = delivery
        self._services = services
        self._clock = clock
        self._shown_at = 0.0

    async def on_progress(self, waiting: Waiting, asked: int, of: int) -> None:
        """So many questions were asked; shown at most every few seconds."""
        if time.monotonic() - self._shown_at < _SHOWS_EVERY:
            return
        self._shown_at = time.monotonic()
        await self._tell(waiting, _PROGRESS.format(asked=number(asked), of=number(of)))

    async def on_tried(self, waiting: Waiting, draft: Draft, report: GateReport) -> None:  # noqa: ARG002 -- the draft has the report
        """The panel with the result."""
        async with self._storage.transaction() as connection:
            scene = Scene(connection, self._services(), waiting.chat_id, self._clock())
            html, rows = await panel(scene, draft)
        await self._tell(waiting, html, rows)

    async def on_void(self, waiting: Waiting) -> None:
        """The draft is another one by now."""
        await self._tell(waiting, _VOID, [[HOME]])

    async def on_failed(self, waiting: Waiting) -> None:
        """It could not be tried out."""
        async with self._storage.transaction() as connection:
            draft = await drafts.draft_of(connection, waiting.topic)
        rows = [[HOME]]
        if draft is not None:
            rows.insert(0, [button("« Rancangan", "p", draft.id, draft.revision)])
        await self._tell(waiting, _FAILED, rows)

    async def _tell(self, waiting: Waiting, html: str, rows: Rows = ()) -> None:
        call = edit_text(waiting.chat_id, waiting.panel_id, html, rows)
        await self._delivery.deliver([call])
