"""The commands, once: Telegram's menu, /bantuan and the README are made or tested from this."""

from dataclasses import dataclass
from enum import Enum, auto


class Audience(Enum):
    """Where a command is offered."""

    PRIVATE = auto()
    GROUP = auto()
    OFFICIAL = auto()
    ADMIN = auto()


@dataclass(frozen=True, slots=True)
class Command:
    """A command's name without the slash, and what it does in the reader's words."""

    name: str
    description: str
    audiences: frozenset[Audience]


_EVERYWHERE = frozenset({Audience.PRIVATE, Audience.GROUP})

COMMANDS = (
    Command("start", "Mulai dan lihat apa yang bisa ditanyakan", frozenset({Audience.PRIVATE})),
    Command("tanya", "Tanya soal BPJS Ketenagakerjaan", _EVERYWHERE),
    Command("hitung", "Hitung iuran Anda", _EVERYWHERE),
    Command("cakupan", "Berapa pekerja di daerah Anda yang terlindungi", _EVERYWHERE),
    Command("cek", "Cek apakah Anda terdaftar dan aktif", _EVERYWHERE),
    Command("riwayat_cek", "Siapa yang mengecek NIK Anda", frozenset({Audience.PRIVATE})),
    Command("menu", "Daftar topik menurut kelompok", frozenset({Audience.PRIVATE})),
    Command("bantuan", "Cara memakai bot ini", _EVERYWHERE),
    Command("privasi", "Apa yang disimpan dan apa yang tidak", frozenset({Audience.PRIVATE})),
    Command("data_saya", "Lihat data Anda yang disimpan", frozenset({Audience.PRIVATE})),
    Command("hapus_data", "Hapus data Anda dari bot ini", frozenset({Audience.PRIVATE})),
    Command("batal", "Batalkan yang sedang berjalan", frozenset({Audience.PRIVATE})),
    Command("laporan", "Atur laporan cakupan Anda", frozenset({Audience.OFFICIAL})),
    Command("berhenti", "Hentikan laporan berkala", frozenset({Audience.OFFICIAL})),
    Command("mulai_laporan", "Terima lagi laporan berkala", frozenset({Audience.OFFICIAL})),
    Command("angka", "Angka bertanggal: lihat dan tambah", frozenset({Audience.ADMIN})),
    Command("statistik", "Berapa yang bertanya, tentang apa", frozenset({Audience.ADMIN})),
    Command("antrean", "Pertanyaan yang belum terjawab", frozenset({Audience.ADMIN})),
    Command("pesan", "Pesan untuk petugas yang perlu dijawab", frozenset({Audience.ADMIN})),
    Command("faq", "Ubah isi jawaban", frozenset({Audience.ADMIN})),
    Command("undang", "Undang pejabat atau admin", frozenset({Audience.ADMIN})),
    Command("petugas", "Pejabat, admin, dan grup penerima laporan", frozenset({Audience.ADMIN})),
    Command("pratinjau", "Lihat dan kirim laporan cakupan", frozenset({Audience.ADMIN})),
    Command("audit", "Catatan siapa mengubah apa", frozenset({Audience.ADMIN})),
)

_OFFERED_TOO = {
    Audience.OFFICIAL: {Audience.PRIVATE},
    Audience.ADMIN: {Audience.PRIVATE, Audience.OFFICIAL},
}


def commands_for(audience: Audience) -> list[Command]:
    """The commands offered to an audience; officials and admins have the private ones too."""
    wanted = {audience} | _OFFERED_TOO.get(audience, set())
    return [command for command in COMMANDS if command.audiences & wanted]
