"""What is sealed of a membership, and that it says nothing before it is opened."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.registry.keys import KeyRing, SealBrokenError
from bot.registry.memberships import Membership, Programme, Segment, Status
from bot.registry.nik import Nik
from bot.registry.sealing import bound_to, open_sealed, pack

_KEYS = KeyRing("kunci-rahasia-yang-panjangnya-lebih-dari-32")
_NIK = Nik.parse("6472990101900001")
_TEXT = st.text(max_size=60, alphabet=st.characters(exclude_categories=["Cs"]))
_DATES = st.dates(date(1930, 1, 1), date(2030, 1, 1))
_MEMBERSHIPS = st.builds(
    Membership,
    nik=st.just(_NIK),
    name=_TEXT,
    region=st.sampled_from(["64.72", "64.01"]),
    segment=st.sampled_from(Segment),
    status=st.sampled_from(Status),
    programmes=st.lists(st.sampled_from(Programme), unique=True).map(tuple),
    district=st.none() | _TEXT,
    village=st.none() | _TEXT,
    phone=st.none() | st.from_regex(r"62\d{8,12}", fullmatch=True),
    kpj=st.none() | st.from_regex(r"[0-9]{11}", fullmatch=True),
    last_paid=st.none() | st.just("2026-08"),
    start=st.none() | _DATES,
    funding=st.none() | _TEXT,
    data_date=st.none() | _DATES,
)


def _sealed(membership: Membership) -> bytes:
    bound = bound_to(_KEYS.nik_hash(_NIK), membership.segment.value)
    return _KEYS.seal(pack(membership), bound)


@given(_MEMBERSHIPS)
def test_what_the_answer_needs_comes_back(membership: Membership) -> None:
    sealed = _sealed(membership)
    details = open_sealed(_KEYS, _KEYS.nik_hash(_NIK), membership.segment, sealed)
    for name in (
        "name", "region", "segment", "status", "programmes", "district", "village", "last_paid",
        "start", "funding", "data_date",
    ):  # fmt: skip
        assert getattr(details, name) == getattr(membership, name)
    assert details.kpj_ending == (membership.kpj[-4:] if membership.kpj else None)
    assert details.has_phone(membership.phone or "") is (membership.phone is not None)
    assert details.kpj_ends_with((membership.kpj or "")[-6:]) is (membership.kpj is not None)


_ANI = Membership(
    _NIK, "Ani Rahayu", "64.72", Segment.BPU, Status.ACTIVE,
    phone="6281250001001", kpj="12345678901",
)  # fmt: skip


def test_only_the_right_number_proves() -> None:
    details = open_sealed(_KEYS, _KEYS.nik_hash(_NIK), Segment.BPU, _sealed(_ANI))
    assert details.has_phone("6281250001001")
    assert not details.has_phone("6281250001002")
    assert not details.has_phone("")
    assert details.kpj_ends_with("678901")
    assert not details.kpj_ends_with("8901")
    assert not details.kpj_ends_with("12345678901")


def test_telephone_and_kpj_are_not_in_what_is_opened() -> None:
    packed = pack(_ANI)
    assert b"62812" not in packed
    assert b"678901" not in packed


def test_details_show_nothing_of_the_person() -> None:
    details = open_sealed(_KEYS, _KEYS.nik_hash(_NIK), Segment.BPU, _sealed(_ANI))
    assert repr(details) == "Details(64.72, BPU, aktif)"


def test_a_row_opens_only_as_the_persons_and_the_segments() -> None:
    sealed = _sealed(_ANI)
    with pytest.raises(SealBrokenError):
        open_sealed(_KEYS, _KEYS.nik_hash(_NIK), Segment.PU, sealed)
    with pytest.raises(SealBrokenError):
        open_sealed(_KEYS, b"\0" * 16, Segment.BPU, sealed)


def test_names_of_like_length_are_sealed_in_equal_length() -> None:
    lengths = {len(_sealed(_ANI._replace(name="A" * length))) for length in range(3, 30)}
    assert len(lengths) <= 2
