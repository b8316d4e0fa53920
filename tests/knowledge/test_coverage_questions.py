"""What people ask about coverage, in their own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.coverage import CoverageQuestion, Segment, Wish, understood
from knowledge.regions import load_regions

_CODES = {
    region.kemendagri_code: name
    for region, name in zip(
        load_regions(),
        ("kaltim", "paser", "kukar", "berau", "kubar", "kutim", "ppu", "mahulu", "bpp", "smd",
         "btg"),
        strict=True,
    )
}  # fmt: skip

_ASKED = """
cakupan kukar brp | wilayah | kukar
cakupan smd brp % | wilayah | smd
data Paser berapa min | wilayah | paser
samarinda udah berapa persen yang ikut bpjs tk? | wilayah | smd
KUTIM BENERAN SUDAH 100 PERSEN? | wilayah | kutim
kutai kertanegara berapa | wilayah | kukar
kutai kartanagera brp persen | wilayah | kukar
coverage bontang berapa persen skrg | wilayah | btg
cakupan ppu brp min | wilayah | ppu
cakupan penajam paser utara | wilayah | ppu
update angka cakupan mahulu dong | wilayah | mahulu
data cakupn berau | wilayah | berau
piro persen wong Balikpapan sing wis melu | wilayah | bpp
cakupan kaltim | wilayah | kaltim
cakupan bpjs tk kaltim brp persen skrg | wilayah | kaltim
kukar udah berapa persen yg ikut jamsostek bulan ini | wilayah | kukar
cakupan di tenggarong | wilayah | kukar
sangatta berapa persen | wilayah | kutim
informal di paser | wilayah | paser | BPU
pekerja informal di kukar yang udah ikut berapa | wilayah | kukar | BPU
bpu kutim | wilayah | kutim | BPU
bukan penerima upah samarinda berapa | wilayah | smd | BPU
jml peserta bpu di kutim brp | wilayah | kutim | BPU
berapa nelayan PPU yang sudah terlindungi | wilayah | ppu | BPU
ojol di balikpapan yang ikut berapa | wilayah | bpp | BPU
pekerja formal berau | wilayah | berau | PU
karyawan di bontang yang terdaftar | wilayah | btg | PU
pu kaltim berapa persen | wilayah | kaltim | PU
guru honorer di kaltim | wilayah | kaltim | non_asn
honorer kubar yg udah ikut brp | wilayah | kubar | non_asn
ketua rt di kukar yang terlindungi berapa | wilayah | kukar | non_asn
perangkat desa kutim | wilayah | kutim | non_asn
pekerja rentan yang ditanggung pemkab PPU | wilayah | ppu | rentan
di Berau pekerja rentan yang udah dibayarin berapa orang | wilayah | berau | rentan
kuota pekerja rentan kutim | wilayah | kutim | rentan
proyek konstruksi di samarinda | wilayah | smd | JAKON
pekerja migran kaltim berapa yang terlindungi | wilayah | kaltim | PMI
berapa orang belum terlindungi di samarinda | belum | smd
brp org blm trlindungi di bpp | belum | bpp
di Kukar barapa banyak pang nang balum talindungi | belum | kukar
neng Kaltim sing durung terlindungi isih piro | belum | kaltim
kaltim masih banyak yang belum terlindungi ya, berapa angkanya | belum | kaltim
pekerja informal balikpapan yang belum ikut berapa | belum | bpp | BPU
sisanya berapa orang di bontang | belum | btg
mana aja yg udah 100 persen | tercapai |
daerah mana yang sudah seratus persen | tercapai |
kabupaten mana di kaltim yang sudah capai target | tercapai |
siapa yang sudah 100% | tercapai |
bandingkan bontang sama balikpapan | banding | btg bpp
balikpapan sama samarinda tinggian mana | banding | bpp smd
Bagaimana perbandingan cakupan Bontang dan Kutai Timur? | banding | btg kutim
kukar kubar kutim berapa | banding | kukar kubar kutim
bandingkan samarinda dengan kaltim | banding | smd kaltim
beda paser dan ppu | banding | paser ppu
tren samarinda | tren | smd
perkembangan cakupan kaltim dari tahun ke tahun | tren | kaltim
paser naik atau turun | tren | paser
Apakah cakupan kepesertaan di Samarinda naik dibanding tahun lalu? | tren | smd
grafik bontang | tren | btg
tren pekerja rentan berau | tren | berau | rentan
peringkat | peringkat |
pringkat cakupan kab kota | peringkat |
yang paling rendah | peringkat |
daerah mana di kaltim yang cakupannya paling rendah | peringkat |
yang paling bagus cakupannya di kaltim daerah mana | peringkat |
daerah mana nang paling sadikit umpat | peringkat |
ranking pekerja informal per kabupaten | peringkat | | BPU
peringkat kab/kota di kaltim soal kepesertaan dong | peringkat |
semua daerah | semua |
cakupan tiap kabupaten | semua |
se-kaltim | semua |
cakupan per kabupaten kota | semua |
pekerja rentan semua daerah | semua | | rentan
cakupan | semua |
 | semua |
pecahan formal dan informal kutim | rincian | kutim
rincian samarinda | rincian | smd
Tolong angka terakhir Kabupaten Paser, pecahannya formal dan informal kalau ada. | rincian | paser
segmen apa saja di balikpapan | rincian | bpp
cakupan kutai | kutai |
kutai berapa persen | kutai |
samarinda sama kutai tinggian mana | kutai |
pekerja informal kutai | kutai | | BPU
"""


def _rows() -> list[tuple[str, CoverageQuestion]]:
    codes = {name: code for code, name in _CODES.items()}
    rows = []
    for line in _ASKED.strip("\n").splitlines():
        text, wish, regions, segment = ([part.strip() for part in line.split("|")] + [""])[:4]
        named = tuple(codes[name] for name in regions.split())
        rows.append((text, CoverageQuestion(Wish(wish), named, Segment(segment or "semua"))))
    return rows


@pytest.mark.parametrize(("text", "expected"), _rows())
def test_a_sentence_says_what_is_wanted_of_which_region(
    text: str, expected: CoverageQuestion
) -> None:
    found = understood(text)
    assert (found.wish, found.regions, found.segment) == (
        expected.wish,
        expected.regions,
        expected.segment,
    )


@pytest.mark.parametrize(
    ("before", "text", "wish", "regions", "segment"),
    [
        ("cakupan kukar brp", "di bontang?", Wish.REGION, ("64.74",), Segment.ALL),
        ("informal di paser", "kalau samarinda?", Wish.REGION, ("64.72",), Segment.OWN_ACCOUNT),
        ("belum terlindungi di bpp", "di samarinda?", Wish.UNCOVERED, ("64.72",), Segment.ALL),
        ("cakupan kukar brp", "trennya?", Wish.TREND, ("64.02",), Segment.ALL),
        ("cakupan bontang", "dibanding samarinda?", Wish.COMPARISON, ("64.74", "64.72"),
         Segment.ALL),
        ("cakupan samarinda", "yang informal?", Wish.REGION, ("64.72",), Segment.OWN_ACCOUNT),
        ("cakupan kutai", "yang timur, kutim", Wish.REGION, ("64.08",), Segment.ALL),
    ],
)  # fmt: skip
def test_a_short_question_goes_on_from_the_one_before(
    before: str, text: str, wish: Wish, regions: tuple[str, ...], segment: Segment
) -> None:
    found = understood(text, before=f"{before} {text}")
    assert (found.wish, found.regions, found.segment) == (wish, regions, segment)


@pytest.mark.parametrize(
    ("text", "is_occupation"),
    [
        ("nelayan ppu", True),
        ("ojol samarinda", True),
        ("informal ppu", False),
        ("honorer ppu", False),
    ],
)
def test_an_occupation_is_told_apart_from_its_group(text: str, is_occupation: bool) -> None:  # noqa: FBT001 -- a case
    assert understood(text).occupation is is_occupation


@given(st.text(max_size=200), st.text(max_size=80))
def test_any_text_is_understood_somehow(text: str, before: str) -> None:
    found = understood(text, before)
    known = {region.kemendagri_code for region in load_regions()}
    assert set(found.regions) <= known
    assert len(set(found.regions)) == len(found.regions)
