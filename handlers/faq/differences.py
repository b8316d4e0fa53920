"""What is different between two contents of a topic, in lines that a phone shows."""

import difflib
import re
from collections.abc import Iterable, Sequence
from html import escape, unescape

from handlers.faq.typed import phrasings_of
from knowledge.figures.wording import long_date
from knowledge.topics import Source, Topic

_TAG = re.compile(r"</?[a-z]+(?: href=\"[^\"<>]*\")?>")
_LONGEST_LINE = 220
_MOST_LINES = 14
_MOST_ITEMS = 8
_ONLY_FORMATTING = "Hanya bentuk tulisannya yang berubah (tebal, miring, tautan)."


def differences(old: Topic | None, new: Topic) -> list[str]:
    """The changed parts, as paragraphs of HTML; none when both say the same."""
    if old is None:
        return _of_new(new)
    parts = [
        _of_answer(old.answer, new.answer),
        _of_text("Judul", old.title, new.title),
        _of_text("Label tombol", old.label, new.label),
        _of_text("Kelompok", old.group, new.group),
        _of_items("Contoh pertanyaan", phrasings_of(old), phrasings_of(new)),
        _of_items("Sumber", map(source_line, old.sources), map(source_line, new.sources)),
        _of_text("Diperiksa", long_date(old.checked), long_date(new.checked)),
        _of_text("Berlaku sampai", _until(old), _until(new)),
        _of_items("Topik terkait", old.related, new.related),
        _of_items("Tombol", map(_link, old.next), map(_link, new.next)),
        _of_items("Fakta", old.facts, new.facts),
        _of_text("Tindakan", str(old.action or "–"), str(new.action or "–")),
    ]
    return [part for part in parts if part]


def _of_new(new: Topic) -> list[str]:
    """All of a topic that there was not before."""
    parts = [
        f"🆕 <b>{escape(new.title)}</b>\nTopik baru. Label tombol: {escape(new.label)}",
        _of_answer("", new.answer),
        _of_items("Sumber", (), map(source_line, new.sources)),
        _of_items("Contoh pertanyaan", (), phrasings_of(new)),
    ]
    return [part for part in parts if part]


def source_line(source: Source) -> str:
    """A source as it is typed."""
    return f"{source.title} | {source.url}" if source.url else source.title


def _link(link: object) -> str:
    return f"{getattr(link, 'label', '')} | {getattr(link, 'url', '')}"


def _until(topic: Topic) -> str:
    return long_date(topic.valid_until) if topic.valid_until else "tanpa batas"


def _of_text(what: str, old: str, new: str) -> str:
    if old == new:
        return ""
    return f"<b>{what}</b>\n➖ <s>{escape(old)}</s>\n➕ {escape(new)}"


def _of_items(what: str, old: Iterable[str], new: Iterable[str]) -> str:
    before, after = list(old), list(new)
    gone = [text for text in before if text not in after]
    come = [text for text in after if text not in before]
    if not gone and not come:
        return "" if before == after else f"<b>{what}</b>: urutannya berubah."
    lines = [f"<b>{what}</b> ({_counted(come, gone)})"]
    lines += [f"➖ <s>{escape(text[:_LONGEST_LINE])}</s>" for text in gone[:_MOST_ITEMS]]
    lines += [f"➕ {escape(text[:_LONGEST_LINE])}" for text in come[:_MOST_ITEMS]]
    left = max(0, len(gone) - _MOST_ITEMS) + max(0, len(come) - _MOST_ITEMS)
    return "\n".join([*lines, f"… dan {left} lagi."] if left else lines)


def _counted(come: Sequence[str], gone: Sequence[str]) -> str:
    parts = [f"+{len(come)}"] if come else []
    return " ".join([*parts, f"−{len(gone)}"] if gone else parts)


def _of_answer(old: str, new: str) -> str:
    if old.strip() == new.strip():
        return ""
    before, after = _plain_lines(old), _plain_lines(new)
    if before == after:
        return f"<b>Jawaban</b>\n{_ONLY_FORMATTING}"
    lines: list[str] = []
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for kind, first, last, start, end in blocks:
        if kind != "equal":
            lines += [f"➖ <s>{escape(_short(line))}</s>" for line in before[first:last]]
            lines += [f"➕ {escape(_short(line))}" for line in after[start:end]]
    shown = lines[:_MOST_LINES]
    if len(lines) > len(shown):
        shown.append(f"… dan {len(lines) - len(shown)} baris lagi.")
    return "\n".join(["<b>Jawaban</b>", *shown])


def _plain_lines(template: str) -> list[str]:
    lines = (unescape(_TAG.sub("", line)).strip() for line in template.splitlines())
    return [line for line in lines if line]


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 1]}…"
