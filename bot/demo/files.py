"""Files that people and the bot have sent, by file_id and by download path."""

from __future__ import annotations

import hashlib
import itertools
import mimetypes
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from bot.demo.errors import bad_request

FileKind = Literal["photo", "document", "voice", "sticker"]

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024

_PREFIXES: dict[FileKind, str] = {
    "photo": "AgACAgUAAxkB",
    "document": "BQACAgUAAxkB",
    "voice": "AwACAgUAAxkB",
    "sticker": "CAACAgUAAxkB",
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file's bytes and names. A picture's sizes share the bytes and differ in id and pixels."""

    file_id: str
    unique_id: str
    kind: FileKind
    data: bytes
    name: str
    mime_type: str
    path: str
    width: int = 0
    height: int = 0


class Files:
    """All files of this server, in memory."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._numbers = itertools.count(1)

    def add(
        self,
        kind: FileKind,
        data: bytes,
        *,
        name: str,
        mime_type: str | None = None,
        size: tuple[int, int] = (0, 0),
    ) -> StoredFile:
        """Keep a file and give it ids and a path."""
        number = next(self._numbers)
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        suffix = PurePosixPath(name).suffix or ".bin"
        digest = hashlib.blake2b(data + bytes(str(size), "ascii"), digest_size=9).hexdigest()
        stored = StoredFile(
            file_id=f"{_PREFIXES[kind]}{number:08d}{digest}",
            unique_id=f"AQAD{digest[:12]}",
            kind=kind,
            data=data,
            name=name,
            mime_type=mime_type or guessed,
            path=f"{kind}s/file_{number}{suffix}",
            width=size[0],
            height=size[1],
        )
        self._by_id[stored.file_id] = stored
        self._by_path[stored.path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile:
        """The file. Raises ApiError 400 when the id is unknown."""
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """The file or None."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """The file at a download path or None."""
        return self._by_path.get(path)
