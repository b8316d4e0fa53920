"""Conversations in any order, of two people and two admins: beside a model of a few lines."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.desk import BlockedError, ClosedBy, GoneError, State, blocks, conversations
from bot.storage.migrations import upgrade
from bot.storage.storage import Storage
from knowledge.scrubbing import scrub

_PEOPLE = st.sampled_from((640_001, 640_002))
_NUMBERS = st.integers(1, 4)
_DAYS = st.integers(0, 9)


class Desk(RuleBasedStateMachine):
    """The service beside the model: number → person, state, since when, messages."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "x.sqlite3"
        shutil.copy(self.template, path)
        self.runner = asyncio.Runner()
        self.storage = Storage(f"sqlite:///{path}")
        self.now = datetime(2026, 11, 25, 2, tzinfo=UTC)
        self.person: dict[int, int] = {}
        self.state: dict[int, State] = {}
        self.since: dict[int, datetime] = {}
        self.messages: dict[int, int] = {}
        self.blocked: dict[int, int] = {}

    def teardown(self) -> None:
        if hasattr(self, "storage"):
            self.runner.run(self.storage.close())
            self.runner.close()
            self.folder.cleanup()

    def _do(self, what: Callable[[AsyncConnection], Awaitable[Any]]) -> Any:
        async def done() -> Any:
            async with self.storage.transaction() as connection:
                return await what(connection)

        return self.runner.run(done())

    @rule(days=_DAYS)
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days, seconds=1)

    @rule(person=_PEOPLE, goes_on=st.none() | _NUMBERS)
    def a_person_writes(self, person: int, goes_on: int | None) -> None:
        try:
            found = self._do(
                lambda c: conversations.write(
                    c, person, scrub("tolong"), message_id=1, now=self.now, goes_on=goes_on
                )
            )
        except BlockedError:
            assert person in self.blocked
            return
        assert person not in self.blocked
        expected = self._where_it_goes(person, goes_on)
        assert expected in {None, found.id}
        assert (expected is None) == (found.id not in self.person)
        if self.state.get(found.id) is not State.WAITING:
            self.since[found.id] = self.now
        self.person[found.id] = person
        self.state[found.id] = State.WAITING
        self.messages[found.id] = self.messages.get(found.id, 0) + 1

    def _where_it_goes(self, person: int, goes_on: int | None) -> int | None:
        own = [number for number, whose in self.person.items() if whose == person]
        still_open = [number for number in own if self.state[number] is not State.CLOSED]
        if still_open:
            return still_open[0]
        if goes_on in own and self.since[goes_on] > self.now - timedelta(days=7):
            return goes_on
        return None

    @rule(number=_NUMBERS, admin=st.sampled_from((1, 2)))
    def an_admin_answers(self, number: int, admin: int) -> None:
        try:
            self._do(
                lambda c: conversations.reply(
                    c, number, "sudah", by=admin, message_id=1, seen=10_000, now=self.now
                )
            )
        except GoneError:
            assert self.state.get(number, State.CLOSED) is State.CLOSED
            return
        assert self.person[number] not in self.blocked
        self._enters(number, State.ANSWERED)
        self.messages[number] += 1

    @rule(number=_NUMBERS)
    def somebody_closes(self, number: int) -> None:
        try:
            self._do(lambda c: conversations.close(c, number, ClosedBy.ADMIN, self.now))
        except GoneError:
            assert self.state.get(number, State.CLOSED) is State.CLOSED
            return
        self._enters(number, State.CLOSED)

    @rule(number=_NUMBERS)
    def the_clock_closes(self, number: int) -> None:
        closed = self._do(lambda c: conversations.close_if_silent(c, number, self.now))
        is_due = self.state.get(number) is State.ANSWERED and self.since[
            number
        ] <= self.now - timedelta(days=7)
        assert (closed is not None) == is_due
        if is_due:
            self._enters(number, State.CLOSED)

    @rule(person=_PEOPLE)
    def an_admin_blocks(self, person: int) -> None:
        going_on = self._do(lambda c: conversations.open_of(c, person))
        if going_on is not None:
            self._do(lambda c: conversations.close(c, going_on.id, ClosedBy.BLOCK, self.now))
            self._enters(going_on.id, State.CLOSED)
        block_id = self._do(
            lambda c: blocks.block(c, person, reason="kasar", note=None, by=1, now=self.now)
        )
        assert (block_id is None) == (person in self.blocked)
        if block_id is not None:
            self.blocked[person] = block_id

    @rule(person=_PEOPLE)
    def an_admin_lifts(self, person: int) -> None:
        lifted = self._do(lambda c: blocks.lift(c, self.blocked.get(person, 0)))
        assert lifted == (person in self.blocked)
        self.blocked.pop(person, None)

    def _enters(self, number: int, state: State) -> None:
        self.state[number] = state
        self.since[number] = self.now

    @invariant()
    def what_is_stored_is_what_happened(self) -> None:
        if not hasattr(self, "storage"):
            return
        counted = self._do(conversations.counts)
        for state in State:
            listed = self._do(partial(conversations.page, state=state, limit=100, skip=0))
            expected = sorted(
                (number for number, known in self.state.items() if known is state),
                key=lambda number: (self.since[number], number),
            )
            assert [known.id for known in listed] == expected
            assert counted[state] == len(expected)
        for number, count in self.messages.items():
            lines = self._do(partial(conversations.lines, conversation_id=number))
            assert len(lines) == count


def test_whatever_happens_every_conversation_is_where_it_belongs(tmp_path: Path) -> None:
    Desk.template = tmp_path / "template.sqlite3"
    upgrade(f"sqlite:///{Desk.template}")
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
