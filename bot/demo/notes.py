"""What the demo's page says about its sample data: whose NIK and name one can try."""

from html import escape

from bot.registry.sample import demo_people

_HEAD = (
    "<h3>🔎 Cek status</h3>"
    "<p>Tekan <b>/cek</b> sebagai Rahmat, lalu kirim NIK dan nama ini. Semua orang di sini rekaan; "
    "kode wilayah di NIK-nya tidak ada.</p>"
)
_PERSON = "<p><code>{nik}</code><br><code>{name}</code><br>{shows}{kpj}</p>"
_KPJ = "; enam angka terakhir KPJ <code>{ending}</code>"
_TAIL = (
    "<h3>📊 Cakupan</h3><p><code>cakupan kukar berapa</code></p>"
    "<p>Angka cakupan di demo ini angka nyata dengan sumbernya; daftar peserta di atas rekaan.</p>"
    "<h3>🏛 Pejabat dan admin</h3>"
    "<p>Nurul: pejabat untuk Samarinda dan Kutai Kartanegara, coba <code>/laporan</code>. "
    "Yusuf: admin, coba <code>/faq</code>, <code>/antrean</code>, <code>/petugas</code>.</p>"
)


def sample_notes() -> str:
    """The notes as HTML; what stands in <code> is typed into the chat by a click."""
    people = "".join(
        _PERSON.format(
            nik=person.nik,
            name=escape(person.name.title()),
            shows=escape(person.shows),
            kpj=_KPJ.format(ending=person.kpj[-6:]),
        )
        for person in demo_people()
    )
    return f"{_HEAD}{people}{_TAIL}"
