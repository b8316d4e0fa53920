"""`jamsosbot run`: why it doesn't start, in one line; and that it does."""

import asyncio
import socket
from pathlib import Path

import pytest

from bot.demo import Door, create_server, running
from bot.storage.migrations import upgrade
from tests.chat import make_token
from tests.commands.command import Shell
from tests.telegram.processes import Installation

_TOKEN = "7000000001:AAHxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-1"  # noqa: S105 -- nobody's token


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({}, "TELEGRAM_TOKEN is not set; `jamsosbot demo` needs none\n"),
        ({"TELEGRAM_TOKEN": ""}, "TELEGRAM_TOKEN is not set; `jamsosbot demo` needs none\n"),
        (
            {"WEBHOOK_URL": "https://bot.contoh.id"},
            "WEBHOOK_URL needs WEBHOOK_SECRET (16 characters or more)\n",
        ),
        (
            {"WEBHOOK_URL": "https://bot.contoh.id", "WEBHOOK_SECRET": "pendek"},
            "WEBHOOK_SECRET: 16 to 256 letters, digits, '_' or '-'\n",
        ),
        (
            {"DATABASE_URL": "mysql://bot:rahasia@h/d"},
            "DATABASE_URL names mysql: use sqlite:// or postgresql://\n",
        ),
    ],
)
def test_what_is_set_wrongly_is_wrong_usage(
    shell: Shell, settings: dict[str, str], line: str
) -> None:
    result = shell.run("run", **settings)
    assert (result.status, result.out, result.err) == (2, "", line)


def test_a_database_that_is_not_up_to_date_is_refused(shell: Shell) -> None:
    result = shell.run("run", TELEGRAM_TOKEN=_TOKEN, DATABASE_URL="sqlite:///x.sqlite3")
    assert result.status == 1
    assert "jamsosbot db upgrade" in result.err
    assert "Traceback" not in result.err


def test_a_telegram_that_is_not_there_is_refused_without_showing_the_token(shell: Shell) -> None:
    result = shell.run("run", TELEGRAM_TOKEN=_TOKEN, TELEGRAM_API_URL="http://127.0.0.1:9")
    assert result.status == 1
    assert result.err.startswith("cannot run: ")
    assert _TOKEN.split(":")[1] not in result.err


async def test_a_token_that_telegram_refuses_is_named(shell: Shell) -> None:
    async with running(create_server(token=make_token())) as url:
        result = await asyncio.to_thread(
            shell.run, "run", TELEGRAM_TOKEN=_TOKEN, TELEGRAM_API_URL=url
        )
    assert (result.status, result.err) == (
        1,
        "Telegram refuses the token; check TELEGRAM_TOKEN\n",
    )


async def test_a_webhook_port_that_is_taken_is_refused(shell: Shell) -> None:
    token = make_token()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with running(create_server(token=token)) as url:
            result = await asyncio.to_thread(
                shell.run,
                "run",
                TELEGRAM_TOKEN=token,
                TELEGRAM_API_URL=url,
                WEBHOOK_URL="https://bot.contoh.id",
                WEBHOOK_SECRET="rahasia-yang-cukup-panjang",  # noqa: S106 -- the test's own
                WEBHOOK_PORT=str(taken.getsockname()[1]),
            )
    assert result.status == 1
    assert "Address already in use" in result.err
    assert "Traceback" not in result.err


async def test_it_answers_until_it_is_told_to_stop(tmp_path: Path) -> None:
    token = make_token()
    database_url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
    upgrade(database_url)
    async with running(create_server(token=token)) as url, Door.open(url) as door:
        installation = Installation(url, token, database_url, None, tmp_path / "bot.log")
        question = await door.person("pekerja").say("cara daftar bpjs ketenagakerjaan buat ojol")
        async with installation.running("-m", "bot", "run") as bot:
            answer = await door.person("pekerja").next_message(after=question, wait=60)
            assert await bot.stop() == 0
        assert "JMO" in answer["text"]
        assert bot.log.read_text() == ""
