"""Two admins and two replicas do what they like with one database, and it stays whole."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, func, select

from bot.content import drafts, editions, publishing, versions
from bot.content.drafts import Draft, DraftConflictError
from bot.content.publishing import Blocked, NotWaitingError, OwnDraftError, Published
from bot.content.serving import Serving
from bot.storage.migrations import upgrade
from bot.storage.models import (
    ContentState,
    PublishedTopic,
    TopicDraft,
    TopicEdition,
    TopicVersion,
)
from bot.storage.storage import Storage
from tests.content.small import ANI, BUDI, FILES, NOW, TODAY, body, passed, small_library, topics

if TYPE_CHECKING:
    from tests.postgres import PostgresServer

_LIBRARY = small_library(topics())
_TOPICS = st.sampled_from(sorted(FILES))
_ADMINS = st.sampled_from([ANI, BUDI])
_ANSWERS = st.sampled_from(["Satu.", "Dua.", "Tiga."])
_REPLICAS = st.sampled_from([0, 1])


class _CrashError(Exception):
    """The process dies before the commit."""


def _check_is_another_admins(conflict: DraftConflictError, admin: int) -> None:
    assert conflict.draft is not None
    assert conflict.draft.author != admin


def _machine(  # noqa: C901 -- the rules of the machine
    storages: list[Storage], loop: asyncio.AbstractEventLoop
) -> type[RuleBasedStateMachine]:
    def run(work: Coroutine[Any, Any, Any]) -> Any:
        return loop.run_until_complete(work)

    class Machine(RuleBasedStateMachine):
        """What a model of dictionaries expects, and what the database says."""

        held = Bundle("held")

        def __init__(self) -> None:
            super().__init__()
            self.clock = NOW
            self.bodies: dict[str, list[tuple[str, bool]]] = {}
            """Every version ever published, by topic: its text, and whether it retires."""
            run(self._start())

        async def _start(self) -> None:
            async with storages[0].transaction() as connection:
                for table in (TopicDraft, TopicEdition, PublishedTopic, TopicVersion):
                    await connection.execute(delete(table))
                await connection.execute(delete(ContentState))
            self.serving = [Serving(_LIBRARY, FILES, small_library) for _ in storages]
            for serving, storage in zip(self.serving, storages, strict=True):
                await serving.begin(storage, self.now())
            self.bodies = {topic: [(text, False)] for topic, text in FILES.items()}

        def now(self) -> Any:
            self.clock += timedelta(seconds=1)
            return self.clock

        def transaction(self, work: Any, *, replica: int = 0, crash: bool = False) -> Any:
            """Do it in one transaction, which a crash cuts off before its end."""

            async def go() -> Any:
                async with storages[replica].transaction() as connection:
                    result = await work(connection)
                    if crash:
                        raise _CrashError
                    return result

            try:
                return run(go())
            except _CrashError:
                return None

        def _was_published(self, topic: str, text: str, result: Any, *, retires: bool) -> None:
            if isinstance(result, Published):
                self.bodies[topic].append((text, retires))
                assert result.number == len(self.bodies[topic])

        @rule(target=held, topic=_TOPICS, admin=_ADMINS, answer=_ANSWERS, crash=st.booleans())
        def edit(self, topic: str, admin: int, answer: str, crash: bool) -> Draft | None:  # noqa: FBT001 -- Hypothesis passes it by name
            async def work(connection: Any) -> Draft | None:
                try:
                    draft = await drafts.begin(connection, topic, author=admin, now=self.now())
                except DraftConflictError as conflict:
                    _check_is_another_admins(conflict, admin)
                    return None
                new = draft.topic.model_copy(update={"answer": answer})
                draft = await drafts.change(
                    connection, draft, new, author=admin, reason="uji", now=self.now()
                )
                numbers = await versions.published_numbers(connection)
                return await drafts.note_gate(connection, draft, passed(draft, numbers))

            edited: Draft | None = self.transaction(work, crash=crash)
            return edited

        @rule(target=held, topic=_TOPICS, admin=_ADMINS)
        def retire(self, topic: str, admin: int) -> Draft | None:
            async def work(connection: Any) -> Draft | None:
                with suppress(DraftConflictError, LookupError):
                    draft = await drafts.retire(
                        connection, topic, author=admin, reason="uji", now=self.now()
                    )
                    numbers = await versions.published_numbers(connection)
                    return await drafts.note_gate(connection, draft, passed(draft, numbers))
                return None

            retiring: Draft | None = self.transaction(work)
            return retiring

        @rule(
            target=held, draft=consumes(held), second=st.booleans(), crash=st.booleans(),
            replica=_REPLICAS,
        )  # fmt: skip
        def publish(
            self, draft: Draft | None, second: bool, crash: bool, replica: int  # noqa: FBT001 -- Hypothesis passes them by name
        ) -> Draft | None:  # fmt: skip
            if draft is None:
                return None

            async def work(connection: Any) -> Any:
                return await publishing.publish_draft(
                    connection,
                    draft,
                    topics(),
                    by=draft.author,
                    now=self.now(),
                    today=TODAY,
                    needs_second=second,
                )

            try:
                result = self.transaction(work, replica=replica, crash=crash)
            except DraftConflictError:
                return None
            self._was_published(draft.id, draft.body, result, retires=draft.retires)
            if result is None:
                return draft  # the process died: it may be tried again
            return getattr(result, "draft", None)

        @rule(draft=held, admin=_ADMINS, crash=st.booleans())
        def approve(self, draft: Draft | None, admin: int, crash: bool) -> None:  # noqa: FBT001 -- Hypothesis passes it by name
            if draft is None:
                return

            async def work(connection: Any) -> Any:
                return await publishing.approve(
                    connection, draft, topics(), by=admin, now=self.now(), today=TODAY
                )

            try:
                result = self.transaction(work, crash=crash)
            except OwnDraftError:
                assert admin == draft.author
            except NotWaitingError:
                assert not draft.waits_for_approval
            except DraftConflictError:
                pass
            else:
                assert admin != draft.author
                self._was_published(draft.id, draft.body, result, retires=draft.retires)

        @rule(topic=_TOPICS, admin=_ADMINS, back=st.integers(1, 3), crash=st.booleans())
        def roll_back(self, topic: str, admin: int, back: int, crash: bool) -> None:  # noqa: FBT001 -- Hypothesis passes it by name
            to = max(1, len(self.bodies[topic]) - back)

            async def work(connection: Any) -> Any:
                return await publishing.restore(
                    connection, topic, to, topics(), by=admin, now=self.now(), today=TODAY
                )

            result = self.transaction(work, crash=crash)
            text, retires = self.bodies[topic][to - 1]
            if isinstance(result, Blocked):
                last = self.bodies[topic][-1]
                assert last == (text, retires) or (retires and last[1])
            self._was_published(topic, text, result, retires=retires)

        @rule(topic=_TOPICS, answer=_ANSWERS)
        def a_file_changes(self, topic: str, answer: str) -> None:
            text = body(topic, f"Berkas: {answer}")

            async def work(connection: Any) -> dict[str, int]:
                return await editions.merge_files(connection, {**FILES, topic: text}, self.now())

            for changed in self.transaction(work):
                self.bodies[changed].append((text if changed == topic else FILES[changed], False))

        @rule(draft=consumes(held))
        def discard(self, draft: Draft | None) -> None:
            if draft is not None:
                with suppress(DraftConflictError):
                    self.transaction(lambda connection: drafts.discard(connection, draft))

        @rule(draft=held)
        def a_stale_change_is_refused(self, draft: Draft | None) -> None:
            if draft is None:
                return
            stale = replace(draft, revision=draft.revision - 1)
            with pytest.raises(DraftConflictError):
                self.transaction(
                    lambda connection: drafts.change(
                        *(connection, stale, stale.topic),
                        author=stale.author,
                        reason="",
                        now=self.now(),
                    )
                )

        @invariant()
        def exactly_one_version_of_each_topic_is_published(self) -> None:
            async def look() -> tuple[list[tuple[str, int]], dict[str, int]]:
                async with storages[1].engine.connect() as connection:
                    published = await connection.execute(
                        select(PublishedTopic.topic, TopicVersion.number).join(
                            TopicVersion,
                            (TopicVersion.topic == PublishedTopic.topic)
                            & (TopicVersion.number == PublishedTopic.number),
                        )
                    )
                    counted = await connection.execute(
                        select(TopicVersion.topic, func.count()).group_by(TopicVersion.topic)
                    )
                    return sorted((row[0], row[1]) for row in published), {
                        row[0]: row[1] for row in counted
                    }

            published, counted = run(look())
            expected = {topic: len(texts) for topic, texts in self.bodies.items()}
            assert counted == expected
            assert published == sorted(expected.items())

        @rule(replica=_REPLICAS)
        def a_replica_follows(self, replica: int) -> None:
            run(self.serving[replica].refresh(storages[replica]))
            self._serves_what_is_published(self.serving[replica])

        def _serves_what_is_published(self, serving: Serving) -> None:
            last = {topic: texts[-1] for topic, texts in self.bodies.items()}
            assert serving._bodies == {
                topic: text for topic, (text, is_retired) in last.items() if not is_retired
            }
            assert set(serving.current.library.topics) == set(serving._bodies)
            assert serving.current.numbers == {
                topic: len(texts) for topic, texts in self.bodies.items()
            }

        def teardown(self) -> None:
            for serving, storage in zip(self.serving, storages, strict=True):
                with suppress(ValueError):  # a search needs two topics
                    run(serving.refresh(storage))
                    self._serves_what_is_published(serving)

    return Machine


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database for all runs of the machine, emptied before each."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        with server.empty_database() as address:
            yield address
        return
    address = f"sqlite:///{tmp_path / 'machine.sqlite3'}"
    upgrade(address)
    yield address


def test_content_stays_whole(url: str) -> None:
    loop = asyncio.new_event_loop()
    storages = [Storage(url), Storage(url)]
    try:
        run_state_machine_as_test(
            _machine(storages, loop),
            settings=settings(
                max_examples=12,
                stateful_step_count=20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        for storage in storages:
            loop.run_until_complete(storage.close())
        loop.close()
