"""Figures to draw, and a reader of what was drawn."""

from dataclasses import dataclass, replace
from datetime import date
from xml.etree import ElementTree as ET

from bot.coverage.charts.lettering import Face, width_of
from bot.coverage.pictures import Caption, Denominator, PercentKind, PictureFigure

MONTH = date(2026, 10, 31)
CAPTION = Caption("Samarinda naik 1,25 poin, Paser turun", "Cakupan seluruh pekerja", MONTH)
CODES = (
    *("64.01", "64.02", "64.03", "64.07", "64.08"),
    *("64.09", "64.11", "64.71", "64.72", "64.74"),
)
_SVG = "{http://www.w3.org/2000/svg}"


def figure(  # noqa: PLR0913 - a figure has these
    label: str = "Samarinda",
    percent: float | None = 43.2,
    *,
    code: str = "64.72",
    on: date | None = MONTH,
    denominator: Denominator = Denominator.BPJS,
    kind: PercentKind = PercentKind.COMPUTED,
    uncovered: int | None = None,
    previous: float | None = None,
    target: float = 100.0,
    source: str = "BPJS Ketenagakerjaan",
    wording: str = "",
) -> PictureFigure:
    return PictureFigure(
        code=code,
        label=label,
        percent=percent,
        kind=kind,
        on=on,
        denominator=denominator,
        uncovered=uncovered,
        previous=previous,
        target=target,
        source=source,
        wording=wording,
    )


COMPARABLE = (
    figure("Samarinda", 43.2, uncovered=198_677, previous=41.95),
    figure("Balikpapan", 68.1, code="64.71", uncovered=102_120, previous=67.4),
    figure("Bontang", 101.3, code="64.74", previous=100.2),
    figure("Kutai Timur", 150.9, code="64.08", previous=150.9),
    figure("Paser", 61.25, code="64.01", uncovered=55_316, previous=62.5),
    figure("Mahakam Ulu", 14.9, code="64.11", uncovered=17_021),
    figure("Kutai Kartanegara", 55.02, code="64.02", uncovered=161_214),
    figure("Kutai Barat", 71.0, code="64.07", uncovered=24_108),
    figure("Berau", 48.77, code="64.03", uncovered=68_412),
    figure("Penajam Paser Utara", 39.5, code="64.09", uncovered=51_977),
)
"""All ten, of one month and one denominator."""

MIXED = (
    figure("Samarinda", 40.39, on=date(2025, 9, 30), uncovered=208_506),
    figure(
        *("Balikpapan", 66.5),
        code="64.71",
        on=date(2025, 9, 30),
        denominator=Denominator.UNSTATED,
        kind=PercentKind.ANNOUNCED,
        target=80.0,
        wording="66–67 %",
    ),
    figure("Paser", 90.43, code="64.01", on=date(2023, 12, 31), denominator=Denominator.LOCAL),
    figure("Berau", None, code="64.03"),
    figure("Kutai Barat", None, code="64.07"),
)
"""Of several dates and denominators, some without data."""


HISTORY = (
    figure(percent=61.2, on=date(2023, 3, 31), denominator=Denominator.LOCAL),
    figure(percent=64.0, on=date(2023, 12, 31), denominator=Denominator.LOCAL),
    figure(percent=35.1, on=date(2024, 11, 30)),
    figure(percent=40.39, on=date(2025, 9, 30)),
    figure(percent=43.2, on=MONTH),
)
WORST = tuple(
    replace(
        figure("Kabupaten Penajam Paser Utara Raya & <b>" * 3, 1234.56 + number, code=code),
        on=date(2025, 9, 9),
        denominator=list(Denominator)[number % 5],
        kind=PercentKind.ANNOUNCED,
        uncovered=123_456_789,
        previous=3.0,
        target=55.5 + number,
        source=f"Sumber yang sangat panjang namanya, nomor {number} " * 4,
        wording="antara 1.200 % dan 1.400 %",
    )
    for number, code in enumerate(CODES)
)
LONG = Caption("Judul yang panjang sekali " * 12, "Anak judul yang juga panjang " * 12, MONTH)


@dataclass(frozen=True, slots=True)
class Written:
    """A text in a picture and the box it takes."""

    words: str
    left: float
    right: float
    baseline: float
    size: float


def texts_of(svg: str) -> list[Written]:
    found = []
    for element in ET.fromstring(svg).iter(f"{_SVG}text"):  # noqa: S314 - our own drawing
        words = element.text or ""
        size = float(element.attrib["font-size"])
        width = width_of(words, Face(size, element.attrib["font-weight"] == "700"))
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[element.attrib["text-anchor"]]
        left = float(element.attrib["x"]) - width * shift
        found.append(Written(words, left, left + width, float(element.attrib["y"]), size))
    return found


def overlap(one: Written, other: Written) -> bool:
    """Whether two texts cover each other by more than a pixel; descenders may come close."""
    return (
        one.left < other.right - 1
        and other.left < one.right - 1
        and one.baseline - 0.73 * one.size < other.baseline + 0.14 * other.size
        and other.baseline - 0.73 * other.size < one.baseline + 0.14 * one.size
    )


def words_of(svg: str) -> list[str]:
    return [text.words.replace("\N{NO-BREAK SPACE}", " ") for text in texts_of(svg)]


def size_of(svg: str) -> tuple[int, int]:
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    return int(root.attrib["width"]), int(root.attrib["height"])
