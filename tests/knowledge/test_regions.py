import pytest

from knowledge.regions import load_regions, nearest_region

MAX_LATITUDE, MIN_LATITUDE = 2.7, -2.6
MAX_LONGITUDE, MIN_LONGITUDE = 119.1, 113.8


def test_the_province_comes_first_and_has_ten_regions() -> None:
    province, *regions = load_regions()
    assert province.name == "Kalimantan Timur"
    assert province.location is None
    assert len(regions) == 10
    assert sorted(region.kind for region in regions) == ["kabupaten"] * 7 + ["kota"] * 3


def test_the_two_codes_of_a_region_may_differ() -> None:
    codes = {
        region.name: (region.kemendagri_code, region.bps_code)
        for region in load_regions()
        if region.kemendagri_code.replace(".", "") != region.bps_code
    }
    assert codes == {
        "Kalimantan Timur": ("64", "6400"),
        "Kutai Kartanegara": ("64.02", "6403"),
        "Berau": ("64.03", "6405"),
        "Kutai Barat": ("64.07", "6402"),
        "Kutai Timur": ("64.08", "6404"),
    }


def test_no_code_and_no_other_name_means_two_regions() -> None:
    regions = load_regions()
    for names in (
        [region.kemendagri_code for region in regions],
        [region.bps_code for region in regions],
        [name.lower() for region in regions for name in region.abbreviations],
        [name.lower() for region in regions for name in (*region.aliases, *region.misspellings)],
    ):
        assert len(set(names)) == len(names)


def test_every_capital_lies_in_the_province() -> None:
    for region in load_regions()[1:]:
        assert region.location is not None
        latitude, longitude = region.location
        assert MIN_LATITUDE < latitude < MAX_LATITUDE
        assert MIN_LONGITUDE < longitude < MAX_LONGITUDE
        nearest = nearest_region(latitude, longitude)
        assert nearest is region


@pytest.mark.parametrize(
    ("place", "latitude", "longitude", "expected"),
    [
        ("Samarinda Seberang", -0.53, 117.14, "Samarinda"),
        ("Sepinggan", -1.2683, 116.8944, "Balikpapan"),
        ("Titik Nol IKN, Sepaku", -0.96, 116.70, "Penajam Paser Utara"),
        ("Pulau Derawan", 2.285, 118.245, "Berau"),
        ("Long Bagun", 0.60, 115.13, "Mahakam Ulu"),
        ("Jakarta", -6.2, 106.8, None),
        ("Banjarmasin", -3.32, 114.59, None),
        ("Null Island", 0.0, 0.0, None),
    ],
)
def test_a_place_belongs_to_the_region_whose_capital_is_nearest(
    place: str, latitude: float, longitude: float, expected: str | None
) -> None:
    region = nearest_region(latitude, longitude)
    assert (region and region.name) == expected, place
