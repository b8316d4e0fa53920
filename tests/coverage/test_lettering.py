import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.coverage.charts.canvas import Canvas, Picture
from bot.coverage.charts.lettering import (
    FONT_FILES,
    FONTS,
    Face,
    balanced,
    clean,
    fitted,
    shortened,
    width_of,
    wrapped,
)

FACE = Face(30)
TEXTS = (
    "Penajam Paser Utara",
    "208.506 belum",
    "antara 66–67 %, ± 1.900 × 2",
    "▲ 1,25 ▼ 0,7 → ≥ 100",
    "AVATAR To Ta Ty LT Pa. Wa",
    "WWWWWWWWWW",
    "iiiiiiiiiiiiiiiiiiii",
)


def ink_of(text: str, face: Face) -> float:
    """How many pixels a text takes when it is really drawn."""
    canvas = Canvas(1080)
    canvas.text(100, 100, text, face, "#000000")
    with Image.open(io.BytesIO(Picture(canvas.svg(150), "").png())) as image:
        box = image.convert("L").point(lambda shade: 255 if shade < 128 else 0).getbbox()
    assert box
    return box[2] - box[0]


@pytest.mark.parametrize("face", [Face(40), Face(40, bold=True)])
@pytest.mark.parametrize("text", TEXTS)
def test_measured_widths_are_those_that_are_drawn(text: str, face: Face) -> None:
    drawn, measured = ink_of(text, face), width_of(text, face)
    assert drawn <= measured + 2
    # Kerning and the bearings at both ends take a little off.
    assert drawn >= measured * 0.93 - 6


def test_every_sign_of_the_pictures_is_in_the_font() -> None:
    signs = "0123456789,.%–—×±→▲▼≥≤…·*:;()/-“”’éè\N{NO-BREAK SPACE}"
    assert clean(signs) == signs


def test_the_font_is_small_and_comes_with_its_licence() -> None:
    assert sum(path.stat().st_size for path in FONT_FILES) < 300_000
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dua\nbaris\tdan  spasi ", "dua baris dan spasi"),
        ("nol\x00lebar\u200b\u202e", "nollebar"),
        ("Ｓａｍａｒｉｎｄａ", "Samarinda"),
        ("Kukar 🚀", "Kukar ?"),
        ("漢", "?"),
        ("ngarai\u0301", "ngaraí"),
    ],
)
def test_texts_are_cleaned_of_what_the_font_lacks(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text(max_size=80), st.floats(10, 900))
def test_a_shortened_text_fits(text: str, width: float) -> None:
    short = shortened(clean(text), FACE, width)
    assert width_of(short, FACE) <= width or not short


@given(st.text(max_size=200), st.floats(60, 900), st.integers(1, 4))
def test_wrapped_lines_fit_and_keep_the_words_in_order(text: str, width: float, most: int) -> None:
    words = clean(text)
    lines = wrapped(words, FACE, width, most)
    assert len(lines) <= most
    assert all(width_of(line, FACE) <= width for line in lines)
    if "…" not in "".join(lines):
        assert " ".join(lines) == words


def test_a_text_takes_the_largest_face_in_which_it_is_whole() -> None:
    large, small = Face(60, bold=True), Face(30, bold=True)
    assert fitted("Samarinda", (large, small), 400, 1).face == large
    assert fitted("Penajam Paser Utara", (large, small), 400, 1).face == small
    assert fitted("Penajam Paser Utara Raya", (large, small), 200, 1).lines[0].endswith("…")


def test_no_word_of_a_title_stands_alone() -> None:
    text = "Samarinda naik 1,25 poin, Paser turun"
    width = width_of("Samarinda naik 1,25 poin, Paser", FACE)
    lines = wrapped(text, FACE, width, 2)
    assert lines[1] == "turun"
    assert balanced(lines, FACE, width)[1] == "poin, Paser turun"
