"""A value on its way: what an admin has typed of it so far, and what is taken of each text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledge.figures import Figure, Period
from knowledge.figures.timeline import LaterValue
from knowledge.figures.typed import day_in, value_in
from knowledge.scrubbing import scrub

_SHORTEST, _LONGEST = 5, 200
_LONGEST_ADDRESS = 300
_ADDRESS = re.compile(r"\S+://\S+")
_BAD_TEXT = "Tulis antara 5 dan 200 huruf, tanpa NIK."
_BAD_ADDRESS = "Alamatnya harus satu saja, diawali https://, dan tanpa spasi."


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed so far; days in ISO form, since a step is kept as JSON."""

    figure: str
    corrects: bool
    token: str
    wanted: str = "value"
    value: float | str | None = None
    since: str | None = None
    until: str | None = None
    source: str | None = None
    url: str | None = None
    reason: str = ""

    def later(self) -> LaterValue:
        """The value, as far as it is known."""
        return LaterValue(
            figure=self.figure,
            value=self.value if self.value is not None else "",
            since=date.fromisoformat(self.since or ""),
            until=date.fromisoformat(self.until) if self.until else None,
            source=self.source or "–",
            url=self.url,
            corrects=self.corrects,
        )


class RefusedError(Exception):
    """What was typed can't be taken; the message is for the admin."""


def _take_value(text: str, draft: Draft, figure: Figure) -> Draft:
    return replace(draft, value=value_in(text, figure.unit), wanted="since")


def _take_since(text: str, draft: Draft, figure: Figure) -> Draft:
    return begins_on(draft, figure, day_in(text))


def _take_until(text: str, draft: Draft, _: Figure) -> Draft:
    return replace(draft, until=iso(day_in(text)), wanted="source")


def _take_source(text: str, draft: Draft, _: Figure) -> Draft:
    addresses = _ADDRESS.findall(text)
    if len(addresses) > 1 or any(
        not address.startswith("https://") or len(address) > _LONGEST_ADDRESS
        for address in addresses
    ):
        raise RefusedError(_BAD_ADDRESS)
    source = _checked_text(_ADDRESS.sub(" ", text))
    url = addresses[0] if addresses else None
    wanted = "reason" if draft.corrects else "confirm"
    return replace(draft, source=source, url=url, wanted=wanted)


def _take_reason(text: str, draft: Draft, _: Figure) -> Draft:
    return replace(draft, reason=_checked_text(text), wanted="confirm")


TAKE: Mapping[str, Callable[[str, Draft, Figure], Draft]] = {
    "value": _take_value,
    "since": _take_since,
    "until": _take_until,
    "source": _take_source,
    "reason": _take_reason,
}
"""What is wanted, and how it is taken from a text. Raises TypedError or RefusedError."""


def _checked_text(text: str) -> str:
    one_line = " ".join(text.split())
    if not _SHORTEST <= len(one_line) <= _LONGEST or scrub(one_line).had_nik:
        raise RefusedError(_BAD_TEXT)
    return one_line


def begins_on(draft: Draft, figure: Figure, since: date) -> Draft:
    """The draft with its first day. Only what has an end now is asked for the end of the next."""
    filled = replace(draft, since=since.isoformat())
    has_end = any(period.until is not None for period in _before(figure, draft, since))
    return replace(filled, wanted="until" if has_end else "source")


def _before(figure: Figure, draft: Draft, since: date) -> list[Period]:
    """The period that is corrected, or the last of those that begin before a day."""
    if draft.corrects:
        return [period for period in figure.values if period.holds_on(since)]
    earlier = [period for period in figure.values if (period.since or date.min) < since]
    return sorted(earlier, key=lambda period: period.since or date.min)[-1:]


def offered_days(figure: Figure, draft: Draft, today: date) -> dict[str, date]:
    """First days that are likely meant, by what their buttons carry."""
    current = figure.on(today)
    if current is None:
        return {}
    if not draft.corrects:
        last = current.period.until
        return {} if last is None else {"n": last + timedelta(days=1)}
    since = current.period.since
    return ({"b": since} if since is not None else {}) | {"t": today}


def offered_ends(figure: Figure, draft: Draft) -> dict[str, date | None]:
    """Last days that are likely meant, None for none, by what their buttons carry."""
    since = date.fromisoformat(draft.since or "")
    kept = [period.until for period in _before(figure, draft, since)] if draft.corrects else []
    ends: dict[str, date | None] = {"k": kept[0]} if kept and kept[0] is not None else {}
    return ends | {"o": None}


def iso(day: date | None) -> str | None:
    """A day as a step keeps it."""
    return day.isoformat() if day is not None else None
