"""`jamsosbot faq check`, and the command as a whole."""

import pytest

from tests.commands.command import Shell


def test_the_content_is_valid(shell: Shell) -> None:
    result = shell.run("faq", "check")
    assert result.status == 0, result.out
    assert "topics are valid" in result.err


def test_wrong_settings_are_wrong_usage(shell: Shell) -> None:
    assert shell.run("faq", "check", TIMEZONE="Bulan").status == 2


@pytest.mark.parametrize("arguments", [["nonsense"], ["faq", "nonsense"], ["db"], ["faq"], []])
def test_what_does_not_exist_is_wrong_usage(shell: Shell, arguments: list[str]) -> None:
    assert shell.run(*arguments).status == 2


@pytest.mark.parametrize(
    "arguments", [[], ["run"], ["demo"], ["ask"], ["faq", "check"], ["db", "upgrade"], ["doctor"]]
)
def test_every_command_explains_itself(shell: Shell, arguments: list[str]) -> None:
    result = shell.run(*arguments, "--help")
    assert result.status == 0
    assert "Usage:" in result.out
