"""The bot: receiving, storing, scheduling, and the services that handlers call."""
