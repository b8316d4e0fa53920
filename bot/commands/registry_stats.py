"""`jamsosbot registry stats` and `versions`: numbers and versions, as JSON and for people."""

from datetime import tzinfo
from typing import Any

from bot.registry.store.statistics import Statistics
from bot.registry.store.versions import State, Version
from knowledge.figures.wording import number
from knowledge.regions import load_regions

_STATES = {
    State.CURRENT: "berlaku",
    State.PREVIOUS: "sebelumnya",
    State.WITHDRAWN: "ditarik",
}


def as_document(statistics: Statistics | None) -> dict[str, Any]:
    """The numbers as JSON; people are counted once, memberships by segment."""
    if statistics is None:
        return {"version": None, "people": 0, "active_people": 0, "memberships": 0, "regions": []}
    return {
        "version": statistics.version,
        "as_of": statistics.as_of,
        "imported_at": statistics.imported_at,
        "key_id": statistics.key_id,
        "people": statistics.everybody.people,
        "active_people": statistics.everybody.active,
        "memberships": statistics.memberships,
        "regions": [
            {
                "region": region,
                "name": _name(region),
                "people": people.people,
                "active_people": people.active,
                "memberships": [
                    {"segment": kind.segment, "status": kind.status, "memberships": count}
                    for kind, count in statistics.counts.items()
                    if kind.region == region
                ],
            }
            for region, people in statistics.by_region.items()
        ],
    }


def as_text(statistics: Statistics | None) -> str:
    """The numbers for people at a terminal."""
    if statistics is None:
        return "Registri masih kosong."
    lines = [
        f"Versi {statistics.version}, data per {statistics.as_of}, kunci {statistics.key_id}",
        (
            f"{number(statistics.everybody.people)} orang "
            f"({number(statistics.everybody.active)} aktif), "
            f"{number(statistics.memberships)} kepesertaan"
        ),
    ]
    for region, people in statistics.by_region.items():
        lines.append(
            f"{region} {_name(region)}: {number(people.people)} orang "
            f"({number(people.active)} aktif)"
        )
        lines += [
            f"  {kind.segment} {kind.status}: {number(count)}"
            for kind, count in statistics.counts.items()
            if kind.region == region
        ]
    return "\n".join(lines)


def version_document(version: Version) -> dict[str, Any]:
    """A version as JSON."""
    return {
        "version": version.id,
        "state": version.state.value,
        "as_of": version.as_of,
        "people": version.people,
        "memberships": version.memberships,
        "imported_at": version.imported_at,
        "imported_by": version.imported_by,
        "withdrawn_at": version.withdrawn_at,
        "withdrawn_by": version.withdrawn_by,
        "key_id": version.key_id,
    }


def version_line(version: Version, zone: tzinfo) -> str:
    """A version in one line."""
    line = (
        f"versi {version.id} ({_STATES[version.state]}): data per {version.as_of}, "
        f"{number(version.people)} orang, {number(version.memberships)} kepesertaan, "
        f"diimpor {version.imported_at.astimezone(zone):%Y-%m-%d %H:%M}"
    )
    if version.withdrawn_at is not None:
        line += f", ditarik {version.withdrawn_at.astimezone(zone):%Y-%m-%d %H:%M}"
    return line


def _name(region: str) -> str:
    names = {each.kemendagri_code: each.name for each in load_regions()}
    return names.get(region, region)
