"""What Telegram shows of the bot before anybody writes: descriptions, and the command menus."""

from bot.telegram.calls import Call
from bot.telegram.profile import Profile, menu_call
from handlers.commands import Audience, commands_for

_SHORT = "Tanya jawab BPJS Ketenagakerjaan (Jamsostek) untuk pekerja Kalimantan Timur."
_LONG = (
    "Tanya apa saja soal BPJS Ketenagakerjaan dengan bahasa sehari-hari: iuran, cara daftar, "
    "klaim, kecelakaan kerja, santunan, JHT. Jawaban dari aturan resmi, dengan sumbernya. "
    "Program otomatis, bukan petugas BPJS. Jangan kirim NIK atau foto KTP."
)


def profile() -> Profile:
    """The bot's profile."""
    return Profile(
        description=_LONG,
        short_description=_SHORT,
        private_commands=_menu(Audience.PRIVATE),
        group_commands=_menu(Audience.GROUP),
        admin_commands=_menu(Audience.ADMIN),
    )


def menu_of(person_id: int, *, is_admin: bool, is_official: bool) -> Call:
    """The call that gives a person the menu of their roles."""
    if is_admin:
        return menu_call(person_id, _menu(Audience.ADMIN))
    return menu_call(person_id, _menu(Audience.OFFICIAL) if is_official else None)


def _menu(audience: Audience) -> dict[str, str]:
    return {command.name: command.description for command in commands_for(audience)}
