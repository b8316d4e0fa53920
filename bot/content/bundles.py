"""Many topics in one piece: a folder of topic files, a ZIP of them, or a workbook.

Reading gives all topics or says what is wrong with each file; nothing in between.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from knowledge.topics import Topic, read_text
from knowledge.topics.faults import Fault, TopicError

MOST_FILES = 500
LARGEST_FILE = 256 * 1024
"""Bytes of one topic file; the largest of ours has twenty thousand."""
_UNREADABLE = (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error)
"""What reading a member raises that is locked, packed in an unusual way, or broken."""
_SUFFIXES = {".yaml", ".yml"}


@dataclass(frozen=True, slots=True)
class Broken:
    """What is wrong with a file, or with a sheet of a workbook."""

    name: str
    faults: tuple[Fault, ...]


class BundleError(Exception):
    """Nothing of it may be used; `broken` says why, file by file."""

    def __init__(self, broken: list[Broken]) -> None:
        super().__init__("; ".join(f"{each.name}: {each.faults[0].kind}" for each in broken))
        self.broken = broken


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic as the bundle has it. `body` is the file's text, byte for byte.

    None in a workbook, where a topic has no text of its own.
    """

    topic: Topic
    body: str | None


def read_folder(folder: Path) -> dict[str, Entry]:
    """The topics of the files of a folder. Raises BundleError, OSError."""
    paths = sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)
    return _read({path.name: path.read_bytes() for path in paths})


def read_file(content: bytes, name: str) -> dict[str, Entry]:
    """The topic of one file. Raises BundleError."""
    return _read({name: content})


def is_zip_of_files(content: bytes) -> bool:
    """Whether it is a ZIP that isn't a workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, ValueError):
        return False


def read_zip(content: bytes) -> dict[str, Entry]:
    """The topics of a ZIP of topic files, in whatever folders. Raises BundleError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(dict(_members(archive)))
    except _UNREADABLE as error:
        raise BundleError([Broken("ZIP", (Fault("zip", None),))]) from error


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    members = [
        member
        for member in archive.infolist()
        if PurePosixPath(member.filename).suffix in _SUFFIXES and "__MACOSX" not in member.filename
    ]
    if len(members) > MOST_FILES:
        raise BundleError([Broken("ZIP", (Fault("too_many", None, limit=str(MOST_FILES)),))])
    for member in members:
        # What the header says of the size may be a lie: no more is unpacked in any case.
        with archive.open(member) as file:
            yield member.filename, file.read(LARGEST_FILE + 1)


def _read(files: Mapping[str, bytes]) -> dict[str, Entry]:
    broken: list[Broken] = []
    entries: dict[str, Entry] = {}
    names: dict[str, str] = {}
    for name, content in files.items():
        try:
            entry = _entry(content, name)
        except TopicError as error:
            broken.append(Broken(name, error.faults))
            continue
        topic_id = entry.topic.id
        if topic_id in names:
            broken.append(Broken(name, (Fault("twice", 1, "id", names[topic_id]),)))
            continue
        names[topic_id] = name
        entries[topic_id] = entry
    if not files:
        broken.append(Broken("*.yaml", (Fault("no_files", None),)))
    if broken:
        raise BundleError(broken)
    return entries


def _entry(content: bytes, name: str) -> Entry:
    if len(content) > LARGEST_FILE:
        raise TopicError(name, "too large", [Fault("too_large", None, limit=str(LARGEST_FILE))])
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise TopicError(name, "not UTF-8", [Fault("not_utf8", line)]) from error
    topic = read_text(text, name)
    if PurePosixPath(name).stem != topic.id:
        fault = Fault("id", 1, "id", topic.id)
        raise TopicError(name, f"the id inside is {topic.id}", [fault])
    return Entry(topic, text)


def zipped(bodies: Mapping[str, str]) -> bytes:
    """A ZIP of topic files; the same bytes for the same content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for topic, body in sorted(bodies.items()):
            archive.writestr(zipfile.ZipInfo(f"{topic}.yaml", (2020, 1, 1, 0, 0, 0)), body)
    return out.getvalue()
