"""Questions as people ask them, without who asked: what drafts are tried out with.

An answer may only be kept true if it is known how people ask for it. Kept are short questions in
which nothing personal had to be masked, each once, the last few hundred for thirty days.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.models import AskedSample
from bot.storage.storage import insert_into
from knowledge.scrubbing import Scrubbed

MOST = 500
_LONGEST = 160
"""Characters. Longer ones tell a story, and with it more of the person than the gate needs."""


def fit_to_keep(question: Scrubbed) -> str | None:
    """The question as it may be kept; None when it must not be."""
    text = " ".join(question.text.split())
    is_clean = not (question.had_nik or question.had_other)
    return text if is_clean and 0 < len(text) <= _LONGEST else None


async def keep(connection: AsyncConnection, questions: Collection[str], day: date) -> None:
    """Keep what `fit_to_keep` gave, and no more than the last MOST."""
    if not questions:
        return
    statement = insert_into(connection, AskedSample).on_conflict_do_nothing(
        index_elements=["question"]
    )
    rows = [{"question": text, "asked_on": day} for text in sorted(set(questions))]
    await connection.execute(statement, rows)
    surplus = select(AskedSample.id).order_by(AskedSample.id.desc()).offset(MOST).limit(1)
    await connection.execute(delete(AskedSample).where(AskedSample.id <= surplus.scalar_subquery()))


async def latest(connection: AsyncConnection, limit: int = MOST) -> list[str]:
    """What people asked last, whatever became of it; newest first."""
    found = await connection.scalars(
        select(AskedSample.question).order_by(AskedSample.id.desc()).limit(limit)
    )
    return list(found)
