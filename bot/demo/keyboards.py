"""Checks of `reply_markup`, with Telegram's refusals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.demo.errors import bad_request
from bot.demo.links import checked_link

_MAX_BUTTONS = 100
_MAX_CALLBACK_BYTES = 64
_MAX_COPY_TEXT = 256
_QUERY_ACTIONS = (
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
)
_FLAGS = ("resize_keyboard", "one_time_keyboard", "selective", "is_persistent")


@dataclass(frozen=True, slots=True)
class Markup:
    """A checked `reply_markup`: an inline keyboard, or what happens to the reply keyboard."""

    inline: dict[str, Any] | None = None
    keyboard: dict[str, Any] | None = None
    removes_keyboard: bool = False
    forces_reply: bool = False

    @property
    def blocks_editing(self) -> bool:
        """Telegram refuses to edit a message that came with a reply keyboard or a forced reply."""
        return self.keyboard is not None or self.forces_reply


NO_MARKUP = Markup()


def parse_markup(value: object, *, inline_only: bool = False) -> Markup:
    """Check a `reply_markup` parameter. Raises ApiError 400; None and {} mean no markup."""
    if value is None or value in ("", {}):
        return NO_MARKUP
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        return Markup(inline=_inline_keyboard(value["inline_keyboard"]))
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in value:
        return Markup(keyboard=_reply_keyboard(value))
    if value.get("remove_keyboard"):
        _need_flags(value, ("remove_keyboard", "selective"))
        return Markup(removes_keyboard=True)
    if value.get("force_reply"):
        _need_flags(value, ("force_reply", "selective"))
        return Markup(forces_reply=True)
    return NO_MARKUP


def _need_flags(value: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if name in value and not isinstance(value[name], bool):
            raise bad_request(f'field "{name}" must be of type Boolean')


def _rows(value: object, field: str) -> list[list[object]]:
    if not isinstance(value, list):
        raise bad_request(f'field "{field}" must be of type Array')
    for row in value:
        if not isinstance(row, list):
            raise bad_request(f'field "{field}" must be an Array of Arrays')
    if sum(len(row) for row in value) > _MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return value


def _inline_keyboard(value: object) -> dict[str, Any] | None:
    rows = [[_inline_button(button) for button in row] for row in _rows(value, "inline_keyboard")]
    rows = [row for row in rows if row]
    return {"inline_keyboard": rows} if rows else None


def _inline_button(button: object) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: Expected an Object")
    if "text" not in button:
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    text = button["text"]
    if not isinstance(text, str):
        raise bad_request(
            'can\'t parse inline keyboard button: Field "text" must be of type String'
        )
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    checked = {"text": text, **_inline_action(button)}
    if button.get("style"):
        checked["style"] = button["style"]
    return checked


def _inline_action(button: dict[str, Any]) -> dict[str, Any]:
    if button.get("url"):
        return {"url": _button_url(str(button["url"]))}
    if button.get("callback_data"):
        data = str(button["callback_data"])
        if len(data.encode("utf-8", "surrogatepass")) > _MAX_CALLBACK_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        return {"callback_data": data}
    if isinstance(button.get("web_app"), dict):
        return {"web_app": {"url": _web_app_url(str(button["web_app"].get("url", "")))}}
    if isinstance(button.get("copy_text"), dict):
        copied = str(button["copy_text"].get("text", ""))
        if not 1 <= len(copied) <= _MAX_COPY_TEXT:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
        return {"copy_text": {"text": copied}}
    for action in _QUERY_ACTIONS:
        if action in button:
            return {action: button[action]}
    raise bad_request(
        "BUTTON_TYPE_INVALID"
        if "pay" in button or "callback_game" in button
        else "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
    )


def _web_app_url(url: str) -> str:
    if not url.startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed"
        )
    return url


def _button_url(url: str) -> str:
    link = checked_link(url)
    if link is None:
        scheme = url.split("://", 1)[0].lower() if "://" in url else ""
        reason = (
            "Unsupported URL protocol"
            if scheme and scheme not in ("http", "https", "tg", "ton")
            else "Wrong HTTP URL"
        )
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}")
    return link


def _reply_keyboard(value: dict[str, Any]) -> dict[str, Any]:
    _need_flags(value, _FLAGS)
    rows = [[_key(button) for button in row] for row in _rows(value["keyboard"], "keyboard")]
    checked: dict[str, Any] = {"keyboard": [row for row in rows if row]}
    checked |= {name: value[name] for name in _FLAGS if name in value}
    if value.get("input_field_placeholder"):
        checked["input_field_placeholder"] = str(value["input_field_placeholder"])
    return checked


def _key(button: object) -> dict[str, Any]:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    checked: dict[str, Any] = {"text": button["text"]}
    for request in ("request_contact", "request_location"):
        if button.get(request):
            checked[request] = True
    return checked
