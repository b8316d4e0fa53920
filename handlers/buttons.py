"""The buttons that more than one handler shows, and the callback data behind all of them.

Callback data is a short name, then what it is about, with colons between: at most 64 bytes.
"""

from bot.telegram.calls import Button
from knowledge.topics import Topic

TOPIC = "t"
SOURCES = "s"
HELPFUL = "y"
NOT_HELPFUL = "n"
REASON = "r"
COMMENT = "w"
MENU = "a"
"""The menu as a new message, so that the message with the button stays."""
GROUPS = "m"
"""The menu in place of the page that is shown."""
GROUP = "g"
NONE_OF_THESE = "x"
CALCULATE = "h"
"""Alone it begins a calculation; with what is known so far it goes on with one."""
COVERAGE = "cak"
"""What to show follows, as `bot.coverage.screens.View` encodes it."""
UPLOAD = "u"
UPLOAD_CONFIRM, UPLOAD_CANCEL = "ok", "no"
_LONGEST_NUMBER = 18
"""Digits; what is longer doesn't fit the database's integers."""
_LARGEST_VERSION = 1_000_000_000

CHECK = "c"
"""Alone it begins a look-up; with a letter it goes on with one."""
CHECK_PAYLOAD = "cek"
"""What follows /start in a link to the look-up."""
OWN_DATA = "data"
ERASE = "hapus"
ERASE_NOW = "ya-hapus"
KEEP = "batal-hapus"
INVITE = "iv"
ACCEPT = "ia"
"""With an invitation's token: only who has the link can have sent it."""
STAFF = "pt"
RECIPIENT = "gr"
AUDIT = "au"
QUEUE = "aq"
"""The admins' list of questions without an answer."""
DESK, DESK_STAFF = "dk", "ps"
"""Messages for the admins, on the person's side and on theirs."""

FIGURES = "angka"
STATISTICS = "stat"
FAQ = "fq"
"""What is to be done follows, the topic, and of a draft its revision."""
REPORT = "lap"
"""The coverage update: its settings, and what stands under one."""
SENDING = "krm"
"""Sending it to everybody."""

STALE = "Tombol ini sudah tidak berlaku. Silakan tulis pertanyaan Anda."
"""The notice for a tap that leads nowhere: an old button, or forged data."""

CALCULATE_BUTTON = Button("🧮 Hitung iuran saya", CALCULATE)
CHECK_BUTTON = Button("🔎 Cek status saya", CHECK)
MENU_BUTTON = Button("📋 Lihat semua topik", MENU)
OWN_DATA_BUTTON = Button("📄 Lihat data saya", OWN_DATA)
DESK_BUTTON = Button("✍️ Tulis pesan untuk petugas", f"{DESK}:w")
ERASE_BUTTON = Button("🗑 Hapus data saya", ERASE)


def topic_button(topic: Topic) -> Button:
    """A button that shows a topic."""
    return Button(topic.label, f"{TOPIC}:{topic.id}")


def private_chat_button(bot_username: str, payload: str = "") -> Button:
    """A button that leads from a group to the private chat with the bot."""
    link = f"https://t.me/{bot_username}"
    return Button("💬 Obrolan pribadi", url=f"{link}?start={payload}" if payload else link)


def upload_data(upload_id: int, choice: str) -> str:
    """What a button under an upload carries: which one, and a choice or a choice's number."""
    return f"{UPLOAD}:{upload_id}:{choice}"


def number_in(data: str) -> int | None:
    """A number that callback data may hold; None for anything else: data can be forged."""
    is_number = data.isascii() and data.isdigit() and len(data) <= _LONGEST_NUMBER
    return int(data) if is_number else None


def version_in(data: str) -> int | None:
    """The number of a topic's version in callback data; None for anything else."""
    number = number_in(data)
    return number if number is not None and number <= _LARGEST_VERSION else None


def topic_payload(topic_id: str) -> str:
    """What follows /start in a link to a topic."""
    return f"{TOPIC}-{topic_id}"
