"""No log line holds a secret or a personal number, whoever wrote it."""

import asyncio
import json
import logging
import sys
import warnings
from datetime import datetime
from typing import Any

import aiohttp
import httpx
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.logging import redact
from tests.logs import Form, configured

_TOKEN = "7000000001:AAHxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-1"  # noqa: S105 -- nobody's token
_NIK = "6472011203900001"
_PASSWORD = "sandi/rahasia@p"  # noqa: S105 -- nobody's password
_SECRETS = (_TOKEN, _TOKEN.split(":")[1], _NIK, "rahasia")
_TEXTS = [
    f"https://api.telegram.org/bot{_TOKEN}/sendMessage",
    f"/file/bot{_TOKEN}/photos/1.jpg",
    f"bot{_TOKEN.replace(':', '%3A')}",
    f"token={_TOKEN}.",
    f"postgresql://bot:{_PASSWORD}@db.contoh.id:5432/jamsosbot",
    f"postgresql+psycopg://bot:{_PASSWORD}@/jamsosbot",
    f"NIK {_NIK} ditolak",
    "NIK 6472 0112 0390 0001",
    f"DETAIL:  Failing row contains (1, {_NIK}, rahasia).",
]


@pytest.fixture(params=["text", "json"])
def form(request: pytest.FixtureRequest) -> Form:
    """Each form of log."""
    form: Form = request.param
    return form


def _logged(capsys: pytest.CaptureFixture[str]) -> str:
    out, err = capsys.readouterr()
    assert out == ""
    assert err != ""
    return err


def _assert_clean(text: str) -> None:
    for secret in _SECRETS:
        assert secret not in text
    assert "6472 0112" not in text


@pytest.mark.parametrize("text", _TEXTS)
def test_secrets_and_personal_numbers_are_masked(text: str) -> None:
    _assert_clean(redact(text))


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_token_is_masked_whatever_stands_around_it(before: str, after: str) -> None:
    if not before[-1:].isdigit():
        assert _TOKEN.split(":")[1] not in redact(f"{before}{_TOKEN}{after}")


def test_what_is_no_secret_stays_readable() -> None:
    for text in (
        "2026-05-04T09:30:15.123456Z",
        "update_id=100000001 chat_id=640001",
        "http://127.0.0.1:8080/healthz",
        "Rp16.800 per bulan",
        'File "/srv/bot/telegram/receiver.py", line 120, in receive',
    ):
        assert redact(text) == text


@pytest.mark.parametrize("text", _TEXTS)
def test_our_own_lines_are_clean(form: Form, capsys: pytest.CaptureFixture[str], text: str) -> None:
    with configured(form):
        structlog.get_logger("bot.x").warning("event", url=text, many=[text], nik=int(_NIK))
        structlog.get_logger("bot.x").warning(text)
        _assert_clean(_logged(capsys))


@pytest.mark.parametrize("text", _TEXTS)
@pytest.mark.parametrize("name", ["httpx", "uvicorn.error", "aiohttp.client", "telegram.ext"])
def test_other_libraries_lines_are_clean(
    form: Form,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    text: str,
) -> None:
    # As in `jamsosbot run`, whose server brings no logging of its own; the tests' server may.
    monkeypatch.setattr(logging.getLogger("uvicorn"), "handlers", [])
    monkeypatch.setattr(logging.getLogger("uvicorn"), "propagate", True)
    with configured(form):
        logging.getLogger(name).error("HTTP Request: POST %s %r", text, {"body": text})
        _assert_clean(_logged(capsys))


def _fail(text: str) -> None:
    a_local_variable = text * 2
    try:
        int(text)
    except ValueError as error:
        raise LookupError(f"while handling {text}, {len(a_local_variable)}") from error


@pytest.mark.parametrize("text", _TEXTS)
def test_tracebacks_are_clean_and_whole(
    form: Form, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    with configured(form):
        try:
            _fail(text)
        except LookupError:
            structlog.get_logger("bot.x").exception("handler_failed", update_id=5)
            logging.getLogger("asyncio").exception("Task exception was never retrieved")
        logged = _logged(capsys)
        _assert_clean(logged)
        assert logged.count("in _fail") == 4
        assert "a_local_variable =" not in logged.replace("a_local_variable = text * 2", "")


def test_a_programs_last_words_are_clean(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    with configured(form):
        try:
            _fail(_TEXTS[0])
        except LookupError as error:
            sys.excepthook(type(error), error, error.__traceback__)
        _assert_clean(_logged(capsys))


def test_warnings_go_the_same_way(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    with configured(form):
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            logging.captureWarnings(capture=True)
            warnings.warn(f"deprecated: {_TEXTS[0]}", DeprecationWarning, stacklevel=1)
        _assert_clean(_logged(capsys))


async def test_requests_to_the_bot_api_leave_no_token_in_the_log(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    with configured(form):
        url = f"http://127.0.0.1:9/bot{_TOKEN}/getMe"
        async with aiohttp.ClientSession() as session:
            try:
                await session.get(url)
            except aiohttp.ClientError:
                logging.getLogger("bot").exception("not reached: %s", url)
        async with httpx.AsyncClient() as client:
            try:
                await client.get(url)
            except httpx.HTTPError:
                logging.getLogger("bot").exception("not reached: %s", url)
        await asyncio.sleep(0)
        _assert_clean(_logged(capsys))


def test_json_is_one_object_a_line_with_what_machines_look_for(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    with configured(form):
        structlog.get_logger("bot.x").warning(
            "update_not_done", update_id=100_000_001, error="halo"
        )
        line = _logged(capsys).strip()
        if form == "text":
            assert "update_not_done" in line
            assert "update_id=100000001" in line
            return
        entry: dict[str, Any] = json.loads(line)
        assert datetime.fromisoformat(entry.pop("timestamp")).tzinfo is not None
        assert entry == {
            "event": "update_not_done",
            "update_id": 100_000_001,
            "error": "halo",
            "level": "warning",
            "logger": "bot.x",
        }


def test_lines_below_the_level_are_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    with configured("text", "WARNING"):
        structlog.get_logger("bot.x").info("quiet")
        logging.getLogger("uvicorn.error").info("quiet")
    assert capsys.readouterr() == ("", "")
