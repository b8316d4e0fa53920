"""/berhenti and /mulai_laporan: what comes without being asked for, off and on."""

from telegram import Update

from bot.people import subscriptions
from bot.people.stopping import stop_all
from bot.telegram.work import Turn
from handlers import region_choice, staff_words

_STOPPED = (
    "✅ Semua kiriman berkala ke obrolan ini <b>dihentikan</b>, "
    "juga jawaban susulan untuk pertanyaan Anda yang lama. "
    "Mau menerima laporan lagi? Tekan /mulai_laporan.\n\n"
    "Anda tetap bisa bertanya kapan saja."
)
_NOTHING = (
    "Tidak ada kiriman berkala ke obrolan ini, jadi tidak ada yang perlu dihentikan. "
    "Anda tetap bisa bertanya kapan saja."
)
_STARTED = "✅ Laporan cakupan <b>{regions}</b> dikirim {rhythm}. Hentikan dengan /berhenti."
_NO_OFFICIAL = (
    "Laporan cakupan dikirim kepada pejabat yang diundang admin. Akun ini belum terdaftar. "
    "Silakan tulis pertanyaan Anda."
)


async def on_stop(_: Update, turn: Turn) -> None:
    """/berhenti."""
    turn.say(_STOPPED if await stop_all(turn.connection, turn.chat_id, turn.now) else _NOTHING)


async def on_resume(_: Update, turn: Turn) -> None:
    """/mulai_laporan."""
    official = turn.official
    if official is None:
        turn.say(_NO_OFFICIAL)
        return
    subscribed = await subscriptions.of(turn.connection, turn.chat_id)
    if subscribed is None:
        await subscriptions.subscribe(turn.connection, turn.chat_id, official.regions, turn.now)
        subscribed = await subscriptions.of(turn.connection, turn.chat_id)
    else:
        await subscriptions.resume(turn.connection, turn.chat_id, turn.now)
    if subscribed is not None:
        zone = turn.services.settings.zone
        regions = region_choice.in_words(subscribed.regions)
        rhythm = staff_words.rhythm(subscribed, zone)
        turn.say(_STARTED.format(regions=regions, rhythm=rhythm))
