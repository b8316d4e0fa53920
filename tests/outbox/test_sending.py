"""What becomes of bulk messages on their way through the local Bot API server."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select, update

from bot.files import keep_file
from bot.outbox import Message, NewRun, enqueue, failures, find, resume, stop
from bot.outbox.pace import Pace
from bot.outbox.queue import MOST_ATTEMPTS
from bot.people import accounts
from bot.storage.models import Account, OutboxMessage
from bot.telegram.calls import Call, edit_text, send_photo, send_text
from tests.outbox.office import FAST, FIRST, RUN, Office, digests, now
from tests.waiting import until

_PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x40\x00\x00\x00\x24\x08\x02\x00\x00\x00"
)


async def test_everybody_gets_theirs_once_and_the_run_is_done(office: Office) -> None:
    everybody = await office.somebody_starts(30)
    await office.enqueue(digests(everybody))
    async with office.sending():
        done = await office.until_over()
        assert (done.sent, done.total) == (30, 30)
        assert [await office.arrived(person) for person in everybody] == (
            [["Cakupan minggu ini"]] * 30
        )

        async def is_done() -> bool:
            async with office.storage.transaction() as connection:
                run = await find(connection, RUN.kind, RUN.key)
            return run is not None and run.state == "done"

        await until(is_done)


async def test_what_was_sent_is_not_kept(office: Office) -> None:
    await office.enqueue(digests(await office.somebody_starts(1)))
    async with office.sending():
        await office.until_over()
    (row,) = await office.rows()
    assert row.call is None
    assert row.ended_at is not None


async def test_messages_enqueued_later_are_seen_within_a_moment(light_office: Office) -> None:
    office = light_office
    first, second = await office.somebody_starts(2)
    async with office.sending():
        await office.enqueue(digests([first]))
        await office.until_over()
        await office.enqueue(digests([second]))
        assert (await office.until_over()).sent == 2


async def test_the_parts_for_a_recipient_arrive_in_order(light_office: Office) -> None:
    office = light_office
    everybody = await office.somebody_starts(3)
    await office.enqueue(
        [
            Message(person, send_text(person, part), part)
            for person in everybody
            for part in ("z", "a")
        ]
    )
    async with office.sending():
        assert (await office.until_over()).sent == 6
    for person in everybody:
        assert await office.arrived(person) == ["z", "a"]


async def test_a_message_is_not_sent_before_its_time(light_office: Office) -> None:
    office = light_office
    early, late = await office.somebody_starts(2)
    postponed = replace(digests([late])[0], not_before=now() + timedelta(hours=1))
    await office.enqueue([postponed, *digests([early])])
    async with office.sending():
        await office.until_state("sent", 1)
        await asyncio.sleep(0.1)
    assert await office.arrived(late) == []
    assert (await office.progress()).waiting == 1


async def test_who_blocked_the_bot_gets_nothing_more_and_is_noted(office: Office) -> None:
    gone, other = await office.somebody_starts(2)
    async with office.storage.transaction() as connection:
        await accounts.seen(connection, {gone, other}, now())
    await office.door.person(gone).block()
    await office.enqueue(digests([gone, other]))
    await office.enqueue(digests([gone]), NewRun("notice", "1"))
    async with office.sending():
        await office.until_over()
    states = {(row.recipient, row.run_id): (row.state, row.why) for row in await office.rows()}
    assert sorted(states.values()) == [("cancelled", "unreachable")] * 2 + [("sent", None)]
    assert len(await office.calls()) == 2
    assert office.lost == [gone]
    async with office.storage.transaction() as connection:
        unreachable = await connection.execute(
            select(Account.chat_id).where(Account.unreachable_since.is_not(None))
        )
        assert unreachable.scalars().all() == [gone]


async def test_a_hook_that_fails_does_not_have_the_message_sent_again(light_office: Office) -> None:
    office = light_office

    class Broken(list[int]):
        def append(self, _: int) -> None:
            raise LookupError

    office.lost = Broken()
    (gone,) = await office.somebody_starts(1)
    await office.door.person(gone).block()
    await office.enqueue(digests([gone]))
    async with office.sending():
        assert (await office.until_over()).cancelled == 1
    assert len(await office.calls()) == 1


async def test_what_telegram_refuses_for_good_is_seen_by_admins(office: Office) -> None:
    refused, other = await office.somebody_starts(2)
    await office.enqueue([Message(refused, send_text(refused, "")), *digests([other])])
    async with office.sending():
        over = await office.until_over()
    assert (over.failed, over.sent) == (1, 1)
    run_id = await office.run_id()
    async with office.storage.transaction() as connection:
        (failure,) = await failures(connection, run_id)
    assert failure.recipient == refused
    assert failure.why == "Message text is empty"


async def test_a_reason_is_kept_without_numbers_that_may_be_personal(light_office: Office) -> None:
    office = light_office
    (person,) = await office.somebody_starts(1)
    await office.door.fault(
        "sendMessage", status=400, description="Bad Request: odd 6472991203900001 in text"
    )
    await office.enqueue(digests([person]))
    async with office.sending():
        assert (await office.until_over()).failed == 1
    (row,) = await office.rows()
    assert "Odd" in row.why
    assert "6472991203900001" not in row.why


async def test_a_message_follows_its_group_to_the_supergroup(office: Office) -> None:
    group = await office.door.make_group("Dinas Tenaga Kerja", ["pekerja"])
    new = (await office.door.request("POST", f"groups/{group}/migrate"))["id"]
    await office.enqueue([Message(group, send_text(group, part), part) for part in ("satu", "dua")])
    async with office.sending():
        assert (await office.until_over()).sent == 2
    calls = await office.calls()
    assert [(call["params"]["chat_id"], call["params"]["text"]) for call in calls] == [
        (group, "satu"),
        (new, "satu"),
        (new, "dua"),
    ]
    assert office.moved == [(group, new)]
    assert {row.recipient for row in await office.rows()} == {new}


async def test_a_group_that_gets_the_same_under_its_new_id_gets_it_once(office: Office) -> None:
    group = await office.door.make_group("Dinas Tenaga Kerja", ["pekerja"])
    new = (await office.door.request("POST", f"groups/{group}/migrate"))["id"]
    await office.enqueue(digests([group, new]))
    async with office.sending():
        over = await office.until_over()
    assert (over.sent, over.cancelled) == (1, 1)


async def test_markup_that_is_refused_arrives_as_plain_text(light_office: Office) -> None:
    office = light_office
    (person,) = await office.somebody_starts(1)
    await office.enqueue(digests([person], "<b>Cakupan</b> <bukan>70 %"))
    async with office.sending():
        await office.until_over()
    assert await office.arrived(person) == ["Cakupan 70 %"]


async def test_a_pause_that_telegram_asks_for_is_made_by_all_and_no_attempt(
    office: Office,
) -> None:
    everybody = await office.somebody_starts(12)
    await office.door.fault("sendMessage", status=429, retry_after=1)
    await office.enqueue(digests(everybody))
    async with office.sending():
        assert (await office.until_over()).sent == 12
    calls = await office.calls()
    refused = next(call["time"] for call in calls if call["status"] == 429)
    assert not [call for call in calls if refused + 0.1 < call["time"] < refused + 0.95]
    assert {row.attempts for row in await office.rows()} == {0}


async def test_a_pause_that_a_reply_was_told_to_make_is_made_by_bulk(light_office: Office) -> None:
    office = light_office
    everybody = await office.somebody_starts(5)
    await office.door.fault("sendMessage", status=429, retry_after=1)
    reply = asyncio.create_task(office.reply(everybody[0], "jawaban"))
    await until(lambda: office.api.traffic.paused_for > 0)
    await office.enqueue(digests(everybody[1:]))
    async with office.sending():
        assert (await office.until_over()).sent == 4
    await reply
    calls = await office.calls()
    assert min(call["time"] for call in calls[1:]) - calls[0]["time"] >= 0.95


async def test_an_answer_that_got_lost_is_resent_later_and_only_that_one(office: Office) -> None:
    everybody = await office.somebody_starts(8)
    unlucky = everybody[3]
    await office.door.fault("sendMessage", status="drop_after", chat=unlucky)
    await office.enqueue(digests(everybody))
    async with office.sending():
        await office.until_state("sent", 7)
        (row,) = (row for row in await office.rows() if row.state == "waiting")
        assert (row.recipient, row.attempts) == (unlucky, 1)
        assert row.not_before > row.taken_at
        await office.everything_is_due()
        assert (await office.until_over()).sent == 8
    for person in everybody:
        assert len(await office.arrived(person)) == (2 if person == unlucky else 1)


async def test_while_telegram_is_away_bulk_waits_and_nothing_is_lost(light_office: Office) -> None:
    office = light_office
    everybody = await office.somebody_starts(6)
    await office.door.fault("sendMessage", status=502, times=2)
    await office.enqueue(digests(everybody))
    async with office.sending(replace(FAST, in_flight=2)):
        await office.until_state("sent", 4)
        await office.everything_is_due()
        assert (await office.until_over()).sent == 6


async def test_what_never_gets_through_is_given_up_in_the_end(light_office: Office) -> None:
    office = light_office
    unlucky, other = await office.somebody_starts(2)
    await office.door.fault("sendMessage", status=500, chat=unlucky, times=None)
    await office.enqueue(digests([unlucky, other]))
    async with office.storage.transaction() as connection:
        await connection.execute(update(OutboxMessage).values(attempts=MOST_ATTEMPTS - 1))
    async with office.sending():
        over = await office.until_over()
    assert (over.failed, over.sent) == (1, 1)
    run_id = await office.run_id()
    async with office.storage.transaction() as connection:
        (failure,) = await failures(connection, run_id)
    assert failure.why == "Internal Server Error"


async def test_a_run_that_is_stopped_sends_nothing_more_and_can_go_on(office: Office) -> None:
    everybody = await office.somebody_starts(60)
    await office.enqueue(digests(everybody))
    async with office.sending(Pace(per_second=100)):
        await office.until_state("sent", 5)
        run_id = await office.run_id()
        async with office.storage.transaction() as connection:
            cancelled = await stop(connection, run_id, now())
        await office.until_over()
        calls = len(await office.calls())
        assert calls == 60 - cancelled
        await asyncio.sleep(0.1)
        assert len(await office.calls()) == calls
        async with office.storage.transaction() as connection:
            assert await resume(connection, run_id) == cancelled
        assert (await office.until_over()).sent == 60
    assert len(await office.calls()) == 60


async def test_a_stopped_message_that_was_in_flight_is_not_tried_again(
    light_office: Office,
) -> None:
    office = light_office
    (person,) = await office.somebody_starts(1)
    await office.door.fault("sendMessage", status=500, delay=0.2)
    await office.enqueue(digests([person]))
    async with office.sending():
        await office.until_state("sending", 1)
        run_id = await office.run_id()
        async with office.storage.transaction() as connection:
            assert await stop(connection, run_id, now()) == 0
        assert (await office.until_over()).cancelled == 1
    assert len(await office.calls()) == 1


async def test_stopping_the_sender_lets_what_is_in_flight_arrive(office: Office) -> None:
    everybody = await office.somebody_starts(20)
    await office.door.fault("sendMessage", status=None, delay=0.1, times=None)
    await office.enqueue(digests(everybody))
    async with office.sending():
        await office.until_state("sending", 4)
    before = await office.progress()
    assert before.sending == 0
    assert before.sent == len(await office.calls())
    async with office.sending():  # nobody has to wait for the lease to end
        assert (await office.until_over(2.0)).sent == 20
    assert len(await office.calls()) == 20


async def test_a_chart_for_everybody_is_uploaded_once(office: Office) -> None:
    everybody = await office.somebody_starts(40)
    async with office.storage.transaction() as connection:
        chart = await keep_file(
            connection, _PICTURE, name="cakupan.png", media_type="image/png", now=now()
        )
        messages = [Message(person, send_photo(person, chart, "Cakupan")) for person in everybody]
        await enqueue(connection, RUN, messages, now())
    await office.door.fault("sendPhoto", status=None, delay=0.05, times=4)
    async with office.sending():
        assert (await office.until_over()).sent == 40
    calls = await office.calls("sendPhoto")
    uploads = [call for call in calls if isinstance(call["params"].get("photo"), dict)]
    assert (len(calls), len(uploads)) == (40, 1)


async def test_a_chart_is_not_uploaded_again_by_another_process(office: Office) -> None:
    first, *others = await office.somebody_starts(10)
    async with office.storage.transaction() as connection:
        chart = await keep_file(
            connection, _PICTURE, name="cakupan.png", media_type="image/png", now=now()
        )
    await office.enqueue([Message(first, send_photo(first, chart))])
    async with office.sending():
        await office.until_over()
    office.shelf = type(office.shelf)(office.storage)
    await office.enqueue([Message(person, send_photo(person, chart)) for person in others])
    async with office.sending():
        assert (await office.until_over()).sent == 10
    calls = await office.calls("sendPhoto")
    assert [isinstance(call["params"]["photo"], dict) for call in calls] == [True] + [False] * 9


async def test_a_call_that_cannot_even_be_made_does_not_stop_the_others(
    light_office: Office,
) -> None:
    office = light_office
    broken, other = await office.somebody_starts(2)
    call = Call("sendVideo", {"chat_id": broken}, file="no such key")
    await office.enqueue([Message(broken, call), *digests([other])])
    async with office.sending():
        over = await office.until_over()
    assert (over.failed, over.sent) == (1, 1)


async def test_an_edit_that_changes_nothing_counts_as_sent(light_office: Office) -> None:
    office = light_office
    (person,) = await office.somebody_starts(1)
    await office.reply(person, "halo")
    (shown,) = [m for m in await office.door.person(person).messages() if m["from"] == "bot"]
    await office.enqueue([Message(person, edit_text(person, shown["message_id"], "halo"))])
    async with office.sending():
        assert (await office.until_over()).sent == 1


async def test_an_unknown_token_costs_no_attempt(light_office: Office) -> None:
    office = light_office
    await office.somebody_starts(1)
    await office.door.fault("sendMessage", status=401)
    await office.enqueue(digests([FIRST]))
    async with office.sending():
        assert (await office.until_over()).sent == 1
    assert [row.attempts for row in await office.rows()] == [0]
