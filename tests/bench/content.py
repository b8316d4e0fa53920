"""The gate over all phrasings, and how soon another replica answers with what was published."""

import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.content import versions
from bot.content.drafts import Draft
from bot.content.gate import Gate
from bot.content.serving import Serving
from bot.content.versions import Change, Origin, Version
from bot.storage.storage import Storage
from knowledge.golden import load_golden
from knowledge.library import build_library
from knowledge.topics import load_topics, topic_files
from knowledge.topics.writing import write_topic
from tests.postgres import postgres_server

_TOPIC, _PHRASING = "iuran-bpu", "berapa bayar bpjstk buat tukang bakso keliling"
_NOW = datetime.now(UTC)


async def main() -> None:
    """Print seconds."""
    await _gate()
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres_server(Path(folder)) as server,
        server.empty_database() as url,
    ):
        await _following(url)


def _changed() -> str:
    topic = load_topics()[_TOPIC]
    santai = (*topic.examples["santai"], _PHRASING)
    return write_topic(topic.model_copy(update={"examples": topic.examples | {"santai": santai}}))


async def _gate() -> None:
    published = {
        name: Version(name, 1, text, False, Origin.FILE, "", None, None, _NOW)
        for name, text in topic_files().items()
    }
    draft = Draft(_TOPIC, _changed(), False, 1, 1, 1, "", _NOW, None, False)
    # No phrasings, so that they count as questions of people's own; there are fewer than 500.
    real = [row.text for row in load_golden()] + [f"iuran bulan {i} berapa" for i in range(116)]
    gate = Gate()
    for name in ("first trial", "another, with what is served known already"):
        report = await gate.try_out([draft], published, real)
        print(
            f"gate, {name}: {report.seconds:.1f} s for {report.phrasings} phrasings and "
            f"{report.real} questions; moved {report.moved}, lost {report.lost}, "
            f"gained {report.gained}, golden {len(report.blocking)}"
        )


async def _following(url: str) -> None:
    publishing, answering = Storage(url), Storage(url)
    library = build_library()
    replica = Serving(library)
    await replica.begin(answering, _NOW)
    replica.follow(answering)
    try:
        await asyncio.sleep(2)
        for name, text in (("an answer", _new_answer()), ("a phrasing", _changed())):
            async with publishing.transaction() as connection:
                at = (await versions.published_numbers(connection))[_TOPIC]
                change = Change(_TOPIC, text, Origin.CHAT, "bench", at)
                number = (await versions.publish(connection, [change], _NOW))[_TOPIC]
            began = time.monotonic()
            longest = await _until_served(replica, number)
            print(
                f"publish to answer on another replica, {name}: {time.monotonic() - began:.1f} s; "
                f"its event loop stood still for {longest * 1_000:.0f} ms at most"
            )
    finally:
        await replica.stop()
        await publishing.close()
        await answering.close()


def _new_answer() -> str:
    topic = load_topics()[_TOPIC]
    return write_topic(topic.model_copy(update={"answer": f"{topic.answer}\nBaru."}))


async def _until_served(replica: Serving, number: int) -> float:
    """Wait for a version; the longest time for which the event loop did nothing else."""
    longest = 0.0
    while replica.current.version_of(_TOPIC) != number:
        before = time.monotonic()
        await asyncio.sleep(0.005)
        longest = max(longest, time.monotonic() - before - 0.005)
    return longest
