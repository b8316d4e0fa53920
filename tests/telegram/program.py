"""`jamsosbot run` with the phrasebook: a process to be started, stopped and killed."""

import asyncio

from bot.logging import configure_logging
from bot.receiving import receive_updates
from bot.settings import read_settings
from tests.telegram.phrasebook import phrasebook_library

if __name__ == "__main__":
    settings = read_settings(env_file=None)
    configure_logging(settings.log_level, settings.log_format)
    asyncio.run(receive_updates(settings, phrasebook_library()))
