"""Each replica answers with what is published, seconds after it was."""

import asyncio
import threading
from collections.abc import Mapping

import pytest
import structlog
from structlog.testing import capture_logs

from bot.content import versions
from bot.content.serving import Serving
from bot.content.versions import Change, Origin
from bot.storage.storage import Storage
from knowledge.library import Library
from knowledge.topics import Topic
from tests.content.small import ANI, FILES, NOW, TODAY, body, small_library, topics
from tests.waiting import until


class _Builder:
    """Builds small libraries, and counts them."""

    def __init__(self) -> None:
        self.built = 0
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def __call__(self, served: Mapping[str, Topic]) -> Library:
        self.built += 1
        assert self.may_go_on.wait(10)
        return small_library(served)


def _replica(builder: _Builder | None = None) -> Serving:
    return Serving(small_library(topics()), FILES, builder or _Builder())


async def _publish(storage: Storage, topic: str, text: str, *, retires: bool = False) -> int:
    async with storage.transaction() as connection:
        at = (await versions.published_numbers(connection)).get(topic, 0)
        change = Change(topic, text, Origin.CHAT, "uji", at, author=ANI, retires=retires)
        return (await versions.publish(connection, [change], NOW))[topic]


def _answer(serving: Serving, topic: str = "tarif") -> str:
    library = serving.current.library
    return library.answer(library.topics[topic], TODAY).html


async def test_at_the_start_the_files_are_served_without_training(storage: Storage) -> None:
    builder = _Builder()
    serving = _replica(builder)
    await serving.begin(storage, NOW)
    assert serving.current.numbers == dict.fromkeys(FILES, 1)
    assert serving.current.version_of("tarif") == 1
    assert builder.built == 0


async def test_an_edited_answer_is_served_without_training(storage: Storage) -> None:
    builder = _Builder()
    first, second = _replica(builder), _replica(builder)
    await first.begin(storage, NOW)
    await second.begin(storage, NOW)
    await _publish(storage, "tarif", body("tarif", "Jawaban kedua."))
    assert await first.refresh(storage)
    assert await second.refresh(storage)
    assert _answer(first) == _answer(second) == "Jawaban kedua."
    assert first.current.version_of("tarif") == 2
    assert builder.built == 0
    assert not await first.refresh(storage)


async def test_what_an_update_took_does_not_change_under_it(storage: Storage) -> None:
    serving = _replica()
    await serving.begin(storage, NOW)
    taken = serving.current
    await _publish(storage, "tarif", body("tarif", "Jawaban kedua."))
    await serving.refresh(storage)
    assert taken.library.answer(taken.library.topics["tarif"], TODAY).html == "Jawaban pertama."


async def test_a_new_topic_is_found_and_a_retired_one_is_not(storage: Storage) -> None:
    serving = _replica()
    await serving.begin(storage, NOW)
    await _publish(storage, "pensiun", body("pensiun"))
    await serving.refresh(storage)
    found = serving.current.library.ask("mau tanya pensiun")
    assert found.candidates[0].topic == "pensiun"
    await _publish(storage, "pensiun", body("pensiun"), retires=True)
    await serving.refresh(storage)
    assert "pensiun" not in serving.current.library.topics
    candidates = serving.current.library.ask("mau tanya pensiun").candidates
    assert "pensiun" not in {candidate.topic for candidate in candidates}


async def test_an_earlier_refresh_that_takes_longer_brings_nothing_old_back(
    storage: Storage,
) -> None:
    builder = _Builder()
    serving = _replica(builder)
    await serving.begin(storage, NOW)
    builder.may_go_on.clear()
    await _publish(storage, "pensiun", body("pensiun"))
    slow = asyncio.create_task(serving.refresh(storage))
    await until_true(lambda: builder.built == 1)
    await _publish(storage, "tarif", body("tarif", "Jawaban kedua."))
    quick = asyncio.create_task(serving.refresh(storage))
    await asyncio.sleep(0.05)
    builder.may_go_on.set()
    await asyncio.gather(slow, quick)
    assert _answer(serving) == "Jawaban kedua."
    assert "pensiun" in serving.current.library.topics


async def until_true(condition: object) -> None:
    """Wait for a condition that is looked at, not awaited."""

    async def holds() -> bool:
        return bool(condition())  # type: ignore[operator]  # callables only

    await until(holds)


async def test_what_cannot_be_read_is_reported_once_and_the_rest_goes_on(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.content.serving._LOOKS_EVERY", 0.02)
    serving = _replica()
    await serving.begin(storage, NOW)
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logs:
        serving.follow(storage)
        await _publish(storage, "tarif", "id: [")
        await asyncio.sleep(0.3)
        misread = [log for log in logs if log["event"] == "content_not_understood"]
        assert len(misread) == 1
        assert _answer(serving) == "Jawaban pertama."
        await _publish(storage, "tarif", body("tarif", "Jawaban ketiga."))
        await until_true(lambda: serving.current.version_of("tarif") == 3)
    await serving.stop()
    assert _answer(serving) == "Jawaban ketiga."


async def test_another_replica_answers_with_it_within_five_seconds(storage: Storage) -> None:
    other = Storage(storage.url.render_as_string(hide_password=False))
    serving = _replica()
    await serving.begin(other, NOW)
    serving.follow(other)
    try:
        await _publish(storage, "pensiun", body("pensiun", "Jawaban baru."))
        async with asyncio.timeout(5):
            await until_true(lambda: "pensiun" in serving.current.library.topics)
        assert _answer(serving, "pensiun") == "Jawaban baru."
    finally:
        await serving.stop()
        await other.close()
