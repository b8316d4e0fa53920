"""One chat at a time, all chats at once."""

import asyncio
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.order import ChatOrder, chat_of
from tests.telegram.workbench import Bench


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), max_size=30))
def test_a_chats_updates_never_overlap_nor_overtake(arrivals: list[tuple[int, int]]) -> None:
    """Each arrival is a chat and how often its work gives way to others."""
    began: dict[int, list[int]] = defaultdict(list)
    busy: set[int] = set()

    async def work(order: ChatOrder, number: int, chat: int, pauses: int) -> None:
        async with order.turn(chat):
            assert chat not in busy
            busy.add(chat)
            began[chat].append(number)
            for _ in range(pauses):
                await asyncio.sleep(0)
            busy.remove(chat)

    async def all_arrive() -> ChatOrder:
        order = ChatOrder()
        await asyncio.gather(
            *(work(order, number, *arrival) for number, arrival in enumerate(arrivals))
        )
        return order

    order = asyncio.run(all_arrive())
    assert all(numbers == sorted(numbers) for numbers in began.values())
    assert order.chats == 0


async def test_another_chat_does_not_wait() -> None:
    order = ChatOrder()
    async with order.turn(1):
        async with asyncio.timeout(1), order.turn(2):
            pass
        assert order.chats == 1


async def test_a_chat_is_forgotten_when_its_work_fails_or_is_cancelled() -> None:
    order = ChatOrder()

    async def wait_for_ever() -> None:
        async with order.turn(1):
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(wait_for_ever()) for _ in range(3)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.sleep(0)
    assert order.chats == 1
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    with pytest.raises(LookupError):
        async with order.turn(1):
            raise LookupError
    assert order.chats == 0


_CHAT = {"id": 7, "type": "private"}


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"update_id": 1, "message": {"chat": _CHAT, "from": {"id": 9}}}, 7),
        ({"update_id": 1, "edited_message": {"chat": _CHAT}}, 7),
        ({"update_id": 1, "callback_query": {"from": {"id": 9}, "message": {"chat": _CHAT}}}, 7),
        ({"update_id": 1, "callback_query": {"from": {"id": 9}, "inline_message_id": "x"}}, 9),
        ({"update_id": 1, "my_chat_member": {"chat": _CHAT, "from": {"id": 9}}}, 7),
        ({"update_id": 1, "message": {"message": "?", "chat": _CHAT}}, 7),
        ({"update_id": 1, "message": {"chat": "?", "from": None}}, 0),
        ({"update_id": 1, "message": "?"}, 0),
        ({"update_id": 1}, 0),
    ],
)
def test_the_chat_is_found_in_any_kind_of_update(update: dict[str, object], chat: int) -> None:
    assert chat_of(update) == chat


async def test_a_slow_chat_is_overtaken_by_others_and_keeps_its_own_order(bench: Bench) -> None:
    slow, quick = 640_010, 640_020
    for person in (slow, quick):
        await bench.door.person(person).say("/start")
    await bench.door.fault("sendMessage", chat=str(slow), status=None, delay=0.3)
    updates = [
        bench.message("lambat 1", slow),
        bench.message("lambat 2", slow),
        bench.message("cepat 1", quick),
        bench.message("cepat 2", quick),
    ]
    await asyncio.gather(*(bench.receiver.receive(update) for update in updates))
    assert await bench.sent() == ["cepat 1", "cepat 2", "lambat 1", "lambat 2"]
