"""Structured logs without secrets and without personal data.

Every line passes `redact`, whoever wrote it: a token in a URL, sixteen digits in an exception.
"""

import contextlib
import logging
import re
import sys
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, Literal, TextIO

import structlog

from knowledge.scrubbing import scrub

_TOKEN = re.compile(r"(?<!\d)\d{5,12}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)
_PASSWORD_IN_URL = re.compile(r"(?<=://)([^:/@\s]*):\S+@")
_ROW_IN_ERROR = re.compile(r"DETAIL:\s.*")
"""PostgreSQL quotes the row that a constraint refused, with everything in it."""
_INVITATION = re.compile(r"(?<![A-Za-z])(i-|ia:y:)[A-Za-z]{40,}")
_SHORTEST_NIK = 14


def redact(text: str) -> str:
    """Mask tokens, passwords, invitations, NIKs, phone numbers and e-mail addresses in a text."""
    masked = _TOKEN.sub("[token]", text)
    masked = _PASSWORD_IN_URL.sub(r"\1:[sandi]@", masked)
    masked = _INVITATION.sub(r"\1[undangan]", masked)
    masked = _ROW_IN_ERROR.sub("DETAIL: [baris]", masked)
    return scrub(masked).text


def _redact_event(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {key: _redacted(value) for key, value in event.items()}


def _redacted(value: Any) -> Any:
    if isinstance(value, str):
        return redact(value)
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, int):
        return value if len(str(abs(value))) < _SHORTEST_NIK else redact(str(value))
    return redact(str(value))


class _Handler(logging.StreamHandler[TextIO]):
    """Writes lines; one that can't be written is not shown raw, as logging would."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- logging's name
        """Say where the line came from and nothing of what it said."""
        kind = sys.exc_info()[0]
        lost = f"a log line is lost: {record.name} {kind.__name__ if kind else ''}\n"
        with contextlib.suppress(OSError, ValueError):
            self.stream.write(lost)


def configure_logging(level: str, form: Literal["text", "json"]) -> None:
    """Send every library's log lines through the same redaction, to stderr."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _redact_event,
    ]
    last: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,  # never one with variables' values
        )
    )
    handler = _Handler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    for chatty in (
        "alembic",
        "apscheduler",
        "httpx",
        "httpcore",
        "uvicorn.access",
        "aiohttp.access",
    ):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _log_uncaught(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    """Python's own last words would go to stderr past `redact`."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, traceback)
    else:
        structlog.get_logger(__name__).critical("uncaught", exc_info=(kind, error, traceback))
