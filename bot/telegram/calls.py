"""Bot API calls as data: handlers compose them, the database keeps them, the sender makes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

LONGEST_TEXT = 4_096
LONGEST_CALLBACK_DATA = 64


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: it sends `data` back, or opens `url`. Exactly one of both."""

    label: str
    data: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        if (self.data is None) == (self.url is None):
            raise ValueError(f"{self.label}: a button has either data or a url")
        if self.data is not None and not 1 <= len(self.data.encode()) <= LONGEST_CALLBACK_DATA:
            raise ValueError(f"{self.label}: callback data of {len(self.data.encode())} bytes")

    def as_json(self) -> dict[str, str]:
        """As the Bot API takes it."""
        if self.url is not None:
            return {"text": self.label, "url": self.url}
        return {"text": self.label, "callback_data": self.data or ""}


Rows = Sequence[Sequence[Button]]


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `answers` is the person's message that it replies to, found again on edits."""

    method: str
    params: dict[str, Any]
    answers: int | None = None

    @property
    def chat_id(self) -> int:
        """The chat that the call is about; 0 for an answer to a tap, which names none."""
        return int(self.params.get("chat_id", 0))

    def as_json(self) -> dict[str, Any]:
        """For the database."""
        return {"method": self.method, "params": self.params, "answers": self.answers}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """From the database."""
        return cls(stored["method"], stored["params"], stored["answers"])


def send_text(
    chat_id: int,
    html: str,
    rows: Rows = (),
    *,
    answers: int | None = None,
    quote: int | None = None,
) -> Call:
    """A message in Telegram's HTML; `quote` is a message to show it as a reply to."""
    params: dict[str, Any] = {
        "chat_id": chat_id,
        "text": html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if rows:
        params["reply_markup"] = keyboard(rows)
    if quote is not None:
        params["reply_parameters"] = {"message_id": quote, "allow_sending_without_reply": True}
    return Call("sendMessage", params, answers)


def edit_text(
    chat_id: int, message_id: int, html: str, rows: Rows = (), *, answers: int | None = None
) -> Call:
    """Replace the text and the buttons of one of the bot's messages."""
    return Call(
        "editMessageText",
        {
            "chat_id": chat_id,
            "message_id": message_id,
            "text": html,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": keyboard(rows),
        },
        answers,
    )


def edit_buttons(chat_id: int, message_id: int, rows: Rows) -> Call:
    """Replace the buttons of one of the bot's messages."""
    return Call(
        "editMessageReplyMarkup",
        {"chat_id": chat_id, "message_id": message_id, "reply_markup": keyboard(rows)},
    )


def delete(chat_id: int, message_id: int) -> Call:
    """Delete a message; in private chats also the person's own."""
    return Call("deleteMessage", {"chat_id": chat_id, "message_id": message_id})


def answer_tap(query_id: str, text: str | None = None, *, alert: bool = False) -> Call:
    """Tell Telegram that a tap arrived, with a short notice (200 characters at most)."""
    params: dict[str, Any] = {"callback_query_id": query_id}
    if text:
        params |= {"text": text, "show_alert": alert}
    return Call("answerCallbackQuery", params)


def keyboard(rows: Rows) -> dict[str, Any]:
    """An inline keyboard."""
    return {"inline_keyboard": [[button.as_json() for button in row] for row in rows]}
