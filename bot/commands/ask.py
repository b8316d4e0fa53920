"""`jamsosbot ask`."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from html import unescape
from re import sub
from typing import Any

import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.commands.configured import settings_or_exit
from bot.commands.output import print_json
from bot.coverage.book import Book
from bot.coverage.edition import packaged_edition
from bot.coverage.opening import open_book
from bot.coverage.replying import reply_to
from bot.coverage.screens import CoverageReply
from knowledge.contributions import calculate, in_words, next_question
from knowledge.contributions.employees import Package
from knowledge.contributions.heard import heard
from knowledge.contributions.inputs import RISK_NOT_KNOWN
from knowledge.contributions.own_account import TWO_PROGRAMMES
from knowledge.coverage import understood
from knowledge.distress import load_distress_advice
from knowledge.library import Library, Reply, build_library
from knowledge.scrubbing import without_markers
from knowledge.topics import Action, Source

_LONGEST_TITLE = 200


def answer_questions(questions: Sequence[str], *, as_json: bool, one_line_each: bool) -> None:
    """Answer questions; with `as_json` as DESIGN.md fixes it."""
    settings = settings_or_exit()
    today = datetime.now(settings.zone).date()
    library = build_library()
    figures = _Figures(settings.database_url.get_secret_value())
    for question in questions:
        if one_line_each and not question.strip():
            continue
        reply = library.ask(question)
        if as_json:
            print_json(as_document(library, reply, today, figures), indented=not one_line_each)
        else:
            typer.echo(as_text(library, reply, today, figures))
            if one_line_each:
                typer.echo("")


class _Figures:
    """The coverage figures, read when the first question needs them."""

    def __init__(self, database_url: str) -> None:
        self._database_url = database_url
        self._book: Book | None = None

    @property
    def book(self) -> Book:
        """Of the configured database; of the program itself where there is none to be reached."""
        if self._book is None:
            try:
                self._book = asyncio.run(open_book(self._database_url))
            except SQLAlchemyError:
                self._book = packaged_edition().book
        return self._book


def as_document(library: Library, reply: Reply, today: date, figures: _Figures) -> dict[str, Any]:
    """The reply as JSON. `topic` is the likeliest one, also where the outcome is not an answer."""
    best = reply.candidates[0] if reply.candidates else None
    html, sources = _answer(library, reply, today, figures)
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


def as_text(library: Library, reply: Reply, today: date, figures: _Figures) -> str:
    """The reply for people at a terminal."""
    html, sources = _answer(library, reply, today, figures)
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


def _answer(
    library: Library, reply: Reply, today: date, figures: _Figures
) -> tuple[str | None, tuple[Source, ...]]:
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
    if topic.action is Action.COVERAGE:
        asked = understood(without_markers(reply.question.text), before=reply.meant)
        return _coverage(reply_to(asked, figures.book, today))
    return library.answer(topic, today).html, topic.sources


def _coverage(reply: CoverageReply) -> tuple[str, tuple[Source, ...]]:
    sources = (
        Source(title=source.title[:_LONGEST_TITLE], url=source.url or None)
        for source in reply.sources
    )
    return reply.html, tuple(sources)


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
