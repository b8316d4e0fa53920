"""Working on one update: effects first, in one transaction; then the calls; then it is done.

Whoever receives (webhook, polling) acknowledges to Telegram when `receive` returns, and not when it
raises. A process that dies in between gets the update again: the row with its `update_id` tells
whether its effects are there, and keeps the calls that may not have been made.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    insert,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from telegram import Update
from telegram.ext import Application, ApplicationHandlerStop

from bot.dialog.questions import GOING_ON_WITHIN
from bot.dialog.states import DialogConflictError, Step
from bot.people.roles import Official, Rights, Role
from bot.services import Services
from bot.storage.models import DialogState, LastQuestion, ReceivedUpdate, RoleGrant
from bot.storage.storage import Storage, is_away
from bot.telegram.afterwards import Afterwards
from bot.telegram.calls import Call, answer_tap, send_text
from bot.telegram.delivery import Delivered, Delivery, UndeliveredError
from bot.telegram.expiry import expire
from bot.telegram.order import ChatOrder, chat_of, sender_of
from bot.telegram.work import Turn, Work, current_work
from knowledge.context import Previous

_log = structlog.get_logger(__name__)


def _held(grant: type[RoleGrant], role: Role) -> ColumnElement[bool]:
    # Written as the partial index has it, values included, so that both databases use it.
    return and_(
        grant.person_id == bindparam("sender"),
        grant.role == literal_column(f"'{role}'"),
        grant.revoked_at.is_(None),
    )


# Made once: SQLAlchemy takes longer to put a statement together than SQLite to execute it.
_ONE = select(literal(1).label("one")).subquery()
_ADMIN = aliased(RoleGrant)
_OFFICIAL = aliased(RoleGrant)
_BEFORE = select(
    ReceivedUpdate.update_id,
    ReceivedUpdate.calls,
    DialogState.step,
    DialogState.data,
    DialogState.version,
    LastQuestion.question,
    LastQuestion.topic,
    _ADMIN.id.label("admin"),
    _OFFICIAL.regions,
    _OFFICIAL.agency,
    _OFFICIAL.title,
).select_from(
    _ONE.outerjoin(ReceivedUpdate, ReceivedUpdate.update_id == bindparam("id"))
    .outerjoin(
        DialogState,
        and_(
            DialogState.chat_id == bindparam("chat_id"), DialogState.expires_at > bindparam("now")
        ),
    )
    .outerjoin(
        LastQuestion,
        and_(
            LastQuestion.chat_id == bindparam("chat_id"),
            LastQuestion.asked_at > bindparam("recently"),
        ),
    )
    .outerjoin(_ADMIN, _held(_ADMIN, Role.ADMIN))
    .outerjoin(_OFFICIAL, _held(_OFFICIAL, Role.OFFICIAL))
)
"""What is known before an update is worked on, in one look: is it done, where is its chat, what
may its sender do. Rights are kept nowhere else, so that a revoked one is gone with this look."""
_NOTE = insert(ReceivedUpdate)

_SOMEBODY_WAS_FASTER = (IntegrityError, DialogConflictError)
"""Another replica worked on this update or this chat meanwhile."""
_HAS_AN_AUTHOR = ("message", "edited_message", "callback_query")
"""Kinds of updates that somebody waits for an answer to."""

_Application = Application[Any, Any, Any, Any, Any, Any]
_Payload = dict[str, Any]


class HandlerError(Exception):
    """A handler failed; its cause is the exception. Its effects are rolled back."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What remains to be done once an update's effects are committed."""

    calls: list[Call]
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Previous | None = None
    asked_for_jobs: bool = False
    erased: bool = False
    sample: str | None = None


class Receiver:
    """Brings updates to the handlers."""

    def __init__(  # noqa: PLR0913 -- the collaborators of the centre
        self,
        application: _Application,
        services: Callable[[], Services],
        *,
        storage: Storage,
        delivery: Delivery,
        afterwards: Afterwards,
        clock: Callable[[], datetime],
        apology: str,
        on_jobs: Callable[[], None] = lambda: None,
    ) -> None:
        self._application = application
        self._services = services
        self._storage = storage
        self._delivery = delivery
        self._afterwards = afterwards
        self._clock = clock
        self._apology = apology
        self._on_jobs = on_jobs
        self._order = ChatOrder()

    async def receive(self, payload: _Payload) -> None:
        """Work on one update, given as JSON.

        Raises UndeliveredError or SQLAlchemyError when the update has to be delivered again.
        """
        update_id: int = payload["update_id"]
        chat_id = chat_of(payload)
        async with self._order.turn(chat_id):
            if self._afterwards.has_delivered(update_id):
                return
            outcome = await self._effects(update_id, payload)
            if outcome.asked_for_jobs:
                self._on_jobs()
            self._afterwards.counted(outcome.counts)
            self._afterwards.sampled(outcome.sample)
            if outcome.erased:
                self._afterwards.erased(chat_id)
            else:
                self._afterwards.asked(chat_id, outcome.asked, update_id)
                if _was_written_by_somebody(payload):
                    self._afterwards.seen(chat_id, update_id)
            if outcome.calls:
                await self._deliver(update_id, outcome.calls)

    async def _deliver(self, update_id: int, calls: list[Call]) -> None:
        try:
            delivered = await self._delivery.deliver(calls)
        except UndeliveredError as error:
            await self._expire(error.delivered)
            self._afterwards.noted(error.delivered, update_id)
            if len(error.remaining) < len(calls):
                await self._keep(update_id, error.remaining)
            raise
        await self._expire(delivered)
        self._afterwards.delivered(update_id, delivered)

    async def _expire(self, delivered: Delivered) -> None:
        """Write at once which messages are to be deleted again: nothing else knows of them."""
        if delivered.expiring:
            async with self._storage.transaction() as connection:
                await expire(connection, delivered.expiring, self._clock())

    async def _keep(self, update_id: int, calls: tuple[Call, ...]) -> None:
        """Write at once which calls remain: the update may come again at any moment."""
        async with self._storage.transaction() as connection:
            await connection.execute(
                update(ReceivedUpdate)
                .where(ReceivedUpdate.update_id == update_id)
                .values(calls=[call.as_json() for call in calls])
            )

    async def _effects(self, update_id: int, payload: _Payload) -> _Outcome:
        """Commit what the update does, or an apology for what fails whenever it is tried."""
        try:
            return await self._effects_if_nobody_else(update_id, payload)
        except HandlerError as error:
            _log.error("handler_failed", update_id=update_id, exc_info=error.__cause__)
            return await self._in_one_transaction(update_id, payload, self._apologised)

    async def _effects_if_nobody_else(self, update_id: int, payload: _Payload) -> _Outcome:
        try:
            return await self._in_one_transaction(update_id, payload, self._handled)
        except _SOMEBODY_WAS_FASTER:
            pass  # look again: the update may be done, or the chat be somewhere else
        try:
            return await self._in_one_transaction(update_id, payload, self._handled)
        except _SOMEBODY_WAS_FASTER as error:
            # Twice in a row it isn't somebody else: the handler contradicts what is stored.
            raise HandlerError from error

    async def _in_one_transaction(
        self,
        update_id: int,
        payload: _Payload,
        effects: Callable[[Work, _Payload], Awaitable[_Outcome]],
    ) -> _Outcome:
        async with self._storage.transaction() as connection:
            now = self._clock()
            known = {
                "id": update_id,
                "chat_id": chat_of(payload),
                "sender": sender_of(payload),
                "now": now,
                "recently": now - GOING_ON_WITHIN,
            }
            row = (await connection.execute(_BEFORE, known)).one()
            if row.update_id is not None:
                return _Outcome([Call.from_json(stored) for stored in row.calls or ()])
            work = Work(connection, now, self._services())
            if row.version is not None:
                work.step = Step(row.step, row.data, row.version)
            if row.question is not None:
                work.previous = Previous(row.question, row.topic)
            if row.admin is not None or row.agency is not None:
                work.rights = _rights(row)
            outcome = await effects(work, payload)
            calls = [call.as_json() for call in outcome.calls]
            await connection.execute(
                _NOTE,
                {"update_id": update_id, "received_at": now, "calls": calls or None},
            )
            return outcome

    async def _handled(self, work: Work, payload: _Payload) -> _Outcome:
        token = current_work.set(work)
        try:
            await self._application.process_update(self._parsed(payload))
        finally:
            current_work.reset(token)
        failure = work.failure
        if failure is not None:
            if is_away(failure) or isinstance(failure, _SOMEBODY_WAS_FASTER):
                raise failure
            raise HandlerError from failure
        return _Outcome(
            work.calls, work.counts, work.asked, work.asked_for_jobs, work.erased, work.sample
        )

    def _parsed(self, payload: _Payload) -> Update:
        try:
            return Update.de_json(payload, self._application.bot)
        except Exception as error:
            # PTB raises whatever a field that is missing or of another kind leads to.
            raise HandlerError from error

    async def _apologised(self, _: Work, payload: _Payload) -> _Outcome:
        """What is said when a handler failed: repeating the update would fail again."""
        calls = []
        tap = payload.get("callback_query")
        if isinstance(tap, dict) and "id" in tap:
            calls.append(answer_tap(tap["id"]))
        chat_id = chat_of(payload)
        if chat_id and any(kind in payload for kind in _HAS_AN_AUTHOR):
            calls.append(send_text(chat_id, self._apology))
        return _Outcome(calls)


def _rights(row: Any) -> Rights:
    is_official = row.agency is not None
    official = Official(tuple(row.regions), row.agency, row.title) if is_official else None
    return Rights(row.admin is not None, official)


def _was_written_by_somebody(payload: _Payload) -> bool:
    """Whether this update shows that the chat can be written to; a person's blocking doesn't."""
    return any(kind in payload for kind in _HAS_AN_AUTHOR)


async def note_failure(_: object, turn: Turn) -> None:
    """PTB's error handler: PTB swallows what handlers raise; the receiver must know of it."""
    turn.work.failure = turn.error
    raise ApplicationHandlerStop  # whatever else would handle this update builds on what failed
