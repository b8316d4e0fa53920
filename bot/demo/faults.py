"""Misbehaviour on demand: refusals, slow answers, cut connections."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

from bot.demo.errors import ApiError, DoorError

if TYPE_CHECKING:
    from bot.demo.chats import Json
    from bot.demo.parameters import Parameters

Trouble = Literal["timeout", "drop", "drop_after"]

_DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass(slots=True)
class Fault:
    """What goes wrong, for which calls and how many more times (None: until removed)."""

    method: str
    chat: str | None
    status: int | Trouble | None
    retry_after: int
    delay: float
    times: int | None
    description: str | None = None

    def matches(self, method: str, parameters: Parameters) -> bool:
        """Whether this call is hit."""
        if self.method not in ("*", method):
            return False
        return self.chat is None or self.chat == parameters.text("chat_id")

    def refusal(self) -> ApiError | None:
        """The answer to give instead of doing what was asked; None when it is only slow or cut."""
        if not isinstance(self.status, int):
            return None
        text = self.description or _DESCRIPTIONS.get(self.status, "Bad Request")
        text = text.format(retry_after=self.retry_after)
        if self.status == HTTPStatus.TOO_MANY_REQUESTS:
            return ApiError(429, text, retry_after=self.retry_after)
        return ApiError(self.status, text)


class Faults:
    """Faults waiting to happen; the first that matches a call is used up by it."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, wish: Json) -> None:
        """Take an order from the door. Raises DoorError 400 when it makes no sense."""
        status = wish.get("status")
        if not (
            status is None or isinstance(status, int) or status in ("timeout", "drop", "drop_after")
        ):
            raise DoorError(400, "status: a number, timeout, drop or drop_after")
        times = wish.get("times", 1)
        if times is not None and (not isinstance(times, int) or times < 1):
            raise DoorError(400, "times: a number from 1, or null for always")
        chat = wish.get("chat")
        self._waiting.append(
            Fault(
                method=str(wish.get("method", "*")).lower(),
                chat=None if chat is None else str(chat),
                status=status,
                retry_after=int(wish.get("retry_after", 1)),
                delay=float(wish.get("delay", 0)),
                times=times,
                description=wish.get("description"),
            )
        )

    def clear(self) -> None:
        """Everything works again."""
        self._waiting.clear()

    def take(self, method: str, parameters: Parameters) -> Fault | None:
        """The fault that hits this call, if any; `method` in lower case."""
        for fault in self._waiting:
            if fault.matches(method, parameters):
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times == 0:
                        self._waiting.remove(fault)
                return fault
        return None

    def __bool__(self) -> bool:
        return bool(self._waiting)
