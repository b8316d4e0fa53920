"""From start to ready, memory, and CPU per answer of the bot as it is run for real."""

import asyncio
import os
import re
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from tests.bench.throughput import (
    Contender,
    bot_process,
    questions_of,
    server_process,
    until_ready,
    write_many,
)
from tests.chat import make_token

_ROUNDS = 3
_QUESTIONS = 1_000


async def measure() -> tuple[float, float, float]:
    """Seconds to ready, resident MiB after answering, CPU milliseconds an answer."""
    token = make_token()
    with tempfile.TemporaryDirectory() as folder:
        async with server_process(token) as url, aiohttp.ClientSession() as http:
            contender = Contender("the bot", [sys.executable, "-m", "bot", "run"], questions_of(0))
            start = time.perf_counter()
            async with bot_process(contender, url, token, Path(folder)) as process_id:
                await until_ready(http, url)
                seconds = time.perf_counter() - start
                before = _cpu_seconds(process_id)
                await write_many(http, url, contender.texts, _QUESTIONS, 600_000)
                cpu = (_cpu_seconds(process_id) - before) / _QUESTIONS * 1_000
                return seconds, _resident_mib(process_id), cpu


def main() -> None:
    """Print the best of some rounds: noise only ever adds."""
    if not Path("/proc/self/stat").exists():
        print("start: skipped, this system has no /proc")
        return
    rounds = [asyncio.run(measure()) for _ in range(_ROUNDS)]
    seconds, resident, cpu = (min(values) for values in zip(*rounds, strict=True))
    print(f"start to ready {seconds:.2f} s (goal: under 3)")
    print(f"resident {resident:.0f} MiB after {_QUESTIONS} answers (goal: under 200 MB)")
    print(f"CPU {cpu:.2f} ms an answer, everything included (goal: under 20)")


def _cpu_seconds(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mib(process_id: int) -> float:
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1_024 if found else float("nan")
