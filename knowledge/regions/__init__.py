"""The province and its ten kabupaten and kota."""

import csv
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

_TABLE = Path(__file__).with_name("wilayah_kaltim.csv")
_EARTH_RADIUS = 6_371.0
_NEAR_ENOUGH = 150.0
"""Kilometres to a capital beyond which a place is likelier outside the province."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region with both of its codes, which differ for four regencies: never mix them up."""

    kemendagri_code: str
    bps_code: str
    name: str
    kind: str
    capital: str
    location: tuple[float, float] | None
    """Latitude and longitude of its capital in degrees; None for the province."""
    abbreviations: tuple[str, ...]
    aliases: tuple[str, ...]
    misspellings: tuple[str, ...]


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


@cache
def load_regions() -> tuple[Region, ...]:
    """All regions, the province first."""
    with _TABLE.open(encoding="utf-8", newline="") as table:
        return tuple(
            Region(
                kemendagri_code=row["kode_kemendagri"],
                bps_code=row["kode_bps"],
                name=row["nama_pendek"],
                kind=row["jenis"],
                capital=row["ibu_kota"],
                location=(float(row["lat"]), float(row["lng"])) if row["lat"] else None,
                abbreviations=_split(row["singkatan"]),
                aliases=_split(row["alias"]),
                misspellings=_split(row["salah_tulis"]),
            )
            for row in csv.DictReader(table)
        )


def nearest_region(latitude: float, longitude: float) -> Region | None:
    """The region whose capital is nearest; None for places that are far from all of them."""
    distance, region = min(
        (
            (_kilometres(latitude, longitude, *region.location), region)
            for region in load_regions()
            if region.location is not None
        ),
        key=lambda pair: pair[0],
    )
    return region if distance <= _NEAR_ENOUGH else None


def _kilometres(lat1: float, lng1: float, lat2: float, lng2: float) -> float:
    """Great-circle distance (haversine)."""
    half_lat, half_lng = radians(lat2 - lat1) / 2, radians(lng2 - lng1) / 2
    chord = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lng) ** 2
    return 2 * _EARTH_RADIUS * asin(sqrt(chord))
