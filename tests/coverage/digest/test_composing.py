"""What a digest says, from figures made up for it."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coverage.amounts import Amount, Quality, exactly
from bot.coverage.book import Book
from bot.coverage.comparing import change_obstacles
from bot.coverage.digest import Matter, News, Occasion, compose, finding
from bot.coverage.digest.composing import Digest
from bot.coverage.digest.headline import Duty, deadline
from bot.coverage.digest.standing import Told, standing
from bot.coverage.digest.target import pace_to, roughly, target_of
from bot.coverage.digest.words import (
    LONGEST,
    LONGEST_CAPTION,
    alert_html,
    caption,
    digest_html,
    is_worth_an_alert,
)
from bot.coverage.figures import TARGET, Basis, Figure
from knowledge.coverage import Segment
from knowledge.regions import load_regions
from tests.coverage.figures import BPJS, BPJS_LATER, PRESS, TODAY, coverage

UNTIL = date(2027, 12, 31)
OCCASION = Occasion(TODAY)
SAMARINDA, PASER, BONTANG = "64.72", "64.01", "64.74"
RECENT = TODAY - timedelta(days=10)
BEFORE = TODAY - timedelta(days=40)
CODES = [region.kemendagri_code for region in load_regions()]

amounts = st.builds(
    Amount,
    st.decimals(0, 300, places=2),
    st.sampled_from([quality for quality in Quality if quality is not Quality.RANGE]),
)
figures = st.builds(
    coverage,
    amounts,
    on=st.dates(date(2022, 1, 1), TODAY),
    source=st.sampled_from([BPJS, BPJS_LATER, PRESS]),
    region=st.sampled_from(CODES),
    covered=st.none() | st.integers(0, 2_000_000),
    workers=st.none() | st.integers(0, 2_000_000),
    basis=st.sampled_from(Basis),
)
books = st.lists(figures, max_size=25).map(Book)
readers = st.lists(st.sampled_from(CODES), min_size=1, max_size=11, unique=True).map(tuple)


def digest(book: Book, told: Told | None = None, regions: tuple[str, ...] = (SAMARINDA,)) -> Digest:
    return compose(book, regions, told or {}, OCCASION, target_date=UNTIL)


def bpjs(percent: float, *, on: date = RECENT, region: str = SAMARINDA) -> Figure:
    """A figure of BPJS; others of it may be compared."""
    return coverage(percent, on=on, region=region, source=BPJS if on == BEFORE else BPJS_LATER)


def first_line(of: Digest) -> str:
    return digest_html(of).splitlines()[0]


def after(earlier: Figure, *later: Figure) -> Digest:
    """The digest of readers who were told the earlier figure."""
    return digest(Book([earlier, *later]), {earlier.region: earlier})


def test_a_fall_comes_first() -> None:
    told = {SAMARINDA: bpjs(40, on=BEFORE), PASER: bpjs(90, on=BEFORE, region=PASER)}
    book = Book([*told.values(), bpjs(39), bpjs(95, region=PASER)])
    of = digest(book, told, (PASER, SAMARINDA))
    assert of.headline.matter is Matter.FELL
    assert "Samarinda turun 1 poin: dari 40 % menjadi 39 %" in first_line(of)


def test_reaching_the_target_comes_before_another_new_figure() -> None:
    told = {SAMARINDA: bpjs(40, on=BEFORE), PASER: bpjs(90, on=BEFORE, region=PASER)}
    book = Book([*told.values(), bpjs(41), bpjs(100.5, region=PASER)])
    of = digest(book, told, (PASER, SAMARINDA))
    assert of.headline.matter is Matter.CROSSED
    assert "Paser mencapai target 100 %" in first_line(of)


def test_a_new_figure_comes_before_people_not_covered() -> None:
    new = coverage(42, on=RECENT, source=BPJS_LATER, covered=42, workers=100)
    of = after(bpjs(40, on=BEFORE), new)
    assert of.headline.matter is Matter.NEW
    assert "Samarinda 42 %, naik 2 poin" in first_line(of)


def test_people_not_covered_come_with_who_must_act_by_when() -> None:
    few = coverage(90, on=RECENT, region=PASER, covered=900, workers=1_000)
    many = coverage(40, on=RECENT, covered=400_000, workers=1_000_000)
    of = digest(Book([few, many]), {PASER: few, SAMARINDA: many}, (PASER, SAMARINDA))
    assert of.headline.matter is Matter.UNCOVERED
    assert "600.000 pekerja Samarinda belum terlindungi" in first_line(of)
    assert "Disnaker dan BPKAD Kota Samarinda" in first_line(of)
    assert "paling lambat 30 November 2026" in first_line(of)


def test_old_data_are_asked_for_where_nobody_can_say_how_many_people() -> None:
    old = coverage(90, on=TODAY - timedelta(days=46))
    of = digest(Book([old]), {SAMARINDA: old})
    assert of.headline.matter is Matter.OLD
    assert "Minta angka terbaru" in first_line(of)


def test_nothing_new_is_said_as_such() -> None:
    full = coverage(100, on=RECENT)
    of = digest(Book([full]), {SAMARINDA: full})
    assert of.headline.matter is Matter.NOTHING
    assert "Tidak ada data baru minggu ini" in digest_html(of)


@pytest.mark.parametrize(
    ("today", "duty", "by"),
    [
        (date(2026, 3, 1), Duty.CHANGED_BUDGET, date(2026, 9, 30)),
        (date(2026, 10, 1), Duty.NEXT_BUDGET, date(2026, 11, 30)),
        (date(2026, 12, 1), Duty.DECREE, date(2026, 12, 31)),
    ],
)
def test_deadlines_follow_the_budgets_calendar(today: date, duty: Duty, by: date) -> None:
    found = deadline(today)
    assert (found.duty, found.by) == (duty, by)


def test_a_figure_with_another_denominator_gets_no_arrow_and_says_why() -> None:
    by_local_target = coverage(90, on=BEFORE, source=BPJS, basis=Basis.LOCAL)
    of = after(by_local_target, coverage(57, on=RECENT, source=BPJS))
    assert of.standings[0].move.news is News.OTHER
    assert of.headline.matter is Matter.NEW
    assert "tidak dibandingkan (cara hitungnya berbeda)" in digest_html(of)
    assert "▼" not in digest_html(of)


def test_a_correction_is_no_fall() -> None:
    told = bpjs(40)
    of = digest(Book([bpjs(39)]), {SAMARINDA: told})
    assert of.standings[0].move.news is News.CORRECTED
    assert "dikoreksi dari 40 %" in digest_html(of)


def test_a_figure_taken_back_is_said() -> None:
    of = digest(Book([]), {SAMARINDA: bpjs(40)})
    assert of.standings[0].move.news is News.GONE
    assert "angka lama ditarik" in digest_html(of)


def test_what_we_worked_out_is_marked() -> None:
    of = digest(Book([coverage(on=RECENT, covered=400, workers=1_000)]))
    assert "40 % (hitungan)" in digest_html(of)
    assert "600 belum (hitungan)" in digest_html(of)


def test_the_pace_to_everybody_by_the_configured_day() -> None:
    figure = coverage(on=RECENT, covered=400, workers=1_000)
    pace = pace_to(target_of(Book([figure]), SAMARINDA, UNTIL, TODAY), figure, TODAY)
    assert pace is not None
    weeks = (UNTIL - TODAY).days / 7
    assert pace.people == 600
    assert pace.per_week == -(-600 // weeks)


def test_a_target_of_the_regions_own_goes_before_until_its_year_is_over() -> None:
    said = Figure(
        SAMARINDA, Segment.ALL, BEFORE, PRESS, TARGET, value=exactly(80), note="Target 2026."
    )
    target = target_of(Book([said]), SAMARINDA, UNTIL, TODAY)
    assert (target.percent, target.by) == (Decimal(80), date(2026, 12, 31))
    past = replace(said, note="Target 2025, menurut RKPD")
    target = target_of(Book([past]), SAMARINDA, UNTIL, TODAY)
    assert (target.percent, target.by, target.missed) == (Decimal(100), UNTIL, past)


def test_quotas_stand_beside_those_who_are_covered() -> None:
    quota = Figure(
        SAMARINDA,
        Segment.VULNERABLE,
        RECENT,
        PRESS,
        "pekerja_rentan_apbd_kab",
        value=exactly(20_000),
    )
    covered = coverage(on=RECENT, segment=Segment.VULNERABLE, covered=15_000)
    said = digest_html(digest(Book([quota, covered])))
    assert "APBD kabupaten/kota: 20.000 orang" in said
    assert "Yang tercatat: 15.000 peserta" in said
    assert "Kuota adalah jatah anggaran" in said
    assert "belum ada datanya" in digest_html(digest(Book([quota])))


def test_what_few_workers_asked_is_not_told() -> None:
    asked = {SAMARINDA: [("Iuran <BPU>", 12), ("Klaim JHT", 5), ("Rahasia", 4)]}
    of = compose(Book([]), (SAMARINDA,), {}, OCCASION, target_date=UNTIL, asked=asked)
    assert "Iuran &lt;BPU&gt; (12 kali), Klaim JHT (5 kali)" in digest_html(of)
    assert "Rahasia" not in digest_html(of)


@pytest.mark.parametrize(
    ("percent", "is_told"), [(41.9, False), (42, True), (39.9, True), (40, False)]
)
def test_an_alert_is_for_two_points_or_any_fall(percent: float, is_told: bool) -> None:  # noqa: FBT001 -- a table's column
    told = bpjs(40, on=BEFORE)
    of = standing(Book([told, bpjs(percent)]), SAMARINDA, {SAMARINDA: told}, UNTIL, TODAY)
    assert is_worth_an_alert(of) is is_told


def test_an_alert_is_for_crossing_the_target_by_less_than_two_points() -> None:
    told = bpjs(99.5, on=BEFORE)
    of = standing(Book([told, bpjs(100)]), SAMARINDA, {SAMARINDA: told}, UNTIL, TODAY)
    assert is_worth_an_alert(of)
    assert "target tercapai" in alert_html([of])


@given(st.integers(0, 10**9))
def test_a_rounded_pace_is_never_too_slow_and_hardly_too_fast(people: int) -> None:
    assert people <= roughly(people) <= people * 1.1 + 1


@given(figures, figures, st.sampled_from(CODES[1:]))
def test_arrows_stand_only_between_figures_that_can_be_compared(
    earlier: Figure, later: Figure, region: str
) -> None:
    earlier, later = replace(earlier, region=region), replace(later, region=region)
    told = {region: earlier}
    of = digest(Book([later]), told, (region,))
    (one,) = of.standings
    has_arrow = any(arrow in digest_html(of) for arrow in "▲▼")
    if has_arrow or one.fell or one.crossed or is_worth_an_alert(one):
        assert one.shown is not None
        assert not change_obstacles(earlier, one.shown)
        assert one.shown.as_of > earlier.as_of


@given(books, books, readers)
def test_every_digest_fits_and_is_balanced_html(
    now: Book, then: Book, regions: tuple[str, ...]
) -> None:
    told = digest(then, None, regions).told
    for of in (digest(now, None, regions), digest(now, told, regions)):
        said = digest_html(of)
        assert 0 < len(said) <= LONGEST
        assert len(caption(of)) <= LONGEST_CAPTION
        assert said.count("<b>") == said.count("</b>")
        assert said.count("<i>") == said.count("</i>")
        assert not re.search(r"None|±-|\{|\}", said)
        for each in of.standings:
            assert each.pace is None or (each.pace.people > 0 and each.pace.per_week > 0)
    assert finding(now, regions)


@given(books, readers)
def test_what_was_told_is_no_news_the_next_time(book: Book, regions: tuple[str, ...]) -> None:
    told = digest(book, None, regions).told
    of = digest(book, told, regions)
    assert not of.has_news
    assert of.headline.matter not in {Matter.FELL, Matter.CROSSED, Matter.NEW}
