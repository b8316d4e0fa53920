"""Who writes to the bot."""
