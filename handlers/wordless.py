"""Messages without a word in them: empty ones, punctuation, emoji."""

import unicodedata

from bot.telegram.work import Turn
from handlers import buttons

CHEERFUL = "😊 Ada yang bisa saya bantu soal BPJS Ketenagakerjaan? Tulis saja pertanyaan Anda."
_EMPTY = "Pesan Anda kosong. Tulis saja pertanyaannya, misalnya: <i>“cara daftar untuk ojol”</i>"
_PUZZLED = (
    "Ada yang belum jelas? Tulis pertanyaan Anda dengan kata-kata, misalnya: "
    "<i>“cara daftar untuk ojol”</i>"
)
_EMOJI = "So"
_BLANKS = dict.fromkeys(map(ord, "\u115f\u1160\u2800\u3164\uffa0"))
"""Characters that count as letters or symbols and show nothing."""


def reply_to_wordless(turn: Turn, text: str, replaces: int | None = None) -> bool:
    """Reply to a text without letters and digits; False when it has some."""
    text = text.translate(_BLANKS)
    if any(character.isalnum() for character in text):
        return False
    kinds = {unicodedata.category(character) for character in text}
    if _EMOJI in kinds:
        html = CHEERFUL
    elif any(kind[0] in "PS" for kind in kinds):
        html = _PUZZLED
    else:
        html = _EMPTY
    turn.reply(html, [[buttons.MENU_BUTTON]] if turn.is_private else [], replaces=replaces)
    return True
