"""A conversation as admins read it, in pages that fit into a message."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from html import escape

from bot.desk import Line
from handlers.desk import words

_LONGEST_PAGE = 3_400
"""Characters; Telegram takes 4,096, and the head has some."""
_SHORTEST_PART = 200
"""A message that is cut leaves at least so much on a page."""


@dataclass(frozen=True, slots=True)
class _Piece:
    who: str
    text: str

    @property
    def size(self) -> int:
        return len(self.who) + len(self.text) + 3


def pages(lines: Sequence[Line], zone: tzinfo) -> list[str]:
    """The pages in Telegram's HTML, oldest first; a long message goes over several."""
    done: list[str] = []
    page: list[_Piece] = []
    for line in lines:
        who = f"{'👤' if line.from_person else '💼 Petugas'} {words.moment(line.at, zone)}"
        rest = line.text
        while rest:
            room = _LONGEST_PAGE - sum(piece.size for piece in page) - len(who) - 3
            if len(rest) > room and page and room < _SHORTEST_PART:
                done.append(_html(page))
                page = []
                continue
            page.append(_Piece(who, rest[:room]))
            rest = rest[room:]
    return [*done, _html(page)] if page or not done else done


def _html(page: Sequence[_Piece]) -> str:
    return "\n\n".join(f"<b>{piece.who}</b>\n{escape(piece.text)}" for piece in page)
