"""What people do: write, share, edit, tap, block, and gather in groups. Each becomes an update."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.demo.chats import Chat, Json, Message, user
from bot.demo.errors import ApiError, DoorError
from bot.demo.formatting import CAPTION_LIMIT, MESSAGE_LIMIT, bot_text, person_text
from bot.demo.images import pixel_size
from bot.demo.methods_sending import caption_fields, document_field, photo_field, text_fields
from bot.demo.world import World, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.demo.parameters import Upload
    from bot.demo.people import Person

# Alun-alun of Samarinda, where the demo's people stand when they share their location.
SAMPLE_LOCATION: Json = {"latitude": -0.502183, "longitude": 117.153801}


def say(world: World, person: Person, chat: Chat, content: Json, reply_to: int | None) -> Message:
    """A person sends a message; the bot gets an update when it may see it."""
    _enter(world, person, chat)
    body = world.person_body(chat, person, content)
    if reply_to is not None:
        replied = chat.present(reply_to)
        if replied is None:
            raise DoorError(404, f"reply_to: no message {reply_to} in this chat")
        body["reply_to_message"] = quoted(replied)
    message = Message(body, "person", person.id)
    chat.add(message)
    if chat.bot_present and _visible(world, chat, body):
        world.updates.put("message", message.json(), ("message", chat.id))
    return message


def _enter(world: World, person: Person, chat: Chat) -> None:
    """Writing starts a private chat, and ends a block as clients do; it joins a group."""
    if chat.is_group:
        if chat.migrated_to is not None:
            raise DoorError(409, f"the group has moved to {chat.migrated_to}")
        chat.members.setdefault(person.id, person)
        return
    if chat.blocked:
        set_blocked(world, person, blocked=False)
    chat.started = True


def _visible(world: World, chat: Chat, body: Json) -> bool:
    """In groups, privacy mode shows the bot commands, mentions, replies and service messages."""
    if not chat.is_group or not world.options.privacy_mode:
        return True
    if body.get("reply_to_message", {}).get("from", {}).get("id") == world.bot_id:
        return True
    if not any(kind in body for kind in _CONTENT):
        return True
    text = str(body.get("text") or body.get("caption") or "")
    units = text.encode("utf-16-le")
    handle = f"@{world.options.bot_username}".lower()
    for entity in body.get("entities") or body.get("caption_entities") or ():
        start = entity["offset"] * 2
        value = units[start : start + entity["length"] * 2].decode("utf-16-le").lower()
        if entity["type"] == "mention" and value == handle:
            return True
        if entity["type"] == "bot_command" and ("@" not in value or value.endswith(handle)):
            return True
    return False


_CONTENT = ("text", "caption", "photo", "document", "voice", "sticker", "contact", "location")


def text_content(text: str) -> Json:
    """A text message. Raises DoorError 400 when a client could not send it.

    Empty text is let through as a message without content: like kinds of messages that the Bot API
    does not show, it must not silence the bot.
    """
    formatted = person_text(text)
    if len(formatted.text) > MESSAGE_LIMIT:
        raise DoorError(400, f"text: at most {MESSAGE_LIMIT} characters")
    return text_fields(formatted) if formatted.text else {}


def formatted_content(html: str) -> Json:
    """A text message with formatting, as people make it in their client; given as HTML.

    Raises DoorError 400 when a client could not send it.
    """
    try:
        formatted = bot_text(html, "HTML", None)
    except ApiError as error:
        raise DoorError(400, f"html: {error.description}") from error
    if not formatted.text or len(formatted.text) > MESSAGE_LIMIT:
        raise DoorError(400, f"html: 1 to {MESSAGE_LIMIT} characters")
    return text_fields(formatted)


def contact_content(person: Person, contact: Any) -> Json:
    """A shared contact: "own", or the fields of somebody else's."""
    if contact in ("own", True):
        return {
            "contact": {
                "phone_number": person.phone_number,
                "first_name": person.first_name,
                **({"last_name": person.last_name} if person.last_name else {}),
                "user_id": person.id,
            }
        }
    if not isinstance(contact, dict) or "phone_number" not in contact:
        raise DoorError(400, 'contact: "own" or {"phone_number", "first_name", "user_id"?}')
    return {"contact": {"first_name": "Kontak", **contact}}


def location_content(location: Any) -> Json:
    """A shared location; true is the sample one."""
    if location is True:
        return {"location": dict(SAMPLE_LOCATION)}
    if not isinstance(location, dict) or not {"latitude", "longitude"} <= location.keys():
        raise DoorError(400, 'location: {"latitude", "longitude"}')
    return {"location": location}


def sticker_content(world: World, sticker: Any) -> Json:
    """A sticker; an object may name its emoji."""
    emoji = sticker.get("emoji", "👍") if isinstance(sticker, dict) else "👍"
    stored = world.files.add("sticker", b"RIFF\0\0\0\0WEBP", name="sticker.webp")
    return {
        "sticker": {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_size": len(stored.data),
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
    }


def voice_content(world: World, voice: Any) -> Json:
    """A voice message; an object may give its duration."""
    duration = int(voice.get("duration", 4)) if isinstance(voice, dict) else 4
    stored = world.files.add("voice", b"OggS" + bytes(60), name="voice.oga", mime_type="audio/ogg")
    return {
        "voice": {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_size": len(stored.data),
            "mime_type": stored.mime_type,
            "duration": duration,
        }
    }


def upload_content(world: World, upload: Upload, caption: str, *, as_document: bool) -> Json:
    """A file: pictures become photos as in a client, everything else a document."""
    formatted = person_text(caption)
    if len(formatted.text) > CAPTION_LIMIT:
        raise DoorError(400, f"caption: at most {CAPTION_LIMIT} characters")
    if not upload.data:
        raise DoorError(400, "file: empty")
    fields = caption_fields(formatted)
    size = pixel_size(upload.data)
    animated = upload.data.startswith(b"GIF8")
    if size is not None and all(size) and not animated and not as_document:
        return {"photo": photo_field(world, upload.data, size), **fields}
    stored = world.files.add("document", upload.data, name=upload.name, mime_type=upload.mime_type)
    return {"document": document_field(stored), **fields}


def edit(world: World, person: Person, chat: Chat, message_id: int, text: str) -> Message:
    """A person edits their own message or caption. Raises DoorError 404 or 400."""
    message = chat.present(message_id)
    if message is None or message.sender_id != person.id:
        raise DoorError(404, f"no own message {message_id} in this chat")
    formatted = person_text(text)
    if not formatted.text:
        raise DoorError(400, "text: empty")
    body = message.body()
    if "text" in body:
        body.pop("entities", None)
        body.update(text_fields(formatted))
    elif "photo" in body or "document" in body:
        body.pop("caption_entities", None)
        body.update(caption_fields(formatted))
    else:
        raise DoorError(400, "this message has no text to edit")
    body["edit_date"] = world.now()
    message.rewrite(body)
    message.edited = True
    chat.touch(message)
    if chat.bot_present and _visible(world, chat, body):
        world.updates.put("edited_message", message.json(), ("message", chat.id))
    return message


def set_blocked(world: World, person: Person, *, blocked: bool) -> None:
    """The person blocks or unblocks the bot."""
    chat = world.private_chat(person)
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    kicked: Json = {"user": world.bot_user, "status": "kicked", "until_date": 0}
    member: Json = {"user": world.bot_user, "status": "member"}
    old, new = (member, kicked) if blocked else (kicked, member)
    _tell_membership(world, person, chat, old, new)


def _tell_membership(world: World, person: Person, chat: Chat, old: Json, new: Json) -> None:
    payload = {
        "chat": chat.brief(),
        "from": user(person),
        "date": world.now(),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    world.updates.put("my_chat_member", payload, ("my_chat_member", chat.id))


def gather(
    world: World, title: str, members: Sequence[Person], group_id: int | None, *, supergroup: bool
) -> Chat:
    """Make a group, add the bot to it and tell the bot."""
    chat = world.add_group(title, members, group_id, supergroup=supergroup)
    founder = members[0]
    left: Json = {"user": world.bot_user, "status": "left"}
    _tell_membership(world, founder, chat, left, {"user": world.bot_user, "status": "member"})
    content: Json = (
        {"supergroup_chat_created": True} if supergroup else {"group_chat_created": True}
    )
    say(world, founder, chat, content, None)
    return chat


def remove_bot(world: World, chat: Chat) -> None:
    """The owner removes the bot from the group."""
    owner = next(iter(chat.members.values()))
    chat.blocked = True
    _tell_membership(
        world,
        owner,
        chat,
        {"user": world.bot_user, "status": "member"},
        {"user": world.bot_user, "status": "kicked", "until_date": 0},
    )


def migrate(world: World, chat: Chat) -> Chat:
    """Turn a group into a supergroup with another id, as Telegram does when it grows."""
    if chat.migrated_to is not None or chat.type == "supergroup":
        raise DoorError(409, "this group is a supergroup already")
    members = list(chat.members.values())
    new = world.add_group(chat.title, members, None, supergroup=True)
    say(world, members[0], chat, {"migrate_to_chat_id": new.id}, None)
    chat.migrated_to = new.id
    say(world, members[0], new, {"migrate_from_chat_id": chat.id}, None)
    return new
