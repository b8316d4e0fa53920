"""Logging as the commands set it up, in a test."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import structlog

from bot.logging import configure_logging

Form = Literal["text", "json"]


@contextmanager
def configured(form: Form, level: str = "DEBUG") -> Iterator[None]:
    """Logging as the commands set it up, taken back afterwards."""
    root = logging.getLogger()
    handlers, level_before, hook, config = (
        root.handlers,
        root.level,
        sys.excepthook,
        structlog.get_config(),
    )
    configure_logging(level, form)
    # A logger that is kept would go on like this in other tests.
    structlog.configure(**structlog.get_config() | {"cache_logger_on_first_use": False})
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        root.handlers, sys.excepthook = handlers, hook
        root.setLevel(level_before)
        structlog.configure(**config)
