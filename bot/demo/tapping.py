"""Taps on buttons: inline ones become callback queries, reply keyboard ones messages."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.demo.chats import Chat, Json, user
from bot.demo.errors import DoorError
from bot.demo.speaking import contact_content, location_content, say, text_content

if TYPE_CHECKING:
    from bot.demo.people import Person
    from bot.demo.world import CallbackQuery, World

_MAX_CALLBACK_BYTES = 64


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap: on the button with this data or label, of this message (None: reply keyboard)."""

    message_id: int | None
    data: str | None
    label: str | None


async def tap(world: World, person: Person, chat: Chat, wish: Tap, wait: float) -> Json:
    """Tap and wait for the bot's answer. Raises DoorError when there is no such button.

    Data that no button carries is sent as it is: forged callbacks exist, and bots must stand them.
    """
    if wish.data is not None:
        if wish.message_id is None:
            raise DoorError(400, "message_id: needed with data")
        return await _answer(*_call_back(world, person, chat, wish.message_id, wish.data), wait)
    if wish.label is None:
        raise DoorError(400, "data or label: one is needed")
    button = _inline_button(chat, wish.message_id, wish.label)
    if button is None:
        return _tap_keyboard(world, person, chat, wish.label)
    if "callback_data" in button and wish.message_id is not None:
        data = str(button["callback_data"])
        return await _answer(*_call_back(world, person, chat, wish.message_id, data), wait)
    if "copy_text" in button:
        return {"answer": None, "copy": button["copy_text"]["text"]}
    return {"answer": None, "url": button.get("url") or button.get("web_app", {}).get("url")}


def _inline_button(chat: Chat, message_id: int | None, label: str) -> Json | None:
    if message_id is None:
        return None
    message = chat.present(message_id)
    if message is None:
        raise DoorError(404, f"no message {message_id} in this chat")
    for row in message.body().get("reply_markup", {}).get("inline_keyboard", ()):
        for button in row:
            if button["text"] == label:
                found: Json = button
                return found
    return None


def _tap_keyboard(world: World, person: Person, chat: Chat, label: str) -> Json:
    keyboard = chat.keyboard or {"keyboard": []}
    for row in keyboard["keyboard"]:
        for button in row:
            if button["text"] == label:
                if keyboard.get("one_time_keyboard"):
                    chat.set_keyboard(None)
                content = _keyboard_content(person, button)
                message = say(world, person, chat, content, None)
                return {"answer": None, "message_id": message.id}
    raise DoorError(404, f"no button: {label}")


def _keyboard_content(person: Person, button: Json) -> Json:
    if button.get("request_contact"):
        return contact_content(person, "own")
    if button.get("request_location"):
        return location_content(True)
    return text_content(str(button["text"]))


def _call_back(
    world: World, person: Person, chat: Chat, message_id: int, data: str
) -> tuple[str, CallbackQuery]:
    if not 1 <= len(data.encode()) <= _MAX_CALLBACK_BYTES:
        raise DoorError(400, "data: 1 to 64 bytes")
    message = chat.present(message_id)
    # What the bot can no longer see comes with date 0, as Telegram sends it.
    body = (
        {"chat": chat.brief(), "message_id": message_id, "date": 0}
        if message is None
        else message.json()
    )
    query_id, query = world.new_callback()
    payload = {
        "id": query_id,
        "from": user(person),
        "message": body,
        "chat_instance": str(abs(hash((chat.id, "instance")))),
        "data": data,
    }
    world.updates.put("callback_query", payload, ("callback_query", person.id))
    return query_id, query


async def _answer(query_id: str, query: CallbackQuery, wait: float) -> Json:
    try:
        async with asyncio.timeout(wait):
            answer = await asyncio.shield(query.answer)
    except TimeoutError:
        return {"answer": None, "answered": False, "callback_query_id": query_id}
    return {**answer, "answered": True, "callback_query_id": query_id}
