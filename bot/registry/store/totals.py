"""Counting memberships and people while a version is filled, so that nobody counts them later."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.registry.memberships import Status

PROVINCE = "64"
"""Kemendagri's code of Kalimantan Timur: here, everybody in the registry."""


class Kind(NamedTuple):
    """What a membership is counted under."""

    region: str
    segment: str
    status: str


@dataclass
class Totals:
    """Memberships by kind; people by region, once each, and once each in the whole province."""

    memberships: Counter[Kind] = field(default_factory=Counter)
    people: Counter[str] = field(default_factory=Counter)
    active: Counter[str] = field(default_factory=Counter)
    _alone: Counter[Kind] = field(default_factory=Counter)

    def add_alone(self, kind: Kind, people: int = 1) -> None:
        """Count people with one membership: nearly everybody, so it has to be quick."""
        self._alone[kind] += people

    def add(self, kinds: Collection[Kind], sign: int = 1) -> None:
        """Count one person with these memberships; with sign -1 take the person out again."""
        if not kinds:
            return
        for kind in kinds:
            self.memberships[kind] += sign
        for region in {kind.region for kind in kinds} | {PROVINCE}:
            self.people[region] += sign
        active = {kind.region for kind in kinds if kind.status == Status.ACTIVE}
        for region in active | {PROVINCE} if active else ():
            self.active[region] += sign

    def settled(self) -> "Totals":
        """All that was counted, without zeros."""
        everything = Totals(Counter(self.memberships), Counter(self.people), Counter(self.active))
        for kind, count in self._alone.items():
            everything.memberships[kind] += count
            for region in (kind.region, PROVINCE):
                everything.people[region] += count
                if kind.status == Status.ACTIVE:
                    everything.active[region] += count
        return Totals(+everything.memberships, +everything.people, +everything.active)
