"""Making one registry of a list's rows: repeated, contradicting and replaced ones settled.

A person's rows come together, so that each person is settled by itself, with what the registry
holds of them when a list is added to it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, pairwise, starmap
from operator import itemgetter
from typing import NamedTuple

from rapidfuzz import fuzz, utils

from bot.registry.keys import KeyRing
from bot.registry.memberships import Segment
from bot.registry.sealing import Details, open_sealed
from bot.registry.store.appending import Row
from bot.registry.store.notes import Notes
from bot.registry.store.stage import FIRST_BYTES, StagedRow
from bot.registry.store.totals import Kind, Totals

_SAME_NAME = 60
"""Similarity in percent, the better of rapidfuzz's two comparisons of words in any order. Spelling,
titles and left-out names of one person stay above, two people's names below."""
_PLACES_SHOWN = 3
_ROWS_IN_PART = 500


class _Opened(NamedTuple):
    row: Row
    details: Details
    place: int | None
    """None: the registry holds it already."""

    @property
    def kind(self) -> Kind:
        details = self.details
        return Kind(details.region, details.segment.value, details.status.value)


class Settling:
    """Gives the rows of the new version in order, and knows afterwards what happened to them."""

    def __init__(self, keys: KeyRing, notes: Notes, totals: Totals) -> None:
        """Counts into `totals`: empty ones, or those of the version that is added to."""
        self._keys = keys
        self._notes = notes
        self.totals = totals
        self.identical = 0
        """Rows that say what another row of the list says."""
        self.contradicting = 0
        """Rows not taken because of other rows; `Notes.rejected` has them."""
        self.changed = 0
        """Rows that the registry didn't hold, or held otherwise."""

    def rows(self, listed: Iterable[list[StagedRow]], held: Iterable[Row]) -> Iterator[Row]:
        """The new version, in the order of its keys: the list, and what is held beside it.

        `listed` has a list for each first byte of a hash, in order.
        """
        together = zip(listed, _by_first_byte(held), strict=True)
        parts = chain.from_iterable(starmap(_in_parts, together))
        return chain.from_iterable(starmap(self._part, parts))

    def _part(self, listed: list[StagedRow], held: list[Row]) -> list[Row]:
        """Nearly everybody has one row, and all of those are done at once."""
        hashes = [row[0] for row in listed]
        known = {row[0] for row in held}
        several = {one for one, next_one in pairwise(hashes) if one == next_one}
        several |= known.intersection(hashes)
        single = [row for row in listed if row[0] not in several] if several else listed
        kinds = self._notes.kinds()
        for kind, count in Counter(map(itemgetter(1), single)).items():
            self.totals.add_alone(kinds[kind], count)
        self.changed += len(single)
        make = tuple.__new__  # half the price of a NamedTuple's own
        rows = [
            make(Row, (nik_hash, kinds[kind].segment, sealed))
            for nik_hash, kind, _, sealed in single
        ]
        if several or held:
            rows += [row for row in held if row[0] not in several]
            rows += self._of_several(
                [row for row in listed if row[0] in several],
                [row for row in held if row[0] in several],
            )
            rows.sort(key=itemgetter(0))  # which leaves a person's rows as they are
        return rows

    def _of_several(self, listed: list[StagedRow], held: list[Row]) -> Iterator[Row]:
        before: dict[bytes, list[Row]] = {}
        for row in held:
            before.setdefault(row.nik_hash, []).append(row)
        for nik_hash, rows in groupby(listed, key=itemgetter(0)):
            yield from self._settled(list(rows), before.get(nik_hash, []))

    def _settled(self, listed: Sequence[StagedRow], held: Sequence[Row]) -> Iterator[Row]:
        """One person with more than one row."""
        before = {row.segment: self._opened(row, None) for row in held}
        taken = {}
        for segment, rows in self._by_segment(listed).items():
            one = self._the_one(rows)
            if one is not None:
                taken[segment] = one
        after = before | taken
        if taken and not self._is_one_person(list(after.values())):
            self._reject(list(taken.values()), self._why_two_people(after.values()))
            taken, after = {}, before
        for segment, opened in taken.items():
            was = before.get(segment)
            if was is None or was.details != opened.details:
                self.changed += 1
            else:
                after[segment] = was
        self.totals.add([opened.kind for opened in before.values()], -1)
        self.totals.add([opened.kind for opened in after.values()])
        for segment in sorted(after):
            yield after[segment].row

    def _by_segment(self, listed: Sequence[StagedRow]) -> dict[str, list[_Opened]]:
        found: dict[str, list[_Opened]] = {}
        kinds = self._notes.kinds()
        for nik_hash, kind, place, sealed in sorted(listed, key=itemgetter(2)):
            segment = kinds[kind].segment
            opened = self._opened(Row(nik_hash, segment, sealed), place)
            found.setdefault(segment, []).append(opened)
        return found

    def _opened(self, row: Row, place: int | None) -> _Opened:
        details = open_sealed(self._keys, row.nik_hash, Segment(row.segment), row.sealed)
        return _Opened(row, details, place)

    def _the_one(self, rows: list[_Opened]) -> _Opened | None:
        """What all rows of a person in a segment say; None when they contradict each other."""
        first = rows[0]
        if all(row.details == first.details for row in rows):
            self.identical += len(rows) - 1
            return first
        self._reject(
            rows,
            f"bertentangan dengan baris lain untuk NIK dan segmen yang sama ({self._where(rows)}); "
            "perbaiki atau hapus yang salah",
        )
        return None

    def _is_one_person(self, rows: Sequence[_Opened]) -> bool:
        names = [row.details.name for row in rows]
        return all(_is_like(names[0], other) for other in names[1:])

    def _why_two_people(self, rows: Iterable[_Opened]) -> str:
        return (
            "NIK ini dipakai dengan nama yang jelas berbeda di segmen lain "
            f"({self._where(rows)}); salah satu NIK mungkin salah tulis"
        )

    def _reject(self, rows: Sequence[_Opened], reason: str) -> None:
        for row in rows:
            if row.place is not None:
                self.contradicting += 1
                self._notes.reject(row.place, None, reason)

    def _where(self, rows: Iterable[_Opened]) -> str:
        places = [row.place for row in rows]
        told = []
        for place in places[:_PLACES_SHOWN]:
            if place is None:
                told.append("data yang sudah ada")
            else:
                sheet, number = self._notes.place_of(place)
                told.append(f"lembar {sheet} baris {number}" if sheet else f"baris {number}")
        rest = len(places) - len(told)
        return ", ".join(told) + (f" dan {rest} baris lain" if rest else "")


def _is_like(name: str, other: str) -> bool:
    return (
        max(
            fuzz.token_sort_ratio(name, other, processor=utils.default_process),
            fuzz.token_set_ratio(name, other, processor=utils.default_process),
        )
        >= _SAME_NAME
    )


def _in_parts(
    listed: list[StagedRow], held: list[Row]
) -> Iterator[tuple[list[StagedRow], list[Row]]]:
    """A few hundred rows at a time, a person's together: SQLite's pauses are used for them."""
    start = 0
    while not held and start < len(listed):
        end = start + _ROWS_IN_PART
        while end < len(listed) and listed[end][0] == listed[end - 1][0]:
            end += 1
        yield listed[start:end], held
        start = end
    if held:
        yield listed, held


def _by_first_byte(held: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in the order of their hashes, a list for each first byte."""
    groups = groupby(held, key=lambda row: row.nik_hash[0])
    byte, rows = next(groups, (None, iter(())))
    for wanted in range(FIRST_BYTES):
        if byte == wanted:
            yield list(rows)
            byte, rows = next(groups, (None, iter(())))
        else:
            yield []
