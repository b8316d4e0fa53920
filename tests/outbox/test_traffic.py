"""Bulk stays under Telegram's limits together with the replies, and replies hardly wait."""

import itertools
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


@dataclass
class _Flight:
    """A message on its way: Telegram counts it at some moment before it has landed."""

    lands_at: float
    is_reply: bool = False


class _Sky:
    """Bulk as the sender sends it, by steps of five milliseconds."""

    def __init__(self, latencies: list[float]) -> None:
        self.clock = _Clock()
        self.traffic = Traffic(self.clock)
        self.counted: list[float] = []
        self._metronome = Metronome(25, self.clock)
        self._latencies = itertools.cycle(latencies)
        self._is_counted_late = itertools.cycle([True, False, False, True, True])
        self._flights: list[_Flight] = []
        self._chat = 0

    def step(self) -> None:
        now = self.clock.seconds
        for flight in [one for one in self._flights if one.lands_at <= now]:
            self._flights.remove(flight)
            (self.traffic.replied if flight.is_reply else self.traffic.landed)()
        is_time = self._metronome.until_next() <= 0 and self.traffic.until_room() <= 0
        if is_time and sum(not flight.is_reply for flight in self._flights) < 4:
            self._chat += 1
            self._metronome.beat()
            self.traffic.bulk(self._chat)
            self._fly(now)
        self.clock.seconds += 0.005

    def reply(self, chat: int, takes: float) -> float:
        """Somebody is answered; how long the answer waits. It lands `takes` seconds later."""
        waits = self.traffic.reply(chat)
        departs = self.clock.seconds + waits
        self._flights.append(_Flight(departs + takes, is_reply=True))
        self.counted.append(departs + (takes if next(self._is_counted_late) else 0))
        return waits

    def _fly(self, now: float) -> None:
        lands_at = now + next(self._latencies)
        self._flights.append(_Flight(lands_at))
        self.counted.append(lands_at if next(self._is_counted_late) else now)


_LATENCIES = st.lists(st.floats(0.001, 1.5), min_size=1, max_size=10)


@given(
    latencies=_LATENCIES,
    replies=st.lists(st.floats(0, 6), max_size=40),
    bursts=st.lists(st.tuples(st.floats(0, 5), st.integers(2, 25)), max_size=2),
)
def test_bulk_and_replies_together_stay_below_the_limit(
    latencies: list[float], replies: list[float], bursts: list[tuple[float, int]]
) -> None:
    """Unless the replies alone would break it: then bulk makes room and they hardly wait."""
    sky = _Sky(latencies)
    start = sky.clock.seconds
    asked = sorted(replies + [at for at, count in bursts for _ in range(count)])
    alone = _most_in_a_second(asked)
    waits: list[float] = []
    while sky.clock.seconds < start + 8:
        while asked and start + asked[0] <= sky.clock.seconds:
            asked.pop(0)
            waits.append(sky.reply(9_000_000 + len(asked), 0.0))
        sky.step()
    if alone <= _LIMIT - 5:
        assert _most_in_a_second(sky.counted) <= _LIMIT
    assert max(waits, default=0) <= 1.05 * (1 + alone // (_LIMIT - 5))


def test_bulk_makes_room_for_replies_that_take_long() -> None:
    """Ten replies that Telegram counts 0.4 s after they departed, as on a busy machine."""
    sky = _Sky([0.1])
    start = sky.clock.seconds
    while sky.clock.seconds < start + 5:
        if abs(sky.clock.seconds - start - 1.5) < 0.0025:
            for person in range(10):
                sky.reply(9_000_000 + person, 0.4)
        sky.step()
    assert _most_in_a_second(sky.counted) <= _LIMIT


def test_without_replies_bulk_uses_its_whole_budget() -> None:
    sky = _Sky([0.1])
    while sky.clock.seconds < 1_010:
        sky.step()
    assert 248 <= len(sky.counted) <= 252


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
