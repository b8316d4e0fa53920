"""How topics do, by the version that was shown; and which questions are kept to try drafts with."""

from datetime import timedelta

import pytest

from bot.content import feedback, numbers, samples, tallies
from bot.content.numbers import VersionNumbers
from bot.storage.storage import Storage
from knowledge.scrubbing import scrub
from tests.content.small import ANI, NOW, TODAY


async def _shown(storage: Storage, topic: str, version: int, times: int, days_ago: int = 0) -> None:
    async with storage.transaction() as connection:
        day = TODAY - timedelta(days=days_ago)
        name = numbers.shown_name(topic, version)
        await tallies.add(connection, day, {(numbers.SHOWN, name): times})


async def _vote(  # noqa: PLR0913 -- one row, one argument a column
    storage: Storage, message_id: int, *, version: int | None, helpful: bool, days_ago: int = 0,
    reason: str | None = None,
) -> None:  # fmt: skip
    async with storage.transaction() as connection:
        await feedback.vote(
            connection,
            chat_id=ANI,
            message_id=message_id,
            topic="tarif",
            helpful=helpful,
            version=version,
            reason=reason,
            now=NOW - timedelta(days=days_ago),
        )


async def _numbers(storage: Storage) -> numbers.TopicNumbers:
    async with storage.transaction() as connection:
        return await numbers.of_topic(connection, "tarif", now=NOW, today=TODAY)


async def test_a_topic_is_counted_by_version(storage: Storage) -> None:
    await _shown(storage, "tarif", 1, 5, days_ago=2)
    await _shown(storage, "tarif", 2, 3)
    await _shown(storage, "tarif", 2, 4, days_ago=1)
    await _shown(storage, "tarif-lain", 2, 9)
    await _vote(storage, 1, version=1, helpful=False, reason="salah")
    await _vote(storage, 2, version=2, helpful=True)
    await _vote(storage, 3, version=None, helpful=False, reason="salah")
    found = await _numbers(storage)
    assert found.total == VersionNumbers(12, 1, 2, {"salah": 2})
    assert found.versions == {
        0: VersionNumbers(0, 0, 1, {"salah": 1}),
        1: VersionNumbers(5, 0, 1, {"salah": 1}),
        2: VersionNumbers(7, 1, 0, {}),
    }


async def test_what_is_older_than_thirty_days_does_not_count(storage: Storage) -> None:
    await _shown(storage, "tarif", 1, 5, days_ago=31)
    await _vote(storage, 1, version=1, helpful=True, days_ago=31)
    assert await _numbers(storage) == numbers.TopicNumbers(VersionNumbers(), {})


async def test_a_later_vote_replaces_the_earlier_one(storage: Storage) -> None:
    await _vote(storage, 1, version=2, helpful=False)
    await _vote(storage, 1, version=2, helpful=True)
    assert (await _numbers(storage)).total == VersionNumbers(0, 1, 0, {})


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("berapa  iuran\nnelayan", "berapa iuran nelayan"),
        ("nik saya 6472990101900001 aktif?", None),
        ("hp saya 081234567890 ganti", None),
        ("a" * 161, None),
        ("  ", None),
    ],
)
def test_only_short_questions_without_anything_personal_are_kept(
    question: str, kept: str | None
) -> None:
    assert samples.fit_to_keep(scrub(question)) == kept


async def _keep(storage: Storage, *questions: str) -> None:
    async with storage.transaction() as connection:
        await samples.keep(connection, questions, TODAY)


async def _latest(storage: Storage, limit: int = 500) -> list[str]:
    async with storage.transaction() as connection:
        return await samples.latest(connection, limit)


async def test_each_question_is_kept_once_and_no_more_than_so_many(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.content.samples.MOST", 3)
    for question in ("satu", "dua", "satu", "tiga", "empat"):
        await _keep(storage, question)
    assert await _latest(storage) == ["empat", "tiga", "dua"]
    await _keep(storage)
    assert len(await _latest(storage)) == 3
