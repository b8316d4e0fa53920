"""What people agree to, word by word, in versions.

Whoever changes a text, or a figure in it, gives it the next version and the digest of what is read
then: people who agreed to the earlier one are asked again. A test compares.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from knowledge.library import Library


@dataclass(frozen=True, slots=True)
class ConsentText:
    """A text that asks for consent; `digest` is that of the words as they are read."""

    purpose: str
    version: int
    template: str
    digest: str


STATUS_CHECK = ConsentText(
    purpose="status_check",
    version=2,
    template=(
        "🔒 <b>Sebelum saya cek, apakah Anda setuju?</b>\n\n"
        "• <b>Apa:</b> NIK dan nama Anda dipakai sekali untuk mencari di daftar peserta. "
        "NIK tidak disimpan, dan pesan Anda dihapus dari obrolan ini.\n"
        "• <b>Untuk apa:</b> supaya Anda tahu apakah Anda terdaftar. Bukan untuk hal lain.\n"
        "• <b>Hasilnya:</b> hanya tampak untuk Anda, dan dihapus setelah "
        "{{ bot_hapus_hasil_cek }}.\n"
        "• <b>Yang dicatat:</b> tanggal pengecekan dan berhasil atau tidak, selama "
        "{{ bot_simpan_riwayat_cek }}. NIK diganti kode rahasia yang tidak bisa dibaca kembali.\n"
        "• <b>Yang bisa melihat catatan itu:</b> Anda, lewat /riwayat_cek. Kalau yang Anda cek NIK "
        "orang lain, pemiliknya juga bisa melihat kapan NIK-nya dicek, tanpa nama Anda.\n"
        "• <b>Berubah pikiran?</b> Kirim /hapus_data. Persetujuan Anda langsung dicabut."
    ),
    digest="3d79fbf9e6b9e039b42065f401e8a0e1fdca5aba4afad567f117011486603825",
)
CONSENTS = (STATUS_CHECK,)


def words_of(consent: ConsentText, library: Library, today: date) -> str:
    """The text as people read it today, in Telegram's HTML."""
    return library.answers.text(consent.template, today)


def digest_of(words: str) -> str:
    """What tells one wording from another."""
    return sha256(words.encode()).hexdigest()
