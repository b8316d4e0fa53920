"""HTTP to the Bot API on aiohttp.

python-telegram-bot's own HTTPXRequest spends most of a reply's CPU in httpx's connection pool and
gets slower with concurrency; see `make bench`. This is the same contract on aiohttp, with JSON
bodies instead of form fields that hold JSON.
"""

from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

_READ_TIMEOUT = 20.0
_CONNECT_TIMEOUT = 10.0
_JSON = {"Content-Type": "application/json"}


class NotSentError(NetworkError):
    """The request never reached the server: repeating it can't do anything twice."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes with a call, as the parameter `field`."""

    field: str
    name: str
    media_type: str
    content: bytes


class JsonData(RequestData):  # type: ignore[misc]  # final so that PTB can change its inside; only what is public is used
    """Parameters that are JSON values already, to be sent as they are, with a file or without."""

    def __init__(self, values: dict[str, Any], upload: Upload | None = None) -> None:
        super().__init__([])
        self._values = values
        self._upload = upload

    @property
    def parameters(self) -> dict[str, Any]:
        """The values."""
        return self._values

    def body(self) -> tuple[Any, dict[str, str] | None]:
        """The request's body and headers; beside a file, values are form fields."""
        upload = self._upload
        if upload is None:
            return orjson.dumps(self._values), _JSON
        form = aiohttp.FormData()
        for name, value in self._values.items():
            form.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())
        form.add_field(
            upload.field, upload.content, filename=upload.name, content_type=upload.media_type
        )
        return form, None


class AiohttpRequest(BaseRequest):
    """Requests over a pool of keep-alive connections.

    Raises NotSentError when no connection was made, TimedOut when an answer is missing (the
    server may have acted), NetworkError when the connection broke.
    """

    def __init__(self, connections: int = 64) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds an answer may take; getUpdates adds its own waiting time."""
        return _READ_TIMEOUT

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=True,
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer. Raises TelegramError, without the content, for what isn't JSON."""
        try:
            answer: dict[str, Any] = orjson.loads(payload)
        except orjson.JSONDecodeError as error:
            raise TelegramError("Invalid server response") from error
        return answer

    async def do_request(  # noqa: PLR0913, PLR0917 -- BaseRequest's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- aiohttp has none
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 -- waiting is no error here
    ) -> tuple[int, bytes]:
        """Make one request; see the class for errors."""
        body, headers = _body(request_data)
        timeout = aiohttp.ClientTimeout(
            sock_connect=_or_default(connect_timeout, _CONNECT_TIMEOUT),
            sock_read=_or_default(read_timeout, _READ_TIMEOUT),
        )
        if self._session is None:
            raise RuntimeError("the request was not initialized")
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError) as error:
            raise NotSentError(f"no connection: {type(error).__name__}") from error
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"connection broke: {type(error).__name__}") from error


def _or_default(value: Any, default: float) -> float | None:
    return default if value is BaseRequest.DEFAULT_NONE else value


def _body(request_data: RequestData | None) -> tuple[Any, dict[str, str] | None]:
    if request_data is None:
        return None, None
    if isinstance(request_data, JsonData):
        return request_data.body()
    if not request_data.contains_files:
        return orjson.dumps(request_data.parameters), _JSON
    form = aiohttp.FormData(request_data.json_parameters)
    for name, (file_name, content, mime_type) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=file_name, content_type=mime_type)
    return form, None
