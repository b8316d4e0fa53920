"""Pictures of digests: drawn once for all with the same regions, stored, sent by their key."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime

import structlog

from bot.coverage.book import Book, regencies
from bot.coverage.charts import Picture, digest_chart
from bot.coverage.digest.composing import finding, readers_regions
from bot.coverage.drawing import picture_figure
from bot.coverage.pictures import Caption
from bot.coverage.rendering import RenderingError, png_of
from bot.files import keep_file
from bot.storage.storage import Storage
from knowledge.coverage.question import PROVINCE

_log = structlog.get_logger(__name__)
_MOST_KEPT = 300
_SUBTITLE = "Persen seluruh pekerja yang terlindungi"


def digest_picture(book: Book, regions: Sequence[str], made_on: date) -> Picture:
    """All regencies, the reader's set off, with the finding about them as title."""
    codes = [region.kemendagri_code for region in regencies()]
    figures = [picture_figure(book, code) for code in codes]
    focus = frozenset() if PROVINCE in regions else frozenset(readers_regions(regions))
    caption = Caption(finding(book, regions), _SUBTITLE, made_on)
    return digest_chart(figures, caption, focus=focus)


class DigestPictures:
    """Draws pictures and keeps them."""

    def __init__(self, storage: Storage, clock: Callable[[], datetime]) -> None:
        self._storage = storage
        self._clock = clock
        self._of: tuple[Book, date] | None = None
        """The figures and the day of the pictures that are known by their regions."""
        self._keys: dict[tuple[str, ...], str] = {}
        self._drawing = asyncio.Lock()

    async def key_of(self, book: Book, regions: Sequence[str], made_on: date) -> str | None:
        """The stored picture's key; None when it could not be made: the words go without it."""
        async with self._drawing:  # one at a time, and the same one only once
            if self._of != (book, made_on) or len(self._keys) > _MOST_KEPT:
                self._of, self._keys = (book, made_on), {}
            known = self._keys.get(tuple(regions))
            if known is not None:
                return known
            try:
                picture = await asyncio.to_thread(digest_picture, book, regions, made_on)
                content = await png_of(picture)
            except (RenderingError, OSError) as error:
                _log.error("digest_picture_failed", why=str(error))
                return None
            key = await self._keep(content)
            self._keys[tuple(regions)] = key
            return key

    async def _keep(self, content: bytes) -> str:
        async with self._storage.transaction() as connection:
            return await keep_file(
                connection,
                content,
                name="laporan-cakupan.png",
                media_type="image/png",
                now=self._clock(),
            )
