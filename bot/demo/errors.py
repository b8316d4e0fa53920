"""Refusals in the words of the Bot API."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A Bot API call that is refused: HTTP status, description and response parameters.

    `parameters` becomes the answer's `parameters` object (`retry_after`, `migrate_to_chat_id`).
    """

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, Any]:
        """The JSON body that Telegram sends for this refusal."""
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class DoorError(Exception):
    """A request at the door for programs that cannot be done: HTTP status and one line why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def bad_request(text: str, **parameters: int) -> ApiError:
    """A 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> ApiError:
    """A 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """A 409 with Telegram's prefix."""
    return ApiError(409, f"Conflict: {text}")


def too_many_requests(retry_after: int) -> ApiError:
    """A 429 that says for how many seconds to pause."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
