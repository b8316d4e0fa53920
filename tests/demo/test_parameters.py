"""How parameters are read."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo.errors import ApiError
from bot.demo.parameters import Parameters, parse_form

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def by_the_standard_library(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


@given(st.lists(st.tuples(_TEXT.filter(bool), _TEXT)))
def test_forms_are_read_back_as_they_were_written(pairs: list[tuple[str, str]]) -> None:
    assert parse_form(urlencode(pairs).encode()) == pairs


@given(st.text("ab=%&+\r\n 20é_", max_size=20).map(str.encode))
def test_broken_forms_are_read_as_the_standard_library_reads_them(body: bytes) -> None:
    assert parse_form(body) == by_the_standard_library(body)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", True), ("True", True), ("1", True), ("false", False), (True, True), (0, False)],
)
def test_flags(value: object, expected: object) -> None:
    assert Parameters({"x": value}).flag("x") is expected


@pytest.mark.parametrize(("value", "expected"), [("12", 12), (12, 12), ("dua", 7), (None, 7)])
def test_numbers_that_are_none_count_as_absent(value: object, expected: int) -> None:
    assert Parameters({"x": value}).integer("x", 7) == expected


def test_structures_come_as_json_or_as_they_are() -> None:
    assert Parameters({"x": "[1]"}).structure("x", "number") == [1]
    assert Parameters({"x": [1]}).structure("x", "number") == [1]
    assert Parameters({"x": ""}).structure("x", "number") is None
    with pytest.raises(ApiError, match="can't parse number JSON object"):
        Parameters({"x": "{"}).structure("x", "number")


def test_texts_may_be_given_as_numbers() -> None:
    assert Parameters({"x": 5}).text("x") == "5"
    assert Parameters({"x": True}).text("x") == "true"
    assert Parameters().text("x") == ""
