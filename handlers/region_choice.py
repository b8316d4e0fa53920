"""Choosing regions with buttons: all ten on one page, several at once.

What is chosen so far stands in the buttons themselves, as a number with a bit for each region.
"""

from bot.people.roles import PROVINCE, Regions, checked_regions
from bot.telegram.calls import Button
from knowledge.regions import Region, load_regions

NONE_CHOSEN = "Pilih dulu paling sedikit satu wilayah."
_IN_A_ROW = 2


def parsed(text: str) -> int | None:
    """The choice in a button's data; None for data that no button has."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_all()))):
        return None
    chosen = int(text)
    return chosen if chosen <= _all() else None


def choice_of(regions: Regions) -> int:
    """The choice that stands for these regions."""
    if PROVINCE in regions:
        return _all()
    return sum(1 << at for at, region in enumerate(_ten()) if region.kemendagri_code in regions)


def regions_of(chosen: int) -> Regions:
    """The regions of a choice. Raises RegionError for none."""
    return checked_regions(
        [region.kemendagri_code for at, region in enumerate(_ten()) if chosen >> at & 1]
    )


def rows(
    toggle: str,
    done: str,
    chosen: int,
    *,
    ready: str = "Lanjut ›",
    allowed: Regions = (PROVINCE,),
) -> list[list[Button]]:
    """The buttons; `toggle` and `done` are the data that the choice is put behind.

    Only regions of `allowed` are offered.
    """
    choices = [
        Button(f"{'✅' if chosen >> at & 1 else '▫️'} {region.name}", f"{toggle}:{chosen ^ 1 << at}")
        for at, region in enumerate(_ten())
        if PROVINCE in allowed or region.kemendagri_code in allowed
    ]
    is_all = chosen == _all()
    whole = Button(
        f"{'✅' if is_all else '▫️'} Seluruh Kalimantan Timur",
        f"{toggle}:{0 if is_all else _all()}",
    )
    return [
        *([[whole]] if PROVINCE in allowed else []),
        *(choices[at : at + _IN_A_ROW] for at in range(0, len(choices), _IN_A_ROW)),
        [Button(ready, f"{done}:{chosen}")],
    ]


def in_words(regions: Regions) -> str:
    """The regions as people call them."""
    if PROVINCE in regions:
        return "seluruh Kalimantan Timur"
    names = {region.kemendagri_code: region.name for region in _ten()}
    return ", ".join(names.get(code, code) for code in regions)


def _ten() -> tuple[Region, ...]:
    return load_regions()[1:]


def _all() -> int:
    return (1 << len(_ten())) - 1
