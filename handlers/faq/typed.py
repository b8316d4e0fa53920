"""What admins type for a topic, line by line: taken, or refused with the line and the reason."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import ValidationError

from knowledge.scrubbing import scrub
from knowledge.topics import Link, Source, Style, Topic

MOST_LINKS = 2
MOST_SOURCES = 8
MOST_PHRASINGS_AT_ONCE = 40
LONGEST_PHRASING = 300
_LONG = 100
_LONGEST_TITLE, _LONGEST_LABEL, _SHORTEST = 64, 28, 3
_LONGEST_SOURCE, _LONGEST_LINK = 200, 40
_WORD = re.compile(r"\w+")
_RANGE = re.compile(r"(\d{1,4})(?:\s?[-–]\s?(\d{1,4}))?")
_DATE = re.compile(r"(\d{1,2})[./\s-](\d{1,2}|[a-z]+)[./\s-](\d{4})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des")
_BULLET = re.compile(r"^\s*(?:[-•*–]|\d{1,3}[.)])\s+")


class RefusedError(ValueError):
    """It can't be taken; the message is for the admin."""


@dataclass(frozen=True, slots=True)
class Phrasings:
    """Lines that are new, and what became of the others."""

    new: tuple[str, ...]
    remarks: tuple[str, ...]


def one_line(text: str, what: str, longest: int) -> str:
    """A title or a label. Raises RefusedError."""
    line = " ".join(text.split())
    if "\n" in text.strip():
        raise RefusedError(f"{what} harus satu baris saja.")
    if not _SHORTEST <= len(line) <= longest:
        raise RefusedError(
            f"{what} {_SHORTEST} sampai {longest} huruf; yang Anda tulis {len(line)} huruf."
        )
    if scrub(line).text != line:
        raise RefusedError(f"{what} tidak boleh memuat nomor pribadi.")
    return line


def title(text: str) -> str:
    """A topic's title. Raises RefusedError."""
    return one_line(text, "Judul", _LONGEST_TITLE)


def label(text: str) -> str:
    """What stands on a topic's button. Raises RefusedError."""
    return one_line(text, "Label tombol", _LONGEST_LABEL)


def fits_label(text: str) -> bool:
    """Whether a title is short enough for the button as well."""
    return len(text) <= _LONGEST_LABEL


def lines_of(text: str) -> list[str]:
    """The lines that say something, without bullets and numbers in front."""
    lines = (_BULLET.sub("", line).strip() for line in text.splitlines())
    return [" ".join(line.split()) for line in lines if line]


def sources(text: str) -> tuple[Source, ...]:
    """Sources, one a line: title, or title | https address. Raises RefusedError."""
    lines = lines_of(text)
    if len(lines) > MOST_SOURCES:
        raise RefusedError(f"Paling banyak {MOST_SOURCES} sumber; yang Anda tulis {len(lines)}.")
    found = []
    for number, line in enumerate(lines, start=1):
        name, _, url = (part.strip() for part in line.partition("|"))
        if not _SHORTEST <= len(name) <= _LONGEST_SOURCE:
            raise RefusedError(
                f"Baris {number}: nama sumber {_SHORTEST} sampai {_LONGEST_SOURCE} huruf."
            )
        _check_address(url, number, needed=False)
        found.append(Source(title=name, url=url or None))
    if not found:
        raise RefusedError("Tulis paling sedikit satu sumber.")
    return tuple(found)


def links(text: str) -> tuple[Link, ...]:
    """Buttons, one a line: label | https address; "-" for none. Raises RefusedError."""
    if text.strip() in {"-", "–"}:
        return ()
    lines = lines_of(text)
    if not 0 < len(lines) <= MOST_LINKS:
        raise RefusedError(f"Tulis satu atau {MOST_LINKS} tombol, satu baris satu tombol.")
    found = []
    for number, line in enumerate(lines, start=1):
        name, _, url = (part.strip() for part in line.partition("|"))
        if not 0 < len(name) <= _LONGEST_LINK:
            raise RefusedError(f"Baris {number}: tulisan tombol 1 sampai {_LONGEST_LINK} huruf.")
        _check_address(url, number, needed=True)
        found.append(Link(label=name, url=url))
    return tuple(found)


def _check_address(url: str, number: int, *, needed: bool) -> None:
    if not url and not needed:
        return
    try:
        Link(label="x", url=url)
    except ValidationError as error:
        raise RefusedError(
            f"Baris {number}: setelah tanda | tulis alamat yang dimulai https://, tanpa spasi."
        ) from error


def last_day(text: str, today: date) -> date | None:
    """The last day something holds: "31 Desember 2026", "31-12-2026"; "-" for no end.

    Raises RefusedError.
    """
    stripped = text.strip()
    if stripped in {"-", "–"}:
        return None
    day = _day(stripped)
    if day is None:
        raise RefusedError(
            "Tanggalnya tidak terbaca. Tulis seperti ini: 31 Desember 2026, atau 31-12-2026."
        )
    if day < today:
        raise RefusedError("Tanggal itu sudah lewat.")
    return day


def _day(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    month = found[2].lower()
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
        return date(int(found[3]), number, int(found[1]))
    except ValueError:
        return None


def phrasings(text: str, topic: Topic, served: Mapping[str, Topic]) -> Phrasings:
    """New ways to ask for a topic, one a line. Raises RefusedError when there are too many."""
    lines = lines_of(text)
    if len(lines) > MOST_PHRASINGS_AT_ONCE:
        raise RefusedError(
            f"Paling banyak {MOST_PHRASINGS_AT_ONCE} baris sekali kirim; ini {len(lines)} baris."
        )
    owners = {
        _said(example): other.title
        for other in served.values()
        if other.id != topic.id
        for example in phrasings_of(other)
    }
    own = {_said(example) for example in phrasings_of(topic)}
    new: list[str] = []
    remarks: list[str] = []
    for line in lines:
        said = _said(line)
        if len(line) > LONGEST_PHRASING:
            remarks.append(f"“{line[:40]}…”: terlalu panjang, paling banyak {LONGEST_PHRASING}.")
        elif scrub(line).text != line:
            remarks.append(f"“{scrub(line).text[:60]}”: memuat data pribadi, tidak diambil.")
        elif said in own:
            remarks.append(f"“{line[:60]}”: sudah ada.")
        elif said in owners:
            remarks.append(f"“{line[:60]}”: sudah dipakai topik “{owners[said]}”.")
        else:
            new.append(line)
            own.add(said)
    return Phrasings(tuple(new), tuple(remarks))


def phrasings_of(topic: Topic) -> list[str]:
    """All phrasings, in the order in which they are numbered."""
    return [text for texts in topic.examples.values() for text in texts]


def with_phrasings(topic: Topic, new: Sequence[str]) -> dict[Style, tuple[str, ...]]:
    """The phrasings with new ones, under the style they most likely have."""
    examples = dict(topic.examples)
    for text in new:
        style: Style = "panjang" if len(text) > _LONG else "santai"
        examples[style] = (*examples.get(style, ()), text)
    return examples


def without_phrasings(topic: Topic, text: str) -> tuple[dict[Style, tuple[str, ...]], list[str]]:
    """The phrasings without those whose numbers are typed ("3, 5-7"), and the ones that go.

    Raises RefusedError.
    """
    total = len(phrasings_of(topic))
    numbers = _numbers(text, total)
    left: dict[Style, tuple[str, ...]] = {}
    gone: list[str] = []
    at = 0
    for style, texts in topic.examples.items():
        stay: list[str] = []
        for phrasing in texts:
            at += 1
            (gone if at in numbers else stay).append(phrasing)
        if stay:
            left[style] = tuple(stay)
    return left, gone


def _numbers(text: str, total: int) -> set[int]:
    found: set[int] = set()
    parts = [
        part for part in re.split(r"[,;\s]+(?![-–])", re.sub(r"\s?[-–]\s?", "-", text)) if part
    ]
    for part in parts:
        match = _RANGE.fullmatch(part)
        if match is None:
            raise RefusedError(f"“{part[:20]}” bukan nomor. Tulis misalnya: 3, 5-7.")
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= total:
            raise RefusedError(f"Nomor {part} tidak ada. Nomornya 1 sampai {total}.")
        found.update(range(first, last + 1))
    if not found:
        raise RefusedError("Tulis nomornya, misalnya: 3, 5-7.")
    return found


def _said(text: str) -> str:
    """As the checks compare phrasings of different topics."""
    return " ".join(_WORD.findall(text.lower())) or text
