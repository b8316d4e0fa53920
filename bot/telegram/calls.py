"""Bot API calls as data: handlers compose them, the database keeps them, the sender makes them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Self

LONGEST_TEXT = 4_096
LONGEST_CAPTION = 1_024
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
    """One call.

    `answers` is the person's message that it replies to, found again on edits; `file` is the key of
    a stored file that is sent with it; after `expires_in` seconds the message is deleted again.
    """

    method: str
    params: dict[str, Any]
    answers: int | None = None
    file: str | None = None
    expires_in: int | None = None

    @property
    def chat_id(self) -> int:
        """The chat that the call is about; 0 for an answer to a tap, which names none."""
        return int(self.params.get("chat_id", 0))

    def as_json(self) -> dict[str, Any]:
        """For the database."""
        stored = {"method": self.method, "params": self.params, "answers": self.answers}
        if self.file is not None:
            stored["file"] = self.file
        if self.expires_in is not None:
            stored["expires_in"] = self.expires_in
        return stored

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """From the database."""
        return cls(
            stored["method"],
            stored["params"],
            stored["answers"],
            stored.get("file"),
            stored.get("expires_in"),
        )


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


def discreet(call: Call, lasts: timedelta) -> Call:
    """A message that can't be forwarded or saved, and is deleted after a time."""
    params = call.params | {"protect_content": True}
    return replace(call, params=params, expires_in=int(lasts.total_seconds()))


def with_keys(call: Call, keys: dict[str, Any]) -> Call:
    """A message that changes what is in place of the phone's letters."""
    return replace(call, params=call.params | {"reply_markup": keys})


def send_photo(
    chat_id: int, file: str, html: str = "", rows: Rows = (), *, answers: int | None = None
) -> Call:
    """A stored picture with a caption."""
    return _send_file("sendPhoto", chat_id, file, html, rows, answers)


def send_document(
    chat_id: int, file: str, html: str = "", rows: Rows = (), *, answers: int | None = None
) -> Call:
    """A stored document with a caption."""
    return _send_file("sendDocument", chat_id, file, html, rows, answers)


def _send_file(  # noqa: PLR0913, PLR0917 -- what the two above have in common
    method: str, chat_id: int, file: str, html: str, rows: Rows, answers: int | None
) -> Call:
    params: dict[str, Any] = {"chat_id": chat_id}
    if html:
        params |= {"caption": html, "parse_mode": "HTML"}
    if rows:
        params["reply_markup"] = keyboard(rows)
    return Call(method, params, answers, file)


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


def contact_key(label: str) -> dict[str, Any]:
    """A key in place of the phone's letters that shares the person's own contact."""
    return {
        "keyboard": [[{"text": label, "request_contact": True}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }


NO_KEYS: dict[str, Any] = {"remove_keyboard": True}
"""The phone's letters again."""


def keyboard(rows: Rows) -> dict[str, Any]:
    """An inline keyboard."""
    return {"inline_keyboard": [[button.as_json() for button in row] for row in rows]}
