"""Taps on buttons that only admins have, looked at again with every tap."""

from bot.people.roles import NotAdminError
from bot.telegram.work import Turn
from handlers import audit, buttons, inviting, recipients, report_sending, staff
from handlers.rights import NOTHING_CHANGED

NAMES = frozenset(
    {buttons.INVITE, buttons.STAFF, buttons.RECIPIENT, buttons.AUDIT, buttons.SENDING}
)


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """One of these buttons: refused to whoever is no admin, or is none any more."""
    if not (turn.is_admin and turn.is_private):
        turn.answer_tap(NOTHING_CHANGED, alert=True)
        return True
    name, *arguments = parts
    try:
        match name:
            case buttons.INVITE:
                await inviting.on_tap(turn, arguments)
            case buttons.STAFF:
                await staff.on_tap(turn, arguments)
            case buttons.RECIPIENT:
                await recipients.on_tap(turn, arguments)
            case buttons.SENDING:
                await report_sending.on_tap(turn, arguments)
            case _:
                await audit.on_tap(turn, arguments)
    except NotAdminError:  # revoked while this update was worked on; nothing was done
        turn.answer_tap(NOTHING_CHANGED, alert=True)
    return True
