"""The bot's side: start the child, hand it the list, hear what it says."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import structlog
from pydantic import Field, TypeAdapter

from bot.registry.brought.exchange import Looked, Refused, Request, Step, Taken

_log = structlog.get_logger(__name__)
_ROOT = Path(__file__).parents[3]
_PROGRAM = (
    "import os, sys; sys.path.insert(0, sys.argv[1]); os.nice(5); "
    "from bot.registry.brought.child import main; main()"
)
_PATIENCE = 900.0
_TOO_SLOW = "Berkas ini terlalu lama dikerjakan. Bagi menjadi beberapa."
_LONGEST_LINE = 64_000_000
"""Bytes; the file of rejected rows comes as one line."""
_ANSWER: TypeAdapter[Looked | Step | Taken | Refused] = TypeAdapter(
    Annotated[Looked | Step | Taken | Refused, Field(discriminator="kind")]
)

OnStep = Callable[[Step], Awaitable[None]]


class ListRefusedError(Exception):
    """Nothing was done; `why` is for the admin, in Indonesian."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def look_at(request: Request, content: bytes) -> Looked:
    """What the list looks like and what taking it in would do. Raises ListRefusedError."""
    answer = await _ask_child(request, content, _ignore)
    if not isinstance(answer, Looked):
        raise TypeError("the child answered something else")
    return answer


async def take_in(request: Request, content: bytes, on_step: OnStep) -> Taken:
    """Take the list in, all of it or nothing. Raises ListRefusedError."""
    answer = await _ask_child(request, content, on_step)
    if not isinstance(answer, Taken):
        raise TypeError("the child answered something else")
    return answer


async def _ignore(_: Step) -> None:
    return


async def _ask_child(request: Request, content: bytes, on_step: OnStep) -> Looked | Taken:
    process = await asyncio.create_subprocess_exec(
        # Isolated: neither the environment nor the current folder decides what it imports.
        *(sys.executable, "-I", "-c", _PROGRAM, str(_ROOT)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a traceback could quote a row
        limit=_LONGEST_LINE,
    )
    try:
        async with asyncio.timeout(_PATIENCE):
            return await _talk(process, request, content, on_step)
    except TimeoutError as error:
        raise ListRefusedError(_TOO_SLOW) from error
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _talk(
    process: asyncio.subprocess.Process, request: Request, content: bytes, on_step: OnStep
) -> Looked | Taken:
    if process.stdin is None or process.stdout is None:
        raise OSError("the child has no pipes")
    writing = asyncio.create_task(_hand_over(process.stdin, request, content))
    try:
        async for line in process.stdout:
            answer = _ANSWER.validate_json(line)
            match answer:
                case Step():
                    await on_step(answer)
                case Refused():
                    raise ListRefusedError(answer.why)
                case _:
                    return answer
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
    _log.error("list_child_died", status=await process.wait())
    raise OSError("the child died")


async def _hand_over(pipe: asyncio.StreamWriter, request: Request, content: bytes) -> None:
    pipe.write(request.model_dump_json().encode() + b"\n")
    pipe.write(content)
    await pipe.drain()
    pipe.close()
