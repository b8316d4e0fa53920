"""Segments, statuses and programmes in the words that lists use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registry.memberships import Segment, Status
from bot.registry.reading.cells import BadCellError
from bot.registry.reading.memberships import read_programmes, read_segment, read_status
from tests.registry.lists import refusal


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        (Segment.PU, "PU|Penerima Upah|formal|Pekerja Penerima Upah (PPU)|PENERIMA UPAH (PU)"),
        (
            Segment.BPU,
            "BPU|Bukan Penerima Upah|informal|Mandiri|Bukan Penerima Upah (BPU)|bpu mandiri",
        ),
        (Segment.JAKON, "Jakon|Jasa Konstruksi|JASA KONSTRUKSI (JAKON)"),
        (Segment.PMI, "PMI|Pekerja Migran Indonesia"),
        (Segment.RENTAN, "rentan|Pekerja Rentan|PEKERJA RENTAN"),
        (Segment.NON_ASN, "non_asn|Non ASN|Non-ASN|guru honorer|Honorer|Perangkat Desa"),
    ],
)
def test_segments_are_known_by_the_words_of_lists(segment: Segment, words: str) -> None:
    assert {read_segment(word) for word in words.split("|")} == {segment}


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "segmen kosong"),
        ("entah", "segmen tidak dikenal"),
        ("Penerima Upah (BPU)", "segmen tidak dikenal"),
        ("PU/BPU", "segmen tidak dikenal"),
        ("=B2", "segmen berisi rumus, seharusnya nilai"),
    ],
)
def test_segments_that_are_unclear_are_rejected(cell: str, reason: str) -> None:
    with pytest.raises(BadCellError) as caught:
        read_segment(cell)
    assert caught.value.reason == reason


def test_statuses_are_known_by_the_words_of_lists() -> None:
    for word in ("Aktif", "AKTIF", "active", "Aktif "):
        assert read_status(word) is Status.ACTIVE
    for word in ("Nonaktif", "Non Aktif", "NON-AKTIF", "tidak aktif", "Keluar"):
        assert read_status(word) is Status.INACTIVE
    for word in ("", "NA", "lunas", "Y", "1"):
        with pytest.raises(BadCellError):
            read_status(word)


def test_yes_and_no_are_statuses_under_a_heading_that_asks() -> None:
    assert read_status("Ya", yes_or_no=True) is read_status(1.0, yes_or_no=True) is Status.ACTIVE
    assert read_status("T", yes_or_no=True) is read_status(False, yes_or_no=True) is Status.INACTIVE


@pytest.mark.parametrize(
    ("cell", "programmes"),
    [
        ("JKK, JKM", "JKK JKM"),
        ("JKM+JKK", "JKK JKM"),
        ("JKK/JKM/JHT", "JKK JKM JHT"),
        ("jkk jkm jht jp jkp", "JKK JKM JHT JP JKP"),
        ("2 Program", "JKK JKM"),
        ("3 Program", "JKK JKM JHT"),
        ("Jaminan Kecelakaan Kerja dan Jaminan Kematian", "JKK JKM"),
        ("JKK & Jaminan Hari Tua", "JKK JHT"),
        ("", ""),
        ("-", ""),
    ],
)
def test_programmes_are_read_in_any_order_and_form(cell: str, programmes: str) -> None:
    assert " ".join(read_programmes(cell)) == programmes


@given(st.text() | st.floats() | st.booleans())
def test_any_cell_is_read_or_refused(cell: str | float) -> None:
    for reader in (read_segment, read_status, read_programmes):
        error = refusal(reader, cell)
        assert error is None or error.reason
