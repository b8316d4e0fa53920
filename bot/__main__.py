"""`python -m bot` is `jamsosbot`."""

from bot.cli import main

main()
