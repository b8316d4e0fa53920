"""Inviting, accepting, withdrawing, revoking, waiting, in any order: never a role too many."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.people import audit, invitations, roles, staff, subscriptions
from bot.people.invitations import LASTS, Standing
from bot.people.roles import Actor, NotAdminError, Role
from bot.storage.migrations import upgrade
from bot.storage.storage import Storage
from tests.people.cast import ADMIN, BOSS, BY_SETTINGS, NOW, OFFICIAL

_EVERYBODY = (BOSS, 2, 11)
_PEOPLE = st.sampled_from(_EVERYBODY)
_OFFERS = {Role.ADMIN: ADMIN, Role.OFFICIAL: OFFICIAL}


class _Model:
    """One invitation as the test sees it."""

    def __init__(self, token: str, id_: int, role: Role, by: int, until: datetime) -> None:
        self.token, self.id, self.role, self.by, self.until = token, id_, role, by, until
        self.used_by: int | None = None
        self.is_withdrawn = False

    @property
    def is_open(self) -> bool:
        return self.used_by is None and not self.is_withdrawn


class People(RuleBasedStateMachine):
    """The services beside a model of a few lines."""

    template: Path
    links = Bundle("links")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "x.sqlite3"
        shutil.copy(self.template, path)
        self.runner = asyncio.Runner()
        self.storage = Storage(f"sqlite:///{path}")
        self.now = NOW
        self.held: set[tuple[int, Role]] = set()
        self.invited: list[_Model] = []
        self.changes = 0

    def teardown(self) -> None:
        if hasattr(self, "storage"):
            self.runner.run(self.storage.close())
            self.runner.close()
            self.folder.cleanup()

    def _do(self, work: Callable[[AsyncConnection], Awaitable[Any]]) -> Any:
        async def run() -> Any:
            async with self.storage.transaction() as connection:
                return await work(connection)

        return self.runner.run(run())

    def _is_admin(self, person: int) -> bool:
        return person in BY_SETTINGS or (person, Role.ADMIN) in self.held

    @rule(target=links, by=_PEOPLE, role=st.sampled_from(Role))
    def invite(self, by: int, role: Role) -> object:
        actor = Actor(by, BY_SETTINGS)
        try:
            token, made = self._do(
                lambda connection: invitations.create(connection, actor, _OFFERS[role], self.now)
            )
        except NotAdminError:
            assert not self._is_admin(by)
            return multiple()
        assert self._is_admin(by)
        model = _Model(token, made.id, role, by, self.now + LASTS)
        self.invited.append(model)
        self.changes += 1
        return model

    @rule(person=_PEOPLE, role=st.sampled_from(Role))
    def appoint(self, person: int, role: Role) -> None:
        """Invited and accepted in one step: little happens without admins."""
        made = self.invite(BOSS, role)
        if isinstance(made, _Model):
            self.accept(made, person)

    @rule(link=links, person=_PEOPLE)
    def accept(self, link: _Model, person: int) -> None:
        has_role = (person, link.role) in self.held or (
            link.role is Role.ADMIN and person in BY_SETTINGS
        )
        if link.used_by is not None:
            expected = Standing.ACCEPTED if link.used_by == person and has_role else Standing.USED
        elif link.is_withdrawn:
            expected = Standing.WITHDRAWN
        elif link.until <= self.now:
            expected = Standing.EXPIRED
        elif not self._is_admin(link.by):
            expected = Standing.WITHDRAWN
        elif link.by == person:
            expected = Standing.OWN
        else:
            expected = Standing.HAS_ROLE if has_role else Standing.OPEN
        opened = self._do(
            lambda connection: invitations.accept(
                connection,
                link.token,
                person_id=person,
                name="Orang",
                admin_ids=BY_SETTINGS,
                now=self.now,
            )
        )
        assert opened.standing is expected
        if expected is Standing.OPEN:
            link.used_by = person
            self.held.add((person, link.role))
            self.changes += 1

    @rule(link=links, by=_PEOPLE)
    def withdraw(self, link: _Model, by: int) -> None:
        actor = Actor(by, BY_SETTINGS)
        try:
            done = self._do(
                lambda connection: invitations.withdraw(connection, actor, link.id, self.now)
            )
        except NotAdminError:
            assert not self._is_admin(by)
            return
        assert done == link.is_open
        self.changes += done
        link.is_withdrawn = link.is_withdrawn or done

    @rule(person=_PEOPLE, role=st.sampled_from(Role), by=_PEOPLE)
    def revoke(self, person: int, role: Role, by: int) -> None:
        async def work(connection: AsyncConnection) -> bool:
            grant = await roles.held(connection, person, role)
            number = grant.id if grant else 10_000
            actor = Actor(by, BY_SETTINGS)
            return await staff.revoke(connection, actor, number, self.now) is not None

        try:
            done = self._do(work)
        except NotAdminError:
            assert not self._is_admin(by)
            return
        assert done == ((person, role) in self.held)
        self.changes += done
        self.held.discard((person, role))
        if done and role is Role.ADMIN:
            for link in self.invited:
                link.is_withdrawn = link.is_withdrawn or (link.is_open and link.by == person)

    @rule(days=st.sampled_from([1, 1, 2, 8]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def the_database_says_the_same(self) -> None:
        async def look(connection: AsyncConnection) -> None:
            grants = await roles.all_held(connection)
            assert sorted((grant.person_id, grant.role) for grant in grants) == sorted(self.held)
            waiting = await invitations.open_ones(connection, self.now)
            assert {invited.id for invited in waiting} == {
                link.id for link in self.invited if link.is_open and link.until > self.now
            }
            for person in _EVERYBODY:
                subscribed = await subscriptions.of(connection, person)
                assert (subscribed is not None) == ((person, Role.OFFICIAL) in self.held)
            verdict = await audit.verify(connection)
            assert (verdict.is_whole, verdict.entries) == (True, self.changes)

        if hasattr(self, "storage"):
            self._do(look)


def test_in_any_order_everybody_has_exactly_the_roles_that_were_accepted_and_not_revoked(
    tmp_path: Path,
) -> None:
    template = tmp_path / "template.sqlite3"
    upgrade(f"sqlite:///{template}")
    machine = type("PeopleOfATemplate", (People,), {"template": template})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.reuse, Phase.generate],  # shrinking takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
