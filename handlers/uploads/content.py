"""Topics that an admin sends back as a document: checked, shown, taken in as drafts."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from html import escape
from pathlib import PurePath

from bot.content import bundles, drafts, versions
from bot.content.bundles import BundleError, Entry
from bot.content.drafts import Draft, DraftConflictError
from bot.content.incoming import Incoming, findings, incoming
from bot.content.workbook import read_workbook
from bot.spreadsheets import SpreadsheetError
from bot.storage.storage import Storage
from bot.uploads import Preview, RefusedError
from bot.uploads.kinds import Applied, Report
from handlers.uploads.faults import FIELDS, broken_in_words
from knowledge.topics import parse_topic

_MOST_TOPICS = 12
_LONGEST_REASON = 60

_SAME = "Isinya sama dengan yang sedang terbit. Tidak ada yang perlu diubah."
_BROKEN = "<b>Berkas ini belum bisa dipakai.</b> Tidak ada yang diubah.\n\n{lines}"
_WOULD_CHANGE = "<b>{count} topik berbeda</b> dengan yang sedang terbit:\n\n{lines}"
_BECOMES_DRAFT = (
    "Setelah Anda setujui, semuanya menjadi <b>draf</b>. Belum terbit: lihat dan coba dulu di /faq."
)
_FINDINGS = (
    "⚠️ <b>Masih ada yang harus dibetulkan</b> sebelum bisa terbit; rinciannya tampak di /faq. "
    "Boleh tetap disimpan sebagai draf:\n\n{lines}"
)
_TAKEN = (
    "<b>Belum bisa.</b> Topik ini sedang dikerjakan admin lain:\n\n{lines}\n\n"
    "Minta mereka menerbitkan atau membuang drafnya dulu. Tidak ada yang diubah."
)
_DONE = "✅ <b>{count} draf disimpan:</b>\n\n{lines}\n\nLihat, coba, dan terbitkan di /faq."
_MORE = "… dan {count} lagi."
_NEW, _BACK, _LOOK = "topik baru", "dipakai lagi", "hanya susunan berkasnya"


class ContentUpload:
    """A topic file, a ZIP of them, or the workbook that was handed out."""

    label = "📚 Isi jawaban (topik)"
    holds_personal_data = False

    def __init__(self, storage: Storage, clock: Callable[[], datetime]) -> None:
        self._storage = storage
        self._clock = clock

    async def preview(self, content: bytes, file_name: str, options: Mapping[str, str]) -> Preview:  # noqa: ARG002 -- as every kind of document
        """What would change; write nothing. Raises RefusedError."""
        entries = await asyncio.to_thread(_entries, content, file_name)
        async with self._storage.engine.connect() as connection:
            published = await versions.published(connection)
            there = {draft.id: draft for draft in await drafts.all_drafts(connection)}
        changes = await asyncio.to_thread(incoming, entries, published)
        if not changes:
            return Preview(_SAME, None)
        parts = [
            _WOULD_CHANGE.format(
                count=len(changes), lines=_some([_line(change, there) for change in changes])
            )
        ]
        served = {
            name: parse_topic(version.body, name)
            for name, version in published.items()
            if not version.is_retired
        }
        found = await asyncio.to_thread(findings, changes, served, self._clock().date())
        if found:
            lines = [
                f"• <b>{escape(change.topic.title)}</b>: {len(found[change.id])} hal"
                for change in changes
                if change.id in found
            ]
            parts.append(_FINDINGS.format(lines=_some(lines)))
        return Preview("\n\n".join([*parts, _BECOMES_DRAFT]), f"✅ Simpan {len(changes)} draf")

    async def apply(
        self,
        content: bytes,
        file_name: str,
        options: Mapping[str, str],  # noqa: ARG002 -- as every kind of document
        *,
        by: int,
        report: Report,  # noqa: ARG002 -- it takes a moment
    ) -> Applied:
        """Make drafts of what differs, all of it or nothing. Raises RefusedError."""
        entries = await asyncio.to_thread(_entries, content, file_name)
        reason = f"dari berkas {PurePath(file_name).name[-_LONGEST_REASON:]}"
        async with self._storage.transaction() as connection:
            changes = incoming(entries, await versions.published(connection))
            taken = []
            for change in changes:
                try:
                    await drafts.take_in(
                        connection,
                        change.id,
                        change.body,
                        based_on=change.based_on,
                        author=by,
                        reason=reason,
                        now=self._clock(),
                    )
                except DraftConflictError as conflict:
                    taken.append(conflict)
            if taken:
                # Nothing half-taken: raising rolls back what was written for the others.
                raise RefusedError(_TAKEN.format(lines=_some([_taken(each) for each in taken])))
        if not changes:
            return Applied(_SAME)
        lines = [f"• {escape(change.topic.title)}" for change in changes]
        return Applied(_DONE.format(count=len(changes), lines=_some(lines)))


def _entries(content: bytes, name: str) -> dict[str, Entry]:
    """What kind of document it is, its content says. Raises RefusedError."""
    try:
        if bundles.is_zip_of_files(content):
            return bundles.read_zip(content)
        if PurePath(name).suffix.lower() in {".yaml", ".yml"}:
            return bundles.read_file(content, name)
        return read_workbook(content, name)
    except BundleError as error:
        raise RefusedError(_BROKEN.format(lines=broken_in_words(error.broken))) from error
    except SpreadsheetError as error:
        raise RefusedError(_BROKEN.format(lines=escape(error.message))) from error


def _line(change: Incoming, there: Mapping[str, Draft]) -> str:
    came, went = change.phrasings()
    if change.published is None:
        what = [_NEW]
    else:
        what = [_BACK] if change.comes_back else []
        what += [FIELDS.get(name, name) for name in change.fields()]
        if came or went:
            what.append(f"contoh pertanyaan +{len(came)} −{len(went)}")
    draft = there.get(change.id)
    note = " (menimpa draf yang ada)" if draft is not None else ""
    return f"• <b>{escape(change.topic.title)}</b>: {', '.join(what) or _LOOK}{note}"


def _taken(conflict: DraftConflictError) -> str:
    return f"• {escape(conflict.topic)}"


def _some(lines: list[str], most: int = _MOST_TOPICS) -> str:
    more = [_MORE.format(count=len(lines) - most)] if len(lines) > most else []
    return "\n".join([*lines[:most], *more])
