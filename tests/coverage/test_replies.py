"""What is said about coverage: pure, from the packaged figures and made-up ones."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coverage.amounts import Amount, Quality
from bot.coverage.book import Book
from bot.coverage.edition import packaged_edition
from bot.coverage.figures import TARGET, Basis, Figure
from bot.coverage.from_registry import PeopleCount, figure_from_registry, with_registry
from bot.coverage.replying import reply_to, show
from bot.coverage.screens import Screen, View, decoded
from bot.telegram.calls import LONGEST_CALLBACK_DATA, LONGEST_TEXT
from knowledge.coverage import Segment, understood
from knowledge.markup import visible_text
from knowledge.regions import load_regions
from tests.coverage.figures import BPJS, BPJS_LATER, PRESS, TODAY, coverage

_REAL = packaged_edition().book
_VIEWS = [
    View(screen, region.kemendagri_code, segment)
    for screen in Screen
    for region in load_regions()
    for segment in Segment
]


def _ask(text: str, *figures: Figure) -> str:
    book = Book(figures) if figures else _REAL
    return visible_text(reply_to(understood(text), book, TODAY).html)


@pytest.mark.parametrize("book", [_REAL, Book(())], ids=["real", "empty"])
def test_every_screen_of_every_region_fits_telegram(book: Book) -> None:
    for view in _VIEWS:
        reply = show(view, book, TODAY)
        assert 0 < len(visible_text(reply.html)) <= LONGEST_TEXT
        for row in reply.choices:
            assert len(row) <= 2
            for choice in row:
                assert len(f"cak:{choice.view.encoded()}".encode()) <= LONGEST_CALLBACK_DATA
                assert decoded(choice.view.encoded()) == choice.view


def test_every_page_of_every_region_can_be_turned_to_and_shows_every_figure() -> None:
    for region in load_regions():
        code = region.kemendagri_code
        pages = [show(View(Screen.FIGURES, code, page=page), _REAL, TODAY) for page in range(12)]
        text = "\n".join(visible_text(page.html) for page in pages)
        for segment in Segment:
            for figure in _REAL.about(code, segment):
                assert (figure.source.title.split(" (")[0])[:40] in text
        assert all(len(visible_text(page.html)) <= LONGEST_TEXT for page in pages)


@given(st.text(max_size=70))
def test_forged_data_leads_nowhere(data: str) -> None:
    view = decoded(data)
    assert view is None or view.encoded() == data


@pytest.mark.parametrize(
    "data",
    ["", "r", "r:64.72", "r:64.72:semua", "r:64.99:semua:0", "r:64.72:x:0", "z:64.72:semua:0",
     "r:64.72:semua:00", "r:64.72:semua:-1", "r:64.72:semua:1000", "r:64.72:semua:0:0",
     "r:64.72:semua:²"],
)  # fmt: skip
def test_data_that_no_button_has_is_refused(data: str) -> None:
    assert decoded(data) is None


def test_the_real_figures_are_said_with_date_source_and_denominator() -> None:
    said = _ask("cakupan samarinda")
    for part in ("40,39 %", "141.278", "208.506", "349.784", "September 2025", "BorneoFlash",
                 "BPJS Ketenagakerjaan", "14 bulan lalu"):  # fmt: skip
        assert part in said


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("cakupan kaltim", ["lebih dari 50 %", "Februari 2026", "batas bawah"]),
        ("balikpapan", ["66–67 %", "Target: 80 %"]),
        ("paser", ["90,43 %", "sasaran pemerintah daerah", "142.747", "kira-kira 57 %"]),
        ("bontang", ["100 %", "14 Mei 2025", "yang diumumkan"]),
        ("mahulu", ["12,7 %", "Target: 40 %"]),
        ("kukar", ["belum ada data untuk seluruh pekerja", "77 %", "bukan cakupan seluruh"]),
        ("berau", ["belum ada data", "rentan: sekitar 24 %"]),
        ("kubar", ["belum ada data", "Sekitar 60.000 peserta"]),
        ("ppu", ["belum ada data", "sekitar 80 %"]),
        ("informal kutim", ["150 %", "77.074", "51.086", "Perkiraannya terlalu kecil"]),
        ("informal di paser", ["belum ada persennya", "43.915 peserta"]),
        ("nelayan paser", ["Angka khusus untuk pekerjaan itu belum ada", "43.915"]),
        ("guru honorer di kaltim", ["536 orang", "3.286 orang", "bukan berarti"]),
        ("kuota rentan kutim", ["98.000", "jatah anggaran"]),
        ("belum terlindungi di samarinda", ["208.506 pekerja belum", "349.784", "40,39 %"]),
        ("belum terlindungi di balikpapan", ["belum diketahui", "48.000", "belum pasti"]),
        ("belum terlindungi di kaltim", ["Samarinda: 208.506"]),
        ("belum terlindungi di kukar", ["belum ada data"]),
        ("mana aja yg udah 100 persen", ["Bontang: diumumkan 100 % (14 Mei 2025)", "Kutai Timur"]),
        ("peringkat", ["belum bisa dibuat", "4 dari 10", "Desember 2023", "Samarinda: 40,39 %"]),
        ("bandingkan bontang sama balikpapan", ["100 %", "66–67 %", "Belum bisa dibandingkan"]),
        ("bandingkan kukar dan samarinda", ["belum ada data", "Tidak bisa dibandingkan"]),
        ("tren samarinda", ["Baru ada satu angka"]),
        ("tren kaltim", ["70,86 %", "65–68 %", "tidak bisa dibaca sebagai naik atau turun"]),
        ("semua daerah", ["90,43 % (Des 2023, dari sasaran pemda)", "bukan peringkat"]),
        ("pecahan kutim", ["87 %", "150 %", "tidak bisa dijumlah"]),
        ("kutai", ["Ada tiga Kutai"]),
    ],
)
def test_questions_are_answered_from_the_real_figures(question: str, parts: list[str]) -> None:
    said = _ask(question)
    for part in parts:
        assert part.casefold() in said.casefold(), said


def test_neither_sum_of_kutims_segments_is_ever_said() -> None:
    for view in _VIEWS:
        if view.region == "64.08" and view.screen is not Screen.FIGURES:
            said = visible_text(show(view, _REAL, TODAY).html)
            assert "112" not in said
            assert "92 %" not in said


def test_conflicting_figures_are_all_listed_and_the_shown_one_is_marked() -> None:
    page = visible_text(show(View(Screen.FIGURES, "64"), _REAL, TODAY).html)
    assert "yang ditampilkan" in page
    assert "posisi terbaru" in page


def test_a_change_is_said_where_it_is_comparable() -> None:
    before = coverage(40, on=date(2026, 7, 31), source=BPJS)
    after = coverage(42.5, on=date(2026, 10, 31), source=BPJS_LATER)
    assert "naik 2,5 poin" in _ask("samarinda", before, after)
    assert "naik 2,5 poin" in _ask("tren samarinda", before, after)
    apart = coverage(42.5, on=date(2026, 10, 31), source=PRESS)
    assert "poin" not in _ask("samarinda", before, apart)


def test_comparable_figures_are_ranked_and_compared() -> None:
    high = coverage(60, region="64.74")
    low = coverage(40, region="64.72")
    ranked = _ask("peringkat", low, high)
    assert ranked.index("Bontang") < ranked.index("Samarinda")
    assert "8 daerah belum punya angka" in ranked
    assert "Bontang lebih tinggi 20 poin" in _ask("bandingkan samarinda dan bontang", low, high)


def test_a_target_is_said_with_its_day() -> None:
    target = Figure("64.72", Segment.ALL, date(2026, 1, 31), PRESS, TARGET,
                    value=Amount(Decimal(60)), unit="persen")  # fmt: skip
    assert "Target: 60 % (Januari 2026)" in _ask("samarinda", coverage(40), target)


def test_markup_in_imported_texts_is_only_text() -> None:
    figure = coverage(40, note="<b>palsu</b> & <script>")
    said = reply_to(understood("samarinda"), Book([figure]), TODAY).html
    assert "&lt;b&gt;palsu" in said
    assert visible_text(said)


def test_the_registry_stands_beside_what_was_announced() -> None:
    count = PeopleCount("64.72", Segment.ALL, 120_000, date(2026, 11, 20))
    book = with_registry(_REAL, [count])
    said = visible_text(reply_to(understood("samarinda"), book, TODAY).html)
    assert "40,39 %" in said
    assert "Menurut daftar nama kami: 120.000 orang, 34,31 %" in said


def test_a_registry_figure_names_both_sources_and_hides_small_groups() -> None:
    denominator = _REAL.denominator("64.72")
    count = PeopleCount("64.72", Segment.ALL, 120_000, date(2026, 11, 20))
    figure = figure_from_registry(count, denominator)
    assert figure is not None
    assert figure.computed == Decimal("34.31")
    assert figure.basis is Basis.BPJS
    assert [source.from_registry for source in figure.sources] == [True, False]
    assert "30 September 2025" in figure.note
    alone = figure_from_registry(count, None)
    assert alone is not None
    assert alone.percent is None
    assert figure_from_registry(PeopleCount("64.72", Segment.ALL, 4, TODAY), denominator) is None
    with pytest.raises(ValueError, match="another region"):
        figure_from_registry(PeopleCount("64.71", Segment.ALL, 10, TODAY), denominator)


def test_an_estimate_is_called_one() -> None:
    said = _ask("samarinda", coverage(Amount(Decimal(95), Quality.ALMOST)))
    assert "hampir 95 %" in said
