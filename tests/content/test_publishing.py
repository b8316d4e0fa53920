"""What stands between a draft and everybody."""

from datetime import timedelta
from typing import Any

import pytest

from bot.content import drafts, publishing, versions
from bot.content.approval import Approval
from bot.content.drafts import Draft, DraftConflictError
from bot.content.publishing import (
    Blocked,
    NotWaitingError,
    Obstacle,
    OwnDraftError,
    Published,
    WaitsForApproval,
)
from bot.content.versions import Change, Origin
from bot.storage.storage import Storage
from knowledge.check import Problem
from tests.content.small import ANI, BUDI, FILES, NOW, TODAY, body, merge, passed, topics

_LATER = NOW + timedelta(minutes=5)


async def _draft(storage: Storage, *, tried: bool = True, **changes: Any) -> Draft:
    """A draft of Ani's with a change, tried unless told otherwise."""
    async with storage.transaction() as connection:
        draft = await drafts.begin(connection, "tarif", author=ANI, now=NOW)
        new = draft.topic.model_copy(update={"answer": "Jawaban kedua."} | changes)
        draft = await drafts.change(connection, draft, new, author=ANI, reason="uji", now=NOW)
        if not tried:
            return draft
        numbers = await versions.published_numbers(connection)
        noted = await drafts.note_gate(connection, draft, passed(draft, numbers))
    assert noted is not None
    return noted


async def _publish(
    storage: Storage, draft: Draft, *, by: int = ANI, second: bool = False
) -> Published | WaitsForApproval | Blocked:
    async with storage.transaction() as connection:
        return await publishing.publish_draft(
            connection, draft, topics(), by=by, now=_LATER, today=TODAY, needs_second=second
        )


async def _approve(storage: Storage, draft: Draft, by: int) -> Published | Blocked:
    async with storage.transaction() as connection:
        return await publishing.approve(connection, draft, topics(), by=by, now=_LATER, today=TODAY)


async def _served(storage: Storage) -> versions.Version:
    async with storage.transaction() as connection:
        return (await versions.published(connection))["tarif"]


async def test_a_tried_draft_without_findings_is_published(storage: Storage) -> None:
    await merge(storage)
    draft = await _draft(storage)
    assert await _publish(storage, draft) == Published(2)
    served = await _served(storage)
    assert (served.body, served.author, served.approved_by) == (draft.body, ANI, None)
    assert (served.origin, served.reason) == (Origin.CHAT, "uji")
    async with storage.transaction() as connection:
        assert await drafts.draft_of(connection, "tarif") is None


async def test_an_untried_draft_is_not(storage: Storage) -> None:
    await merge(storage)
    draft = await _draft(storage, tried=False)
    assert await _publish(storage, draft) == Blocked(Obstacle.NOT_TRIED)
    assert (await _served(storage)).number == 1


async def test_a_trial_counts_only_while_the_rest_stays_as_it_was(storage: Storage) -> None:
    await merge(storage)
    draft = await _draft(storage)
    async with storage.transaction() as connection:
        other = Change("denda", body("denda", "Lain."), Origin.CHAT, "uji", 1, author=BUDI)
        await versions.publish(connection, [other], NOW)
    assert await _publish(storage, draft) == Blocked(Obstacle.NOT_TRIED)


async def test_a_draft_that_breaks_a_golden_question_is_not_published(storage: Storage) -> None:
    await merge(storage)
    draft = await _draft(storage, tried=False)
    failure = {"question": "?", "right": ["tarif"], "happened": ["fallback", []]}
    for failed_before, expected in ((True, Published), (False, Blocked)):
        async with storage.transaction() as connection:
            numbers = await versions.published_numbers(connection)
            report = passed(draft, numbers, golden=[failure | {"failed_before": failed_before}])
            tried = await drafts.note_gate(connection, draft, report)
            assert tried is not None
            result = await publishing.publish_draft(
                connection, tried, topics(), by=ANI, now=NOW, today=TODAY, needs_second=False
            )
            assert isinstance(result, expected)
            await connection.rollback()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"answer": "<b>tebal"}, Problem.NOT_SHOWABLE),
        ({"answer": "{{ tidak_ada }}"}, Problem.NOT_SHOWABLE),
        ({"answer": "a" * 5_000}, Problem.LENGTH),
        ({"answer": "Bayar Rp20.000."}, Problem.TYPED_NUMBER),
        ({"related": ("tidak-ada",)}, Problem.UNKNOWN_RELATED),
        ({"sources": ()}, Problem.NO_SOURCE),
        ({"examples": {}}, Problem.NO_PHRASING),
        ({"examples": {"baku": ("Mau tanya DENDA",)}}, Problem.OTHERS_PHRASING),
    ],
)
async def test_a_draft_with_a_finding_is_not_published(
    storage: Storage, changes: dict[str, Any], problem: Problem
) -> None:
    await merge(storage)
    draft = await _draft(storage, **changes)
    blocked = await _publish(storage, draft)
    assert isinstance(blocked, Blocked)
    assert blocked.obstacle is Obstacle.FINDINGS
    assert problem in {finding.problem for finding in blocked.findings}
    assert {finding.place for finding in blocked.findings} == {"tarif"}
    assert (await _served(storage)).number == 1


async def test_a_draft_begun_on_what_is_no_longer_published_says_so(storage: Storage) -> None:
    await merge(storage)
    draft = await _draft(storage)
    async with storage.transaction() as connection:
        change = Change("tarif", body("tarif", "Lain."), Origin.IMPORT, "uji", 1)
        await versions.publish(connection, [change], NOW)
    assert await _publish(storage, draft) == Blocked(Obstacle.OUTDATED, published=2)
    async with storage.transaction() as connection:
        rebased = await drafts.rebase(connection, draft, author=ANI, now=_LATER)
    assert rebased.based_on == 2
    assert rebased.gate is None


async def test_a_draft_that_says_what_is_published_is_not(storage: Storage) -> None:
    await merge(storage)
    async with storage.transaction() as connection:
        draft = await drafts.begin(connection, "tarif", author=ANI, now=NOW)
    assert await _publish(storage, draft) == Blocked(Obstacle.SAME)


async def test_only_its_author_publishes_a_draft(storage: Storage) -> None:
    await merge(storage)
    draft = await _draft(storage)
    with pytest.raises(DraftConflictError):
        await _publish(storage, draft, by=BUDI)


async def test_a_second_admin_approves_what_the_first_one_wrote(storage: Storage) -> None:
    await merge(storage)
    waits = await _publish(storage, await _draft(storage), second=True)
    assert isinstance(waits, WaitsForApproval)
    assert (await _served(storage)).number == 1
    with pytest.raises(OwnDraftError):
        await _approve(storage, waits.draft, ANI)
    assert await _approve(storage, waits.draft, BUDI) == Published(2)
    served = await _served(storage)
    assert (served.author, served.approved_by) == (ANI, BUDI)


async def test_what_changes_while_it_waits_is_not_approved_unseen(storage: Storage) -> None:
    await merge(storage)
    waits = await _publish(storage, await _draft(storage), second=True)
    assert isinstance(waits, WaitsForApproval)
    changed = await _draft(storage, answer="Jawaban ketiga.")
    with pytest.raises(DraftConflictError):
        await _approve(storage, waits.draft, BUDI)
    with pytest.raises(NotWaitingError):
        await _approve(storage, changed, BUDI)
    assert (await _served(storage)).number == 1


async def test_a_rejected_draft_waits_no_more(storage: Storage) -> None:
    await merge(storage)
    waits = await _publish(storage, await _draft(storage), second=True)
    assert isinstance(waits, WaitsForApproval)
    async with storage.transaction() as connection:
        back = await publishing.reject(connection, waits.draft)
    assert not back.waits_for_approval
    with pytest.raises(NotWaitingError):
        await _approve(storage, back, BUDI)
    async with storage.transaction() as connection:
        with pytest.raises(NotWaitingError):
            await publishing.reject(connection, back)


async def test_a_published_draft_is_published_once(storage: Storage) -> None:
    await merge(storage)
    draft = await _draft(storage)
    await _publish(storage, draft)
    assert await _publish(storage, draft) == Blocked(Obstacle.OUTDATED, published=2)


async def test_a_topic_is_retired_unless_the_program_needs_it(storage: Storage) -> None:
    needed = {**FILES, "privasi-data-bot": body("privasi-data-bot")}
    await merge(storage, needed)
    for topic, expected in (("tarif", Published(2)), ("privasi-data-bot", None)):
        async with storage.transaction() as connection:
            draft = await drafts.retire(connection, topic, author=ANI, reason="basi", now=NOW)
            numbers = await versions.published_numbers(connection)
            tried = await drafts.note_gate(connection, draft, passed(draft, numbers))
            assert tried is not None
            result = await publishing.publish_draft(
                connection,
                tried,
                topics(needed),
                by=ANI,
                now=NOW,
                today=TODAY,
                needs_second=False,
            )
        if expected is None:
            assert isinstance(result, Blocked)
            assert [finding.problem for finding in result.findings] == [Problem.NEEDED]
        else:
            assert result == expected
    assert (await _served(storage)).is_retired


async def _restore(storage: Storage, to: int) -> Published | Blocked:
    async with storage.transaction() as connection:
        return await publishing.restore(
            connection, "tarif", to, topics(), by=BUDI, now=_LATER, today=TODAY
        )


async def test_one_tap_brings_an_earlier_version_back(storage: Storage) -> None:
    await merge(storage)
    await _publish(storage, await _draft(storage))
    assert await _restore(storage, 1) == Published(3)
    assert (await _served(storage)).body.encode() == FILES["tarif"].encode()
    assert await _restore(storage, 1) == Blocked(Obstacle.SAME)
    with pytest.raises(LookupError):
        await _restore(storage, 9)


async def test_a_version_that_cannot_be_shown_any_more_does_not_come_back(
    storage: Storage,
) -> None:
    files = {**FILES, "tarif": body("tarif", "Bayar {{ angka_yang_hilang }}.")}
    await merge(storage, files)
    await merge(storage)
    blocked = await _restore(storage, 1)
    assert isinstance(blocked, Blocked)
    assert [finding.problem for finding in blocked.findings] == [Problem.NOT_SHOWABLE]
    assert (await _served(storage)).number == 2


@pytest.mark.parametrize(
    ("policy", "needed_with"),
    [("auto", [False, True, True]), ("always", [True] * 3), ("never", [False] * 3)],
)
def test_when_a_second_admin_is_needed(policy: str, needed_with: list[bool]) -> None:
    assert [Approval(policy).needs_second(admins) for admins in (1, 2, 3)] == needed_with
