"""Run the benchmarks one after the other."""

import asyncio
import sys

from tests.bench import search, start, throughput

if __name__ == "__main__":
    wanted = set(sys.argv[1:]) or {"start", "throughput", "search"}
    if "start" in wanted:
        start.main()
    if "throughput" in wanted:
        asyncio.run(throughput.main())
    if "search" in wanted:
        search.main()
