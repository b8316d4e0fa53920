"""Running `jamsosbot` as people do: a process of its own in a folder of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command left behind."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Shell:
    """A folder with nothing in it, and an environment without settings."""

    folder: Path

    def run(self, *arguments: str, **settings: str) -> Result:
        """Run `jamsosbot ARGUMENTS` with these settings in the environment."""
        python_path = os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")])
        done = subprocess.run(  # noqa: S603 -- the project's own command
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": python_path, **settings},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)
