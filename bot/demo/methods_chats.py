"""getChat, getChatMember and their kin, leaveChat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.demo.chats import Chat, Json, Message, user
from bot.demo.errors import bad_request, forbidden

if TYPE_CHECKING:
    from bot.demo.parameters import Parameters
    from bot.demo.world import World


def get_chat(world: World, parameters: Parameters) -> Json:
    """Serve `getChat`: the ChatFullInfo object."""
    chat = world.chat_of(parameters)
    info: Json = {
        **chat.brief(),
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.is_group:
        info["permissions"] = {"can_send_messages": True}
    if chat.person is not None and chat.person.username:
        info["active_usernames"] = [chat.person.username]
    return info


def get_chat_member(world: World, parameters: Parameters) -> Json:
    """Serve `getChatMember`. The first member of a group is its owner."""
    chat = world.chat_of(parameters)
    _need_presence(chat)
    user_id = parameters.integer("user_id")
    if user_id == world.bot_id:
        return {"user": world.bot_user, "status": "member"}
    if not chat.is_group and chat.person is not None and chat.id == user_id:
        return {"user": user(chat.person), "status": "member"}
    person = world.people.get(user_id)
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return _member(chat, user_id, user(person))


def _member(chat: Chat, user_id: int, who: Json) -> Json:
    if user_id not in chat.members:
        return {"user": who, "status": "left"}
    if user_id == next(iter(chat.members)):
        return {"user": who, "status": "creator", "is_anonymous": False}
    return {"user": who, "status": "member"}


def get_chat_administrators(world: World, parameters: Parameters) -> list[Json]:
    """Serve `getChatAdministrators`: the owner."""
    chat = world.chat_of(parameters)
    if not chat.is_group:
        raise bad_request("there are no administrators in the private chat")
    _need_presence(chat)
    return [_member(chat, person.id, user(person)) for person in [*chat.members.values()][:1]]


def get_chat_member_count(world: World, parameters: Parameters) -> int:
    """Serve `getChatMemberCount`, the bot included."""
    chat = world.chat_of(parameters)
    _need_presence(chat)
    return len(chat.members) + 1 if chat.is_group else 2


def leave_chat(world: World, parameters: Parameters) -> bool:
    """Serve `leaveChat`."""
    chat = world.chat_of(parameters)
    if not chat.is_group:
        raise bad_request("chat member status can't be changed in private chats")
    _need_presence(chat)
    chat.bot_present = False
    body = world.bot_body(chat, {"left_chat_member": world.bot_user})
    chat.add(Message(body, "bot", world.bot_id))
    return True


def _need_presence(chat: Chat) -> None:
    if chat.is_group and not chat.bot_present:
        raise forbidden(f"bot is not a member of the {chat.type} chat")
