"""The table of Bot API methods this server knows, by lower-case name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from bot.demo import methods_bot, methods_chats, methods_editing, methods_sending
from bot.demo.parameters import Parameters
from bot.demo.world import World

if TYPE_CHECKING:
    from bot.demo.methods_updates import UpdateMethods

Method = Callable[[World, Parameters], object]
WaitingMethod = Callable[[World, Parameters], Awaitable[object]]


def immediate_methods(updates: UpdateMethods) -> dict[str, Method]:
    """Methods that answer at once. getUpdates is the only one that waits."""
    named: dict[str, Method] = {
        "getMe": methods_bot.get_me,
        "logOut": methods_bot.always_true,
        "close": methods_bot.always_true,
        "setWebhook": updates.set_webhook,
        "deleteWebhook": updates.delete_webhook,
        "getWebhookInfo": updates.get_webhook_info,
        "sendMessage": methods_sending.send_message,
        "sendPhoto": methods_sending.send_photo,
        "sendDocument": methods_sending.send_document,
        "sendChatAction": methods_sending.send_chat_action,
        "editMessageText": methods_editing.edit_message_text,
        "editMessageCaption": methods_editing.edit_message_caption,
        "editMessageReplyMarkup": methods_editing.edit_message_reply_markup,
        "deleteMessage": methods_editing.delete_message,
        "deleteMessages": methods_editing.delete_messages,
        "answerCallbackQuery": methods_editing.answer_callback_query,
        "setMyCommands": methods_bot.set_my_commands,
        "getMyCommands": methods_bot.get_my_commands,
        "deleteMyCommands": methods_bot.delete_my_commands,
        "setChatMenuButton": methods_bot.set_chat_menu_button,
        "getChatMenuButton": methods_bot.get_chat_menu_button,
        "setMyName": methods_bot.set_my_name,
        "getMyName": methods_bot.get_my_name,
        "setMyDescription": methods_bot.set_my_description,
        "getMyDescription": methods_bot.get_my_description,
        "setMyShortDescription": methods_bot.set_my_short_description,
        "getMyShortDescription": methods_bot.get_my_short_description,
        "getFile": methods_bot.get_file,
        "getChat": methods_chats.get_chat,
        "getChatMember": methods_chats.get_chat_member,
        "getChatAdministrators": methods_chats.get_chat_administrators,
        "getChatMemberCount": methods_chats.get_chat_member_count,
        "leaveChat": methods_chats.leave_chat,
    }
    return {name.lower(): method for name, method in named.items()}
