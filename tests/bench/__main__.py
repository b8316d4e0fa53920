"""Run the benchmarks one after the other; name some to run only those."""

import asyncio
import sys

import tests.bench.registry_import
import tests.bench.search
import tests.bench.start
import tests.bench.throughput

_ALL = ("start", "throughput", "search", "registry")


def main(wanted: list[str]) -> None:
    """Run the wanted benchmarks, all of them when none is named."""
    for name in wanted or _ALL:
        match name:
            case "start":
                tests.bench.start.main()
            case "throughput":
                asyncio.run(tests.bench.throughput.main())
            case "search":
                tests.bench.search.main()
            case "registry":
                tests.bench.registry_import.main()
            case _:
                sys.exit(f"no benchmark {name}: {', '.join(_ALL)}")


if __name__ == "__main__":
    main(sys.argv[1:])
