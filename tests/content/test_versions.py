"""Versions: immutable, one of each topic published, conflicts told."""

import pytest

from bot.content import versions
from bot.content.versions import Change, ConflictError, Origin
from bot.storage.storage import Storage
from tests.content.small import ANI, FILES, NOW, body, merge


def _change(based_on: int, text: str = "Lain.", topic: str = "tarif") -> Change:
    return Change(topic, body(topic, text), Origin.CHAT, "uji", based_on, author=ANI)


async def _publish(storage: Storage, *changes: Change) -> dict[str, int]:
    async with storage.transaction() as connection:
        return await versions.publish(connection, changes, NOW)


async def test_the_files_are_the_first_versions(storage: Storage) -> None:
    assert await merge(storage) == dict.fromkeys(FILES, 1)
    async with storage.transaction() as connection:
        served = await versions.published(connection)
    assert {name: version.body for name, version in served.items()} == FILES
    assert all(version.origin is Origin.FILE for version in served.values())


async def test_a_rollback_is_a_version_with_the_same_bytes(storage: Storage) -> None:
    await merge(storage)
    await _publish(storage, _change(1))
    async with storage.transaction() as connection:
        number = await versions.roll_back(connection, "tarif", 1, based_on=2, author=ANI, now=NOW)
        history = await versions.history(connection, "tarif")
    assert number == 3
    assert [version.number for version in history] == [3, 2, 1]
    assert history[0].body.encode() == FILES["tarif"].encode()
    assert history[0].origin is Origin.ROLLBACK


async def test_two_changes_of_one_version_conflict_and_nothing_is_changed(storage: Storage) -> None:
    await merge(storage)
    await _publish(storage, _change(1))
    with pytest.raises(ConflictError) as caught:
        await _publish(storage, _change(1, topic="denda"), _change(1))
    assert (caught.value.topic, caught.value.number) == ("tarif", 2)
    async with storage.transaction() as connection:
        assert await versions.published_numbers(connection) == {"denda": 1, "kartu": 1, "tarif": 2}
        assert len(await versions.history(connection, "denda")) == 1


async def test_one_topic_twice_in_one_publication_is_a_mistake(storage: Storage) -> None:
    with pytest.raises(ValueError, match="two changes"):
        await _publish(storage, _change(0), _change(0))


async def test_there_is_no_way_back_to_what_never_was(storage: Storage) -> None:
    await merge(storage)
    async with storage.transaction() as connection:
        with pytest.raises(LookupError):
            await versions.roll_back(connection, "tarif", 9, based_on=1, author=ANI, now=NOW)


async def test_the_generation_grows_with_each_publication(storage: Storage) -> None:
    await merge(storage)
    async with storage.transaction() as connection:
        before = await versions.generation(connection)
    await _publish(storage, _change(1))
    async with storage.transaction() as connection:
        assert await versions.generation(connection) > before
