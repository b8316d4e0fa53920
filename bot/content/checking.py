"""The checks of `faq check` for one draft, against the content that is served."""

from collections.abc import Mapping
from datetime import date

from knowledge.check import Finding, Problem, check_phrasings, check_topic, days_that_matter
from knowledge.facts import load_facts
from knowledge.figures import Figures, load_figures
from knowledge.topics import Topic
from knowledge.urgency import load_urgent_advice

NEEDED_TOPICS = frozenset(
    {
        *("aksi-cek-status", "aksi-hitung-iuran", "aktifkan-kembali", "bantuan"),
        *("cakupan-wilayah", "cara-bayar-iuran"),
        *("cara-daftar-bpu", "iuran-bpu", "kantor-cabang-kaltim", "privasi-data-bot"),
    }
)
"""The program itself leads to these; they can be edited, not retired."""


def check_draft(
    topic: Topic, served: Mapping[str, Topic], today: date, figures: Figures | None = None
) -> list[Finding]:
    """What is wrong with a topic that is to be served beside the others.

    Nothing may be published that has a finding.

    Unlike a file, a draft may rest on a source alone: new rules stand in no fact sheet yet.
    """
    figures = figures or load_figures()
    # The draft last: a phrasing that stands under another topic too is its fault.
    beside = {name: other for name, other in served.items() if name != topic.id}
    topics = {**beside, topic.id: topic}
    found = [
        *check_topic(topic, topics, figures, load_facts(), days_that_matter(figures, today)),
        *(finding for finding in check_phrasings(topics) if finding.place == topic.id),
    ]
    return [f for f in found if f.problem is not Problem.NO_FACT or not topic.sources]


def check_retiring(topic: str) -> list[Finding]:
    """What is against taking a topic away."""
    needed = NEEDED_TOPICS.union(load_urgent_advice().related)
    return [Finding(topic, Problem.NEEDED)] if topic in needed else []
