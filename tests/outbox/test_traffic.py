"""Bulk stays under Telegram's limits together with the replies, and replies hardly wait."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from bot.outbox.pace import Metronome
from bot.telegram.traffic import Traffic, is_message

_LIMIT = 30
_GROUP = -4001


@dataclass
class _Clock:
    seconds: float = 1_000.0

    def __call__(self) -> float:
        return self.seconds


def _most_in_a_second(times: list[float]) -> int:
    return max(
        (sum(1 for other in times if at - 1 < other <= at) for at in times),
        default=0,
    )


@given(
    replies=st.lists(st.floats(0, 6), max_size=40),
    bursts=st.lists(st.tuples(st.floats(0, 5), st.integers(2, 25)), max_size=2),
)
def test_bulk_and_replies_together_stay_below_the_limit(
    replies: list[float], bursts: list[tuple[float, int]]
) -> None:
    """Unless the replies alone would break it: then bulk makes room and they hardly wait."""
    clock = _Clock()
    start = clock.seconds
    traffic, metronome = Traffic(clock), Metronome(25, clock)
    asked = sorted(replies + [at for at, count in bursts for _ in range(count)])
    alone = _most_in_a_second(asked)
    sent: list[float] = []
    waits: list[float] = []
    chat = 0
    while clock.seconds < start + 8:
        while asked and start + asked[0] <= clock.seconds:
            asked.pop(0)
            waits.append(traffic.reply(9_000_000 + len(asked)))
            sent.append(clock.seconds + waits[-1])
        if metronome.until_next() <= 0 and traffic.until_room() <= 0:
            chat += 1
            metronome.beat()
            traffic.bulk(chat)
            sent.append(clock.seconds)
        clock.seconds += 0.005
    if alone <= _LIMIT - 2:
        assert _most_in_a_second(sent) <= _LIMIT
    assert max(waits, default=0) <= 1.05 * (1 + alone // (_LIMIT - 2))


def test_without_replies_bulk_uses_its_whole_budget() -> None:
    clock = _Clock()
    traffic, metronome = Traffic(clock), Metronome(25, clock)
    sent = 0
    for _ in range(10_000):
        if metronome.until_next() <= 0 and traffic.until_room() <= 0:
            metronome.beat()
            traffic.bulk(sent)
            sent += 1
        clock.seconds += 0.001
    assert 249 <= sent <= 252


def test_without_bulk_no_reply_ever_waits() -> None:
    traffic = Traffic(_Clock())
    assert {traffic.reply(chat) for chat in range(500)} == {0.0}


def test_after_a_rest_bulk_does_not_make_up_for_it_with_a_burst() -> None:
    clock = _Clock()
    metronome = Metronome(25, clock)
    clock.seconds += 60
    burst = 0
    while metronome.until_next() <= 0:
        metronome.beat()
        burst += 1
    assert burst <= 2


def test_a_chat_gets_one_message_a_second_replies_included() -> None:
    clock = _Clock()
    traffic = Traffic(clock)
    traffic.reply(7)
    assert traffic.until_chat(7) == 1.0
    assert traffic.until_chat(8) == 0.0
    clock.seconds += 1
    assert traffic.until_chat(7) == 0.0


def test_a_group_gets_twenty_messages_a_minute() -> None:
    clock = _Clock()
    traffic = Traffic(clock)
    sent = []
    while clock.seconds < 1_180:
        if traffic.until_chat(_GROUP) <= 0:
            traffic.bulk(_GROUP)
            sent.append(clock.seconds)
        clock.seconds += 0.5
    for at in sent:
        assert sum(1 for other in sent if at - 60 < other <= at) <= 20
    assert len(sent) >= 55


def test_what_another_process_sent_to_a_group_counts() -> None:
    clock = _Clock()
    traffic = Traffic(clock)
    for number in range(20):
        traffic.recall(_GROUP, 40 - number)
    assert 20 < traffic.until_chat(_GROUP) < 22


def test_a_pause_is_never_shortened_by_a_shorter_one() -> None:
    clock = _Clock()
    traffic = Traffic(clock)
    traffic.pause(30)
    traffic.pause(3)
    assert traffic.until_room() == 30
    clock.seconds += 30
    assert traffic.until_room() == 0


def test_only_messages_count() -> None:
    assert is_message("sendMessage")
    assert is_message("sendPhoto")
    assert not is_message("sendChatAction")
    assert not is_message("editMessageText")
    assert not is_message("answerCallbackQuery")
