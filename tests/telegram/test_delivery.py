"""Calls are made in order; each error has the effect that the table gives it."""

import pytest

from bot.telegram.calls import Button, Call, answer_tap, delete, edit_text, send_text
from bot.telegram.delivery import UndeliveredError
from tests.telegram.workbench import WORKER, Bench


def _three(chat_id: int = WORKER) -> list[Call]:
    return [send_text(chat_id, text) for text in ("satu", "dua", "tiga")]


async def test_calls_are_made_in_order(bench: Bench) -> None:
    await bench.delivery.deliver(_three())
    assert await bench.sent() == ["satu", "dua", "tiga"]


async def test_which_message_answered_which_is_told(bench: Bench) -> None:
    delivered = await bench.delivery.deliver([send_text(WORKER, "jawaban", answers=1)])
    assert delivered.replies == ((WORKER, 1, 2),)


async def test_a_server_error_is_tried_again_after_growing_pauses(bench: Bench) -> None:
    await bench.door.fault("sendMessage", status=500, times=3)
    await bench.delivery.deliver(_three())
    assert await bench.sent() == ["satu", "dua", "tiga"]
    first, second, third = bench.pauses.taken
    assert first < second < third < 2.0


async def test_what_stays_undelivered_is_handed_back_with_what_was_done(bench: Bench) -> None:
    await bench.door.fault("sendMessage", status=None, times=1)
    await bench.door.fault("sendMessage", status=500, times=None)
    calls = [send_text(WORKER, "satu", answers=1), *_three()[1:]]
    with pytest.raises(UndeliveredError) as caught:
        await bench.delivery.deliver(calls)
    assert [call.params["text"] for call in caught.value.remaining] == ["dua", "tiga"]
    assert caught.value.delivered.replies == ((WORKER, 1, 2),)


async def test_a_pause_that_telegram_asks_for_is_kept_and_is_no_failed_attempt(
    bench: Bench,
) -> None:
    await bench.door.fault("sendMessage", status=429, retry_after=3, times=6)
    await bench.delivery.deliver([send_text(WORKER, "halo")])
    assert await bench.sent() == ["halo"]
    assert len(bench.pauses.taken) == 6
    assert all(3.0 <= pause <= 3.5 for pause in bench.pauses.taken)


async def test_a_pause_longer_than_a_minute_is_left_to_the_redelivery(bench: Bench) -> None:
    await bench.door.fault("sendMessage", status=429, retry_after=90)
    with pytest.raises(UndeliveredError):
        await bench.delivery.deliver([send_text(WORKER, "halo")])
    assert bench.pauses.taken == []


async def test_many_short_pauses_do_not_hold_an_update_for_ever(bench: Bench) -> None:
    await bench.door.fault("sendMessage", status=429, retry_after=20, times=None)
    with pytest.raises(UndeliveredError):
        await bench.delivery.deliver([send_text(WORKER, "halo")])
    assert sum(bench.pauses.taken) <= 60


async def test_who_blocked_the_bot_gets_nothing_more_and_is_noted(bench: Bench) -> None:
    await bench.door.person(WORKER).block()
    delivered = await bench.delivery.deliver(_three())
    assert delivered.unreachable == {WORKER}
    assert await bench.tried() == 1


async def test_an_unreachable_chat_does_not_cost_another_its_message(bench: Bench) -> None:
    other = 640_002
    await bench.door.person(other).say("/start")
    await bench.door.person(WORKER).block()
    await bench.delivery.deliver([*_three(), send_text(other, "halo")])
    assert await bench.sent() == ["halo"]


async def test_a_refused_answer_to_a_tap_does_not_mark_anybody_unreachable(bench: Bench) -> None:
    await bench.door.fault("answerCallbackQuery", status=403)
    delivered = await bench.delivery.deliver([answer_tap("1"), send_text(WORKER, "halo")])
    assert delivered.unreachable == frozenset()
    assert await bench.sent() == ["halo"]


async def test_a_message_follows_its_group_to_the_supergroup(bench: Bench) -> None:
    group = await bench.door.make_group("Ojol Samarinda", ["pekerja"])
    moved = await bench.door.request("POST", f"groups/{group}/migrate")
    delivered = await bench.delivery.deliver(
        [send_text(group, "satu", answers=1), send_text(group, "dua")]
    )
    assert delivered.moved == ((group, moved["id"]),)
    assert delivered.replies[0][0] == moved["id"]
    calls = await bench.door.calls(method="sendMessage")
    assert [(call["params"]["chat_id"], call["status"]) for call in calls] == [
        (group, 400),
        (moved["id"], 200),
        (moved["id"], 200),
    ]


async def test_markup_that_is_refused_arrives_as_plain_text(bench: Bench) -> None:
    await bench.delivery.deliver([send_text(WORKER, "<b>Iuran</b> &lt; Rp20.000 <bukan>tanda")])
    assert await bench.sent() == ["Iuran < Rp20.000 tanda"]


async def test_an_answer_that_was_deleted_is_given_anew(bench: Bench) -> None:
    edit = edit_text(WORKER, 999, "baru", [[Button("Menu", "m")]], answers=1)
    delivered = await bench.delivery.deliver([edit])
    assert await bench.sent() == ["baru"]
    assert delivered.replies == ((WORKER, 1, 2),)


async def test_an_edit_that_changes_nothing_is_a_success(bench: Bench) -> None:
    await bench.delivery.deliver([send_text(WORKER, "halo")])
    edit = edit_text(WORKER, 2, "halo")
    await bench.delivery.deliver([edit, edit])
    assert await bench.tried("editMessageText") == 2
    assert await bench.tried() == 1


async def test_a_message_that_is_gone_already_counts_as_deleted(bench: Bench) -> None:
    await bench.delivery.deliver([delete(WORKER, 999), send_text(WORKER, "halo")])
    assert await bench.sent() == ["halo"]


async def test_a_call_that_can_never_work_is_passed_over(bench: Bench) -> None:
    await bench.delivery.deliver([send_text(WORKER, ""), send_text(WORKER, "halo")])
    assert await bench.sent() == ["halo"]
    assert bench.pauses.taken == []


async def test_an_answer_that_got_lost_may_arrive_twice_but_never_not_at_all(bench: Bench) -> None:
    await bench.door.fault("sendMessage", status="drop_after")
    await bench.delivery.deliver([send_text(WORKER, "halo")])
    shown = [message["text"] for message in await bench.door.person(WORKER).messages(after=1)]
    assert shown == ["halo", "halo"]


async def test_a_revoked_token_keeps_the_calls(bench: Bench) -> None:
    await bench.door.fault("sendMessage", status=401)
    with pytest.raises(UndeliveredError) as caught:
        await bench.delivery.deliver(_three())
    assert len(caught.value.remaining) == 3
