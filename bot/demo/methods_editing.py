"""editMessage…, deleteMessage(s) and answerCallbackQuery."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.demo.errors import bad_request
from bot.demo.methods_sending import caption, markup_of, message_text, text_fields

if TYPE_CHECKING:
    import orjson

    from bot.demo.chats import Chat, Json, Message
    from bot.demo.keyboards import Markup
    from bot.demo.parameters import Parameters
    from bot.demo.world import World

DELETABLE_SECONDS = 48 * 3600
_MAX_ANSWER = 200
_MAX_DELETED_AT_ONCE = 100
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_CONTENT_FIELDS = ("text", "entities", "caption", "caption_entities")


def edit_message_text(world: World, parameters: Parameters) -> orjson.Fragment:
    """Serve `editMessageText`."""
    content = text_fields(message_text(parameters))
    markup = markup_of(parameters, inline_only=True)
    chat, message = _editable(world, parameters)
    if "text" not in message.body():
        raise bad_request("there is no text in the message to edit")
    return _apply(world, chat, message, content, markup)


def edit_message_caption(world: World, parameters: Parameters) -> orjson.Fragment:
    """Serve `editMessageCaption`; an empty caption removes it."""
    content = caption(parameters)
    markup = markup_of(parameters, inline_only=True)
    chat, message = _editable(world, parameters)
    body = message.body()
    if "photo" not in body and "document" not in body:
        raise bad_request("there is no caption in the message to edit")
    return _apply(world, chat, message, content, markup)


def edit_message_reply_markup(world: World, parameters: Parameters) -> orjson.Fragment:
    """Serve `editMessageReplyMarkup`; without a markup the keyboard goes."""
    markup = markup_of(parameters, inline_only=True)
    chat, message = _editable(world, parameters)
    body = message.body()
    content = {name: body[name] for name in _CONTENT_FIELDS if name in body}
    return _apply(world, chat, message, content, markup)


def _editable(world: World, parameters: Parameters) -> tuple[Chat, Message]:
    message_id = _message_id(parameters)
    chat = world.recipient(parameters)
    message = chat.present(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if message.author != "bot" or message.blocks_editing:
        raise bad_request("message can't be edited")
    return chat, message


def _message_id(parameters: Parameters) -> int:
    message_id = parameters.integer("message_id")
    if message_id <= 0:
        raise bad_request("message identifier is not specified")
    return message_id


def _apply(
    world: World, chat: Chat, message: Message, content: Json, markup: Markup
) -> orjson.Fragment:
    body = message.body()
    before = {name: body[name] for name in _CONTENT_FIELDS if name in body}
    if before == content and body.get("reply_markup") == markup.inline:
        raise bad_request(_NOT_MODIFIED)
    for name in _CONTENT_FIELDS:
        body.pop(name, None)
    body.update(content)
    if markup.inline is not None:
        body["reply_markup"] = markup.inline
    else:
        body.pop("reply_markup", None)
    body["edit_date"] = world.now()
    # People see "edited" on changed words, not on changed buttons.
    message.edited = message.edited or before != content
    message.rewrite(body)
    chat.touch(message)
    return message.json()


def delete_message(world: World, parameters: Parameters) -> bool:
    """Serve `deleteMessage`."""
    message_id = _message_id(parameters)
    chat = world.chat_of(parameters)
    message = chat.present(message_id)
    if message is None:
        raise bad_request("message to delete not found")
    if chat.is_group and message.author != "bot":
        raise bad_request("message can't be deleted")
    if world.now() - message.date > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    _delete(chat, message)
    return True


def delete_messages(world: World, parameters: Parameters) -> bool:
    """Serve `deleteMessages`: what can be deleted is, the rest is passed over."""
    identifiers = parameters.structure("message_ids", "message identifiers")
    if not isinstance(identifiers, list) or not identifiers:
        raise bad_request("message identifiers are not specified")
    if len(identifiers) > _MAX_DELETED_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    chat = world.chat_of(parameters)
    oldest = world.now() - DELETABLE_SECONDS
    for identifier in identifiers:
        message = chat.present(_as_id(identifier))
        if message is None or message.date < oldest:
            continue
        if not chat.is_group or message.author == "bot":
            _delete(chat, message)
    return True


def _as_id(identifier: Any) -> int:
    try:
        return int(identifier)
    except (TypeError, ValueError):
        raise bad_request("invalid message identifier specified") from None


def _delete(chat: Chat, message: Message) -> None:
    """A deleted message leaves its number and nothing of what it said."""
    message.deleted = True
    body = message.body()
    message.rewrite({name: body[name] for name in ("message_id", "from", "chat", "date")})
    chat.touch(message)


def answer_callback_query(world: World, parameters: Parameters) -> bool:
    """Serve `answerCallbackQuery`: lets the waiting tap at the door return."""
    text = parameters.text("text")
    if len(text) > _MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    query = world.callbacks.get(parameters.text("callback_query_id"))
    if query is None or world.now() - query.date > world.options.callback_lifetime:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    query.answered = True
    if not query.answer.done():
        query.answer.set_result(
            {
                "answer": text or None,
                "alert": parameters.flag("show_alert"),
                "url": parameters.text("url") or None,
            }
        )
    return True
