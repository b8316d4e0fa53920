import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise

import pytest
import resvg_py
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.coverage.charts import (
    Picture,
    bar_chart,
    digest_chart,
    segment_chart,
    tile_map,
    trend_chart,
)
from bot.coverage.charts.lettering import FONT_FILES
from bot.coverage.charts.palette import BAR_BEYOND, BAR_OLD, STEPS, TARGET
from bot.coverage.charts.tiles import PLACES
from bot.coverage.pictures import Caption, Denominator, PercentKind, PictureFigure
from knowledge.regions import load_regions
from tests.coverage.samples import (
    CAPTION,
    CODES,
    COMPARABLE,
    HISTORY,
    LONG,
    MIXED,
    WORST,
    figure,
    overlap,
    size_of,
    texts_of,
    words_of,
)

Draw = Callable[[Sequence[PictureFigure], Caption], Picture]
EVERY: tuple[Draw, ...] = (bar_chart, segment_chart, tile_map, trend_chart, digest_chart)
texts = st.text(max_size=60)
percents = st.none() | st.floats(0, 3_000) | st.sampled_from((0.0, 99.999, 100.0, 100.001))
figures = st.builds(
    figure,
    texts,
    percents,
    code=st.sampled_from((*CODES, "64", "")),
    on=st.none() | st.dates(date(2015, 1, 1), date(2045, 12, 31)),
    denominator=st.sampled_from(Denominator),
    kind=st.sampled_from(PercentKind),
    uncovered=st.none() | st.integers(0, 10**9),
    previous=st.none() | st.floats(0, 3_000),
    target=st.just(100.0) | st.floats(1, 120),
    source=texts,
    wording=st.just("") | texts,
)
captions = st.builds(Caption, texts, texts, st.none() | st.dates())


def assert_legible(svg: str) -> None:
    """No text leaves the picture, none covers another."""
    width, height = size_of(svg)
    written = texts_of(svg)
    for one, other in combinations(written, 2):
        assert not overlap(one, other), (one, other)
    for text in written:
        assert text.left >= 20, text
        assert text.right <= width - 20, text
        assert text.size <= text.baseline <= height - text.size * 0.3, text


@pytest.mark.parametrize("draw", EVERY)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(given_=st.lists(figures, max_size=12), caption=captions)
def test_no_text_leaves_the_picture_or_covers_another(
    draw: Draw, given_: list[PictureFigure], caption: Caption
) -> None:
    assert_legible(draw(given_, caption).svg)


@pytest.mark.parametrize("draw", EVERY)
@pytest.mark.parametrize("given_", [WORST, MIXED, COMPARABLE, HISTORY, ()])
def test_pictures_of_every_kind_hold_their_texts(
    draw: Draw, given_: Sequence[PictureFigure]
) -> None:
    assert_legible(draw(given_, LONG if given_ is WORST else CAPTION).svg)


@pytest.mark.parametrize("draw", EVERY)
def test_the_worst_pictures_of_every_kind_are_small_and_opaque(draw: Draw) -> None:
    picture = draw(WORST, LONG)
    png = picture.png()
    assert len(png) <= 150_000
    with Image.open(io.BytesIO(png)) as image:
        assert image.size == size_of(picture.svg)
        assert "transparency" not in image.info
        assert image.convert("RGB").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("draw", EVERY)
def test_the_same_figures_give_the_same_picture(draw: Draw) -> None:
    assert draw(MIXED, CAPTION) == draw(MIXED, CAPTION)


def test_the_palette_takes_nothing_from_a_picture_that_an_eye_would_miss() -> None:
    picture = digest_chart(MIXED, CAPTION)
    full = resvg_py.svg_to_bytes(
        svg_string=picture.svg,
        skip_system_fonts=True,
        font_files=[str(path) for path in FONT_FILES],
    )
    with Image.open(io.BytesIO(full)) as drawn, Image.open(io.BytesIO(picture.png())) as written:
        difference = ImageChops.difference(drawn.convert("RGB"), written.convert("RGB"))
    assert not difference.convert("L").point(lambda shade: 255 if shade > 8 else 0).getbbox()


def test_the_same_picture_gives_the_same_bytes() -> None:
    picture = trend_chart(HISTORY, CAPTION)
    assert picture.png() == picture.png()


@pytest.mark.parametrize("draw", EVERY)
def test_no_letters_are_too_small_for_a_phone(draw: Draw) -> None:
    # 26 of 1080 pixels are 9 on a phone that shows the picture 360 wide.
    assert min(text.size for text in texts_of(draw(WORST, LONG).svg)) >= 26


@pytest.mark.parametrize("draw", EVERY)
def test_the_title_the_period_and_the_source_stand_in_the_picture(draw: Draw) -> None:
    picture = draw(COMPARABLE, CAPTION)
    words = " ".join(words_of(picture.svg))
    assert CAPTION.title in words
    assert "Data: Okt 2026 · dibuat 31 Okt 2026" in words
    assert "Sumber: BPJS Ketenagakerjaan" in words
    assert picture.description.startswith("Samarinda naik 1,25 poin, Paser turun: ")


def test_bars_are_sorted_when_figures_are_comparable() -> None:
    names = {each.label for each in COMPARABLE}
    shown = [words for words in words_of(bar_chart(COMPARABLE, CAPTION).svg) if words in names]
    assert shown[:3] == ["Kutai Timur", "Bontang", "Kutai Barat"]
    assert shown[-1] == "Mahakam Ulu"


def test_bars_are_in_alphabetical_order_and_say_so_when_figures_are_not_comparable() -> None:
    words = words_of(bar_chart(MIXED, CAPTION).svg)
    assert (
        "Tidak dapat diperingkat: penyebut berbeda dan tanggal berjauhan. Urut abjad."
        in " ".join(words)
    )
    names = [each for each in words if each in {"Samarinda", "Balikpapan", "Paser"}]
    assert names == ["Balikpapan", "Paser", "Samarinda"]


def test_different_denominators_and_old_dates_look_different() -> None:
    svg = bar_chart(MIXED, CAPTION).svg
    assert 'fill="url(#local)"' in svg
    assert 'fill="url(#unstated)"' in svg
    assert BAR_OLD in svg
    words = words_of(svg)
    assert "dari sasaran pemerintah daerah" in words
    assert "data lama, > 6 bulan di belakang" in words
    plain = bar_chart(COMPARABLE, CAPTION).svg
    assert 'fill="url(#local)"' not in plain
    assert BAR_OLD not in plain


def test_every_figure_has_its_date_beside_its_name() -> None:
    words = words_of(bar_chart(MIXED, CAPTION).svg)
    assert words[words.index("Paser") + 1] == "Des 2023"
    assert words[words.index("Balikpapan") + 1] == "Sep 2025 · target 80 %"


def test_regions_without_data_are_named_and_have_no_bar() -> None:
    words = words_of(bar_chart(MIXED, CAPTION).svg)
    assert words[words.index("Belum ada data:") + 1] == "Berau, Kutai Barat"
    assert "0 %" not in words


def test_an_announced_percentage_is_marked() -> None:
    words = words_of(bar_chart(MIXED, CAPTION).svg)
    assert "66–67 %*" in words
    assert "40,39 %" in words
    assert "* persentase diumumkan sumbernya, bukan hasil hitungan" in words


def test_a_bar_of_more_than_a_hundred_percent_passes_the_target() -> None:
    svg = bar_chart(COMPARABLE, CAPTION).svg
    beyond = re.findall(rf'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"[^>]*"{BAR_BEYOND}"', svg)
    line = re.search(rf'<line x1="([\d.]+)"[^>]*stroke="{TARGET}"[^>]*stroke-dasharray', svg)
    assert line
    assert beyond[0][0] == line[1]
    assert float(beyond[0][1]) > 100
    words = words_of(svg)
    assert "150,9 %" in words
    assert "di atas 100 %" in words


def test_lengths_of_bars_are_in_proportion() -> None:
    svg = bar_chart([figure("A", 80.0), figure("B", 20.0, code="64.01")], CAPTION).svg
    widths = [float(width) for width in re.findall(r'width="([\d.]+)" height="32"', svg)]
    assert widths[0] / widths[1] == pytest.approx(4, abs=0.02)


def test_an_endless_bar_is_cut_but_its_value_is_right() -> None:
    svg = bar_chart([figure("A", 1234.5)], CAPTION).svg
    assert svg.count("<polygon") == 2
    assert "1.234,5 %" in words_of(svg)


def test_a_wording_that_does_not_fit_is_replaced_rather_than_cut() -> None:
    odd = figure("A", 66.5, wording="antara enam puluh enam dan enam puluh tujuh persen")
    words = words_of(tile_map([odd], CAPTION).svg)
    assert "± 66 %" in words


@pytest.mark.parametrize(
    ("percent", "previous", "expected"),
    [(43.2, 41.95, "▲ 1,25"), (61.25, 62.5, "▼ 1,25"), (50.0, 50.0, ""), (50.0, None, "")],
)
def test_changes_show_only_against_a_comparable_figure(
    percent: float, previous: float | None, expected: str
) -> None:
    words = words_of(bar_chart([figure(percent=percent, previous=previous)], CAPTION).svg)
    assert (expected in words) == bool(expected)
    assert ("▲" in " ".join(words) or "▼" in " ".join(words)) == bool(expected)


def test_short_remarks_are_explained() -> None:
    words = words_of(bar_chart(COMPARABLE, CAPTION).svg)
    assert "▲ ▼ poin dari angka sebelumnya · belum: belum terlindungi" in words


def test_a_number_in_a_title_stays_beside_what_it_counts() -> None:
    texts = [text.words for text in texts_of(bar_chart([], CAPTION).svg)]
    assert texts[1].startswith("1,25\N{NO-BREAK SPACE}poin")


def test_labels_are_shown_as_they_are_not_as_markup() -> None:
    label = '<b a="1">&amp; Paser</b>'
    picture = bar_chart([figure(label)], Caption("<script>&</script>"))
    assert label in words_of(picture.svg)
    assert "<script" not in picture.svg
    assert picture.png()


def test_every_regency_has_a_tile_of_its_own() -> None:
    regencies = {region.kemendagri_code for region in load_regions()} - {"64"}
    assert set(PLACES) == regencies
    assert len({(place.column, place.row) for place in PLACES.values()}) == len(PLACES)


@pytest.mark.parametrize(
    ("north", "south"),
    [("64.03", "64.74"), ("64.11", "64.07"), ("64.72", "64.71"), ("64.09", "64.01")],
)
def test_tiles_lie_as_the_regions_do_from_north_to_south(north: str, south: str) -> None:
    assert PLACES[north].row < PLACES[south].row


@pytest.mark.parametrize(
    ("west", "east"),
    [("64.07", "64.02"), ("64.02", "64.72"), ("64.72", "64.74"), ("64.09", "64.71")],
)
def test_tiles_lie_as_the_regions_do_from_west_to_east(west: str, east: str) -> None:
    assert PLACES[west].column < PLACES[east].column


def test_a_tile_has_name_value_date_and_the_colour_of_its_class() -> None:
    svg = tile_map([figure("Bontang", 101.3, code="64.74")], CAPTION).svg
    words = words_of(svg)
    assert words[words.index("Bontang") : words.index("Bontang") + 3] == [
        "Bontang",
        "101,3 %",
        "Okt 2026",
    ]
    assert svg.count(f'fill="{STEPS[-1].colour}"') == 2  # the tile and the key
    assert words.count("belum ada data") == 9


def test_the_own_regions_are_set_off() -> None:
    plain, own = (
        digest_chart(COMPARABLE, CAPTION, focus=focus).svg
        for focus in (frozenset[str](), frozenset({"64.72"}))
    )
    assert len(own) > len(plain)


def test_the_digest_uses_short_names_and_shows_the_province_among_the_bars() -> None:
    province = figure("Kalimantan Timur", 52.0, code="64")
    words = words_of(digest_chart((province, *COMPARABLE), CAPTION).svg)
    assert words.count("Kukar") == 2  # a bar and a tile
    assert words.count("Kaltim") == 1
    assert "Kutai Kartanegara" not in words


def test_a_line_breaks_where_the_denominator_changes() -> None:
    svg = trend_chart(HISTORY, CAPTION).svg
    assert svg.count("<polyline") == 2
    words = words_of(svg)
    assert "garis terputus: tidak sebanding" in words
    assert "dari sasaran pemerintah daerah, Mar 2023 – Des 2023" in words


def test_a_line_over_years_of_one_denominator_is_whole() -> None:
    svg = trend_chart(HISTORY[2:], CAPTION).svg
    assert svg.count("<polyline") == 1
    assert "garis terputus: tidak sebanding" not in words_of(svg)


def test_announced_and_computed_percentages_are_not_joined() -> None:
    announced = replace(HISTORY[-1], kind=PercentKind.ANNOUNCED)
    assert "<polyline" not in trend_chart([HISTORY[-2], announced], CAPTION).svg


def test_points_stand_at_their_dates() -> None:
    days = [date(2026, 1, 31), date(2026, 2, 28), date(2026, 10, 31)]
    svg = trend_chart([figure(percent=50.0, on=day) for day in days], CAPTION).svg
    across = [float(x) for x in re.findall(r'<circle cx="([\d.]+)" cy="[\d.]+" r="14"', svg)]
    first, second = (after - before for before, after in pairwise(across))
    assert second / first == pytest.approx(245 / 28, rel=0.01)


def test_a_description_tells_all_that_the_picture_shows() -> None:
    assert bar_chart(MIXED, CAPTION).description.replace("\N{NO-BREAK SPACE}", " ") == (
        "Samarinda naik 1,25 poin, Paser turun: Balikpapan 66–67 % (Sep 2025, diumumkan), "
        "Paser 90,43 % (Des 2023), Samarinda 40,39 % (Sep 2025); tidak diperingkat karena "
        "penyebut berbeda dan tanggal berjauhan; belum ada data: Berau, Kutai Barat."
    )


def test_a_description_of_nothing_says_so() -> None:
    assert bar_chart([], Caption("Cakupan")).description == "Cakupan: belum ada data."
