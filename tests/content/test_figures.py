"""Added values: laid over the files' by date, typed by people, approved, withdrawn, followed."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import figures
from bot.content.figure_preview import preview
from bot.content.figures import DecisionError, HinderedError, State
from bot.content.review import Why, due_month, due_topics, ending_soon, first_working_day
from bot.content.serving import Serving
from bot.storage.storage import Storage
from knowledge.answers import figures_in
from knowledge.contributions.own_account import OwnAccountRequest, calculate
from knowledge.figures import Figure, Figures, calculating_with, load_figures
from knowledge.figures.timeline import (
    LaterValue,
    Obstacle,
    always_holds,
    hindrance,
    laid_over,
    with_later_values,
)
from knowledge.figures.typed import TypedError, TypedProblem, day_in, value_in
from knowledge.figures.wording import Unit, long_date, worded
from knowledge.library import Library

_TODAY = date(2026, 11, 25)
_NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
_NEW_YEAR = date(2027, 1, 1)
_ONE, _OTHER = 1003, 2002


def _later(
    since: date = _NEW_YEAR,
    until: date | None = None,
    *,
    figure: str = "bpu_jkm",
    value: float = 7_000,
    corrects: bool = False,
) -> LaterValue:
    return LaterValue(figure, value, since, until, "PP 90/2026 Pasal 2", corrects=corrects)


def _figure(*periods: tuple[float, date | None, date | None]) -> Figure:
    return Figure.model_validate(
        {
            "meaning": "Sebuah angka",
            "unit": "rupiah",
            "values": [
                {"value": value, "from": since, "until": until, "source": "aturan"}
                for value, since, until in periods
            ],
        }
    )


_days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def _timelines(draw: st.DrawFn) -> Figure:
    """Values one after another, with gaps or without, the last perhaps without an end."""
    cuts = sorted(draw(st.sets(_days, min_size=2, max_size=6)))
    periods: list[tuple[float, date | None, date | None]] = []
    for at, (since, following) in enumerate(pairwise(cuts)):
        last = following - timedelta(days=draw(st.integers(1, 40)))
        if last >= since:
            periods.append((float(at + 1), since, last))
    if draw(st.booleans()) or not periods:
        periods.append((99.0, cuts[-1], None))
    return _figure(*periods)


@st.composite
def _laters(draw: st.DrawFn) -> LaterValue:
    since = draw(_days)
    length = draw(st.none() | st.integers(0, 500))
    until = None if length is None else since + timedelta(days=length)
    return _later(since, until, value=1_234.0, corrects=draw(st.booleans()))


def _value(figure: Figure, day: date) -> float | str | None:
    current = figure.on(day)
    return current.period.value if current is not None else None


@given(_timelines(), _laters(), _days)
def test_a_later_value_wins_on_its_days_and_leaves_the_days_before_as_they_were(
    figure: Figure, later: LaterValue, day: date
) -> None:
    over = laid_over(figure, later)
    Figure.model_validate(over.model_dump(by_alias=True))  # in order, without overlaps
    if later.since <= day <= (later.until or date.max):
        assert _value(over, day) == 1_234.0
    elif day < later.since:
        assert _value(over, day) == _value(figure, day)


@given(_timelines(), _laters(), _days, _days)
def test_what_may_be_added_takes_only_days_of_the_value_it_follows_or_corrects(
    figure: Figure, later: LaterValue, today: date, day: date
) -> None:
    if hindrance(figure, later, today) is not None:
        return
    begun = figure.on(later.since)
    lost = _value(figure, day) != _value(laid_over(figure, later), day)
    if lost and not later.since <= day <= (later.until or date.max):
        assert begun is not None
        assert begun.period.holds_on(day)


@given(_timelines(), _days)
def test_a_figure_always_holds_when_no_day_is_without_a_value(figure: Figure, day: date) -> None:
    last = date(2030, 1, 1)
    days = (day + timedelta(days=step) for step in range((last - day).days))
    assert always_holds(figure, day) == all(figure.on(each) is not None for each in days)


@pytest.mark.parametrize(
    ("later", "obstacle"),
    [
        (_later(), None),
        (_later(date(2026, 6, 1)), None),
        (_later(_NEW_YEAR, date(2026, 12, 1)), Obstacle.ENDS_BEFORE_IT_BEGINS),
        (_later(_NEW_YEAR, date(2027, 12, 31)), Obstacle.WOULD_END),
        (_later(value=6_800), Obstacle.CHANGES_NOTHING),
        (_later(figure="diskon_umum", value=40), None),
        (_later(date(2026, 12, 31), figure="diskon_umum", value=40), Obstacle.OVERLAPS),
        (_later(date(2026, 12, 31), figure="diskon_umum", value=40, corrects=True), None),
        (_later(figure="diskon_umum", value=40, corrects=True), Obstacle.NOTHING_TO_CORRECT),
        (_later(date(2027, 6, 1), figure="jp_usia", value=61), Obstacle.OVERLAPS),
        (_later(date(2027, 6, 1), figure="jp_usia", value=61, corrects=True), Obstacle.OVERLAPS),
    ],
)
def test_periods_that_overlap_are_refused(later: LaterValue, obstacle: Obstacle | None) -> None:
    hindered = hindrance(load_figures().by_id[later.figure], later, _TODAY)
    assert (hindered.obstacle if hindered else None) is obstacle


_counts = st.integers(1, 10**12).map(float)
_hundredths = st.integers(1, 99_999).map(lambda number: number / 100)


@given(_counts)
def test_money_is_read_as_the_bot_writes_it(value: float) -> None:
    assert value_in(worded(value, Unit.RUPIAH), Unit.RUPIAH) == value


@given(_hundredths, st.sampled_from([unit for unit in Unit if unit is not Unit.WORDS]))
def test_other_values_are_read_as_the_bot_writes_them(value: float, unit: Unit) -> None:
    whole = unit in {Unit.RUPIAH, Unit.PEOPLE, Unit.CHILDREN}
    written = max(1.0, float(int(value))) if whole else value
    assert value_in(worded(written, unit), unit) == written


@given(st.text(max_size=30), st.sampled_from(list(Unit)))
def test_whatever_is_typed_is_a_value_or_a_problem(text: str, unit: Unit) -> None:
    try:
        value = value_in(text, unit)
    except TypedError:
        return
    assert isinstance(value, str) == (unit is Unit.WORDS)
    assert value


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("Rp16.800", Unit.RUPIAH, 16_800),
        ("16800", Unit.RUPIAH, 16_800),
        ("rp 16.800,00", Unit.RUPIAH, 16_800),
        ("1,5 juta", Unit.RUPIAH, 1_500_000),
        ("11.086.300 rupiah", Unit.RUPIAH, 11_086_300),
        ("0,24 %", Unit.PERCENT, 0.24),
        ("0.24", Unit.PERCENT, 0.24),
        ("50 persen", Unit.PERCENT, 50),
        ("59 tahun", Unit.YEARS, 59),
        ("59", Unit.YEARS, 59),
        ("5 hari kerja", Unit.WORKING_DAYS, 5),
        ("2×24 jam", Unit.WORDS, "2×24 jam"),
    ],
)
def test_values_as_people_type_them(text: str, unit: Unit, value: float | str) -> None:
    assert value_in(text, unit) == value


@pytest.mark.parametrize(
    ("text", "unit", "problem"),
    [
        ("16,800", Unit.RUPIAH, TypedProblem.AMBIGUOUS),
        ("1.23.4", Unit.RUPIAH, TypedProblem.AMBIGUOUS),
        ("16.80", Unit.RUPIAH, TypedProblem.NOT_WHOLE),
        ("-5", Unit.RUPIAH, TypedProblem.NOT_A_NUMBER),
        ("banyak", Unit.RUPIAH, TypedProblem.NOT_A_NUMBER),
        ("٣", Unit.YEARS, TypedProblem.NOT_A_NUMBER),
        ("0", Unit.PERCENT, TypedProblem.ZERO),
        ("5 bulan", Unit.YEARS, TypedProblem.OTHER_UNIT),
        ("Rp5", Unit.PERCENT, TypedProblem.OTHER_UNIT),
        ("0,2455", Unit.PERCENT, TypedProblem.TOO_FINE),
        ("9" * 40, Unit.RUPIAH, TypedProblem.TOO_LARGE),
        ("<b>2 jam</b>", Unit.WORDS, TypedProblem.FORBIDDEN_SIGNS),
        ("{{ jkm_total }}", Unit.WORDS, TypedProblem.FORBIDDEN_SIGNS),
        ("x" * 61, Unit.WORDS, TypedProblem.TOO_LONG),
    ],
)
def test_what_can_not_mean_one_thing_is_refused(
    text: str, unit: Unit, problem: TypedProblem
) -> None:
    with pytest.raises(TypedError) as refused:
        value_in(text, unit)
    assert refused.value.problem is problem


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_days_are_read_in_every_usual_form(day: date) -> None:
    month = long_date(day).split()[1]
    forms = (
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        day.isoformat(),
        long_date(day),
        long_date(day).upper(),
        f"{day.day} {month[:3]} {day.year}",
    )
    assert {day_in(form) for form in forms} == {day}


@pytest.mark.parametrize(
    "text", ["31/02/2027", "1/13/2027", "1/1/27", "besok", "1 Mei", "1/1/1899"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(TypedError):
        day_in(text)


def test_the_preview_shows_what_changes_and_what_no_longer_adds_up(library: Library) -> None:
    found = preview(library, _later(), _TODAY)
    assert found.day == _NEW_YEAR
    (answer,) = (
        change for change in found.answers if change.title == "Besar iuran peserta mandiri"
    )
    assert "Rp6.800" in (answer.before or "")
    assert "Rp7.000" in (answer.after or "")
    assert {"bpu_dua_program", "bpu_tiga_program"} == set(found.not_adding_up)
    assert any("mandiri" in change.title for change in found.calculations)
    assert not found.problems


def test_an_answer_that_could_not_be_filled_on_some_day_is_a_problem(library: Library) -> None:
    found = preview(library, _later(figure="diskon_umum", value=50.0), _TODAY)
    assert "Potongan (diskon) iuran 50 persen" in {problem.title for problem in found.problems}
    assert found.problems[0].day == _NEW_YEAR


def test_what_must_be_added_first_is_named(library: Library) -> None:
    longer = _later(date(2027, 4, 1), date(2027, 12, 31), figure="diskon_transportasi", value=50.0)
    problem = preview(library, longer, _TODAY).problems[0]
    assert problem.day == date(2027, 4, 1)
    assert "bpu_dua_program_diskon" in problem.without


def test_every_figure_that_a_topic_names_is_found_in_its_template(library: Library) -> None:
    topic = library.topics["iuran-bpu"]
    assert {"bpu_dua_program", "bpu_jkm", "diskon_umum"} <= figures_in(topic.answer)
    named = {key for topic in library.topics.values() for key in figures_in(topic.answer)}
    assert named <= load_figures().by_id.keys()
    assert figures_in("{{ unclosed") == frozenset()


def test_the_calculator_goes_by_the_figures_it_is_given() -> None:
    other = with_later_values(load_figures(), [_later()])
    request = OwnAccountRequest(income=1_000_000)
    with calculating_with(other):
        assert calculate(request, date(2027, 4, 1)).total == 17_000
        assert calculate(request, date(2026, 12, 1)).normal_total == 16_800
    assert calculate(request, date(2027, 4, 1)).total == 16_800


async def test_figures_to_calculate_with_do_not_reach_other_tasks() -> None:
    other = with_later_values(load_figures(), [_later()])
    request = OwnAccountRequest(income=1_000_000)

    async def total(figures_: Figures | None) -> int:
        if figures_ is None:
            await asyncio.sleep(0.01)
            return calculate(request, date(2027, 4, 1)).total
        with calculating_with(figures_):
            await asyncio.sleep(0.02)
            return calculate(request, date(2027, 4, 1)).total

    assert list(await asyncio.gather(total(other), total(None))) == [17_000, 16_800]


async def _add(
    storage: Storage, later: LaterValue, *, needs_second: bool = False, now: datetime = _NOW
) -> int:
    async with storage.transaction() as connection:
        return await figures.add(
            connection, later, author=_ONE, reason="", needs_second=needs_second, now=now
        )


async def _in_force(storage: Storage) -> Figures:
    async with storage.engine.connect() as connection:
        return await figures.in_force(connection)


async def test_an_added_value_closes_the_one_before_and_every_replica_follows(
    storage: Storage, library: Library
) -> None:
    replicas = [Serving(library), Serving(library)]
    for replica in replicas:
        await replica.begin(storage, _NOW)
    await _add(storage, _later())
    for replica in replicas:
        assert await replica.refresh(storage)
        served = replica.current.library
        figure = served.answers.figures.by_id["bpu_jkm"]
        assert [period.until for period in figure.values] == [date(2026, 12, 31), None]
        topic = served.topics["iuran-bpu"]
        assert "Rp6.800" in served.answer(topic, date(2026, 12, 31)).html
        assert "Rp7.000" in served.answer(topic, _NEW_YEAR).html
    late = Serving(library)
    await late.begin(storage, _NOW)
    assert late.current.library.answers.figures == replicas[0].current.library.answers.figures
    assert library.answers.figures == load_figures(), "what tests share is not touched"


async def test_with_a_second_admin_a_value_waits_for_the_other_one(storage: Storage) -> None:
    value_id = await _add(storage, _later(), needs_second=True)
    assert await _in_force(storage) == load_figures()
    async with storage.transaction() as connection:
        assert [each.id for each in await figures.waiting(connection)] == [value_id]
        with pytest.raises(DecisionError):
            await figures.approve(connection, value_id, by=_ONE, now=_NOW)
    async with storage.transaction() as connection:
        await figures.approve(connection, value_id, by=_OTHER, now=_NOW)
    assert len((await _in_force(storage)).by_id["bpu_jkm"].values) == 2
    async with storage.transaction() as connection:
        with pytest.raises(DecisionError):
            await figures.refuse(connection, value_id, by=_OTHER, now=_NOW)
        (added,) = await figures.history(connection, "bpu_jkm")
    assert (added.state, added.author, added.approved_by) == (State.HOLDS, _ONE, _OTHER)


async def test_two_values_for_one_day_can_not_both_be_approved(storage: Storage) -> None:
    first = await _add(storage, _later(value=7_000), needs_second=True)
    second = await _add(storage, _later(value=8_000), needs_second=True)
    async with storage.transaction() as connection:
        await figures.approve(connection, second, by=_OTHER, now=_NOW)
    async with storage.transaction() as connection:
        with pytest.raises(HinderedError) as hindered:
            await figures.approve(connection, first, by=_OTHER, now=_NOW)
    assert hindered.value.hindered.obstacle is Obstacle.OVERLAPS


async def test_values_are_laid_over_in_the_order_of_approval(storage: Storage) -> None:
    june = await _add(storage, _later(date(2027, 6, 1), value=9_000), needs_second=True)
    await _add(storage, _later(value=7_000))
    async with storage.transaction() as connection:
        await figures.approve(connection, june, by=_OTHER, now=_NOW)
    figure = (await _in_force(storage)).by_id["bpu_jkm"]
    days = (_TODAY, _NEW_YEAR, date(2027, 5, 31), date(2027, 6, 1))
    assert [_value(figure, day) for day in days] == [6_800, 7_000, 7_000, 9_000]


async def test_only_a_value_that_has_not_begun_is_withdrawn(storage: Storage) -> None:
    value_id = await _add(storage, _later())
    async with storage.transaction() as connection:
        with pytest.raises(DecisionError):
            await figures.withdraw(connection, value_id, by=_ONE, now=_NOW.replace(2027, 1, 1))
        await figures.withdraw(connection, value_id, by=_ONE, now=_NOW)
    assert await _in_force(storage) == load_figures()
    async with storage.transaction() as connection:
        with pytest.raises(DecisionError):
            await figures.withdraw(connection, value_id, by=_ONE, now=_NOW)
        assert (await figures.history(connection, "bpu_jkm"))[0].state is State.WITHDRAWN


async def test_a_correction_keeps_what_was_said_before_it(storage: Storage) -> None:
    await _add(
        storage, _later(_TODAY, date(2026, 12, 31), figure="diskon_umum", value=60, corrects=True)
    )
    figure = (await _in_force(storage)).by_id["diskon_umum"]
    assert _value(figure, _TODAY - timedelta(days=1)) == 50
    assert _value(figure, _TODAY) == 60


@pytest.mark.parametrize("figure", ["tidak_ada", "bot_hapus_hasil_cek", "bpu_lapis"])
async def test_what_follows_the_program_is_not_for_admins(storage: Storage, figure: str) -> None:
    with pytest.raises(LookupError):
        await _add(storage, _later(figure=figure))


async def test_a_refused_value_leaves_nothing_behind(storage: Storage) -> None:
    with pytest.raises(HinderedError):
        await _add(storage, _later(value=6_800))
    async with storage.engine.connect() as connection:
        assert await figures.history(connection, "bpu_jkm") == []


def test_figures_that_end_within_sixty_days_are_listed(library: Library) -> None:
    assert [each.key for each in ending_soon(library.answers.figures, _TODAY)] == ["diskon_umum"]
    assert ending_soon(library.answers.figures, date(2026, 10, 31)) == []
    over = with_later_values(load_figures(), [_later(figure="diskon_umum", value=40.0)])
    (ending,) = ending_soon(over, _TODAY)
    assert ending.following is not None
    assert ending.following.value == 40


def test_topics_long_unchecked_or_past_their_day_are_listed(library: Library) -> None:
    assert due_topics(library, _TODAY) == []
    due = due_topics(library, _TODAY + timedelta(days=400))
    assert {each.why for each in due} <= {Why.LAPSED, Why.NOT_CHECKED}
    assert "salam" not in {each.topic.id for each in due}
    assert len(due) > 80


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2026, 12, 1), (2027, 1, 4), (2027, 5, 3), (2027, 8, 2), (2026, 6, 2)],
)
def test_the_first_working_day_is_no_weekend_and_no_holiday(
    year: int, month: int, day: int
) -> None:
    assert first_working_day(year, month) == date(year, month, day)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001 -- wall clock
def test_a_months_list_is_due_from_its_first_working_day_at_eight(now: datetime) -> None:
    first = first_working_day(now.year, now.month)
    begins = datetime(now.year, now.month, first.day, 8)  # noqa: DTZ001 -- wall clock
    assert due_month(now) == (f"{now:%Y-%m}" if now >= begins else None)
