"""The gate: before a draft is served, everything that was ever asked is answered with it once.

The search is trained anew in a process of its own, with the drafts and without. The golden
questions, all phrasings and what people asked lately go through both; what comes out differently is
what publishing would change.
"""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from bot.content.drafts import Draft
from bot.content.trials import MOST_EXAMPLES, Asked, GateReport, GoldenFailure, Moved
from bot.content.versions import Version, digest_beside
from knowledge.library import searched_by
from knowledge.topics import Topic, parse_topic
from knowledge.trial import Outcome

Progress = Callable[[int, int], Awaitable[None]]
"""Hears how many questions of how many were asked."""

_PATIENCE = 300.0
"""Seconds after which a trial is given up; on a quiet machine it takes less than ten."""
_LONGEST_LINE = 64 * 1024 * 1024

_Golden = dict[str, tuple[tuple[str, ...], Outcome]]


class TrialError(Exception):
    """The trial's process failed or took too long; the same may work later."""


@dataclass(frozen=True, slots=True)
class _Answers:
    """What becomes of questions with one content, and the golden ones that go wrong."""

    outcomes: dict[str, Outcome]
    golden: _Golden


@dataclass
class Gate:
    """Tries drafts out, one after another. Remembers how the content in use answers."""

    patience: float = _PATIENCE
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _known_bodies: Mapping[str, str] = field(default_factory=dict)
    _known: _Answers = field(default_factory=lambda: _Answers({}, {}))

    async def try_out(
        self,
        drafts: Sequence[Draft],
        published: Mapping[str, Version],
        real: Iterable[str],
        progress: Progress | None = None,
    ) -> GateReport:
        """What publishing the drafts together would change; `real` is what people asked lately.

        Raises TrialError; ValueError for a draft that can't be read.
        """
        began = time.monotonic()
        before = {name: v.body for name, v in published.items() if not v.is_retired}
        after = dict(before)
        for draft in drafts:
            if draft.retires:
                after.pop(draft.id, None)
            else:
                after[draft.id] = draft.body
        tried = _Tried(
            {draft.id: draft.revision for draft in drafts},
            digest_beside(
                {draft.id for draft in drafts}, {n: v.number for n, v in published.items()}
            ),
        )
        if not any(_is_searched_otherwise(draft, before) for draft in drafts):
            return tried.report(time.monotonic() - began)
        async with self._turn:
            questions = _questions(before, after, real)
            old, new = await self._answers(before, after, list(questions), progress)
        own = {
            text: draft.id
            for draft in drafts
            if not draft.retires
            for text in _phrasings(draft.topic)
        }
        found = _compare(questions, own, old, new)
        return tried.report(time.monotonic() - began, **found)

    async def _answers(
        self,
        before: Mapping[str, str],
        after: Mapping[str, str],
        questions: list[str],
        progress: Progress | None,
    ) -> tuple[_Answers, _Answers]:
        """Both sides at once; of the content in use only what wasn't asked with it before."""
        if self._known_bodies != before:
            self._known_bodies, self._known = dict(before), _Answers({}, {})
        unknown = [text for text in questions if text not in self._known.outcomes]
        sides = [_ask(after, questions, self.patience, progress)]
        if unknown:
            sides.append(_ask(before, unknown, self.patience, None))
        new, *old = await _all_or_none(sides)
        if old:
            known = _Answers(self._known.outcomes | old[0].outcomes, old[0].golden)
            wanted = set(questions)
            self._known = _Answers(
                {text: outcome for text, outcome in known.outcomes.items() if text in wanted},
                known.golden,
            )
        return self._known, new


@dataclass(frozen=True, slots=True)
class _Tried:
    drafts: dict[str, int]
    served: str

    def report(self, seconds: float, **found: Any) -> GateReport:
        """A report; one without questions unless they are given."""
        nothing: dict[str, Any] = {
            **dict.fromkeys(("phrasings", "real", "moved", "gained", "lost", "missed_count"), 0),
            **dict.fromkeys(("examples", "missed", "golden"), ()),
        }
        return GateReport(
            drafts=self.drafts, served=self.served, seconds=seconds, **(nothing | found)
        )


async def _all_or_none(sides: Sequence[Awaitable[_Answers]]) -> list[_Answers]:
    """Both; the first failure once both have ended, so that no process is left behind."""
    ended = await asyncio.gather(*sides, return_exceptions=True)
    answers = []
    for result in ended:
        if isinstance(result, BaseException):
            raise result
        answers.append(result)
    return answers


def _is_searched_otherwise(draft: Draft, served: Mapping[str, str]) -> bool:
    """Whether the draft changes what questions find, or how small talk is told from questions."""
    if draft.retires or draft.id not in served:
        return draft.id in served or not draft.retires
    if served[draft.id] == draft.body:
        return False
    old, new = parse_topic(served[draft.id], draft.id), draft.topic
    return (searched_by(old), old.kind) != (searched_by(new), new.kind)


def _phrasings(topic: Topic) -> list[str]:
    return [text for texts in topic.examples.values() for text in texts]


def _questions(
    before: Mapping[str, str], after: Mapping[str, str], real: Iterable[str]
) -> dict[str, Asked]:
    """All that is asked: each text once; what people asked as theirs."""
    bodies = [*before.items(), *(item for item in after.items() if before.get(item[0]) != item[1])]
    topics = (parse_topic(body, name) for name, body in bodies)
    found = {text: Asked.PHRASING for topic in topics for text in _phrasings(topic)}
    return found | dict.fromkeys(real, Asked.REAL)


def _compare(
    questions: Mapping[str, Asked], own: Mapping[str, str], old: _Answers, new: _Answers
) -> dict[str, Any]:
    """What comes out differently; `own` are the drafts' phrasings, by the draft they belong to."""
    moved, lost, gained = [], [], []
    for text, asked in questions.items():
        before, after = old.outcomes[text], new.outcomes[text]
        if before.topic == after.topic or (text in own and after.topic == own[text]):
            continue
        change = Moved(text, asked, before, after)
        if before.topic is None:
            gained.append(change)
        elif after.topic is None:
            lost.append(change)
        else:
            moved.append(change)
    missed = [text for text, topic in own.items() if new.outcomes[text].topic != topic]
    real = sum(asked is Asked.REAL for asked in questions.values())
    examples = [
        *_real_first(moved)[: MOST_EXAMPLES // 2],
        *_real_first(lost)[: MOST_EXAMPLES // 3],
        *_real_first(gained),
    ]
    return {
        "phrasings": len(questions) - real,
        "real": real,
        "moved": len(moved),
        "gained": len(gained),
        "lost": len(lost),
        "examples": tuple(examples[:MOST_EXAMPLES]),
        "missed": tuple(missed[:MOST_EXAMPLES]),
        "missed_count": len(missed),
        "golden": tuple(
            GoldenFailure(text, right, happened, failed_before=text in old.golden)
            for text, (right, happened) in new.golden.items()
        ),
    }


def _real_first(changes: list[Moved]) -> list[Moved]:
    return sorted(changes, key=lambda change: change.asked is not Asked.REAL)


async def _ask(
    bodies: Mapping[str, str], questions: list[str], patience: float, progress: Progress | None
) -> _Answers:
    """Ask one content, in a process of its own, which ends with this call. Raises TrialError."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "knowledge.trial"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
        limit=_LONGEST_LINE,
    )
    try:
        async with asyncio.timeout(patience):
            return await _conversation(process, bodies, questions, progress)
    except TimeoutError as error:
        raise TrialError("took too long") from error
    except (OSError, orjson.JSONDecodeError) as error:
        raise TrialError("the process ended early") from error
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()  # to the end of its output, so that the pipes are closed


def _environment() -> dict[str, str]:
    """What the process needs to import what this one does; no secrets go along."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV")
    here = {name: os.environ[name] for name in kept if name in os.environ}
    return {**here, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)}


async def _conversation(
    process: asyncio.subprocess.Process,
    bodies: Mapping[str, str],
    questions: list[str],
    progress: Progress | None,
) -> _Answers:
    assert process.stdin is not None  # noqa: S101 -- pipes were asked for
    assert process.stdout is not None  # noqa: S101 -- pipes were asked for
    process.stdin.write(orjson.dumps({"bodies": bodies, "questions": questions}))
    await process.stdin.drain()
    process.stdin.close()
    async for line in process.stdout:
        said = orjson.loads(line)
        if "outcomes" in said:
            outcomes = (Outcome(kind, tuple(topics)) for kind, topics in said["outcomes"])
            golden = {
                text: (tuple(right), Outcome(kind, tuple(topics)))
                for text, right, kind, topics in said["golden"]
            }
            return _Answers(dict(zip(questions, outcomes, strict=True)), golden)
        if progress is not None:
            await progress(said["done"], len(questions))
    raise TrialError("the process ended early")
