"""Messages and chats as the door for programs and the chat page see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.demo.methods_bot import commands_for
from bot.demo.rendering import render_html

if TYPE_CHECKING:
    from bot.demo.chats import Chat, Json, Message
    from bot.demo.people import Person
    from bot.demo.world import World

_PLAIN_FIELDS = ("contact", "location", "migrate_to_chat_id", "migrate_from_chat_id")


def message_view(message: Message) -> Json:
    """One message. A caption stands in `text` and `html`; a deleted message has neither."""
    body = message.body()
    text = body.get("text") or body.get("caption") or ""
    entities = body.get("entities") or body.get("caption_entities") or ()
    view: Json = {
        "message_id": body["message_id"],
        "from": message.author,
        "sender": {"id": body["from"]["id"], "name": body["from"]["first_name"]},
        "date": body["date"],
        "text": text,
        "html": render_html(text, entities),
        "buttons": _buttons(body.get("reply_markup")),
        "photo": _photo(body.get("photo")),
        "document": body.get("document"),
        "deleted": message.deleted,
        "edited": message.edited,
        "protected": bool(body.get("has_protected_content")),
        "seq": message.seq,
    }
    for name in _PLAIN_FIELDS:
        if name in body:
            view[name] = body[name]
    if "sticker" in body:
        view["sticker"] = {"emoji": body["sticker"]["emoji"]}
    if "voice" in body:
        view["voice"] = {"duration": body["voice"]["duration"]}
    if "reply_to_message" in body:
        view["reply_to"] = body["reply_to_message"]["message_id"]
    return view


def _photo(sizes: list[Json] | None) -> Json | None:
    return sizes[-1] if sizes else None


def _buttons(markup: Json | None) -> list[list[Json]]:
    if not markup:
        return []
    return [[_button(button) for button in row] for row in markup["inline_keyboard"]]


def _button(button: Json) -> Json:
    view: dict[str, Any] = {"label": button["text"]}
    if "callback_data" in button:
        view["data"] = button["callback_data"]
    elif "url" in button:
        view["url"] = button["url"]
    elif "web_app" in button:
        view["url"] = button["web_app"]["url"]
    elif "copy_text" in button:
        view["copy"] = button["copy_text"]["text"]
    return view


def person_view(person: Person) -> Json:
    """A person for the switch between people."""
    return {"id": person.id, "name": person.name, "key": person.key or str(person.id)}


def chat_view(world: World, person: Person, notes: str | None) -> Json:
    """All that the page needs to show a person's chat."""
    chat = world.private_chat(person)
    view: Json = {
        "person": person_view(person),
        "bot": bot_view(world, person),
        "people": [person_view(world.people[person_id]) for person_id in _shown_people(world)],
        "commands": commands_view(world, chat),
        "messages": [message_view(m) for m in chat.messages.values() if not m.deleted],
        "reply_keyboard": chat.keyboard,
        "typing": chat.typing_until > 0,
        "blocked": chat.blocked,
        "seq": chat.seq,
    }
    if notes is not None:
        view["notes"] = notes
    return view


def _shown_people(world: World) -> list[int]:
    # A benchmark adds thousands of people; the page's list stays short.
    return list(world.people)[:50]


def bot_view(world: World, person: Person) -> Json:
    """The bot's name and description in the person's language."""
    profile = world.profile
    language = person.language_code
    return {
        "id": world.bot_id,
        "name": profile.names.get(language, profile.names.get("", world.options.bot_name)),
        "username": world.options.bot_username,
        "description": profile.description.get(language, profile.description.get("", "")),
        "short_description": profile.short_description.get(
            language, profile.short_description.get("", "")
        ),
    }


def commands_view(world: World, chat: Chat) -> list[Json]:
    """The commands of the "Menu" button in this chat."""
    if chat.person is None:
        return commands_for(world, chat, 0, "")
    return commands_for(world, chat, chat.person.id, chat.person.language_code)
