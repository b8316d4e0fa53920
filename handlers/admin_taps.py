"""Taps on buttons that only admins have, looked at again with every tap."""

from bot.people.roles import NotAdminError
from bot.telegram.work import Turn
from handlers import audit, buttons, faq, inviting, queue, recipients, report_sending, staff
from handlers.desk import staff as desk
from handlers.rights import NOTHING_CHANGED

_OWN = {buttons.QUEUE: queue.on_tap, buttons.DESK_STAFF: desk.on_tap}
_OTHERS = {
    buttons.INVITE,
    buttons.STAFF,
    buttons.RECIPIENT,
    buttons.AUDIT,
    buttons.FAQ,
    buttons.SENDING,
}
NAMES = frozenset(_OTHERS | _OWN.keys())


async def on_tap(turn: Turn, parts: list[str]) -> bool:
    """One of these buttons: refused to whoever is no admin, or is none any more."""
    if not (turn.is_admin and turn.is_private):
        turn.answer_tap(NOTHING_CHANGED, alert=True)
        return True
    name, *arguments = parts
    if name in _OWN:
        return await _OWN[name](turn, parts)
    try:
        match name:
            case buttons.INVITE:
                await inviting.on_tap(turn, arguments)
            case buttons.STAFF:
                await staff.on_tap(turn, arguments)
            case buttons.RECIPIENT:
                await recipients.on_tap(turn, arguments)
            case buttons.FAQ:
                await faq.on_tap(turn, arguments)
            case buttons.SENDING:
                await report_sending.on_tap(turn, arguments)
            case _:
                await audit.on_tap(turn, arguments)
    except NotAdminError:  # revoked while this update was worked on; nothing was done
        turn.answer_tap(NOTHING_CHANGED, alert=True)
    return True
