"""Everything that isn't text: a fitting word for each; a caption is answered like a text."""

from telegram import Message, Update

from bot.telegram.calls import Button
from bot.telegram.work import Turn
from handlers import buttons, outcomes, status, steps
from handlers.answers import answer_message
from handlers.ask import answer
from handlers.uploads import chat as uploads
from handlers.wordless import CHEERFUL
from knowledge.regions import nearest_region

_PHOTO = (
    "Saya belum bisa membaca gambar. Tulis saja pertanyaan Anda, ya.\n\n"
    "🔒 Kalau itu foto <b>KTP, KK, atau kartu peserta</b>, sebaiknya Anda hapus dari obrolan ini. "
    "Untuk bertanya, foto tidak diperlukan."
)
_VOICE = (
    "Maaf, saya belum bisa mendengar pesan suara. Ketik singkat saja, misalnya: "
    "<i>“cara cairkan jht”</i>"
)
_VIDEO = "Maaf, saya belum bisa melihat video. Tulis saja pertanyaan Anda, ya."
_DOCUMENT = (
    "Saya tidak membuka berkas di sini. Tulis saja pertanyaan Anda, ya.\n\n"
    "🔒 Kalau berkas itu memuat <b>NIK atau data orang</b>, sebaiknya Anda hapus dari obrolan ini."
)
_CONTACT = (
    "Terima kasih, tetapi nomor itu tidak saya perlukan dan tidak saya simpan. "
    "Tulis saja pertanyaan Anda."
)
_OTHER = "Pesan seperti itu belum bisa saya baca. Tulis saja pertanyaan Anda dengan kata-kata."
_WORDS = (
    (("photo",), _PHOTO),
    (("voice", "audio"), _VOICE),
    (("animation", "video", "video_note"), _VIDEO),  # an animation is a document as well
    (("sticker", "dice"), CHEERFUL),
    (("document",), _DOCUMENT),
    (("contact",), _CONTACT),
)
_NEAR = "📍 Pilih kantor yang paling dekat dengan Anda. Lokasi Anda tidak saya simpan.\n\n"
_FAR = (
    "📍 Lokasi itu di luar Kalimantan Timur. Untuk kantor yang paling dekat, buka halaman resmi di "
    "bawah ini atau telepon <b>175</b>. Lokasi Anda tidak saya simpan."
)
_OFFICES = "kantor-cabang-kaltim"


async def on_media(_: Update, turn: Turn) -> None:
    """A message without text of its own."""
    message = turn.update.effective_message
    if message is None:
        return
    step = turn.work.step if turn.is_private else None
    waiting = steps.waiting_for(step)
    if status.awaits_contact(step) and message.contact is not None:
        await status.on_contact(turn, step)
    elif step is not None and waiting is not None and waiting.on_other is not None:
        waiting.on_other(turn, step)
    elif message.document is not None and turn.is_private and turn.is_admin:
        await uploads.on_document(turn)
    elif message.location is not None:
        _say_where_offices_are(turn, message.location.latitude, message.location.longitude)
    elif turn.text:
        await answer(turn, turn.text)
    else:
        turn.say(_words_for(message), [[buttons.MENU_BUTTON]] if turn.is_private else [])


def _words_for(message: Message) -> str:
    for kinds, words in _WORDS:
        if any(getattr(message, kind) for kind in kinds):
            return words
    return _OTHER


def _say_where_offices_are(turn: Turn, latitude: float, longitude: float) -> None:
    library = turn.services.library
    offices = library.topics[_OFFICES]
    if nearest_region(latitude, longitude) is None:
        turn.say(_FAR, [[Button(link.label, url=link.url)] for link in offices.next])
        return
    html, rows = answer_message(library, offices, turn.today)
    turn.say(_NEAR + html, rows)
    turn.count(outcomes.ANSWERED, _OFFICES)
