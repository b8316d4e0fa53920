"""Words that more than one handler says."""

from datetime import date

from knowledge.library import Library

APOLOGY = (
    "Maaf, ada gangguan di pihak kami, jadi pesan Anda belum terjawab. "
    "Coba kirim lagi sebentar lagi, atau telepon <b>175</b> (BPJS Ketenagakerjaan)."
)
ADMINS_ONLY = "Perintah ini hanya untuk admin. Silakan tulis pertanyaan Anda."
_PEOPLE_TO_TALK_TO = (
    "Ingin bicara dengan petugas BPJS Ketenagakerjaan?\n"
    "• Telepon <b>175</b>, buka {{ pusat_layanan_jam }} setiap hari\n"
    "• Datang ke kantor cabang terdekat, bawa KTP"
)


def people_to_talk_to(library: Library, today: date) -> str:
    """Where a person answers when the bot can't."""
    return library.answers.text(_PEOPLE_TO_TALK_TO, today)
