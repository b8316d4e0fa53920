"""Telegram: receiving updates, calling the Bot API, and what each error means."""

import os

# PTB's way to choose durations as timedelta, as they will be; without it each RetryAfter warns.
os.environ.setdefault("PTB_TIMEDELTA", "true")
