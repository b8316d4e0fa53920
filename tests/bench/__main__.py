"""`python -m tests.bench [NAME …]`: compare with other ways, each comparison in one run."""

import asyncio
import importlib
import inspect
import sys

_ALL = (
    "start",
    "throughput",
    "search",
    "names",
    "charts",
    "digest",
    "sending",
    "lookup",
    "registry_reading",
    "registry_import",
    "content",
)


def main(wanted: list[str]) -> None:
    """Run the named benchmarks, or all of them."""
    unknown = set(wanted) - set(_ALL)
    if unknown:
        sys.exit(f"no benchmark {', '.join(sorted(unknown))}: there are {', '.join(_ALL)}")
    for name in wanted or _ALL:
        running = importlib.import_module(f"tests.bench.{name}").main()
        if inspect.iscoroutine(running):
            asyncio.run(running)


if __name__ == "__main__":
    main(sys.argv[1:])
