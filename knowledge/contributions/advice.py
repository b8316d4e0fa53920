"""What is said where nothing is calculated: whom to ask, and what is wrong with an input."""

from collections.abc import Mapping

from knowledge.contributions.errors import Problem
from knowledge.contributions.inputs import Referral
from knowledge.contributions.reading import LARGEST_AMOUNT
from knowledge.figures.wording import rupiah

REFERRALS: Mapping[Referral, str] = {
    Referral.OWNER: (
        "<b>Iuran pemilik usaha yang punya karyawan dihitung lain.</b> JKK dan JKM memakai tarif "
        "karyawan di usahanya, bukan tabel penghasilan peserta mandiri, dan JHT ikut wajib.\n\n"
        "Tolong tanyakan ke kantor cabang atau telepon <b>175</b>, agar angkanya pas."
    ),
    Referral.PROJECT: (
        "<b>Pekerja proyek didaftarkan oleh kontraktornya.</b> Iurannya dihitung dari nilai "
        "kontrak proyek, atau dari upah bila upah tiap pekerja diketahui.\n\n"
        "Sebaiknya tanyakan bukti pendaftaran proyek, atau telepon <b>175</b>."
    ),
}
REFUSALS: Mapping[Problem, str] = {
    Problem.NOT_POSITIVE: "Angkanya harus lebih dari nol. Coba tulis lagi, misalnya 2,5 juta.",
    Problem.ABSURD: (
        f"Angkanya lebih dari {rupiah(LARGEST_AMOUNT)}. Mungkin nolnya kelebihan? "
        "Coba tulis lagi, misalnya 2,5 juta."
    ),
    Problem.MONTHS: "Jumlah bulan itu tidak bisa dihitung. Coba tekan salah satu tombol.",
    Problem.FIRST_MONTH: (
        "Bulan itu terlalu jauh, tarifnya belum dapat dipastikan. Coba bulan yang lebih dekat."
    ),
    Problem.PROGRAMMES: "Peserta mandiri bisa ikut 2 atau 3 program. Silakan pilih salah satu.",
    Problem.RISK_GROUP: "Silakan pilih salah satu tingkat risiko, atau tekan Tidak tahu.",
    Problem.SAVING: "Tabungan JHT sebesar itu tidak tersedia. Coba angka lain.",
    Problem.NO_FIGURE: "Tarif bulan itu belum ada pada sumber kami. Coba bulan lain.",
    Problem.NOT_A_CHOICE: "Pilihan itu tidak dikenal. Silakan tekan salah satu tombol.",
    Problem.INCOMPLETE: "Masih ada yang perlu saya ketahui dulu.",
}
