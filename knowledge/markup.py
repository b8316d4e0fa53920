"""Telegram's HTML subset: is a text well formed, and how long is it to a reader."""

from html.parser import HTMLParser

_TAGS = {"b", "i", "u", "s", "code", "pre", "blockquote", "a"}


class MarkupError(ValueError):
    """HTML that Telegram would refuse; the message says where."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise MarkupError(f"<{tag}> is not one of Telegram's tags")
        allowed = {"href"} if tag == "a" else set()
        if {name for name, _ in attrs} != allowed:
            raise MarkupError(f"<{tag}> has the wrong attributes")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise MarkupError(f"</{tag}> closes nothing that is open")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def visible_text(html: str) -> str:
    """The text a reader sees. Raises MarkupError for anything Telegram would refuse."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        raise MarkupError(f"<{reader.open[-1]}> is never closed")
    text = "".join(reader.text)
    if "<" in text and "&lt;" not in html:
        raise MarkupError("a bare '<' must be written &lt;")
    return text
