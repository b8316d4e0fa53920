"""What admins type in the middle of an invitation or a change: taken, or refused in plain words."""

from bot import dialog
from bot.dialog import Step
from bot.people.naming import NameRefusedError, checked_name
from bot.people.roles import NotAdminError
from bot.telegram.work import Turn
from handlers import inviting, staff, staff_words
from handlers.rights import ADMINS_ONLY

STEPS = frozenset({inviting.AGENCY, inviting.TITLE, staff.AGENCY})
_WORDS_PLEASE = (
    "Yang saya tunggu sekarang <b>nama dengan kata-kata</b>, bukan gambar, suara, atau berkas. "
    "Tulis lagi, atau tekan /batal."
)
_AS_A_NEW_MESSAGE = (
    "Pesan yang diubah tidak saya pakai. Kirim sebagai pesan baru, atau tekan /batal."
)


async def on_text(turn: Turn, step: Step) -> bool:
    """The name, or something that is none."""
    if not turn.is_admin:
        await _refuse(turn)
        return True
    try:
        name = checked_name(turn.text)
    except NameRefusedError as error:
        turn.say(staff_words.refusal(error.problem))
        return True
    try:
        match step.name:
            case inviting.AGENCY:
                await inviting.on_agency(turn, step, name)
            case inviting.TITLE:
                await inviting.on_title(turn, step, name)
            case _:
                await staff.on_agency(turn, step, name)
    except NotAdminError:  # revoked while this update was worked on
        await _refuse(turn)
    return True


def on_other(turn: Turn, _: Step) -> None:
    """A picture, a sticker, a file where words are waited for."""
    turn.say(_WORDS_PLEASE)


def on_edited(turn: Turn, _: Step) -> None:
    """An earlier message was edited meanwhile."""
    turn.say(_AS_A_NEW_MESSAGE)


async def _refuse(turn: Turn) -> None:
    await dialog.forget(turn.connection, turn.chat_id)
    turn.say(ADMINS_ONLY)
