"""Whatever is done in whatever order, the registry says what a simple model says."""

import asyncio
import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from pydantic import SecretStr

from bot.registry.memberships import Membership, Segment, Status
from bot.registry.store.errors import NoSuchVersionError, ShrinkError
from bot.registry.store.rekeying import rekey
from bot.registry.store.versions import forget_everything, roll_back
from bot.storage.migrations import upgrade
from tests.registry.store.lists import AS_OF, NOW, Office, member

_PEOPLE = range(6)
_Key = tuple[int, Segment]
_LISTS = st.dictionaries(
    st.tuples(st.sampled_from(_PEOPLE), st.sampled_from([Segment.BPU, Segment.PU])),
    st.sampled_from(Status),
    min_size=1,
)


@dataclass(frozen=True)
class _State:
    day: int
    rows: dict[_Key, Status]

    @property
    def people(self) -> set[int]:
        return {number for number, _ in self.rows}


def _members(rows: dict[_Key, Status]) -> list[Membership]:
    return [
        member(number, segment=segment, status=status) for (number, segment), status in rows.items()
    ]


class RegistryMachine(RuleBasedStateMachine):
    """Lists, going back, new keys; the model is a list of states."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.states: list[_State] = []
        self.day = 0
        self.keys = 0

    @initialize()
    def empty(self) -> None:
        self.office = Office(f"sqlite:///{self.folder / 'registry.sqlite3'}")
        upgrade(self.office.url)

    @rule(rows=_LISTS, add=st.booleans(), force=st.booleans())
    def bring(self, rows: dict[_Key, Status], *, add: bool, force: bool) -> None:
        self.day += 1
        before = self.states[-1] if self.states else _State(0, {})
        after = _State(self.day, before.rows | rows if add else rows)
        as_of = AS_OF - timedelta(days=1_000 - self.day)
        shrinks = len(after.people) * 2 < len(before.people)
        if shrinks and not force:
            with pytest.raises(ShrinkError):
                self.office.bring(_members(rows), as_of=as_of, add=add, force=force)
            return
        self.office.bring(_members(rows), as_of=as_of, add=add, force=force)
        self.states = [*self.states, after][-3:]

    @precondition(lambda self: self.states)
    @rule()
    def bring_the_same_again(self) -> None:
        rows = self.states[-1].rows
        as_of = AS_OF - timedelta(days=1_000 - self.states[-1].day)
        self.office.bring(_members(rows), as_of=as_of, add=True)

    @rule()
    def go_back(self) -> None:
        if len(self.states) > 1:
            roll_back(self.office.url, now=NOW)
            self.states.pop()
        else:
            with pytest.raises(NoSuchVersionError):
                roll_back(self.office.url, now=NOW)

    @rule()
    def change_keys(self) -> None:
        self.keys += 1
        new = SecretStr(f"kunci-nomor-{self.keys}-yang-panjangnya-lebih-dari-32")
        rekey(self.office.url, self.office.secret, new, now=NOW)
        self.office.secret = new

    @rule()
    def forget(self) -> None:
        forget_everything(self.office.url)
        self.states = []

    @invariant()
    def it_says_what_the_model_says(self) -> None:
        if not hasattr(self, "office"):
            return
        now = self.states[-1] if self.states else _State(0, {})
        told = asyncio.run(self.office.everybody(_PEOPLE))
        found = {
            (number, each.segment): each.status for number, rows in told.items() for each in rows
        }
        assert found == now.rows
        statistics = asyncio.run(self.office.statistics())
        assert (statistics.people if statistics else 0) == len(now.people)
        assert (statistics.memberships if statistics else 0) == len(now.rows)

    def teardown(self) -> None:
        shutil.rmtree(self.folder)


TestRegistry = RegistryMachine.TestCase
TestRegistry.settings = settings(max_examples=6, stateful_step_count=10, deadline=None)
