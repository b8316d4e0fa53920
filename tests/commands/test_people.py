"""`jamsosbot people` and `jamsosbot audit`."""

import json
import re

import pytest

from bot.demo import Door, create_server, running
from tests.chat import make_token
from tests.commands.command import Shell


def test_the_first_admin_is_invited_and_listed_at_the_terminal(shell: Shell) -> None:
    invited = shell.run("people", "invite", "--role", "admin", "--agency", "Disnaker Kaltim")
    assert invited.status == 0, invited.err
    assert re.fullmatch(r"/start i-[A-Za-z]{46}\n", invited.out)
    assert "for one person, until 20" in invited.err
    assert "WITA" in invited.err
    listed = shell.run("people", "list", "--json", ADMIN_IDS="5")
    assert json.loads(listed.out) == [{"id": 5, "role": "admin", "from": "ADMIN_IDS"}]
    verified = shell.run("audit", "verify", "--json")
    document = json.loads(verified.out)
    assert (document["entries"], document["whole"], document["broken_at"]) == (1, True, None)
    assert shell.run("audit", "verify", "--head", document["head"]).status == 0
    cut = shell.run("audit", "verify", "--head", "0" * 64)
    assert (cut.status, cut.out) == (1, "")
    assert "cut off" in cut.err


async def test_with_a_token_the_link_names_the_bot(shell: Shell) -> None:
    import asyncio

    token = make_token()
    async with running(create_server(token=token)) as url, Door.open(url):
        invited = await asyncio.to_thread(
            shell.run,
            *("people", "invite", "--role", "official", "--region", "kukar", "--region", "64.72"),
            TELEGRAM_TOKEN=token,
            TELEGRAM_API_URL=url,
        )
    assert re.fullmatch(r"https://t\.me/jamsosbot\?start=i-[A-Za-z]{46}\n", invited.out), invited


@pytest.mark.parametrize(
    "arguments",
    [
        ["invite"],
        ["invite", "--role", "gubernur"],
        ["invite", "--role", "official", "--region", "Banjarmasin"],
        ["invite", "--role", "admin", "--region", "Samarinda"],
        ["invite", "--role", "official", "--agency", "www.contoh.id"],
        ["revoke", "siapa"],
    ],
)
def test_wrong_usage_is_status_2(shell: Shell, arguments: list[str]) -> None:
    result = shell.run("people", *arguments)
    assert (result.status, result.out) == (2, "")
    assert "Traceback" not in result.err


def test_who_has_no_role_or_is_in_the_settings_cant_be_revoked(shell: Shell) -> None:
    for who in ("11", "-4001"):
        nobody = shell.run("people", "revoke", who)
        assert (nobody.status, nobody.err) == (1, f"{who} has no role\n")
    fixed = shell.run("people", "revoke", "5", ADMIN_IDS="5")
    assert fixed.status == 1
    assert "ADMIN_IDS" in fixed.err


def test_a_database_that_is_not_up_to_date_is_refused(shell: Shell) -> None:
    result = shell.run("people", "list", DATABASE_URL="sqlite:///x.sqlite3")
    assert (result.status, result.out) == (1, "")
    assert "jamsosbot db upgrade" in result.err
