"""A table of coverage figures, brought by an admin: what would it change, take it in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape

from bot.coverage.importing import Change, ChangeKind
from bot.coverage.importing import Preview as Examined
from bot.coverage.problems import Problem
from bot.coverage.saying import brief, day, indicator_label, region_name
from bot.coverage.store import NotAppliedError, apply_import, preview_import
from bot.storage.storage import Storage
from bot.uploads import Applied, Preview, RefusedError
from bot.uploads.kinds import Report
from knowledge.coverage import Segment
from knowledge.figures.wording import number

_MOST_LINES = 15
_LONGEST = 3_500
_HEAD = "📊 <b>Angka cakupan: {name}</b>"
_PROBLEMS = "<b>Belum bisa dimasukkan</b> ({count} masalah). Perbaiki, lalu kirim lagi:"
_WARNINGS = "<b>Perlu diperhatikan:</b>"
_EFFECT = "<b>Kalau dimasukkan:</b> {new} angka baru, {changed} berubah, {same} sama."
_SAME = "Semua angkanya sudah ada. Tidak ada yang perlu dimasukkan."
_ALERTS = (
    "Pejabat yang wilayahnya turun, mencapai target, atau bergeser 2 poin atau lebih langsung "
    "diberi tahu."
)
_DONE = (
    "✅ <b>Angka cakupan berlaku.</b> {new} baru, {changed} berubah.\n"
    "Nomor impor {number}; batalkan di server dengan <code>coverage take-back {number}</code>."
)
_DONE_SAME = "Angkanya sama dengan yang sudah ada. Tidak ada yang berubah."
_CHANGED = "Angka di bot berubah sejak pratinjau tadi. Tidak ada yang dimasukkan. Kirim lagi, ya."
_CONFIRM = "✅ Masukkan"


class FigureTables:
    """The kind of document that fills the coverage figures."""

    label = "📊 Angka cakupan"
    holds_personal_data = False

    def __init__(self, storage: Storage, clock: Callable[[], datetime]) -> None:
        self._storage = storage
        self._clock = clock

    async def preview(self, content: bytes, file_name: str, options: Mapping[str, str]) -> Preview:
        """Show the problems, row by row, or what would change."""
        del options  # there is nothing to choose
        async with self._storage.engine.connect() as connection:
            today = self._clock().date()
            found = await preview_import(connection, file_name, content, today)
        return Preview(_shown(file_name, found), _CONFIRM if found.may_be_applied else None)

    async def apply(
        self, content: bytes, file_name: str, options: Mapping[str, str], *, by: int, report: Report
    ) -> Applied:
        """Import the file, whole or not at all."""
        del options, by, report  # it takes no time to speak of
        now = self._clock()
        try:
            async with self._storage.transaction() as connection:
                applied = await apply_import(connection, file_name, content, now, now.date())
        except NotAppliedError as error:
            raise RefusedError(_CHANGED) from error
        if applied.import_id is None:
            return Applied(_DONE_SAME)
        kinds = [change.kind for change in applied.changes]
        return Applied(
            _DONE.format(
                new=kinds.count(ChangeKind.NEW),
                changed=kinds.count(ChangeKind.CHANGED),
                number=applied.import_id,
            )
        )


def _shown(file_name: str, found: Examined) -> str:
    parts = [_HEAD.format(name=escape(file_name))]
    if found.problems:
        head = _PROBLEMS.format(count=number(len(found.problems)))
        parts.append("\n".join([head, *_lines(found.problems)]))
        return _cut(parts)
    if found.warnings:
        parts.append("\n".join([_WARNINGS, *_lines(found.warnings)]))
    if not found.may_be_applied:
        return _cut([*parts, _SAME])
    effect = _EFFECT.format(
        new=number(found.count(ChangeKind.NEW)),
        changed=number(found.count(ChangeKind.CHANGED)),
        same=number(found.count(ChangeKind.SAME)),
    )
    parts.append("\n".join([effect, *_changes(found.changes)]))
    return _cut([*parts, _ALERTS])


def _lines(problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems[:_MOST_LINES]:
        yield f"• {escape(str(problem))}"
    if len(problems) > _MOST_LINES:
        yield f"… dan {number(len(problems) - _MOST_LINES)} lagi"


def _changes(changes: Sequence[Change]) -> Iterator[str]:
    listed = [change for change in changes if change.kind is not ChangeKind.SAME]
    for change in listed[:_MOST_LINES]:
        figure = change.figure
        what = "" if figure.value is None else f", {indicator_label(figure.indicator)}"
        who = "" if figure.segment is Segment.ALL else f", {figure.segment.short_label}"
        before = f" (sebelumnya {brief(change.before)})" if change.before else ""
        name = region_name(figure.region)
        yield f"• {name}{who}{what}: {brief(figure)}{before}, {day(figure.as_of)}"
    if len(listed) > _MOST_LINES:
        yield f"… dan {number(len(listed) - _MOST_LINES)} lagi"


def _cut(parts: list[str]) -> str:
    """The message; lists that are too long lose their end."""
    html = "\n\n".join(parts)
    if len(html) <= _LONGEST:
        return html
    return f"{html[:_LONGEST].rpartition(chr(10))[0]}\n…"
