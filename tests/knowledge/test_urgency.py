import re
import time
from collections.abc import Callable

import pytest

from knowledge.topics import FOLDER, load_topics, read_yaml
from knowledge.urgency import UrgentAdvice, load_urgent_advice

JUST_NOW = """
teman saya jatuh dari atap proyek barusan
min tolong suami saya kecelakaan motor pas narik skrg di rs
anak buah ulun tajatuh tadi, kaya apa ini
bos ketimpa besi tangannya berdarah
br aja kclakaan
nembe tibo saka wit krambil
kancaku nembe tibo soko ondo, piye iki
teman kesetrum di proyek
tolong min, tangan teman kejepit mesin
digigit ular di kebun barusan
kawan saya digigit ular di kebun, cepat tolong
teman tenggelam di sungai mahakam tadi pagi
anak buah saya terbakar di bengkel, harus gimana
satpam pingsan di lokasi
rekan saya pingsan di lokasi proyek sekarang
TOLONG TEMAN SAYA JATUH DARI STEGER!!!
min barusan saya ditabrak mobil pas nganter paket
saya baru saja jatuh dari motor waktu antar makanan, kaki tidak bisa digerakkan
baru aja tertimpa kayu di logpond
suami kesetrum waktu pasang kabel, sekarang di igd
kak darurat, teman kerja kejatuhan besi di proyek
gawat min ada yg jatuh dari lantai 3
ada kecelakaan barusan di proyek kami
barusan terjadi kecelakaan kerja di pabrik
10 menit lalu helper saya terjepit crane
setengah jam yang lalu karyawan saya jatuh dari tangga
tmn sy jtuh dr tangga td, skrg di puskesmas
tmn ktabrak truk td pas ngojek
adik ulun kacalakaan hanyar tadi di tambang
laki ulun gugur matan pohon, kada kawa bagarak
abah tarabah di sawah, kada sadar, tulungi
urang tinggalam di sungai tadi, kaya apa ini
kawan katimpa kayu hanyar haja
bojoku ketabrak trek saiki nang rumah sakit
kancaku kesetrum, ora sadar, tulung
bapak tibo soko wit, ora iso obah
jari teman putus kena gerinda barusan
tangan saya kena chainsaw darahnya keluar terus
jari saya kepotong mesin, darah banyak
mata teman kena las tadi, harus gimana ini
karyawan saya kesiram air panas barusan
kapal terbalik, teman saya belum ketemu
nelayan hanyut tadi subuh belum ditemukan
teman saya diseruduk sapi di kandang tadi
ayah disengat tawon di kebun sekarang sesak napas
operator alat berat terguling barusan di tambang
saya kecelakaan
suami saya kecelakaan di jalan poros, harus dibawa kemana
ada yg kejepit pintu kapal skrg msh di lokasi
kecelakaaaan barusan bang tolooong
teman jatoh dr atep tdi pagi skrg blm sadar
pekerja kami keracunan gas tadi siang, dibawa ke mana?
baru saja ada ledakan di bengkel, dua orang luka
tanah longsor tadi, teman tertimbun
motor saya diserempet truk barusan, kaki patah
istri saya yang jualan keserempet mobil tadi sore gimana ini
mandor saya semaput di lapangan, hrs gmn
teman kerja kejang kejang di lokasi kerja
saya lagi di igd, barusan jatuh dari perancah
tolong, anak saya yang kerja di sawit kejatuhan buah sawit
barusan kecelakaan kerja, ditanggung gak?
suami saya barusan kecelakaan kerja, berapa lama harus lapor?
kaki saya ketusuk paku tadi di proyek
teman dipatuk ular di kebun sawit, harus ngapain
sy jatuh dr motor td pas ngantar orderan, tolong
abis jatuh barusan dari tangga pas ngecat rumah orang
bang tolong dong, adek saya jatuh dari perancah barusan ga sadar
kaki kawan ulun kana parang hanyar tadi, banyak darahnya
anak buah kena sengatan listrik barusan
Barusan teman saya kesetrum waktu benerin kabel di gedung
mas piye iki, kancaku tibo saka tangga
pekerja saya terjatuh dari lantai dua tadi pagi dan sekarang di RSUD
sopir saya kecelakaan di km 38 barusan
tukang saya jatuh tadi siang, saya harus bagaimana?
ada karyawan pingsan di gudang sekarang
paman ulun disambar buaya tadi di sungai
suami ulun tatimpa batang kayu, tulungi
ojol tabrakan barusan di simpang empat, korbannya driver grab
temen ojol ketabrak, skrg di igd aws
tangan suami kegiling mesin penggiling daging barusan
Teman saya tertimbun longsor di lokasi tambang sekarang!
td suami jatuh dr kapal blm ketemu
mata saya kecipratan air aki barusan
bapak saya ketiban pohon tadi pas nebang
abis kecelakaan nih bang skrg lagi di puskesmas
mau tanya, barusan karyawan saya kecelakaan kerja, langkah pertamanya apa ya?
pegawai laundry saya kena setrika uap panas tadi, melepuh
kakak saya jatuh di sumur tadi pagi
tlg min kk sy kclkaan mtr pas brgkt krja td pagi
tlng tmn sy pingsan
saya terkena gergaji, berdarah terus
kejadian barusan, forklift nabrak teman saya
rekan kerja saya terlindas truk!
Pak, anak magang kami kesiram oli panas baru aja
lagi di rs ini, suami jatuh dari atap
buruh kami terjepit eskavator, cepat apa yg harus dilakukan
istri ulun nang bajualan katabrak sapida mutur hanyar haja
jempol saya kepotong cutter kerja barusan
nelayan jatuh ke laut barusan
operator crane meledak bannya, kena kepala, baru kejadian
karyawan kafe kena tumpahan air panas 15 menit yang lalu
bojoku keno gerinda tangane, getihe akeh
kulo nembe dhawah saking motor
adik saya kerja di sawit disengat tawon banyak sekali, sekarang sesak
kawan saya jatuh dari pohon kelapa dan tidak bisa bangun
min ini ada orang kecelakaan di depan proyek
Assalamualaikum pak, suami saya barusan jatuh dari kapal tongkang, sekarang masih dicari
teman saya kena paku di proyek, kakinya berdarah banyak
aduh min kepala saya ketimpa genteng barusan
adek saya tadi jam 9 ditabrak motor pas antar galon
darurat!! anak buah jatuh ke sungai
karyawan warung saya tersiram minyak panas, ini harus diapakan
mas tulung kancaku ketimpa wit
kawanku katabrak mutur, inya kada sadar
ulun tajatuh matan mutur hanyar haja pas maantar paket
barusan ada yg kesetrum di tempat kerja saya min
cucu saya kerja di bengkel, jarinya kejepit dongkrak tadi
pekerja bangunan jatuh dari steger baru aja
teman sy terluka parah di lokasi tambang skrg
anak saya digigit ular waktu manen sawit tadi sore
mobil proyek terguling barusan ada 3 orang di dalam
bapak pingsan di sawah, tolong
saya baru jatuh dari tangga di gudang
suami saya kejepit mesin skrg lg dibawa ke rs
"""
NOT_NOW = """
kalau kecelakaan kerja ditanggung ga
bulan lalu jatuh dari motor
tahun 2022 kecelakaan
bagaimana jika jatuh
syarat klaim kecelakaan
berapa santunan kalau meninggal
kecelakaan kerja itu apa
jatuh tempo iuran tanggal berapa
jatuh temponya hari ini ya
tadi saya cek jatuh tempo kok sudah lewat
harga sawit jatuh hari ini
harga sawit lagi jatuh, bisa turunin iuran?
saya jatuh cinta
tadi aplikasi jatuh terus
aplikasi jmo jatuh barusan
tadi saya daftar
saldo jatuh
saldo saya jatuh hari ini
barusan saya daftar, kalau jatuh dari motor ditanggung kan?
baru daftar terus kecelakaan dijamin ga
hari ini bayar besok kecelakaan dicover ga
saya baru bayar tadi pagi, kalau sore kecelakaan gimana
barusan bayar iuran, kecelakaan kerja ditanggung kan
apa itu jaminan kecelakaan kerja
tolong jelaskan kecelakaan kerja
tolong hitungkan iuran kecelakaan kerja
min tolong info syarat kecelakaan kerja
kecelakaan kerja lapor kemana
cara lapor kecelakaan kerja
kemarin jatuh di proyek
kemaren tangan kejepit mesin
minggu lalu suami kesetrum
dua hari lalu saya ditabrak
3 bulan lalu jatuh dari pohon
tahun lalu kaki saya patah
dulu pernah jatuh dari atap
saya pernah kecelakaan, bisa daftar?
belum pernah kecelakaan sih
takut kecelakaan makanya mau daftar
sekarang sudah sembuh, dulu kejepit mesin
jari saya putus dua kena gergaji, dapat santunan berapa
kaki patah ga bisa kerja, gaji siapa yang bayar
suami meninggal kecelakaan barusan, santunannya berapa
teman jatuh dari tower meninggal di tempat
digigit ular di kebun sawit sendiri, termasuk kecelakaan kerja kah
jatuh di kamar mandi dijamin ga
jatuh dari motor pas pulang kerja masuk kecelakaan kerja ga?
kecelakaan tunggal apakah ditanggung
tabrakan di jalan lapor ke jasa raharja dulu?
misalnya saya jatuh dari atap siapa yang tanggung
seandainya teman tenggelam dapat apa
nek tibo neng proyek ditanggung ora
mun ulun gugur di sawitan dibayari kah
lamun kacalakaan kaya apa
jika pekerja pingsan di lokasi bagaimana
apabila terjadi kecelakaan siapa yang melapor
hak saya gugur ya?
haknya gugur kalau telat?
demam berdarah ditanggung ga
cuci darah bisa pakai bpjs tk?
kartu saya kebakar tadi malam
rumah saya kebakaran hari ini, kartu hilang
hp saya jatuh tadi, kartu digital hilang
dompet jatuh tadi di pasar, kartu jamsostek ikut hilang
saraf kejepit gara2 nyetir
saya kejepit utang min tolong
usaha saya runtuh hari ini
santunan jatuh ke siapa
hari jatuh temponya kapan
tadi lihat berita kecelakaan kerja, santunannya berapa sih
hari ini ada sosialisasi kecelakaan kerja di kantor
program kecelakaan kerja apa saja
saya mau ikut yang kecelakaan saja
asuransi kecelakaan saya di bank
tolong cek status saya
gimana ini saldo saya hilang
tolong min jmo saya error
gawat min lupa password jmo
darurat, kartu hilang
tadi ditelpon orang ngaku bpjs
barusan dapat sms bpjs
sekarang di rumah sakit karena demam, bisa pakai jamsostek?
ibu saya melahirkan sekarang di rs
sekarang kerja di proyek, kecelakaan ditanggung siapa?
kecelakaan waktu berangkat kerja termasuk gak
boleh ga ambil yang kecelakaan doang
karyawan saya jatuh, berapa hari batas lapornya
pusat layanan kecelakaan kerja di berau mana
formulir kecelakaan kerja tahap 1
sejak jatuh dari perancah saya tidak digaji
habis kecelakaan tangan ga bisa nekuk lagi, ada ganti rugi cacat?
jasa raharja santunan tabrak lari berapa
iuran saya jatuh di tanggal berapa
motor saya jatuh tempo cicilannya hari ini
gaji jatuh hari apa
semalam saya mimpi jatuh
hari ini panas sekali
jadwal saya tabrakan hari ini
setiap kecelakaan harus lapor ya?
teman cerita kecelakaan kerjanya ditanggung semua, benar?
lagi PKL di pabrik, kalau kecelakaan siapa yg nanggung
kena phk barusan, gimana ini
barusan kena tipu calo
hari ini kena denda ga
saya baru lahiran
tolong, saya kena tipu
sekarang iurannya berapa
teman saya kena musibah rumahnya kebakaran
suami saya sakit jantung, dirawat sekarang
saya lagi di rs jenguk teman, katanya jkk bisa dipakai?
kecelakaan kerja
jaminan kecelakaan
apa bedanya kecelakaan kerja sama penyakit akibat kerja
kecelakaan di rumah ditanggung?
besok mau operasi lutut bekas jatuh
lusa jatuh tempo
sudah 2 minggu suami dirawat karena jatuh dari atap
tangan saya kejepit pintu minggu kemarin
apakah tersengat listrik termasuk kecelakaan kerja
pas banjir kemarin motor saya hanyut
data saya hanyut kebanjiran
harga cabai lagi jatuh nih
uang saya hangus
nomor hp terbakar
semangat kerja saya jatuh
usaha saya jatuh bangun
jatuh sakit ditanggung gak
ayah jatuh sakit tadi pagi di rumah
orang tua saya sudah tua takut jatuh
gaji kepotong tadi
iuran kepotong barusan dua kali
saldo saya kepotong hari ini
sinyal putus terus dari tadi
kontrak saya putus hari ini
hubungan kerja putus sekarang
ktp saya patah tadi
kartu saya patah barusan
layar hp pecah jatuh barusan
jam berapa kantor buka hari ini
sekarang lagi musim kecelakaan, mending daftar ya
kalau tiba2 pingsan di tempat kerja gimana
teman saya habis kecelakaan, katanya dapat santunan. saya mau ikut
di kampung saya ada yang kecelakaan dan ga ditanggung karena belum daftar
saya supir, pengen ikut biar kalo nabrak ada jaminan
apa kalau digigit anjing pas nganter paket ditanggung
kecelakaan pulang kerja masuk ga
boleh ke klinik mana saja kalau luka
petugas tadi bilang kecelakaan harus lapor 2x24 jam
lapor kecelakaan hari ini masih bisa? kejadiannya bulan lalu
surat kecelakaan dari polisi perlu ga
kecelakaan ringan perlu lapor?
tolong jelaskan kalau jatuh dari tangga apakah masuk kecelakaan kerja
besok saya operasi, tadi dokter bilang pakai bpjs kesehatan
tadi saya ke kantor bpjs katanya klaim kecelakaan saya ditolak
barusan saya baca kecelakaan kerja ditanggung tanpa batas, betul?
hari ini saya mau daftar biar kalau kecelakaan aman
sekarang saya sudah sembuh dari kecelakaan kerja
lagi cari info kecelakaan kerja buat tugas kuliah
tadi ada teman tanya kalau jatuh dari motor gimana
pagi min mau nanya kecelakaan kerja nelayan apakah dijamin
suami saya dulu kecelakaan kerja, sekarang mau kerja lagi
saya kecelakaan setahun lalu, kaki masih sakit
kakak ipar jatuh dari pohon waktu lebaran, telat lapor
saya habis kecelakaan, dokter suruh istirahat sebulan. gaji gimana?
nama saya luka siregar
tadi hujan deras
jalan di depan rumah longsor hari ini
aplikasi jmo force close dari tadi tolong
kok lama banget cairnya, darurat nih butuh uang
gawat saldo saya nol
cepat balas min
motor saya ditarik leasing tadi
saya ditabrak orang di parkiran tahun kemarin
barusan lihat orang jatuh dari motor di jalan, kalau ojol ditanggung ga ya
apakah luka bakar ditanggung
siapa yang lapor kalau karyawan jatuh
santunan cacat jari putus sekarang berapa
sekarang jari saya cacat karena kejepit mesin
"""
ACCIDENT_TOPICS = {"klaim-jkk", "jkk-rumah-sakit", "jkk-manfaat", "jkk-lalu-lintas"}
"""The topics under which somebody may tell of an accident of the same day."""
SAME_DAY = re.compile(
    r"\b(?:barusan|(?:baru|bru|br) (?:saja|aja)|tadi|td|sekarang|skrg)\b", re.IGNORECASE
)


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("text", lines(JUST_NOW))
def test_an_accident_just_now_is_told_apart(text: str) -> None:
    assert load_urgent_advice().is_called_for(text)


@pytest.mark.parametrize("text", lines(NOT_NOW))
def test_a_question_another_day_or_another_sense_is_no_emergency(text: str) -> None:
    assert not load_urgent_advice().is_called_for(text)


def test_no_phrasing_of_a_topic_raises_a_false_alarm() -> None:
    advice = load_urgent_advice()
    alarms = [
        (topic.id, text)
        for topic in load_topics().values()
        for texts in topic.examples.values()
        for text in texts
        if advice.is_called_for(text)
    ]
    false = [(topic, text) for topic, text in alarms if topic not in ACCIDENT_TOPICS]
    assert false == []
    assert [text for _, text in alarms if not SAME_DAY.search(text)] == []


def test_no_question_of_other_offices_is_answered_with_first_steps() -> None:
    advice = load_urgent_advice()
    by_style = read_yaml(FOLDER.parent / "out_of_scope.yaml")
    assert isinstance(by_style, dict)
    questions = [text for texts in by_style.values() for text in texts]
    assert [text for text in questions if advice.is_called_for(text)] == []


@pytest.mark.parametrize("change", [str.upper, str.title, lambda text: f"  {text} !!! 🙏\n"])
def test_shouting_and_signs_change_nothing(change: Callable[[str], str]) -> None:
    advice = load_urgent_advice()
    assert [text for text in lines(JUST_NOW) if not advice.is_called_for(change(text))] == []
    assert [text for text in lines(NOT_NOW) if advice.is_called_for(change(text))] == []


def test_a_broken_pattern_is_refused_when_it_is_read() -> None:
    advice = load_urgent_advice().model_dump()
    with pytest.raises(ValueError, match="barusan"):
        UrgentAdvice.model_validate(advice | {"now": ("(barusan",)})


def test_the_advice_leads_on_to_the_topics_of_work_accidents() -> None:
    advice = load_urgent_advice()
    assert advice.related == ("klaim-jkk", "jkk-rumah-sakit", "jkk-manfaat")
    assert set(advice.related) <= set(load_topics())


@pytest.mark.parametrize(
    "unit",
    [
        *("kalau ", "jatuh ", "a", "kalau jatuh ", "saya ", "barusan jatuh ", "tadi sudah "),
        *("ke", " ", "kena kena ", "tangan ", "sekarang ", "\n", "jatuh,"),
        *("🙏", "tertanggung", "pernah "),
    ],
)  # fmt: skip
def test_time_grows_with_the_length_only(unit: str) -> None:
    advice = load_urgent_advice()
    advice.is_called_for("jatuh")
    text = (unit * 4_000)[:4_000]
    began = time.perf_counter()
    advice.is_called_for(text)
    assert time.perf_counter() - began < 0.5
