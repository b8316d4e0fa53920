"""Drawings made into PNG in a process of their own: resvg holds the GIL for half a second."""

import asyncio
import sys
from pathlib import Path

from bot.coverage.charts import Picture

_ROOT = Path(__file__).parents[2]
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from bot.coverage.charts import Picture; "
    "sys.stdout.buffer.write(Picture(sys.stdin.buffer.read().decode(), '').png())"
)
_PATIENCE = 30.0


class RenderingError(Exception):
    """The picture could not be made."""


async def png_of(picture: Picture) -> bytes:
    """The picture as PNG, while the event loop goes on. Raises RenderingError."""
    process = await asyncio.create_subprocess_exec(
        # Isolated: neither the environment nor the current folder decides what it imports.
        *(sys.executable, "-I", "-c", _PROGRAM, str(_ROOT)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            written, _ = await process.communicate(picture.svg.encode())
    except TimeoutError as error:
        raise RenderingError("it took too long") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode or not written:
        raise RenderingError(f"exit status {process.returncode}")
    return written
