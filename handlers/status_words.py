"""What the bot says while it looks a person up in the registry."""

from collections.abc import Sequence
from datetime import date
from html import escape
from zoneinfo import ZoneInfo

from bot.registry.lookup import Look, Match, Outcome
from bot.registry.memberships import Segment, Status
from bot.registry.nik import NikError, NikProblem
from bot.registry.sealing import Details
from bot.telegram.calls import Button
from handlers import buttons
from handlers.answers import Message
from knowledge.figures.wording import long_date, month_and_year
from knowledge.library import Library
from knowledge.regions import load_regions

PRIVATE_MATTER = (
    "Data kepesertaan itu urusan pribadi, jadi jangan dicek di grup. Lanjutkan berdua dengan saya:"
)
ASK_NIK = (
    "Tulis <b>NIK</b> Anda: 16 angka, ada di bagian atas KTP.\n\n"
    "🔒 Pesan Anda langsung saya hapus, dan NIK tidak saya simpan.\n"
    "Tidak jadi? Tekan /batal."
)
ASK_NAME = (
    "✅ NIK sudah terbaca, pesannya sudah saya hapus.\n\n"
    "Sekarang tulis <b>nama lengkap</b> Anda, sama seperti di KTP."
)
NOT_A_NAME = (
    "Itu belum tampak seperti nama lengkap. Tulis nama seperti di KTP, huruf saja, misalnya "
    "<i>Siti Nur Aisyah</i>. Tidak jadi? Tekan /batal."
)
CONSENT_YES, CONSENT_NO = "✅ Ya, saya setuju", "Tidak jadi"
DECLINED = (
    "Baik, tidak ada yang saya cek. Status Anda tetap bisa dilihat di aplikasi <b>JMO</b>, lewat "
    "telepon <b>175</b>, atau di kantor cabang."
)
GO_ON = "Kalau mau lanjut mengecek, tulis {wanted} Anda. Tidak jadi? Tekan /batal."
WANTED = {"nik": "NIK", "name": "nama lengkap", "kpj": "6 angka terakhir nomor KPJ"}
NO_TEXT = (
    "Di tahap ini saya hanya membaca tulisan. Pesan tadi saya hapus supaya data Anda aman.\n\n"
    "Tulis {wanted} Anda, atau tekan /batal."
)
NOT_AVAILABLE = (
    "Pengecekan lewat bot ini <b>belum bisa dipakai sekarang</b>. Status Anda tetap bisa dicek:\n\n"
    "1. Aplikasi <b>JMO</b>: masuk, status langsung tampak.\n"
    "2. Telepon <b>175</b>, buka {{ pusat_layanan_jam }} setiap hari. Siapkan KTP.\n"
    "3. <b>Kantor cabang</b>: bawa KTP, Senin–Jumat pukul 08.00–15.30 WITA."
)
CLOSED = (
    "Pengecekan sedang <b>ditutup sebentar</b> demi keamanan data semua orang, karena terlalu "
    "banyak percobaan yang gagal. Coba lagi dalam satu jam, atau telepon <b>175</b>."
)
NO_ATTEMPTS_LEFT = (
    "Hari ini Anda sudah mengecek sampai batasnya. Coba lagi besok.\n\n"
    "Perlu sekarang? Buka aplikasi <b>JMO</b> atau telepon <b>175</b>, siapkan KTP."
)
ALARM = (
    "⚠️ <b>Pengecekan status ditutup otomatis.</b> Percobaan gagal di jam ini melewati batas. "
    "Pengecekan terbuka lagi di jam berikutnya. Bila berulang, periksa apakah ada yang "
    "mencoba-coba NIK."
)
ASK_CONTACT = (
    "Tekan tombol <b>📱 Bagikan nomor saya</b> di bawah. Nomor akun Telegram Anda saya cocokkan "
    "dengan nomor HP di data peserta, lalu tidak saya simpan.\n\nTidak jadi? Tekan /batal."
)
CONTACT_KEY = "📱 Bagikan nomor saya"
CONTACT_READ = "Terima kasih, nomornya sudah saya cocokkan dan tidak saya simpan."
NOT_OWN_CONTACT = (
    "Itu bukan nomor akun Telegram Anda sendiri. Tekan tombol <b>📱 Bagikan nomor saya</b>, "
    "jangan mengirim kontak lain. Tidak jadi? Tekan /batal."
)
ASK_KPJ = (
    "Tulis <b>6 angka terakhir</b> dari nomor KPJ (11 angka di kartu peserta atau aplikasi JMO). "
    "Pesannya langsung saya hapus.\n\nTidak jadi? Tekan /batal."
)
NOT_A_KPJ = "Yang saya perlukan 6 angka. Periksa lagi nomor KPJ di kartu Anda, lalu tulis ulang."
NOT_PROVED = (
    "Belum cocok dengan data peserta, jadi rinciannya tidak saya tampilkan. Data di kantor mungkin "
    "memakai nomor lama.\n\n"
    "Rincian lengkap bisa dilihat di aplikasi <b>JMO</b>, lewat <b>175</b>, atau di kantor cabang."
)
TOO_LATE = "Waktunya sudah lewat. Mulai lagi dengan /cek, ya."

_NIK_PROBLEMS = {
    NikProblem.NOT_DIGITS: "Itu belum angka NIK. NIK ada 16 angka, di bagian atas KTP. "
    "Tulis angkanya saja.",
    NikProblem.TOO_SHORT: "Yang terbaca baru <b>{found} angka</b>, padahal NIK ada 16. "
    "Lihat lagi di KTP, lalu tulis ulang semuanya.",
    NikProblem.TOO_LONG: "Yang terbaca <b>{found} angka</b>, padahal NIK hanya 16. "
    "Lihat lagi di KTP, lalu tulis ulang.",
    NikProblem.NO_SUCH_PROVINCE: "Dua angka pertama bukan kode provinsi yang ada. "
    "Periksa lagi angka depannya di KTP.",
    NikProblem.NO_SUCH_DISTRICT: "Enam angka pertama bukan kode wilayah yang ada. "
    "Periksa lagi angka depannya di KTP.",
    NikProblem.NO_SUCH_DATE: "Angka ke-7 sampai ke-12 seharusnya tanggal lahir: tanggal, bulan, "
    "tahun. (Untuk perempuan, tanggalnya ditambah 40.) Ada yang salah ketik di situ.",
    NikProblem.NO_SERIAL: "Empat angka terakhir tidak mungkin 0000. Periksa lagi di KTP.",
}
_NIK_AGAIN = (
    "{problem}\n\nNomor yang paling atas di Kartu Keluarga adalah nomor KK, bukan NIK. "
    "Tidak jadi? Tekan /batal."
)
_NO_MATCH = (
    "🔎 <b>Tidak ada yang cocok</b> di daftar kami{dated}.\n\n"
    "Bisa jadi salah satu dari ini:\n"
    "• Anda memang <b>belum terdaftar</b>, atau datanya belum masuk ke daftar kami.\n"
    "• NIK atau nama yang tertulis <b>berbeda</b> dengan yang tercatat.\n"
    "• Pengecekan sedang <b>dikunci</b>: terlalu sering dicoba, atau terlalu banyak NIK berbeda. "
    "Kuncinya terbuka sendiri, biasanya besok, paling lama 30 hari lagi.\n\n"
    "<b>Langkah berikutnya</b>\n"
    "1. Pastikan di aplikasi <b>JMO</b> atau telepon <b>175</b> (buka {{{{ pusat_layanan_jam }}}} "
    "setiap hari).\n"
    "2. Belum punya? <b>Daftar hari ini</b>, mulai {{{{ bpu_dua_program }}}} per bulan.\n"
    "3. Atau datang ke kantor cabang terdekat, bawa KTP."
)
_ACTIVE = (
    "✅ <b>Anda terdaftar dan AKTIF.</b>{dated}\n\n"
    "Artinya menurut data itu Anda sedang terlindungi. "
    "Jaga supaya iurannya terus dibayar tepat waktu, ya: oleh Anda sendiri, tempat kerja, atau "
    "pemerintah kalau iuran Anda ditanggung. "
    "Kalau baru saja ada perubahan, cek juga di JMO atau 175."
)
_INACTIVE = (
    "⚠️ <b>Anda terdaftar, tetapi TIDAK AKTIF.</b>{dated}\n\n"
    "Artinya menurut data itu Anda sedang tidak terlindungi. Biasanya karena iuran berhenti atau "
    "sudah keluar kerja. Anda bisa mengaktifkannya lagi."
)
_MORE = (
    "\n\nMau lihat program, bulan terakhir dibayar, dan nomor kartu? Buktikan dulu itu data Anda:"
)
_GONE_SOON = "\n\n<i>Pesan ini terhapus sendiri dalam {{ bot_hapus_hasil_cek }}.</i>"
_HISTORY = "🔎 <b>Siapa yang mengecek NIK Anda</b>\n30 hari terakhir, yang terbaru dulu:"
_HISTORY_END = (
    "Ada “akun lain” yang tidak Anda kenal? Hanya tanggalnya yang tercatat. Orang itu tidak "
    "melihat rincian tanpa nomor HP atau KPJ Anda. Ragu? Telepon <b>175</b>."
)
_NO_HISTORY = (
    "Belum ada riwayat. Riwayat muncul setelah data Anda ketemu lewat /cek: di sini nanti tampak "
    "kapan saja NIK Anda dicek, oleh akun ini atau akun lain."
)
_CAME_OF_IT = {
    Outcome.BEGUN: "tidak cocok",
    Outcome.FAILED: "tidak cocok",
    Outcome.REFUSED: "ditolak",
    Outcome.MATCHED: "cocok",
    Outcome.PROVED: "melihat rincian",
    Outcome.NOT_PROVED: "bukti tidak cocok",
}
_SEGMENTS = {
    Segment.PU: "Pekerja penerima upah (karyawan)",
    Segment.BPU: "Pekerja mandiri",
    Segment.JAKON: "Pekerja jasa konstruksi",
    Segment.PMI: "Pekerja migran",
    Segment.RENTAN: "Pekerja rentan (iuran dibayari)",
    Segment.NON_ASN: "Pegawai non-ASN",
}


def nik_problem(error: NikError) -> str:
    """Why what was written is no NIK, without the digits."""
    return _NIK_AGAIN.format(problem=_NIK_PROBLEMS[error.problem].format(found=error.found))


def no_match(library: Library, as_of: date | None, today: date) -> Message:
    """The one reply to everything that is no match."""
    dated = f" (data per {long_date(as_of)})" if as_of else ""
    html = library.answers.text(_NO_MATCH.format(dated=dated) + _GONE_SOON, today)
    rows = [
        [buttons.topic_button(library.topics["cara-daftar-bpu"])],
        [buttons.topic_button(library.topics["kantor-cabang-kaltim"])],
        [Button("🔁 Coba lagi", buttons.CHECK)],
    ]
    return html, rows


def match(library: Library, found: Match, proofs: list[Button], today: date) -> Message:
    """A match: active or not, since when the data is, what to do next."""
    dated = f"\nData per {long_date(found.data_date)}." if found.data_date else ""
    html = (_ACTIVE if found.is_active else _INACTIVE).format(dated=dated)
    next_topic = library.topics["cara-bayar-iuran" if found.is_active else "aktifkan-kembali"]
    rows = [[proof] for proof in proofs] + [[buttons.topic_button(next_topic)]]
    html += (_MORE if proofs else "") + _GONE_SOON
    return library.answers.text(html, today), rows


def history(looks: Sequence[Look], zone: ZoneInfo) -> str:
    """Who looked, newest first."""
    if not looks:
        return _NO_HISTORY
    lines = [_HISTORY, ""]
    lines += [
        f"• {look.at.astimezone(zone):%d/%m/%Y %H.%M} – "
        f"{'akun ini' if look.by_this_account else '<b>akun lain</b>'}, {_CAME_OF_IT[look.outcome]}"
        for look in looks
    ]
    return "\n".join([*lines, "", _HISTORY_END])


def details(library: Library, memberships: tuple[Details, ...], today: date) -> str:
    """What somebody who has proved to be the person sees."""
    # What a list says is no template: only what the bot adds is filled in.
    said = "\n\n".join(_membership(each) for each in memberships)
    return f"{said}\n\n{library.answers.text(_GONE_SOON, today)}"


def _membership(each: Details) -> str:
    region = next((r for r in load_regions() if r.kemendagri_code == each.region), None)
    active = "✅ aktif" if each.status is Status.ACTIVE else "⚠️ tidak aktif"
    lines = [f"<b>{_SEGMENTS[each.segment]}</b>", f"Status: {active}"]
    if region is not None:
        lines.append(f"Wilayah: {escape(region.name)}")
    if each.programmes:
        lines.append(f"Program: {', '.join(each.programmes)}")
    if each.last_paid:
        year, month = map(int, each.last_paid.split("-"))
        lines.append(f"Iuran terakhir: {month_and_year(date(year, month, 1))}")
    if each.start:
        lines.append(f"Mulai: {long_date(each.start)}")
    if each.funding:
        lines.append(f"Yang membayar: {escape(each.funding)}")
    if each.kpj_ending:
        lines.append(f"Nomor KPJ: ••••••• {escape(each.kpj_ending)}")
    return "\n".join(lines)
