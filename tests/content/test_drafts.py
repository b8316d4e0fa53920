"""Drafts: one of a topic, changed by one admin at a time, nothing overwritten."""

from datetime import timedelta

import pytest

from bot.content import drafts
from bot.content.drafts import Draft, DraftConflictError, TopicExistsError
from bot.content.new_ids import free_id
from bot.schedule import forget_what_is_old
from bot.storage.storage import Storage
from knowledge.topics import Topic
from tests.content.small import ANI, BUDI, FILES, NOW, merge, passed, topics

_LATER = NOW + timedelta(minutes=5)


async def _begin(storage: Storage, author: int = ANI, topic: str = "tarif") -> Draft:
    async with storage.transaction() as connection:
        return await drafts.begin(connection, topic, author=author, now=NOW)


async def _change(storage: Storage, draft: Draft, title: str, author: int = ANI) -> Draft:
    new = draft.topic.model_copy(update={"title": title})
    async with storage.transaction() as connection:
        return await drafts.change(connection, draft, new, author=author, reason="uji", now=_LATER)


async def _stored(storage: Storage, topic: str = "tarif") -> Draft | None:
    async with storage.transaction() as connection:
        return await drafts.draft_of(connection, topic)


async def test_a_draft_begins_as_what_is_published_byte_for_byte(storage: Storage) -> None:
    await merge(storage)
    draft = await _begin(storage)
    assert draft.body == FILES["tarif"]
    assert (draft.based_on, draft.author, draft.gate) == (1, ANI, None)
    assert await _stored(storage) == draft


async def test_beginning_again_goes_on_with_ones_own(storage: Storage) -> None:
    await merge(storage)
    changed = await _change(storage, await _begin(storage), "Tarif baru")
    assert await _begin(storage) == changed


async def test_a_second_admin_is_told_whose_it_is_and_since_when(storage: Storage) -> None:
    await merge(storage)
    changed = await _change(storage, await _begin(storage), "Tarif baru")
    with pytest.raises(DraftConflictError) as caught:
        await _begin(storage, BUDI)
    assert caught.value.draft == changed
    with pytest.raises(DraftConflictError):
        await _change(storage, changed, "Tarif Budi", BUDI)
    assert await _stored(storage) == changed


async def test_a_change_made_on_an_older_revision_is_refused(storage: Storage) -> None:
    await merge(storage)
    first = await _begin(storage)
    second = await _change(storage, first, "Tarif baru")
    with pytest.raises(DraftConflictError) as caught:
        await _change(storage, first, "Tarif lain")
    assert caught.value.draft == second
    assert second.revision == first.revision + 1


async def test_a_change_that_changes_nothing_keeps_the_bytes(storage: Storage) -> None:
    await merge(storage)
    draft = await _begin(storage)
    assert "# yang berlaku" in (await _change(storage, draft, draft.topic.title)).body


async def test_a_change_of_a_field_keeps_all_the_others(storage: Storage) -> None:
    await merge(storage)
    draft = await _begin(storage)
    changed = await _change(storage, draft, "Tarif baru")
    assert changed.topic == draft.topic.model_copy(update={"title": "Tarif baru"})


async def test_what_was_shown_about_a_draft_is_void_once_it_changes(storage: Storage) -> None:
    await merge(storage)
    draft = await _begin(storage)
    async with storage.transaction() as connection:
        tried = await drafts.note_gate(connection, draft, passed(draft, {}))
    assert tried is not None
    assert tried.gate is not None
    async with storage.transaction() as connection:
        await drafts.wait_for_approval(connection, tried, waits=True)
    changed = await _change(storage, tried, "Tarif baru")
    assert changed.gate is None
    assert not changed.waits_for_approval
    async with storage.transaction() as connection:
        assert await drafts.note_gate(connection, tried, passed(tried, {})) is None


async def test_a_report_does_not_outlive_the_questions_it_quotes(storage: Storage) -> None:
    await merge(storage)
    draft = await _begin(storage)
    async with storage.transaction() as connection:
        await drafts.note_gate(connection, draft, passed(draft, {}))
    for days, is_there in ((28, True), (30, False)):
        await forget_what_is_old(storage, NOW + timedelta(days=days))
        stored = await _stored(storage)
        assert stored is not None
        assert (stored.gate is not None) is is_there


async def test_a_topic_keeps_its_id(storage: Storage) -> None:
    await merge(storage)
    draft = await _begin(storage)
    async with storage.transaction() as connection:
        with pytest.raises(ValueError, match="keeps its id"):
            await drafts.change(
                connection, draft, topics()["denda"], author=ANI, reason="", now=NOW
            )


async def test_a_draft_may_be_taken_over_as_it_is(storage: Storage) -> None:
    await merge(storage)
    changed = await _change(storage, await _begin(storage), "Tarif baru")
    async with storage.transaction() as connection:
        taken = await drafts.take_over(connection, changed, author=BUDI, now=_LATER)
    assert (taken.author, taken.body) == (BUDI, changed.body)
    with pytest.raises(DraftConflictError):
        await _change(storage, changed, "Tarif Ani")


async def test_a_discarded_draft_is_gone_and_its_buttons_fit_no_later_one(storage: Storage) -> None:
    await merge(storage)
    draft = await _begin(storage)
    async with storage.transaction() as connection:
        await drafts.discard(connection, draft)
    assert await _stored(storage) is None
    async with storage.transaction() as connection:
        with pytest.raises(DraftConflictError) as caught:
            await drafts.discard(connection, draft)
        later = await drafts.begin(connection, "tarif", author=ANI, now=_LATER)
    assert caught.value.draft is None
    assert later.revision > draft.revision


def _new(topic_id: str) -> Topic:
    return topics()["tarif"].model_copy(update={"id": topic_id, "examples": {"baku": ("apa",)}})


async def test_a_new_topic_needs_an_id_of_its_own(storage: Storage) -> None:
    await merge(storage)
    async with storage.transaction() as connection:
        draft = await drafts.create(connection, _new("baru"), author=ANI, now=NOW)
    assert (draft.based_on, draft.topic) == (0, _new("baru"))
    for taken in ("baru", "denda"):
        async with storage.transaction() as connection:
            with pytest.raises(TopicExistsError):
                await drafts.create(connection, _new(taken), author=BUDI, now=NOW)


async def test_retiring_and_bringing_back_are_drafts_as_well(storage: Storage) -> None:
    await merge(storage)
    async with storage.transaction() as connection:
        draft = await drafts.retire(connection, "tarif", author=ANI, reason="basi", now=NOW)
        with pytest.raises(LookupError):
            await drafts.bring_back(connection, "tarif", author=ANI, reason="", now=NOW)
    assert draft.retires
    assert draft.body == FILES["tarif"]
    assert not (await _change(storage, draft, "Tarif baru")).retires


async def test_all_drafts_are_listed_the_newest_first(storage: Storage) -> None:
    await merge(storage)
    await _change(storage, await _begin(storage), "Tarif baru")
    await _begin(storage, BUDI, "denda")
    async with storage.transaction() as connection:
        assert [draft.id for draft in await drafts.all_drafts(connection)] == ["tarif", "denda"]


async def test_there_is_no_draft_of_a_topic_that_never_was(storage: Storage) -> None:
    with pytest.raises(LookupError):
        await _begin(storage, topic="tidak-ada")


@pytest.mark.parametrize(
    ("title", "taken", "found"),
    [
        ("Denda: telat bayar?", (), "denda-telat-bayar"),
        ("Café & Ölé", (), "cafe-ole"),
        ("???", (), "topik"),
        ("Denda", ("denda", "denda-2"), "denda-3"),
        ("a" * 60, (), "a" * 40),
        ("a" * 60, ("a" * 40,), "a" * 38 + "-2"),
    ],
)
def test_an_id_is_made_of_the_title(title: str, taken: tuple[str, ...], found: str) -> None:
    assert free_id(title, taken) == found
