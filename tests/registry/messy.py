"""Lists as they come from offices: a workbook with everything that makes reading one hard."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

from bot.registry.memberships import Membership, Status
from bot.registry.rejects import Entry
from bot.registry.sample.files import names_of_regions

_BAD_EVERY = 40
"""One row in so many has a NIK that no longer is one."""
_HEADINGS = (
    "No.", "N I K", "Nm_Peserta", "Kab/Kota", "Desa/Kel", "Kepesertaan", None, None,
    "No. HP / WA", "Sumber Dana",
)  # fmt: skip
_SECOND_HEADINGS = (None,) * 5 + ("Segmen", "Status", "Iuran terakhir", None, None)


class Written(NamedTuple):
    """What a messy workbook holds."""

    sheets: int
    good: int
    """Rows that can be taken."""
    bad: int
    """Rows whose NIK lost digits, turned into a number, or is missing."""


def write_messy_xlsx(path: Path, entries: Iterable[Entry]) -> Written:
    """Titles on top, two rows of headings with merged cells, a sheet for each kecamatan, totals."""
    by_district: dict[str, list[Membership]] = defaultdict(list)
    for entry in entries:
        by_district[entry.membership.district or "Lainnya"].append(entry.membership)
    regions = names_of_regions()
    good = bad = 0
    with xlsxwriter.Workbook(str(path)) as book:
        for district, members in by_district.items():
            sheet = book.add_worksheet(f"Kec. {district}"[:31])
            sheet.merge_range(0, 0, 0, 9, "DAFTAR PESERTA BPJS KETENAGAKERJAAN BY NAME BY ADDRESS")
            sheet.merge_range(1, 0, 1, 9, f"KECAMATAN {district.upper()}")
            sheet.write_row(3, 0, _HEADINGS)
            sheet.merge_range(3, 5, 3, 7, "Kepesertaan")
            sheet.write_row(4, 0, _SECOND_HEADINGS)
            for number, member in enumerate(members, 1):
                broken = (good + bad) % _BAD_EVERY == _BAD_EVERY - 1
                bad, good = bad + broken, good + (not broken)
                region = regions[member.region]
                sheet.write_row(4 + number, 0, _cells(number, member, region, broken=broken))
            sheet.write_row(6 + len(members), 0, ("JUMLAH", None, f"{len(members)} orang"))
    return Written(len(by_district), good, bad)


def _cells(
    number: int, member: Membership, region: str, *, broken: bool
) -> Sequence[str | int | float | None]:
    digits = member.nik.digits()
    spoilt: tuple[str | float | None, ...] = (
        float(digits[:15] + "0"), digits[:15], f"{digits[0]},{digits[1:6]}E+15", None,
    )  # fmt: skip
    written = (f"'{digits}", f"{digits[:6]} {digits[6:12]} {digits[12:]}", digits)
    paid = member.last_paid or ""
    return (
        number,
        spoilt[number % len(spoilt)] if broken else written[number % len(written)],
        (f"{member.name.title()} ", member.name, member.name.lower())[number % 3],
        region,
        member.village,
        member.segment,
        "Aktif" if member.status is Status.ACTIVE else "Non Aktif",
        f"{paid[5:]}/{paid[:4]}",
        member.phone and ("+" + member.phone, "0" + member.phone[2:])[number % 2],
        member.funding,
    )
