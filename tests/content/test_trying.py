"""Trying a draft out is a job: the report stays with the draft, and the admin is told."""

from datetime import timedelta

import pytest

from bot.content import drafts
from bot.content.drafts import Draft
from bot.content.gate import Gate
from bot.content.trials import GateReport
from bot.content.trying import TRY_OUT, Trials, Waiting, trial_data, trial_key
from bot.jobs import Job, PermanentError, enqueue
from bot.jobs.queue import take
from bot.storage.storage import Storage
from tests.content.small import ANI, NOW, merge


class _Panel:
    """Notes what an admin is told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    async def on_progress(self, waiting: Waiting, asked: int, of: int) -> None:
        self.told.append((asked, of))

    async def on_tried(self, waiting: Waiting, draft: Draft, report: GateReport) -> None:
        self.told.append((waiting, draft.gate == report))

    async def on_void(self, waiting: Waiting) -> None:
        self.told.append("void")

    async def on_failed(self, waiting: Waiting) -> None:
        self.told.append("failed")


async def _draft(storage: Storage, **changes: object) -> Draft:
    await merge(storage)
    async with storage.transaction() as connection:
        draft = await drafts.begin(connection, "tarif", author=ANI, now=NOW)
        new = draft.topic.model_copy(update=changes)
        return await drafts.change(connection, draft, new, author=ANI, reason="", now=NOW)


async def _job(storage: Storage, draft: Draft) -> Job:
    async with storage.transaction() as connection:
        for _ in range(2):  # a second tap asks for no second trial
            await enqueue(
                connection,
                TRY_OUT,
                trial_data(draft, 77),
                run_at=NOW,
                chat_id=ANI,
                key=trial_key(draft),
            )
        (job,) = await take(connection, [TRY_OUT], NOW, 5)
    return job


async def test_the_report_stays_with_the_draft_and_is_told(storage: Storage) -> None:
    draft = await _draft(storage, label="Tarif baru")
    panel = _Panel()
    await Trials(storage, Gate(), panel).try_out(await _job(storage, draft))
    progress, tried = panel.told[0], panel.told[-1]
    assert progress == (0, 6)
    assert tried == (Waiting(ANI, 77, "tarif", draft.revision), True)
    async with storage.transaction() as connection:
        kept = await drafts.draft_of(connection, "tarif")
    assert kept is not None
    assert kept.gate is not None
    assert kept.gate.is_of("tarif", draft.revision)


async def test_a_draft_that_was_changed_meanwhile_is_not_tried(storage: Storage) -> None:
    draft = await _draft(storage, label="Tarif baru")
    job = await _job(storage, draft)
    async with storage.transaction() as connection:
        await drafts.change(
            connection, draft, draft.topic, author=ANI, reason="", now=NOW + timedelta(minutes=1)
        )
    panel = _Panel()
    await Trials(storage, Gate(), panel).try_out(job)
    assert panel.told == ["void"]


async def test_what_cannot_be_read_is_not_tried_again(storage: Storage) -> None:
    await merge(storage)
    async with storage.transaction() as connection:
        draft = await drafts.take_in(
            connection, "tarif", "id: [", based_on=1, author=ANI, reason="", now=NOW
        )
    trials = Trials(storage, Gate(), panel := _Panel())
    job = await _job(storage, draft)
    with pytest.raises(PermanentError):
        await trials.try_out(job)
    await trials.give_up(job)
    assert panel.told == ["failed"]
