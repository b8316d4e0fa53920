"""Parameters of a Bot API call: JSON, form or multipart, read with Telegram's tolerance."""

from __future__ import annotations

import re
from binascii import a2b_qp
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.demo.errors import bad_request

if TYPE_CHECKING:
    from starlette.types import Receive, Scope

_BODY_LIMIT = 60 * 1024 * 1024
_TRUE = frozenset({"true", "yes", "1", "y"})
_MISSING = object()
# Neither an escape nor anything that quoted-printable would take for a line break.
_PERCENT_ALONE = re.compile(rb"%(?![0-9A-Fa-f]{2})|[\r\n]")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart request."""

    name: str
    data: bytes
    mime_type: str | None


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a method was called with. Forms give strings, JSON gives values; both read alike."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A string; "" when absent."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else _as_text(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; `default` when absent or not a number, as Telegram reads it."""
        value = self.values.get(name, default)
        if isinstance(value, int):
            return value
        try:
            return int(value)
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """A boolean, false when absent."""
        value = self.values.get(name)
        return value.strip().lower() in _TRUE if isinstance(value, str) else bool(value)

    def structure(self, name: str, described: str) -> Any:
        """A JSON object or array; None when absent. Raises ApiError 400 when it is not JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad_request(f"can't parse {described} JSON object") from None

    def has(self, name: str) -> bool:
        """Whether it was given at all."""
        return self.values.get(name, _MISSING) is not _MISSING


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else orjson.dumps(value).decode()


async def read_parameters(scope: Scope, receive: Receive) -> Parameters:
    """Read query string and body. Raises ApiError 400 or 413 when they cannot be read."""
    values: dict[str, Any] = {}
    query: bytes = scope["query_string"]
    if query:
        values.update(parse_qsl(query.decode("utf-8", "replace"), keep_blank_values=True))
    content_type = b""
    for name, value in scope["headers"]:
        if name == b"content-type":
            content_type = value
    if content_type.startswith(b"multipart/form-data"):
        return await _read_multipart(scope, receive, values)
    body = await read_body(receive)
    if not body:
        return Parameters(values)
    if content_type.startswith(b"application/json"):
        try:
            given = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise bad_request("can't parse JSON object") from None
        if not isinstance(given, dict):
            raise bad_request("can't parse JSON object")
        values.update(given)
    else:
        values.update(parse_form(body))
    return Parameters(values)


def parse_form(body: bytes) -> list[tuple[str, str]]:
    """Names and values of a urlencoded form, as `urllib.parse.parse_qsl` gives them.

    Percent signs are decoded by the standard library's quoted-printable decoder, the same notation
    with another sign: it is written in C, and decoding forms was a third of a call's cost.
    """
    if _PERCENT_ALONE.search(body):
        return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    pairs: list[tuple[str, str]] = []
    for pair in body.replace(b"+", b"%20").split(b"&"):
        if pair:
            name, _, value = pair.partition(b"=")
            pairs.append((_unquoted(name), _unquoted(value)))
    return pairs


def _unquoted(text: bytes) -> str:
    if b"%" in text:
        text = a2b_qp(text.replace(b"=", b"=3D").replace(b"%", b"="))
    return text.decode("utf-8", "replace")


async def read_body(receive: Receive) -> bytes:
    """The whole request body."""
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body
    chunks = [body]
    size = len(body)
    while message.get("more_body"):
        message = await receive()
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > _BODY_LIMIT:
            raise bad_request("request entity too large")
    return b"".join(chunks)


async def _read_multipart(scope: Scope, receive: Receive, values: dict[str, Any]) -> Parameters:
    files: dict[str, Upload] = {}
    async with Request(scope, receive).form(max_part_size=_BODY_LIMIT) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                data = await value.read()
                files[name] = Upload(value.filename or name, data, value.content_type)
            else:
                values[name] = value
    return Parameters(values, files)
