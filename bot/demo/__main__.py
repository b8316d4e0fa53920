"""`python -m bot.demo`: the server alone, for working on the page or on a bot of one's own."""

from __future__ import annotations

import argparse
import asyncio
import sys

from bot.demo.server import create_server, running


async def _serve(port: int, token: str) -> None:
    async with running(create_server(token=token), port=port) as url:
        sys.stderr.write(f"{url}/  Bot API: {url}/bot{token}/\n")
        await asyncio.Event().wait()


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m bot.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="7000000001:demo")
    given = parser.parse_args()
    try:
        asyncio.run(_serve(given.port, given.token))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
