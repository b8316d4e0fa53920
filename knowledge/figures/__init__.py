"""Figures: every number the bot says, once, with the period it holds for.

Answers name a figure (`{{ jkm_total }}`) and get the value of the day, so that an answer changes
by itself when a rule begins or ends. See docs/content.md for the files beside this module.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from knowledge.figures.wording import Unit, long_date, month_and_year, worded

_FOLDER = Path(__file__).parent


class Period(BaseModel):
    """A figure's value and the days on which it holds, both ends included."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    value: float | str
    since: date | None = Field(default=None, alias="from")
    until: date | None = None
    facts: tuple[str, ...] = ()
    source: str | None = None
    worked_out: str | None = None

    @model_validator(mode="after")
    def _is_sourced_and_ordered(self) -> "Period":
        if not self.facts and not self.source:
            raise ValueError("a value needs facts or a source")
        if self.since and self.until and self.since > self.until:
            raise ValueError("'from' is after 'until'")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether the value is the one of that day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Figure(BaseModel):
    """A number with its meaning, its unit and its values over time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    meaning: str
    unit: Unit
    values: tuple[Period, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _periods_do_not_overlap(self) -> "Figure":
        ordered = sorted(self.values, key=lambda period: period.since or date.min)
        for earlier, later in pairwise(ordered):
            if (earlier.until or date.max) >= (later.since or date.min):
                raise ValueError(f"two values hold on {later.since}")
        return self

    def on(self, day: date) -> "CurrentFigure | None":
        """The figure as it stands on a day; None on days for which there is no value."""
        for period in self.values:
            if period.holds_on(day):
                return CurrentFigure(self, period)
        return None


@dataclass(frozen=True, slots=True)
class CurrentFigure:
    """A figure on one day, as answers use it: `str()` is how people write it."""

    figure: Figure
    period: Period

    def __str__(self) -> str:
        return worded(self.period.value, self.figure.unit)

    @property
    def amount(self) -> float:
        """The bare number, to calculate with. Raises TypeError for a figure that is words."""
        if isinstance(self.period.value, str):
            raise TypeError(f"{self.figure.meaning}: not a number")
        return self.period.value

    @property
    def number(self) -> str:
        """The number without its unit, as people write it."""
        return worded(self.period.value, Unit.NUMBER)

    @property
    def until(self) -> str:
        """The last day the value holds: "31 Desember 2026"."""
        return long_date(self._last_day())

    @property
    def until_month(self) -> str:
        """The month the value ends in: "Desember 2026"."""
        return month_and_year(self._last_day())

    def _last_day(self) -> date:
        if self.period.until is None:
            raise ValueError(f"{self.figure.meaning}: has no last day")
        return self.period.until


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures by id."""

    by_id: Mapping[str, Figure]

    def on(self, day: date) -> dict[str, CurrentFigure | None]:
        """Every figure as it stands on a day."""
        return {key: figure.on(day) for key, figure in self.by_id.items()}

    def days_of_change(self) -> Iterator[date]:
        """Each first day on which some figure is not what it was the day before."""
        days = set()
        for figure in self.by_id.values():
            for period in figure.values:
                if period.since:
                    days.add(period.since)
                if period.until:
                    days.add(period.until + timedelta(days=1))
        yield from sorted(days)


@cache
def load_figures() -> Figures:
    """Read all figure files. Raises ValueError naming the file for anything that is not right."""
    by_id: dict[str, Figure] = {}
    for name, found in figure_files().items():
        if twice := by_id.keys() & found.keys():
            raise ValueError(f"{name}.yaml: {', '.join(sorted(twice))} stands in another file too")
        by_id |= found
    return Figures(by_id)


@cache
def figure_files() -> Mapping[str, Mapping[str, Figure]]:
    """The figures of each file, by the file's name without its ending. Raises ValueError."""
    adapter = TypeAdapter(dict[str, Figure])
    files: dict[str, Mapping[str, Figure]] = {}
    for path in sorted(_FOLDER.glob("*.yaml")):
        try:
            files[path.stem] = adapter.validate_python(
                # The C form of SafeLoader.
                yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
            )
        except (ValueError, yaml.YAMLError) as error:
            raise ValueError(f"{path.name}: {error}") from error
    return files


_IN_FORCE: ContextVar[Figures] = ContextVar("figures_in_force")


def figures_in_force() -> Figures:
    """The figures to calculate with: those set by `calculating_with`, else the files'."""
    return _IN_FORCE.get(None) or load_figures()


@contextmanager
def calculating_with(figures: Figures) -> Iterator[None]:
    """Let everything calculated within use these figures; other tasks are not touched."""
    token = _IN_FORCE.set(figures)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)
