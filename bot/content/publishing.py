"""From a draft to what everybody is told: tried, free of findings, approved by a second admin."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.content import drafts, versions
from bot.content.checking import check_draft, check_retiring
from bot.content.drafts import Draft, DraftConflictError
from bot.content.versions import Change, Origin
from bot.people import audit
from knowledge.check import Finding, Problem
from knowledge.topics import Topic, parse_topic


class Obstacle(StrEnum):
    """Why a draft can't be published as it is."""

    SAME = "same"
    """It says what is published already."""
    OUTDATED = "outdated"
    """Another version was published since it was begun: `drafts.rebase` or discard it."""
    FINDINGS = "findings"
    NOT_TRIED = "not_tried"
    """This revision wasn't tried out, or other content was published since it was."""
    GOLDEN = "golden"
    """It breaks questions that must never go wrong."""


@dataclass(frozen=True, slots=True)
class Published:
    """It is served, as this version."""

    number: int


@dataclass(frozen=True, slots=True)
class WaitsForApproval:
    """A second admin has to approve it."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Blocked:
    """It can't be published; nothing was changed."""

    obstacle: Obstacle
    findings: tuple[Finding, ...] = ()
    published: int = 0
    """The number of the published version, where the draft is outdated."""


class OwnDraftError(Exception):
    """Nobody approves their own draft."""


class NotWaitingError(Exception):
    """The draft doesn't wait for approval (any more)."""


async def publish_draft(  # noqa: PLR0913 -- a publication, one argument a part
    connection: AsyncConnection,
    draft: Draft,
    served: Mapping[str, Topic],
    *,
    by: int,
    now: datetime,
    today: date,
    needs_second: bool,
) -> Published | WaitsForApproval | Blocked:
    """Publish a draft, or have it wait for a second admin.

    `served` are the topics in use, `today` is the reader's day. Raises DraftConflictError when the
    draft is somebody else's or was changed meanwhile.
    """
    if draft.author != by:
        raise DraftConflictError(draft.id, draft)
    blocked = await _obstacle(connection, draft, served, today)
    if blocked is not None:
        return blocked
    if needs_second:
        return WaitsForApproval(await drafts.wait_for_approval(connection, draft, waits=True))
    return await _publish(connection, draft, author=by, approved_by=None, now=now)


async def approve(  # noqa: PLR0913 -- a publication, one argument a part
    connection: AsyncConnection,
    draft: Draft,
    served: Mapping[str, Topic],
    *,
    by: int,
    now: datetime,
    today: date,
) -> Published | Blocked:
    """Publish somebody else's draft that waits for it.

    Raises OwnDraftError, NotWaitingError, DraftConflictError when it was changed meanwhile.
    """
    if draft.author == by:
        raise OwnDraftError
    if not draft.waits_for_approval:
        raise NotWaitingError
    blocked = await _obstacle(connection, draft, served, today)
    if blocked is not None:
        return blocked
    return await _publish(connection, draft, author=draft.author, approved_by=by, now=now)


async def reject(connection: AsyncConnection, draft: Draft) -> Draft:
    """Give a waiting draft back to its author; why, the caller tells them.

    The author may take it back so as well. Raises NotWaitingError, DraftConflictError.
    """
    if not draft.waits_for_approval:
        raise NotWaitingError
    return await drafts.wait_for_approval(connection, draft, waits=False)


async def restore(  # noqa: PLR0913 -- a publication, one argument a part
    connection: AsyncConnection,
    topic: str,
    to: int,
    served: Mapping[str, Topic],
    *,
    by: int,
    now: datetime,
    today: date,
) -> Published | Blocked:
    """Publish an earlier version again at once: it was tried and approved in its time.

    Only what would leave readers without an answer is in the way. Raises LookupError when there is
    no such version.
    """
    await versions.take_turn(connection)
    earlier = await versions.version(connection, topic, to)
    if earlier is None:
        raise LookupError(f"{topic}: there is no version {to}")
    at = (await versions.published_numbers(connection)).get(topic, 0)
    current = await versions.version(connection, topic, at)
    if current is not None and _same(current, earlier.body, retires=earlier.is_retired):
        return Blocked(Obstacle.SAME)
    findings = _findings(topic, earlier.body, served, today, retires=earlier.is_retired)
    broken = tuple(finding for finding in findings if finding.problem in _UNSERVABLE)
    if broken:
        return Blocked(Obstacle.FINDINGS, broken)
    number = await versions.roll_back(connection, topic, to, based_on=at, author=by, now=now)
    await audit.record(
        connection, by, "content.rollback", f"topic/{topic}", now, version=number, to=to
    )
    return Published(number)


_UNSERVABLE = {Problem.UNREADABLE, Problem.NOT_SHOWABLE, Problem.LENGTH, Problem.NEEDED}


def findings_of(draft: Draft, served: Mapping[str, Topic], today: date) -> list[Finding]:
    """What is wrong with a draft."""
    return _findings(draft.id, draft.body, served, today, retires=draft.retires)


def _findings(
    topic: str, body: str, served: Mapping[str, Topic], today: date, *, retires: bool
) -> list[Finding]:
    if retires:
        return check_retiring(topic)
    try:
        read = parse_topic(body, topic)
    except ValueError as error:
        return [Finding(topic, Problem.UNREADABLE, {"detail": error})]
    return check_draft(read, served, today)


async def _obstacle(
    connection: AsyncConnection, draft: Draft, served: Mapping[str, Topic], today: date
) -> Blocked | None:
    """What is in the way, while nobody else publishes."""
    await versions.take_turn(connection)
    numbers = await versions.published_numbers(connection)
    at = numbers.get(draft.id, 0)
    if at != draft.based_on:
        return Blocked(Obstacle.OUTDATED, published=at)
    current = await versions.version(connection, draft.id, at)
    if current is not None and _same(current, draft.body, retires=draft.retires):
        return Blocked(Obstacle.SAME)
    findings = findings_of(draft, served, today)
    if findings:
        return Blocked(Obstacle.FINDINGS, tuple(findings))
    gate = draft.gate
    if gate is None or gate.served != versions.digest_beside({draft.id}, numbers):
        return Blocked(Obstacle.NOT_TRIED)
    return None if gate.has_passed else Blocked(Obstacle.GOLDEN)


def _same(current: versions.Version, body: str, *, retires: bool) -> bool:
    """Whether it says what is published; the body of a retired topic says nothing."""
    return current.is_retired == retires and (retires or current.body == body)


async def _publish(
    connection: AsyncConnection,
    draft: Draft,
    *,
    author: int,
    approved_by: int | None,
    now: datetime,
) -> Published:
    change = Change(
        topic=draft.id,
        body=draft.body,
        origin=Origin.CHAT,
        reason=draft.reason,
        based_on=draft.based_on,
        author=author,
        approved_by=approved_by,
        retires=draft.retires,
    )
    await drafts.discard(connection, draft)
    number = (await versions.publish(connection, [change], now))[draft.id]
    await audit.record(
        connection,
        author if approved_by is None else approved_by,
        "content.publish" if approved_by is None else "content.approve",
        f"topic/{draft.id}",
        now,
        version=number,
        retires=draft.retires,
    )
    return Published(number)
