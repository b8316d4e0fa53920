"""How other content would answer: trained and asked in a process of its own.

Training and thousands of questions take seconds of CPU, which the bot's own process has no time
for. `python -m knowledge.trial` reads one JSON document from stdin ({"bodies", "questions"}) and
writes JSON lines: {"done": N} as it goes, and at last {"outcomes": [[kind, [topic, …]], …],
"golden": [[question, [right, …], kind, [topic, …]], …]}.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any, Literal, NamedTuple

from knowledge.golden import failures, rows_for
from knowledge.library import Library, build_library
from knowledge.topics import parse_topic

_TELLS_EVERY = 250
_GIVES_WAY = 10


class Outcome(NamedTuple):
    """What becomes of a question. `topics` is the one that answers, or those to choose from."""

    kind: Literal["answer", "clarify", "fallback"]
    topics: tuple[str, ...] = ()

    @property
    def topic(self) -> str | None:
        """The topic that answers, if one does."""
        return self.topics[0] if self.kind == "answer" else None


def outcome_of(library: Library, question: str) -> Outcome:
    """What becomes of a question that stands alone."""
    reply = library.ask(question)
    if reply.topic is not None:
        return Outcome("answer", (reply.topic.id,))
    if reply.options:
        return Outcome("clarify", tuple(option.id for option in reply.options))
    return Outcome("fallback")


def ask_all(
    library: Library, questions: Sequence[str], tell: Callable[[int], None]
) -> list[Outcome]:
    """What becomes of many questions; `tell` hears now and then how many are done."""
    outcomes = []
    for done, question in enumerate(questions):
        if done % _TELLS_EVERY == 0:
            tell(done)
        outcomes.append(outcome_of(library, question))
    return outcomes


def golden_failures(library: Library) -> list[tuple[str, tuple[str, ...], Outcome]]:
    """The golden questions that go wrong: the question, who may answer it, what happens."""
    found = []
    for failure in failures(library, rows_for(library.topics)):
        if failure.topic is not None:
            happened = Outcome("answer", (failure.topic,))
        elif failure.offered:
            happened = Outcome("clarify", failure.offered)
        else:
            happened = Outcome("fallback")
        found.append((failure.row.text, failure.row.right, happened))
    return found


def run(asked: Mapping[str, Any], out: IO[str]) -> None:
    """Answer one document of the protocol."""

    def say(message: Mapping[str, Any]) -> None:
        out.write(json.dumps(message) + "\n")
        out.flush()

    bodies = sorted(asked["bodies"].items())
    library = build_library({topic: parse_topic(body, topic) for topic, body in bodies})
    outcomes = ask_all(library, asked["questions"], lambda done: say({"done": done}))
    golden = [(text, right, *happened) for text, right, happened in golden_failures(library)]
    say({"outcomes": outcomes, "golden": golden})


def main() -> None:
    """Read stdin, give way to whoever answers people, write to stdout."""
    if hasattr(os, "nice"):
        os.nice(_GIVES_WAY)
    run(json.load(sys.stdin), sys.stdout)


if __name__ == "__main__":
    main()
