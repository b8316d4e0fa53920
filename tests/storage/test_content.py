"""What is kept about questions and answers."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from bot.content import feedback, tallies, unanswered
from bot.people import accounts
from bot.people.retention import forget_old, kept_for
from bot.storage.models import Account, Feedback, Unanswered
from bot.storage.storage import Storage
from knowledge.scrubbing import scrub

_NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
_CHAT, _ANSWER = 640_001, 12


async def _keep(storage: Storage, question: str, now: datetime = _NOW) -> None:
    async with storage.transaction() as connection:
        await unanswered.keep(
            connection,
            chat_id=_CHAT,
            question=scrub(question),
            outcome="fallback",
            guesses=["iuran-bpu"],
            now=now,
        )


async def test_the_newest_questions_come_first(storage: Storage) -> None:
    for number in range(5):
        await _keep(storage, f"soal {number}", _NOW + timedelta(minutes=number // 2))
    async with storage.transaction() as connection:
        total, newest = await unanswered.newest(connection, 3)
    assert total == 5
    assert [question.text for question in newest] == ["soal 4", "soal 3", "soal 2"]
    assert newest[0].guesses == ["iuran-bpu"]
    assert newest[0].asked_at == _NOW + timedelta(minutes=2)


async def test_a_kept_question_has_no_personal_numbers(storage: Storage) -> None:
    await _keep(storage, "nik saya 6472011203900001 kok ditolak, hubungi 081234567890")
    async with storage.transaction() as connection:
        _, (question,) = await unanswered.newest(connection, 1)
    assert "6472" not in question.text
    assert "0812" not in question.text
    assert "ditolak" in question.text


async def test_a_very_long_question_is_cut(storage: Storage) -> None:
    await _keep(storage, "panjang " * 500)
    async with storage.transaction() as connection:
        _, (question,) = await unanswered.newest(connection, 1)
    assert len(question.text) == 1_000


async def test_questions_are_forgotten_after_thirty_days(storage: Storage) -> None:
    await _keep(storage, "lama", _NOW - kept_for(Unanswered) - timedelta(seconds=1))
    await _keep(storage, "baru", _NOW - kept_for(Unanswered))
    async with storage.transaction() as connection:
        await forget_old(connection, _NOW)
        _, kept = await unanswered.newest(connection, 10)
    assert [question.text for question in kept] == ["baru"]


async def _vote(storage: Storage, *, helpful: bool, reason: str | None = None) -> None:
    async with storage.transaction() as connection:
        await feedback.vote(
            connection,
            chat_id=_CHAT,
            message_id=_ANSWER,
            topic="iuran-bpu",
            helpful=helpful,
            reason=reason,
            now=_NOW,
        )


async def test_a_person_has_one_vote_on_an_answer_and_may_change_it(storage: Storage) -> None:
    await _vote(storage, helpful=True)
    await _vote(storage, helpful=False, reason="bingung")
    async with storage.transaction() as connection:
        assert await feedback.votes(connection, "iuran-bpu") == [(False, "bingung")]
        assert await feedback.votes(connection, "iuran-pu") == []


async def test_a_comment_is_added_to_a_vote_and_scrubbed(storage: Storage) -> None:
    await _vote(storage, helpful=False)
    async with storage.transaction() as connection:
        text = scrub("NIK 6472011203900001 ditolak")
        await feedback.comment(connection, chat_id=_CHAT, message_id=_ANSWER, text=text)
        comment = await connection.scalar(select(Feedback.comment))
    assert comment == text.text
    assert "6472" not in comment


async def test_a_comment_without_a_vote_is_not_kept(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await feedback.comment(connection, chat_id=_CHAT, message_id=_ANSWER, text=scrub("halo"))
        assert await connection.scalar(select(Feedback.comment)) is None


async def test_counts_add_up_per_day(storage: Storage) -> None:
    day = date(2026, 5, 4)
    async with storage.transaction() as connection:
        await tallies.add(connection, day, {("answer", "iuran-bpu"): 2, ("fallback", "unclear"): 1})
        await tallies.add(connection, day, {("answer", "iuran-bpu"): 3})
        await tallies.add(connection, day + timedelta(days=1), {("answer", "iuran-bpu"): 9})
        await tallies.add(connection, day, {})
        assert await tallies.of_day(connection, day) == {
            ("answer", "iuran-bpu"): 5,
            ("fallback", "unclear"): 1,
        }


async def test_a_chat_is_known_since_it_first_wrote(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await accounts.seen(connection, {1, 2}, _NOW)
        await accounts.seen(connection, {2}, _NOW + timedelta(days=3))
        await accounts.seen(connection, set(), _NOW)
        rows = (await connection.execute(select(Account).order_by(Account.chat_id))).all()
    first, later = date(2026, 5, 4), date(2026, 5, 7)
    assert [(row.chat_id, row.first_seen, row.last_seen) for row in rows] == [
        (1, first, first),
        (2, first, later),
    ]


async def test_who_cannot_be_written_to_is_back_when_they_write(storage: Storage) -> None:
    async with storage.transaction() as connection:
        await accounts.seen(connection, {1, 2}, _NOW)
        await accounts.unreachable(connection, {1, 77}, _NOW)
        await accounts.unreachable(connection, set(), _NOW)
        gone = await connection.execute(
            select(Account.chat_id).where(Account.unreachable_since.is_not(None))
        )
        assert gone.scalars().all() == [1]
        await accounts.seen(connection, {1}, _NOW)
        assert (
            await connection.scalar(select(Account.unreachable_since).where(Account.chat_id == 1))
            is None
        )


async def test_a_group_that_moved_keeps_its_history_even_if_its_new_id_wrote_first(
    storage: Storage,
) -> None:
    async with storage.transaction() as connection:
        await accounts.seen(connection, {-4001}, _NOW)
        await accounts.seen(connection, {-1002000000001}, _NOW + timedelta(days=1))
        await accounts.moved(connection, -4001, -1002000000001)
        await accounts.moved(connection, -4001, -1002000000001)
        row = (await connection.execute(select(Account))).one()
    assert (row.chat_id, row.first_seen) == (-1002000000001, date(2026, 5, 4))


async def test_ids_of_any_size_that_telegram_gives_fit(storage: Storage) -> None:
    largest = 2**52 - 1
    async with storage.transaction() as connection:
        await accounts.seen(connection, {largest, -largest}, _NOW)
        ids = await connection.execute(select(Account.chat_id).order_by(Account.chat_id))
    assert ids.scalars().all() == [-largest, largest]
