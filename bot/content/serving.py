"""The content that this process answers with: follows what is published, without a restart."""

import asyncio
import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.content import editions, figures, versions
from bot.storage.storage import Storage
from knowledge.answers import Answers
from knowledge.library import Library, build_library, searched_by
from knowledge.topics import Topic, parse_topic, topic_files

_log = structlog.get_logger(__name__)
_LOOKS_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class Content:
    """What is answered with at one moment: the topics, and which version of each it is."""

    library: Library
    numbers: Mapping[str, int] = field(default_factory=dict)

    def version_of(self, topic: str) -> int:
        """The number of the version that is answered with; 0 when none is known."""
        return self.numbers.get(topic, 0)


class Serving:
    """Holds the content in use.

    `library` is what the files make; `files` and `build` are the project's own unless given.
    """

    def __init__(
        self,
        library: Library,
        files: Mapping[str, str] | None = None,
        build: Callable[[Mapping[str, Topic]], Library] = build_library,
    ) -> None:
        self.current = Content(library)
        """Whoever works on an update takes it once: it may change at any moment."""
        self._files = topic_files() if files is None else files
        self._build = build
        self._bodies = dict(self._files)
        self._generation = 0
        self._refreshing = asyncio.Lock()
        self._following: asyncio.Task[None] | None = None

    async def begin(self, storage: Storage, now: datetime) -> None:
        """Merge the files into the database and serve what is published there.

        Raises SQLAlchemyError when the database can't be reached.
        """
        async with storage.transaction() as connection:
            await editions.merge_files(connection, self._files, now)
        await self.refresh(storage)

    async def refresh(self, storage: Storage) -> bool:
        """Serve what is published now; False when that is served already.

        Raises SQLAlchemyError, and ValueError when no search can be trained; the content in use
        stays then.
        """
        # One at a time: an earlier one that takes longer must not bring back what was before.
        async with self._refreshing:
            return await self._refresh(storage)

    async def _refresh(self, storage: Storage) -> bool:
        async with storage.engine.connect() as connection:
            generation = await versions.generation(connection)
            if generation == self._generation:
                return False
            served = await versions.published(connection)
            in_force = await figures.in_force(connection)
        bodies = {topic: v.body for topic, v in sorted(served.items()) if not v.is_retired}
        library = self.current.library
        if bodies != self._bodies:
            library = await asyncio.to_thread(self._rebuilt, bodies)
            _settle()
        if in_force != library.answers.figures:
            library = replace(library, answers=Answers(in_force))
        numbers = {topic: version.number for topic, version in served.items()}
        self.current = Content(library, numbers)
        self._bodies = bodies
        self._generation = generation
        return True

    def follow(self, storage: Storage) -> None:
        """Look for changes every second, until `stop`."""
        self._following = asyncio.create_task(self._follow(storage))

    async def stop(self) -> None:
        """Look for changes no more."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)

    async def _follow(self, storage: Storage) -> None:
        while True:
            await asyncio.sleep(_LOOKS_EVERY)
            try:
                if await self.refresh(storage):
                    _log.info("content_changed", generation=self._generation)
            except SQLAlchemyError as error:
                _log.warning("content_not_read", error=type(error).__name__)
            except Exception as error:  # noqa: BLE001 -- whatever it is, the next change may be sound
                _log.error("content_not_served", error=f"{type(error).__name__}: {error}")

    def _rebuilt(self, bodies: Mapping[str, str]) -> Library:
        """The library of these topics. Only what is searched by makes the search be trained."""
        old = self.current.library
        topics = self._topics_of(bodies)
        if _searched_by(topics) == _searched_by(old.topics):
            return replace(old, topics=topics)
        return self._build(topics)

    def _topics_of(self, bodies: Mapping[str, str]) -> dict[str, Topic]:
        """The topics of texts; those that are known are not read again.

        What is published passed the checks, so a text that can't be read is of a newer program's
        making: the topic stays as it was.
        """
        old, topics = self.current.library.topics, {}
        for topic, body in bodies.items():
            if topic in old and self._bodies.get(topic) == body:
                topics[topic] = old[topic]
                continue
            try:
                topics[topic] = parse_topic(body, topic)
            except ValueError as error:
                _log.error("content_not_understood", topic=topic, error=str(error))
                if topic in old:
                    topics[topic] = old[topic]
        return topics


def _searched_by(topics: Mapping[str, Topic]) -> list[object]:
    return [searched_by(topic) for topic in topics.values()]


def _settle() -> None:
    """The new content lives as long as the old one did: off the garbage collector with it."""
    gc.unfreeze()  # the old content goes, cycles and all
    gc.collect()
    gc.freeze()
