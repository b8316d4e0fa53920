"""sendMessage, sendPhoto, sendDocument, sendChatAction."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.demo.chats import Message
from bot.demo.errors import bad_request
from bot.demo.files import PHOTO_LIMIT, UPLOAD_LIMIT, FileKind, StoredFile
from bot.demo.formatting import CAPTION_LIMIT, MESSAGE_LIMIT, bot_text, check_length
from bot.demo.images import photo_sizes, pixel_size
from bot.demo.keyboards import Markup, parse_markup
from bot.demo.world import TYPING_SECONDS, World, quoted

if TYPE_CHECKING:
    import orjson

    from bot.demo.chats import Chat, Json
    from bot.demo.entities import FormattedText
    from bot.demo.parameters import Parameters

_ACTIONS = frozenset(
    {
        *("typing", "choose_sticker", "find_location", "upload_photo", "upload_document"),
        *("record_video", "upload_video", "record_voice", "upload_voice"),
        *("record_video_note", "upload_video_note"),
    }
)
_MAX_SIDES = 10_000
_MAX_RATIO = 20


def message_text(parameters: Parameters) -> FormattedText:
    """The checked `text` of a message. Raises ApiError 400."""
    source = parameters.text("text")
    if not source:
        raise bad_request("message text is empty")
    formatted = bot_text(
        source, parameters.text("parse_mode"), parameters.structure("entities", "entities")
    )
    if not formatted.text:
        raise bad_request("text must be non-empty")
    check_length(formatted, MESSAGE_LIMIT, "message is too long")
    return formatted


def caption(parameters: Parameters) -> Json:
    """The caption fields of a media message. Raises ApiError 400."""
    source = parameters.text("caption")
    if not source:
        return {}
    formatted = bot_text(
        source,
        parameters.text("parse_mode"),
        parameters.structure("caption_entities", "caption entities"),
    )
    check_length(formatted, CAPTION_LIMIT, "message caption is too long")
    return caption_fields(formatted)


def caption_fields(formatted: FormattedText) -> Json:
    """`caption` and `caption_entities`, left out when empty."""
    if not formatted.text:
        return {}
    fields: Json = {"caption": formatted.text}
    if formatted.entities:
        fields["caption_entities"] = list(formatted.entities)
    return fields


def text_fields(formatted: FormattedText) -> Json:
    """`text` and `entities`, the latter left out when empty."""
    fields: Json = {"text": formatted.text}
    if formatted.entities:
        fields["entities"] = list(formatted.entities)
    return fields


def markup_of(parameters: Parameters, *, inline_only: bool = False) -> Markup:
    """The checked `reply_markup`. Raises ApiError 400."""
    given = parameters.structure("reply_markup", "reply keyboard markup")
    return parse_markup(given, inline_only=inline_only)


def send_message(world: World, parameters: Parameters) -> orjson.Fragment:
    """Serve `sendMessage`."""
    formatted = message_text(parameters)
    fields = text_fields(formatted)
    preview = parameters.structure("link_preview_options", "link preview options")
    if isinstance(preview, dict) and preview:
        fields["link_preview_options"] = preview
    return _send(world, parameters, fields)


def send_photo(world: World, parameters: Parameters) -> orjson.Fragment:
    """Serve `sendPhoto`: an upload or the file_id of a photo sent before."""
    fields = caption(parameters)
    if parameters.flag("has_spoiler"):
        fields["has_media_spoiler"] = True
    stored, data, _ = _media(world, parameters, "photo")
    if stored is not None:
        size = (stored.width, stored.height)
        data = stored.data
    else:
        size = _checked_picture(data)
    return _send(world, parameters, {"photo": photo_field(world, data, size), **fields})


def photo_field(world: World, data: bytes, size: tuple[int, int]) -> list[Json]:
    """The PhotoSize array. All sizes share the picture's bytes: nothing here can scale."""
    return [
        {
            "file_id": kept.file_id,
            "file_unique_id": kept.unique_id,
            "file_size": len(data),
            "width": width,
            "height": height,
        }
        for width, height in photo_sizes(*size)
        for kept in (world.files.add("photo", data, name="photo.jpg", size=(width, height)),)
    ]


def send_document(world: World, parameters: Parameters) -> orjson.Fragment:
    """Serve `sendDocument`: an upload or the file_id of a document sent before."""
    fields = caption(parameters)
    stored, data, name = _media(world, parameters, "document")
    if stored is None:
        mime_type = parameters.files[_file_field(parameters, "document")].mime_type
        stored = world.files.add("document", data, name=name, mime_type=mime_type)
    return _send(world, parameters, {"document": document_field(stored), **fields})


def document_field(stored: StoredFile) -> Json:
    """The Document object."""
    return {
        "file_name": stored.name,
        "mime_type": stored.mime_type,
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.data),
    }


def send_chat_action(world: World, parameters: Parameters) -> bool:
    """Serve `sendChatAction`: "mengetik…" for five seconds or until the next message."""
    action = parameters.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.recipient(parameters)
    loop = asyncio.get_running_loop()
    until = loop.time() + TYPING_SECONDS
    chat.set_typing(until)
    loop.call_at(until, _stop_typing, chat, until)
    return True


def _stop_typing(chat: Chat, until: float) -> None:
    if chat.typing_until == until:
        chat.set_typing(0.0)


def _file_field(parameters: Parameters, name: str) -> str:
    """The form field that holds the upload: `name` itself or what `attach://` points to."""
    value = parameters.text(name)
    return value.removeprefix("attach://") if value.startswith("attach://") else name


def _media(
    world: World, parameters: Parameters, kind: FileKind
) -> tuple[StoredFile | None, bytes, str]:
    """A known file, or the bytes and name of an upload. Raises ApiError 400."""
    upload = parameters.files.get(_file_field(parameters, kind))
    if upload is not None:
        if not upload.data:
            raise bad_request("file must be non-empty")
        if len(upload.data) > (PHOTO_LIMIT if kind == "photo" else UPLOAD_LIMIT):
            raise bad_request("file is too big")
        return None, upload.data, upload.name
    value = parameters.text(kind)
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    stored = world.files.find(value)
    if stored is None:
        # A web address is refused too: the server never fetches anything.
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored, stored.data, stored.name


def _checked_picture(data: bytes) -> tuple[int, int]:
    size = pixel_size(data)
    if size is None or not all(size):
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > _MAX_SIDES or max(size) > _MAX_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def _send(world: World, parameters: Parameters, fields: Json) -> orjson.Fragment:
    markup = markup_of(parameters)
    chat = world.recipient(parameters)
    if parameters.integer("message_thread_id"):
        raise bad_request("message thread not found")
    replied = _replied(chat, parameters)
    world.limits.count(chat.id, group=chat.is_group)
    body = world.bot_body(chat, fields)
    if replied is not None:
        body["reply_to_message"] = quoted(replied)
    if markup.inline is not None:
        body["reply_markup"] = markup.inline
    if parameters.flag("protect_content"):
        body["has_protected_content"] = True
    message = Message(body, "bot", world.bot_id)
    message.blocks_editing = markup.blocks_editing
    chat.set_typing(0.0)
    if markup.keyboard is not None or markup.removes_keyboard:
        chat.set_keyboard(markup.keyboard)
    chat.add(message)
    return message.json()


def _replied(chat: Chat, parameters: Parameters) -> Message | None:
    reply = parameters.structure("reply_parameters", "reply parameters")
    if reply is None:
        message_id = parameters.integer("reply_to_message_id")
        tolerant = parameters.flag("allow_sending_without_reply")
    elif isinstance(reply, dict) and isinstance(reply.get("message_id"), int):
        message_id = reply["message_id"]
        tolerant = bool(reply.get("allow_sending_without_reply"))
    else:
        raise bad_request('can\'t find field "message_id"')
    if not message_id:
        return None
    message = chat.present(message_id)
    if message is None and not tolerant:
        raise bad_request("message to be replied not found")
    return message
