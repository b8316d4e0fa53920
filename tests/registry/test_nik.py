"""A NIK masks itself wherever it might be shown."""

import copy
import json
import logging
import pickle
import traceback
from dataclasses import dataclass

import orjson
import pytest

from bot.registry.memberships import Membership, Segment, Status
from bot.registry.nik import Nik, NikError, NikProblem

_DIGITS = "6472994101900001"
_NIK = Nik.parse(_DIGITS)


@dataclass(frozen=True)
class _Holder:
    nik: Nik


@pytest.mark.parametrize(
    "shown",
    [
        repr(_NIK),
        str(_NIK),
        f"{_NIK}",
        f"{_NIK!r}",
        f"{_NIK:>20}",
        "{}".format(_NIK),  # noqa: UP032 -- this way too
        "%s" % _NIK,  # noqa: UP031 -- and this one
        repr([_NIK]),
        repr({_NIK: 1}),
        repr(_Holder(_NIK)),
        repr((_NIK,)),
    ],
)
def test_it_masks_itself(shown: str) -> None:
    assert "[NIK]" in shown
    assert _DIGITS not in shown


def test_it_masks_itself_in_logs(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("test").warning("seen %s and %r", _NIK, [_NIK])
    assert "[NIK]" in caplog.text
    assert _DIGITS not in caplog.text


def test_it_cannot_become_json() -> None:
    with pytest.raises(TypeError):
        json.dumps({"nik": _NIK})
    with pytest.raises(TypeError):
        orjson.dumps({"nik": _NIK})


def test_it_cannot_be_pickled_or_copied() -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError):
            pickle.dumps(_Holder(_NIK), protocol)
    for make in (copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            make(_NIK)


def test_it_has_no_attributes_to_read_it_from() -> None:
    assert not hasattr(_NIK, "__dict__")
    assert _DIGITS not in repr(
        [getattr(_NIK, name) for name in dir(_NIK) if name != "_Nik__digits"]
    )


def test_a_traceback_does_not_show_it() -> None:
    def fail(nik: Nik) -> None:
        raise ValueError(f"no good: {nik}")

    with pytest.raises(ValueError, match="NIK") as caught:
        fail(_NIK)
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert _DIGITS not in "".join(line for line in shown.format() if "_DIGITS" not in line)


@pytest.mark.parametrize("text", ["647299410190000", "64729941019000011", "6472x94101900001"])
def test_an_error_does_not_show_what_was_read(text: str) -> None:
    with pytest.raises(NikError) as caught:
        Nik.parse(text)
    shown = "".join(traceback.format_exception(caught.value))
    assert text not in shown.replace(f'"{text}"', "")


def test_equal_digits_are_equal() -> None:
    assert Nik.parse("6472 9941-0190.0001") == _NIK
    assert len({_NIK, Nik.parse(_DIGITS)}) == 1
    assert Nik.parse("6472994101900002") != _NIK
    assert _NIK != _DIGITS


@pytest.mark.parametrize(
    ("text", "problem", "found"),
    [
        ("", NikProblem.NOT_DIGITS, None),
        ("6.47299E+15", NikProblem.NOT_DIGITS, None),
        ("٦٤٧٢٩٩٤١٠١٩٠٠٠٠١", NikProblem.NOT_DIGITS, None),
        ("647299410190000", NikProblem.TOO_SHORT, 15),
        ("64729941019000010", NikProblem.TOO_LONG, 17),
        ("2072994101900001", NikProblem.NO_SUCH_PROVINCE, None),
        ("6400994101900001", NikProblem.NO_SUCH_DISTRICT, None),
        ("6472004101900001", NikProblem.NO_SUCH_DISTRICT, None),
        ("6472993202900001", NikProblem.NO_SUCH_DATE, None),
        ("6472997202900001", NikProblem.NO_SUCH_DATE, None),
        ("6472994113900001", NikProblem.NO_SUCH_DATE, None),
        ("6472994101900000", NikProblem.NO_SERIAL, None),
    ],
)
def test_what_is_wrong_is_said(text: str, problem: NikProblem, found: int | None) -> None:
    with pytest.raises(NikError) as caught:
        Nik.parse(text)
    assert (caught.value.problem, caught.value.found) == (problem, found)


@pytest.mark.parametrize("text", ["6472990101900001", "6472992902000001", "'6472997112990001"])
def test_mens_womens_and_leap_days_are_read(text: str) -> None:
    assert Nik.parse(text).digits() == text.lstrip("'")


def test_a_memberships_repr_shows_nothing_of_the_person() -> None:
    membership = Membership(
        _NIK,
        "Ani Rahayu",
        "64.72",
        Segment.BPU,
        Status.ACTIVE,
        phone="6281250001001",
        kpj="12345678901",
        village="Temindung Permai",
    )
    for shown in (repr(membership), str(membership), f"{membership}", repr([membership])):
        for personal in ("Ani", "62812", "12345678901", "Temindung", _DIGITS):
            assert personal not in shown
        assert "64.72" in shown
