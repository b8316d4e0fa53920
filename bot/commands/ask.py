"""`jamsosbot ask`."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from html import unescape
from re import sub
from typing import Any

import typer

from bot.commands.configured import settings_or_exit
from bot.commands.output import print_json
from knowledge.contributions import calculate, in_words, next_question
from knowledge.contributions.employees import Package
from knowledge.contributions.heard import heard
from knowledge.contributions.inputs import RISK_NOT_KNOWN
from knowledge.contributions.own_account import TWO_PROGRAMMES
from knowledge.distress import load_distress_advice
from knowledge.library import Library, Reply, build_library
from knowledge.topics import Action, Source


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
    html, sources = _answer(library, reply, today)
    comes_first = html is not None and reply.topic is None
    return {
        "question": reply.question.text,
        "outcome": "answer" if comes_first else reply.outcome,
        "topic": best.topic if best else None,
        "confidence": round(best.confidence, 4) if best else 0.0,
        "alternatives": [
            {"topic": other.topic, "confidence": round(other.confidence, 4)}
            for other in reply.candidates[1:]
        ],
        "answer": html,
        "sources": [source.model_dump(exclude_none=True) for source in sources],
        "slots": {key: value for key, value in asdict(reply.slots).items() if value},
    }


def as_text(library: Library, reply: Reply, today: date) -> str:
    """The reply for people at a terminal."""
    html, sources = _answer(library, reply, today)
    if html is not None:
        text = unescape(sub(r"<[^>]+>", "", html))
        named = "; ".join(source.title for source in sources)
        return f"{text}\n\n({_found(reply)}sumber: {named or '–'})"
    if reply.outcome == "clarify":
        options = "\n".join(f"  • {topic.label}" for topic in reply.options)
        return f"Maksudnya yang mana?\n{options}"
    return "Belum ada jawaban untuk pertanyaan ini."


def _found(reply: Reply) -> str:
    if reply.topic is None:
        return ""
    return f"{reply.topic.id}, {reply.candidates[0].confidence:.0%}; "


def _answer(library: Library, reply: Reply, today: date) -> tuple[str | None, tuple[Source, ...]]:
    """What is answered, and where it comes from: what has to be said first comes first."""
    despair = load_distress_advice()
    if despair.is_called_for(reply.question.text):
        return despair.answer, despair.sources
    accident = library.urgent_advice
    if accident.is_called_for(reply.question.text):
        return library.answers.text(accident.answer, today), accident.sources
    topic = reply.topic
    if topic is None:
        return None, ()
    if reply.outcome == "action" and topic.action is Action.CALCULATOR:
        calculated = _calculated(reply, today)
        if calculated is not None:
            return calculated, topic.sources
    return library.answer(topic, today).html, topic.sources


def _calculated(reply: Reply, today: date) -> str | None:
    """The calculation of a sentence; what it leaves open is taken as most people have it."""
    said = heard(reply.slots, reply.meant)
    inputs = replace(
        said,
        programmes=said.programmes or TWO_PROGRAMMES,
        months=said.months or 1,
        is_transport=bool(said.is_transport),
        package=Package.ALL,
        risk_group=RISK_NOT_KNOWN,
    )
    if next_question(inputs, today) is not None:
        return None
    return in_words(calculate(inputs, today))
