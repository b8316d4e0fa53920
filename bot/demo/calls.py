"""A record of every Bot API call with the answer given, for tests and for the curious."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from bot.demo.chats import Json
    from bot.demo.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Call:
    """One call; `answer` is the JSON sent, None when the connection was cut without one."""

    number: int
    time: float
    method: str
    parameters: Parameters
    status: int
    answer: bytes | None

    def view(self) -> Json:
        """For `GET /demo/calls`."""
        params: dict[str, Any] = dict(self.parameters.values)
        for name, upload in self.parameters.files.items():
            params[name] = {"file_name": upload.name, "file_size": len(upload.data)}
        return {
            "n": self.number,
            "time": self.time,
            "method": self.method,
            "params": params,
            "status": self.status,
            "answer": None if self.answer is None else orjson.Fragment(self.answer),
        }


class CallLog:
    """The last calls, oldest first. Numbers go on rising when old ones fall out."""

    def __init__(self, size: int) -> None:
        self._calls: deque[Call] = deque(maxlen=size)
        self.count = 0
        self.counts: Counter[str] = Counter()
        self.recording = size > 0

    def record(
        self, time: float, method: str, parameters: Parameters, status: int, answer: bytes | None
    ) -> None:
        """Note a call."""
        self.count += 1
        self.counts[method] += 1
        if self.recording:
            self._calls.append(Call(self.count, time, method, parameters, status, answer))

    def after(self, number: int) -> list[Call]:
        """Calls with a higher number, oldest first."""
        found: list[Call] = []
        for call in reversed(self._calls):
            if call.number <= number:
                break
            found.append(call)
        return found[::-1]
