"""Settings for a command: read, or said what is wrong with them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.commands.output import misused

if TYPE_CHECKING:
    from bot.settings import Settings


def settings_or_exit() -> "Settings":
    """The settings, and logging as they say; exit status 2 and one line if they are wrong."""
    from pydantic import ValidationError

    from bot.logging import configure_logging
    from bot.settings import read_settings

    try:
        settings = read_settings()
    except ValidationError as error:
        misused("; ".join(_said(problem) for problem in error.errors()))
    configure_logging(settings.log_level, settings.log_format)
    return settings


def _said(problem: Mapping[str, Any]) -> str:
    """One problem, without the value that caused it: it may be a secret."""
    name = ".".join(str(part) for part in problem["loc"]).upper()
    reason = str(problem["msg"]).removeprefix("Value error, ")
    return f"{name}: {reason}" if name and not reason.startswith(name) else reason
