"""Imports a list of so many people, to be killed at it: `program.py URL PEOPLE DAY`."""

import sys
from datetime import timedelta

from bot.registry.rejects import Entry
from bot.registry.store.importing import Progress, Watcher, Wish, import_entries
from tests.registry.store.lists import AS_OF, NOW, SECRET, member


def main(url: str, people: int, day: int) -> None:
    """Say when it begins to read and when it begins to write."""
    said = set()

    def say(progress: Progress) -> None:
        if progress.phase not in said:
            said.add(progress.phase)
            sys.stdout.write(f"{progress.phase.name}\n")
            sys.stdout.flush()

    import_entries(
        url,
        SECRET,
        (Entry("Data", n + 2, member(n, village=f"Desa {day}")) for n in range(people)),
        Wish(as_of=AS_OF + timedelta(days=day)),
        now=NOW,
        watcher=Watcher(progress=say),
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
