"""Which region a row means; four have other codes for BPS than for Kemendagri."""

import pytest

from bot.coverage.places import region_in
from bot.coverage.problems import RowError
from knowledge.regions import load_regions


@pytest.mark.parametrize(
    ("cells", "name"),
    [
        ({"kemendagri": "64.02"}, "Kutai Kartanegara"),
        ({"bps": "6402"}, "Kutai Barat"),
        ({"code": "64.03"}, "Berau"),
        ({"code": "6472"}, "Samarinda"),
        ({"code": "6472.0"}, "Samarinda"),
        ({"code": "6407"}, "Kutai Barat"),
        ({"code": "6405"}, "Berau"),
        ({"code": "64"}, "Kalimantan Timur"),
        ({"code": "6400"}, "Kalimantan Timur"),
        ({"name": "Kota Samarinda"}, "Samarinda"),
        ({"name": "KAB. KUTAI BARAT"}, "Kutai Barat"),
        ({"name": "samrinda"}, "Samarinda"),
        ({"name": "Kabupaten Penajam Paser Utara"}, "Penajam Paser Utara"),
        ({"name": "Provinsi Kalimantan Timur"}, "Kalimantan Timur"),
        ({"name": "PPU"}, "Penajam Paser Utara"),
        ({"name": "Paser"}, "Paser"),
        ({"name": "Kutai Barat", "code": "6402"}, "Kutai Barat"),
        ({"name": "Kukar", "code": "6402"}, "Kutai Kartanegara"),
        ({"name": "Kukar", "kemendagri": "64.02", "bps": "6403"}, "Kutai Kartanegara"),
        ({"name": "64.72"}, "Samarinda"),
    ],
)
def test_names_and_both_codes_are_understood(cells: dict[str, str], name: str) -> None:
    assert region_in(**cells).name == name


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"code": "6402"},
        {"code": "6403"},
        {"name": "6402"},
        {"kemendagri": "6402"},
        {"kemendagri": "6404"},
        {"bps": "64.02"},
        {"bps": "6407"},
        {"code": "6501"},
        {"code": "99"},
        {"name": "Kutai"},
        {"name": "Kabupaten Kutai"},
        {"name": "Kalimantan Utara"},
        {"name": "Banjarmasin"},
        {"name": "Samarinda dan Bontang"},
        {"name": "Berau", "code": "64.02"},
        {"name": "Berau", "code": "6403", "bps": "6403"},
        {"kemendagri": "64.02", "bps": "6402"},
    ],
)
def test_what_is_open_or_contradicts_itself_is_refused(cells: dict[str, str]) -> None:
    with pytest.raises(RowError):
        region_in(**cells)


def test_every_region_is_found_by_its_names_and_dotted_code() -> None:
    for region in load_regions():
        assert region_in(code=region.kemendagri_code) == region
        assert region_in(bps=region.bps_code) == region
        assert region_in(name=region.name) == region
        for alias in (*region.abbreviations, *region.aliases):
            if alias != "kutai":
                assert region_in(name=alias) == region, alias
