"""What is held about a person, in everyday words.

Every table about people has a name here, and every column; a test fails on a new one without.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeVar

from bot.people.rights import Erased, Fate, Holding


@dataclass(frozen=True, slots=True)
class Everyday:
    """A table as people may understand it.

    `remains` says what stays of its rows after erasure and why, where something does; `warning` is
    said before, where erasing its rows means more than that they are gone. Both are templates.
    What `concerns_admins` only is not told to others.
    """

    name: str
    remains: str = ""
    warning: str = ""
    concerns_admins: bool = False


_AboutTable = TypeVar("_AboutTable", Holding, Erased)

_CHANGED_ANSWERS = Everyday(
    "Perubahan jawaban yang Anda buat atau setujui",
    remains="supaya jelas siapa yang mengubah apa yang dikatakan bot ini",
    concerns_admins=True,
)

_SENT_TO_MANY = Everyday(
    "Kiriman ke banyak orang yang Anda mulai",
    remains="supaya jelas siapa yang mengirim apa",
    concerns_admins=True,
)

TABLES = {
    "accounts": Everyday("Nomor akun Telegram dan kapan Anda menulis"),
    "asked_samples": Everyday(
        "Contoh pertanyaan tanpa akun Telegram",
        remains=(
            "tidak ada yang tahu milik siapa; untuk menguji jawaban, hilang sendiri paling lama "
            "{{ bot_simpan_pertanyaan }}"
        ),
    ),
    "audit_log": Everyday(
        "Catatan perubahan hak dan isi oleh admin",
        remains="supaya jelas siapa yang mengubah apa; isinya nomor akun saja",
        concerns_admins=True,
    ),
    "consents": Everyday("Persetujuan yang Anda berikan"),
    "desk_blocks": Everyday(
        "Tanda bahwa Anda tidak bisa menulis pesan untuk petugas",
        remains=(
            "supaya petugas tidak terganggu lagi; hilang sendiri paling lama setelah "
            "{{ bot_simpan_blokir }}"
        ),
    ),
    "desk_conversations": Everyday(
        "Percakapan Anda dengan petugas",
        warning="Percakapan Anda dengan petugas ikut terhapus, juga yang belum dijawab.",
    ),
    "desk_messages": Everyday("Pesan Anda untuk petugas dan balasannya"),
    "dialog_states": Everyday("Langkah yang sedang berjalan"),
    "digest_snapshots": Everyday("Angka cakupan yang terakhir dikabarkan kepada Anda"),
    "erasures": Everyday(
        "Tanda bahwa data Anda pernah dihapus",
        remains=(
            "supaya catatan yang terlambat tidak muncul lagi; hilang sendiri paling lama "
            "{{ bot_tanda_hapus }}"
        ),
    ),
    "feedback": Everyday(
        "Penilaian Anda atas jawaban",
        remains="tetap dihitung, tetapi tanpa nomor akun dan catatan Anda",
    ),
    "figure_decisions": _CHANGED_ANSWERS,
    "figure_values": _CHANGED_ANSWERS,
    "files": Everyday("Berkas yang sedang dikirim kepada Anda"),
    "group_recipients": Everyday("Grup ini sebagai penerima kabar cakupan"),
    "invitations": Everyday("Undangan yang Anda terima"),
    "jobs": Everyday("Tugas bot untuk Anda yang masih menunggu"),
    "last_questions": Everyday("Pertanyaan terakhir Anda"),
    "lookup_attempts": Everyday(
        "Riwayat pengecekan status",
        remains=(
            "supaya NIK orang tidak dicoba-coba, dan pemiliknya tahu kapan NIK-nya dicek; tanpa "
            "NIK, hilang sendiri setelah {{ bot_simpan_riwayat_cek }}"
        ),
    ),
    "lookup_counts": Everyday(
        "Hitungan pengecekan hari ini",
        remains="supaya NIK orang tidak dicoba-coba; hilang sendiri setelah dua hari",
    ),
    "nik_bindings": Everyday("Tanda bahwa data peserta ketemu untuk akun Anda"),
    "outbox_messages": Everyday("Kiriman berkala kepada Anda, yang sudah dan yang akan datang"),
    "outbox_runs": _SENT_TO_MANY,
    "received_updates": Everyday(
        "Balasan yang sedang dikirim kepada Anda",
        remains="sampai terkirim, paling lama {{ bot_simpan_kiriman }}",
    ),
    "registry_rows": Everyday(
        "Daftar peserta dari instansi, tanpa akun Telegram",
        remains="bukan dari obrolan ini; urusannya di kantor BPJS Ketenagakerjaan",
    ),
    "registry_versions": Everyday(
        "Daftar peserta yang Anda masukkan",
        remains="supaya jelas siapa yang memasukkan daftar yang mana",
        concerns_admins=True,
    ),
    "review_notices": Everyday("Daftar bulanan yang dikirim kepada Anda sebagai admin"),
    "role_grants": Everyday(
        "Peran Anda di bot ini",
        warning=(
            "Peran Anda sebagai petugas <b>berakhir</b>. Untuk mendapatkannya lagi, Anda perlu "
            "diundang lagi oleh admin."
        ),
    ),
    "sent_replies": Everyday("Nomor pesan Anda dan nomor balasannya"),
    "subscriptions": Everyday("Langganan kabar berkala"),
    "topic_drafts": _CHANGED_ANSWERS,
    "topic_versions": _CHANGED_ANSWERS,
    "unanswered": Everyday("Pertanyaan yang belum terjawab"),
    "uploads": Everyday("Dokumen yang Anda kirim untuk diolah (nama dan keadaannya)"),
}

COLUMNS = {
    "account": "nomor akun Telegram",
    "active": "aktif",
    "added_at": "ditambahkan",
    "added_by": "ditambahkan oleh (nomor akun)",
    "agency": "instansi",
    "answer_id": "nomor jawaban yang tidak membantu",
    "answered_at": "dibalas",
    "asked_at": "ditanyakan",
    "at": "waktu",
    "attempts": "sudah dicoba (kali)",
    "author": "penulis",
    "as_of": "posisi angka",
    "basis": "cara hitung",
    "call": "isi kiriman",
    "chat_id": "nomor akun Telegram",
    "choices": "pilihan",
    "claim": "giliran",
    "closed_at": "ditutup",
    "closed_by": "ditutup oleh",
    "comment": "catatan Anda",
    "confirmed_at": "disetujui",
    "confirmed_by": "disetujui oleh (nomor akun)",
    "content": "isi",
    "conversation_id": "nomor percakapan",
    "created_at": "dibuat",
    "created_by": "dibuat oleh (nomor akun)",
    "data": "isian",
    "declined_at": "tidak mau dibalas sejak",
    "digest": "sidik isi",
    "ended_at": "selesai",
    "erased_at": "dihapus",
    "expires_at": "berlaku sampai",
    "failed_at": "gagal",
    "file_id": "nomor berkas di Telegram",
    "file_name": "nama berkas",
    "first_seen": "pertama kali menulis",
    "frequency": "seberapa sering",
    "from_person": "dari Anda",
    "from_registry": "dihitung dari daftar nama",
    "given_at": "diberikan",
    "granted_at": "diberikan",
    "granted_by": "diberikan oleh (nomor akun)",
    "guesses": "topik yang mungkin",
    "helpful": "membantu",
    "hour": "jam",
    "id": "nomor catatan",
    "key": "kunci",
    "kind": "jenis",
    "last_seen": "terakhir menulis",
    "last_slot": "kiriman terakhir",
    "leased_until": "sedang dikerjakan sampai",
    "media_type": "jenis berkas",
    "message_id": "nomor pesan",
    "month": "bulan",
    "name": "nama",
    "nik_hash": "sidik NIK",
    "not_before": "tidak sebelum",
    "note": "catatan admin",
    "noticed_at": "admin diberi tahu",
    "offer_ends_at": "ditawarkan sampai",
    "opened_at": "dimulai",
    "options": "pilihan tambahan",
    "outcome": "hasil",
    "panel_id": "nomor pesan pratinjau",
    "part": "bagian",
    "percent": "persen",
    "person_id": "nomor akun Telegram",
    "purpose": "tujuan",
    "question": "pertanyaan",
    "reason": "alasan",
    "recipient": "nomor akun Telegram",
    "region": "wilayah",
    "regions": "wilayah",
    "reminded_at": "admin diingatkan",
    "reply_id": "nomor balasan",
    "revoked_at": "dicabut",
    "revoked_by": "dicabut oleh (nomor akun)",
    "role": "peran",
    "run_at": "dikerjakan",
    "run_id": "nomor kiriman",
    "said": "yang dikatakan bot",
    "sent_at": "dikirim",
    "settled_as": "diselesaikan dengan",
    "settled_at": "selesai",
    "settled_why": "alasan selesai",
    "since": "sejak",
    "source_title": "sumber",
    "source_url": "tautan sumber",
    "state": "keadaan",
    "step": "langkah",
    "stored_at": "disimpan",
    "taken_at": "diambil",
    "text": "isi",
    "title": "jabatan atau judul",
    "told_at": "dikabarkan",
    "token_hash": "sidik tautan",
    "topic": "topik",
    "uncovered": "belum terlindungi",
    "unreachable_since": "tidak bisa dihubungi sejak",
    "update_id": "nomor kiriman dari Telegram",
    "used_at": "dipakai",
    "used_by": "dipakai oleh (nomor akun)",
    "version": "versi",
    "waiting_since": "menunggu sejak",
    "weekday": "hari (0 = Senin)",
    "why": "sebab",
    "withdrawn_at": "dicabut",
    "written_in": "nomor pesan",
}


def table_name(table: str) -> str:
    """A table's everyday name."""
    return TABLES[table].name if table in TABLES else table


def column_name(column: str) -> str:
    """A column's everyday name."""
    return COLUMNS.get(column, column.replace("_", " "))


def held_lines(held: Sequence[Holding]) -> list[str]:
    """What is held, a line a table: "• Pertanyaan yang belum terjawab: 2"."""
    return [_line(holding.table, holding.rows) for holding in _by_name(held)]


def going_lines(gone: Sequence[Erased]) -> list[str]:
    """What goes or is gone, a line a table."""
    return [
        _line(erased.table, erased.rows)
        for erased in _by_name(gone)
        if erased.fate is Fate.DELETED and erased.rows
    ]


def remaining_lines(gone: Sequence[Erased], *, for_admin: bool) -> list[str]:
    """What stays and why, a line a reason; a template."""
    lines = []
    for erased in _by_name(gone):
        everyday = TABLES.get(erased.table, Everyday(erased.table))
        if erased.fate is Fate.DELETED or erased.rows == 0:
            continue
        if everyday.concerns_admins and not for_admin:
            continue
        counted = "" if erased.rows is None else f": {erased.rows}"
        lines.append(f"• {escape(everyday.name)}{counted} – {everyday.remains}")
    return list(dict.fromkeys(lines))  # tables that hold one thing together are named once


def warnings(gone: Sequence[Erased]) -> Iterator[str]:
    """What erasing means beyond that rows are gone; templates."""
    for erased in _by_name(gone):
        if erased.rows and erased.table in TABLES and TABLES[erased.table].warning:
            yield TABLES[erased.table].warning


def _line(table: str, rows: int | None) -> str:
    return f"• {escape(table_name(table))}: {rows}"


def _by_name(about: Sequence[_AboutTable]) -> list[_AboutTable]:
    return sorted(about, key=lambda part: table_name(part.table))
