"""Labelled texts that the search learns from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """One way to ask for a topic."""

    text: str
    topic: str | None
    """The topic that answers; None: out of scope, nothing here answers."""
    style: str = ""
    """How it is written ("baku", "santai", "banjar" …), for evaluation by style."""
