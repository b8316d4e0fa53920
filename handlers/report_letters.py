"""Digests and alerts as messages, with their buttons; and what admins hear of lost readers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from html import escape

from bot.coverage.digest.composing import Digest
from bot.coverage.digest.phrases import name_of
from bot.coverage.digest.standing import Standing
from bot.coverage.digest.words import alert_html, caption, digest_html
from bot.coverage.screens import Screen, View
from bot.outbox import Message
from bot.telegram.calls import Button, send_photo, send_text
from handlers import buttons
from knowledge.coverage.question import PROVINCE

_PICTURE, _WORDS = "1", "2"
_MOST_DETAILS = 4
_LOST = (
    "🔕 Laporan ke <b>{name}</b> dihentikan: pesan tidak bisa dikirim (akun memblokir bot, atau "
    "bot dikeluarkan dari grup). Atur di /petugas."
)
_SOMEBODY = "seorang penerima"


class ReportLetters:
    """How they look in a chat."""

    def digest(self, chat_id: int, digest: Digest, picture: str | None) -> list[Message]:
        """The picture without a sound, then the words."""
        words = send_text(chat_id, digest_html(digest), _rows(chat_id, digest))
        messages = [Message(chat_id, words, _WORDS)]
        if picture is not None:
            photo = send_photo(chat_id, picture, escape(caption(digest)))
            silent = replace(photo, params=photo.params | {"disable_notification": True})
            messages.insert(0, Message(chat_id, silent, _PICTURE))
        return messages

    def alert(
        self, chat_id: int, standings: Sequence[Standing], not_before: datetime | None
    ) -> list[Message]:
        """What changed, with the way to more."""
        details = [_detail(each.region) for each in standings[:_MOST_DETAILS]]
        rows = [[button] for button in details]
        if chat_id > 0:
            rows.append([_SETTINGS])
        words = send_text(chat_id, alert_html(standings), rows)
        return [Message(chat_id, words, not_before=not_before)]


def lost_words(name: str | None) -> str:
    """What admins are told when somebody can't be written to any more."""
    return _LOST.format(name=escape(name or _SOMEBODY))


def view_data(view: View) -> str:
    """What shows a view as a new message, so that the report stays."""
    return f"{buttons.REPORT}:v:{view.encoded()}"


_SETTINGS = Button("⚙️ Pengaturan", f"{buttons.REPORT}:s")


def _rows(chat_id: int, digest: Digest) -> list[list[Button]]:
    standing = digest.headline.standing
    first = standing.region if standing is not None else digest.regions[0]
    name = name_of(first)
    details = [region for region in digest.regions if region != PROVINCE][:_MOST_DETAILS]
    rows = [
        [_detail(region) for region in details[at : at + 2]] for at in range(0, len(details), 2)
    ]
    if PROVINCE in digest.regions:
        everything = Button("🗺 Semua daerah", view_data(View(Screen.OVERVIEW)))
        rows.append([everything, _detail(first)])
    rows.append([Button(f"👥 {name} per kelompok", view_data(View(Screen.BREAKDOWN, first)))])
    rows.append([Button(f"📈 Tren {name}", view_data(View(Screen.TREND, first)))])
    last = [Button("⬇️ Unduh XLSX", f"{buttons.REPORT}:u")]
    return [*rows, [*last, _SETTINGS] if chat_id > 0 else last]


def _detail(region: str) -> Button:
    return Button(f"📍 {name_of(region)}", view_data(View(Screen.REGION, region)))
