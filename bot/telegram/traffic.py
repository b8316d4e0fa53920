"""How much the bot sends at this moment, seen by all who send: replies go first, bulk gives way.

Telegram allows a bot about 30 messages a second, a chat one a second, a group 20 a minute. Only
messages count; edits, deletions and answers to taps don't.
"""

import time
from bisect import insort
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import timedelta

MOST_PER_SECOND = 29
"""In all, while bulk is sent. One less than Telegram allows: replies don't take equally long."""
_WINDOW = 1.01
_SOON = 0.02
_CHAT_PAUSE = 1.0
_GROUP_WINDOW = 61.0
_GROUP_MOST = 20


def is_message(method: str) -> bool:
    """Whether a call to this method counts as a message."""
    return method.startswith("send") and method != "sendChatAction"


class Traffic:
    """What one process has sent a moment ago. Times are in seconds.

    A message counts from its departure until a second after it has landed: Telegram counts it at
    some moment in between.
    """

    def __init__(
        self,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        most_per_second: int = MOST_PER_SECOND,
    ) -> None:
        self._monotonic = monotonic
        self._most = most_per_second
        self._sent: deque[float] = deque()
        self._in_air = 0
        self._answering: list[float] = []
        self._last_bulk = float("-inf")
        self._chats: OrderedDict[int, float] = OrderedDict()
        self._groups: dict[int, deque[float]] = {}
        self.paused_until = float("-inf")
        """Until when bulk makes a pause, by the same clock."""

    def reply(self, chat_id: int) -> float:
        """Count a reply; how long it has to wait for bulk messages that were faster.

        Without bulk it never waits: many replies at once are Telegram's to refuse. Whoever asks
        tells by `replied` when it has landed.
        """
        now = self._now()
        at = now
        if self._in_air or self._last_bulk > now - _WINDOW:
            at += self._until_fewer(now)
        self._sent.append(at)
        self._answering.append(at)
        self._note(chat_id, at)
        return at - now

    def replied(self) -> None:
        """A reply has arrived, or is known not to. Which one it is changes no number."""
        departed = self._answering.pop(0)
        now = self._now()
        if departed in self._sent:
            self._sent.remove(departed)
        insort(self._sent, now)

    def bulk(self, chat_id: int) -> None:
        """A bulk message departs."""
        self._in_air += 1
        self._note(chat_id, self._monotonic())

    def landed(self) -> None:
        """A bulk message has arrived, or is known not to."""
        self._in_air -= 1
        self._last_bulk = self._now()
        self._sent.append(self._last_bulk)

    def until_room(self) -> float:
        """How long a bulk message has to wait, whoever it is for."""
        now = self._now()
        return max(self.paused_until - now, self._until_fewer(now), 0.0)

    def _until_fewer(self, now: float) -> float:
        """How long until one more message is allowed."""
        late = sum(1 for at in self._answering if at <= now - _WINDOW)
        too_many = len(self._sent) + self._in_air + late + 1 - self._most
        if too_many <= 0:
            return 0.0
        if too_many > len(self._sent):
            return _SOON
        return max(self._sent[too_many - 1] + _WINDOW - now, 0.0)

    def until_chat(self, chat_id: int) -> float:
        """How long a bulk message has to wait because of what this chat has got."""
        now = self._monotonic()
        wait = self._chats.get(chat_id, float("-inf")) + _CHAT_PAUSE - now
        group = self._groups.get(chat_id)
        if group is not None and len(group) >= _GROUP_MOST:
            wait = max(wait, group[-_GROUP_MOST] + _GROUP_WINDOW - now)
        return max(wait, 0.0)

    def pause(self, seconds: float) -> None:
        """Telegram asks for a pause: bulk makes it, whoever was told."""
        self.paused_until = max(self.paused_until, self._monotonic() + seconds)

    @property
    def paused_for(self) -> float:
        """How long the pause still lasts."""
        return max(self.paused_until - self._monotonic(), 0.0)

    @property
    def paused_for_delta(self) -> timedelta:
        """The same for clocks that know dates."""
        return timedelta(seconds=self.paused_for)

    def recall(self, group_id: int, seconds_ago: float) -> None:
        """Take into account what another process sent to a group; oldest first."""
        self._group(group_id).append(self._monotonic() - seconds_ago)

    def _now(self) -> float:
        now = self._monotonic()
        while self._sent and self._sent[0] <= now - _WINDOW:
            self._sent.popleft()
        return now

    def _note(self, chat_id: int, at: float) -> None:
        self._chats[chat_id] = at
        self._chats.move_to_end(chat_id)
        while next(iter(self._chats.values())) <= at - _CHAT_PAUSE:
            self._chats.popitem(last=False)
        if chat_id < 0:
            self._group(chat_id).append(at)

    def _group(self, group_id: int) -> deque[float]:
        return self._groups.setdefault(group_id, deque(maxlen=_GROUP_MOST))
