"""`jamsosbot db`."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.commands.command import Shell

if TYPE_CHECKING:
    from tests.postgres import PostgresServer


@pytest.fixture(params=["default", "sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The settings of an empty database."""
    if request.param == "default":
        return {}
    if request.param == "sqlite":
        return {"DATABASE_URL": f"sqlite:///{tmp_path / 'sub' / 'x.sqlite3'}"}
    server: PostgresServer = request.getfixturevalue("postgres")
    return {"DATABASE_URL": server.new_database(migrated=False)}


def test_check_tells_what_upgrade_has_to_do(shell: Shell, settings: dict[str, str]) -> None:
    before = shell.run("db", "check", **settings)
    assert before.status == 1
    assert "jamsosbot db upgrade" in before.err

    upgraded = shell.run("db", "upgrade", **settings)
    assert (upgraded.status, upgraded.out) == (0, "")

    after = shell.run("db", "check", **settings)
    assert after.status == 0
    assert "up to date" in after.err
    assert shell.run("db", "upgrade", **settings).status == 0


@pytest.mark.parametrize("command", ["check", "upgrade"])
@pytest.mark.parametrize(
    "url", ["mysql://bot:rahasia@db/x", "rahasia", "sqlite://", "postgresql:rahasia@"]
)
def test_a_wrong_database_url_is_wrong_usage(shell: Shell, command: str, url: str) -> None:
    result = shell.run("db", command, DATABASE_URL=url)
    assert result.status == 2
    assert result.err.startswith("DATABASE_URL")
    assert result.err.count("\n") == 1
    assert "rahasia" not in result.err


@pytest.mark.parametrize("command", ["check", "upgrade"])
def test_a_database_that_is_not_there_is_the_worlds_refusal(shell: Shell, command: str) -> None:
    result = shell.run("db", command, DATABASE_URL="postgresql://bot:rahasia@127.0.0.1:9/x")
    assert result.status == 1
    assert result.err.startswith("the database")
    assert result.err.count("\n") == 1
    assert "rahasia" not in result.err


@pytest.mark.parametrize("command", ["check", "upgrade"])
def test_a_file_that_is_no_database_is_refused(shell: Shell, command: str) -> None:
    (shell.folder / "x.sqlite3").write_text("bukan basis data " * 100)
    result = shell.run("db", command, DATABASE_URL="sqlite:///x.sqlite3")
    assert result.status == 1
    assert result.err.count("\n") == 1


def test_a_folder_that_cannot_be_made_is_refused(shell: Shell) -> None:
    (shell.folder / "taken").write_text("")
    result = shell.run("db", "upgrade", DATABASE_URL="sqlite:///taken/x.sqlite3")
    assert result.status == 1
    assert result.err.count("\n") == 1
