"""What a document may be."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

Report = Callable[[str], Awaitable[None]]
"""Shows how far the work is, as one line of Telegram HTML."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button under a preview: it sets an option and has the document looked at again.

    With a `prompt` the admin is asked to type the value. `drops` is an option that is over then.
    """

    label: str
    option: str
    value: str = ""
    prompt: str | None = None
    drops: str = ""

    def chosen(self, options: Mapping[str, str]) -> dict[str, str]:
        """The options once this is chosen."""
        kept = {name: value for name, value in options.items() if name != self.drops}
        return kept | {self.option: self.value}


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking in the document would do, in Telegram HTML."""

    html: str
    confirm: str | None
    """The label of the button that takes it in; None when it can't be as it is."""
    choices: Sequence[Sequence[Choice]] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file for the admin."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of taking a document in, in Telegram HTML, and a file that goes with it."""

    html: str
    attachment: Attachment | None = None


class RefusedError(Exception):
    """The document can't be taken in. `html` tells the admin why and what to do."""

    def __init__(self, html: str) -> None:
        super().__init__(html)
        self.html = html


class Kind(Protocol):
    """A kind of document. `Options` are what the admin has chosen so far."""

    label: str
    """On the button that chooses it."""
    holds_personal_data: bool
    """Whether the document is deleted from the chat in the end."""

    async def preview(self, content: bytes, file_name: str, options: Mapping[str, str]) -> Preview:
        """Look at the document; write nothing. Raises RefusedError."""
        ...

    async def apply(
        self, content: bytes, file_name: str, options: Mapping[str, str], *, by: int, report: Report
    ) -> Applied:
        """Take the document in, all of it or nothing; what to tell the admin.

        It may be run again after a crash. Raises RefusedError.
        """
        ...
