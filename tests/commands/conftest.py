"""The `jamsosbot` command."""

from pathlib import Path

import pytest

from tests.commands.command import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A place to run the command in."""
    return Shell(tmp_path)
