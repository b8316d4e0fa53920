"""Content of a few topics, whose search is trained in no time."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from bot.content import editions, trials, versions
from bot.content.drafts import Draft
from bot.content.trials import GateReport
from bot.storage.storage import Storage
from knowledge.answers import Answers
from knowledge.figures import load_figures
from knowledge.library import Library, load_groups, topic_texts
from knowledge.search import Example, train
from knowledge.topics import Topic, parse_topic
from knowledge.urgency import load_urgent_advice

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
TODAY = date(2026, 11, 25)
ANI, BUDI = 640_001, 640_002

_FILE = """\
id: {id}
group: iuran
title: Tentang {id}
label: Soal {id}
kind: answer
action: null
answer: |
  {answer}
next: []
facts: []
sources:
  - title: PP 49/2023 # yang berlaku
checked: 2026-11-22
valid_until: null
related: [{related}]
examples:
  santai:
    - "soal {id} gimana ya"
    - "mau tanya {id}"
"""


def body(topic: str, answer: str = "Jawaban pertama.", related: str = "") -> str:
    """The text of a topic's file."""
    return _FILE.format(id=topic, answer=answer, related=related)


FILES: Mapping[str, str] = {name: body(name) for name in ("denda", "kartu", "tarif")}


def topics(files: Mapping[str, str] = FILES) -> dict[str, Topic]:
    """The topics of files."""
    return {name: parse_topic(text, name) for name, text in files.items()}


def small_library(served: Mapping[str, Topic]) -> Library:
    """A library of a few topics that knows nothing else."""
    examples = [
        Example(text, topic.id, style)
        for topic in served.values()
        for style, texts in topic.examples.items()
        for text in texts
    ]
    return Library(
        topics=served,
        groups=load_groups(),
        answers=Answers(load_figures()),
        search=train(examples, topic_texts(served)),
        urgent_advice=load_urgent_advice(),
    )


async def merge(storage: Storage, files: Mapping[str, str] = FILES) -> dict[str, int]:
    """A start of the bot with these files."""
    async with storage.transaction() as connection:
        return await editions.merge_files(connection, files, NOW)


def passed(draft: Draft, numbers: Mapping[str, int], **changes: object) -> GateReport:
    """What trying out a harmless draft shows."""
    report = trials.from_json(
        {
            "drafts": {draft.id: draft.revision},
            "served": versions.digest_beside({draft.id}, numbers),
            **dict.fromkeys(("phrasings", "real", "moved", "gained", "lost", "missed_count"), 0),
            **{key: [] for key in ("examples", "missed", "golden")},
            "seconds": 1.0,
        }
        | changes
    )
    assert report is not None
    return report
