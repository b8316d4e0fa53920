"""Content files meet the database at every start."""

import pytest

from bot.content import editions, versions
from bot.content.versions import Change, Origin, Version
from bot.storage.storage import Storage
from tests.content.small import ANI, FILES, NOW, body, merge

_EDITED = body("tarif", "Diubah di obrolan.")


async def _served(storage: Storage, topic: str = "tarif") -> Version:
    async with storage.transaction() as connection:
        return (await versions.published(connection))[topic]


async def _edit(storage: Storage, *, retires: bool = False) -> None:
    async with storage.transaction() as connection:
        change = Change("tarif", _EDITED, Origin.CHAT, "uji", 1, author=ANI, retires=retires)
        await versions.publish(connection, [change], NOW)


async def _differences(storage: Storage) -> list[editions.Difference]:
    async with storage.transaction() as connection:
        return await editions.differences(connection)


async def _decide(storage: Storage, *, take_file: bool) -> int | None:
    async with storage.transaction() as connection:
        return await editions.decide(connection, "tarif", take_file=take_file, author=ANI, now=NOW)


async def test_a_start_with_the_same_files_changes_nothing(storage: Storage) -> None:
    await merge(storage)
    async with storage.transaction() as connection:
        before = await versions.generation(connection)
    assert await merge(storage) == {}
    async with storage.transaction() as connection:
        assert await versions.generation(connection) == before


async def test_a_topic_that_nobody_edited_follows_its_file(storage: Storage) -> None:
    await merge(storage)
    new = body("tarif", "Dari berkas baru.")
    assert await merge(storage, {**FILES, "tarif": new}) == {"tarif": 2}
    assert (await _served(storage)).body == new
    assert await _differences(storage) == []


async def test_an_edited_topic_is_kept_when_its_file_changes_and_the_difference_is_shown(
    storage: Storage,
) -> None:
    await merge(storage)
    await _edit(storage)
    new = body("tarif", "Dari berkas baru.")
    assert await merge(storage, {**FILES, "tarif": new}) == {}
    assert (await _served(storage)).body == _EDITED
    (difference,) = await _differences(storage)
    assert (difference.topic, difference.file, difference.served.number) == ("tarif", new, 2)
    await merge(storage, {**FILES, "tarif": new})
    assert len(await _differences(storage)) == 1  # another start asks no second time


async def test_the_file_may_be_taken_and_is_followed_then(storage: Storage) -> None:
    await merge(storage)
    await _edit(storage)
    new = body("tarif", "Dari berkas baru.")
    await merge(storage, {**FILES, "tarif": new})
    assert await _decide(storage, take_file=True) == 3
    assert (await _served(storage)).body == new
    newer = body("tarif", "Dari berkas yang lebih baru.")
    assert await merge(storage, {**FILES, "tarif": newer}) == {"tarif": 4}


async def test_the_edit_may_be_kept_until_the_file_changes_again(storage: Storage) -> None:
    await merge(storage)
    await _edit(storage)
    await merge(storage, {**FILES, "tarif": body("tarif", "Dari berkas baru.")})
    assert await _decide(storage, take_file=False) is None
    assert await _differences(storage) == []
    with pytest.raises(LookupError):
        await _decide(storage, take_file=True)
    await merge(storage, {**FILES, "tarif": body("tarif", "Dari berkas yang lebih baru.")})
    assert len(await _differences(storage)) == 1


async def test_a_file_that_says_what_the_edit_says_settles_the_difference(storage: Storage) -> None:
    await merge(storage)
    await _edit(storage)
    await merge(storage, {**FILES, "tarif": body("tarif", "Dari berkas baru.")})
    await merge(storage, {**FILES, "tarif": _EDITED})
    assert await _differences(storage) == []


async def test_a_file_that_is_gone_takes_its_topic_away_unless_it_was_edited(
    storage: Storage,
) -> None:
    await merge(storage)
    await _edit(storage)
    assert await merge(storage, {}) == {"denda": 2, "kartu": 2}
    assert (await _served(storage, "denda")).is_retired
    assert not (await _served(storage)).is_retired


async def test_a_file_that_comes_back_brings_its_topic_back(storage: Storage) -> None:
    await merge(storage)
    await merge(storage, {"tarif": FILES["tarif"]})
    await merge(storage)
    served = await _served(storage, "denda")
    assert (served.number, served.is_retired, served.body) == (3, False, FILES["denda"])


async def test_a_topic_that_was_retired_in_the_chat_stays_away_when_its_file_changes(
    storage: Storage,
) -> None:
    await merge(storage)
    await _edit(storage, retires=True)
    await merge(storage, {**FILES, "tarif": body("tarif", "Dari berkas baru.")})
    assert (await _served(storage)).is_retired
    assert len(await _differences(storage)) == 1
