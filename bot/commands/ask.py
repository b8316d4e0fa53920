"""`jamsosbot ask`."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from html import unescape
from re import sub
from typing import Any

import typer

from bot.commands.configured import settings_or_exit
from bot.commands.output import print_json
from knowledge.library import Library, Reply, build_library


def answer_questions(questions: Sequence[str], *, as_json: bool, one_line_each: bool) -> None:
    """Answer questions; with `as_json` as DESIGN.md fixes it."""
    today = datetime.now(settings_or_exit().zone).date()
    library = build_library()
    for question in questions:
        if one_line_each and not question.strip():
            continue
        reply = library.ask(question)
        if as_json:
            print_json(as_document(library, reply, today), indented=not one_line_each)
        else:
            typer.echo(as_text(library, reply, today))
            if one_line_each:
                typer.echo("")


def as_document(library: Library, reply: Reply, today: date) -> dict[str, Any]:
    """The reply as JSON. `topic` is the likeliest one, also where the outcome is not an answer."""
    best = reply.candidates[0] if reply.candidates else None
    topic = reply.topic
    return {
        "question": reply.question.text,
        "outcome": reply.outcome,
        "topic": best.topic if best else None,
        "confidence": round(best.confidence, 4) if best else 0.0,
        "alternatives": [
            {"topic": other.topic, "confidence": round(other.confidence, 4)}
            for other in reply.candidates[1:]
        ],
        "answer": library.answer(topic, today).html if topic else None,
        "sources": [source.model_dump(exclude_none=True) for source in topic.sources]
        if topic
        else [],
        "slots": {key: value for key, value in asdict(reply.slots).items() if value},
    }


def as_text(library: Library, reply: Reply, today: date) -> str:
    """The reply for people at a terminal."""
    if reply.outcome == "clarify":
        options = "\n".join(f"  • {topic.label}" for topic in reply.options)
        return f"Maksudnya yang mana?\n{options}"
    if reply.topic is None or reply.outcome == "fallback":
        return "Belum ada jawaban untuk pertanyaan ini."
    text = unescape(sub(r"<[^>]+>", "", library.answer(reply.topic, today).html))
    sources = "; ".join(source.title for source in reply.topic.sources)
    confidence = reply.candidates[0].confidence
    return f"{text}\n\n({reply.topic.id}, {confidence:.0%}; sumber: {sources or '–'})"
