"""What only some people may do: refusing everybody else in plain words."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from bot.people.roles import Actor, NotAdminError
from bot.telegram.work import Turn
from handlers.profile import menu_of

ADMINS_ONLY = "Perintah ini hanya untuk admin. Silakan tulis pertanyaan Anda."
NOTHING_CHANGED = "Ini hanya untuk admin. Tidak ada yang diubah."
"""The notice for a tap."""

_Handler = Callable[[Update, Turn], Coroutine[Any, Any, None]]


def for_admins(handler: _Handler) -> _Handler:
    """A command that only admins have."""

    async def guarded(update: Update, turn: Turn) -> None:
        if not turn.is_admin:
            turn.say(ADMINS_ONLY)
            # Whoever was revoked at the terminal may still have the admins' menu.
            is_official = turn.official is not None
            menu = menu_of(turn.person_id, is_admin=False, is_official=is_official)
            turn.work.calls.append(menu)
            return
        try:
            await handler(update, turn)
        except NotAdminError:  # revoked while this update was worked on; nothing was done
            turn.say(ADMINS_ONLY)

    return guarded


def actor_of(turn: Turn) -> Actor:
    """Whoever this update comes from, as one who changes something."""
    return Actor(turn.person_id, turn.services.settings.admin_ids)
