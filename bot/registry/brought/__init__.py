"""A list that an admin brought in the chat: looked at and taken in by a process of its own.

Reading and hashing take seconds of CPU, which the bot's process has not to give. The child gets one
request as JSON and the list behind it on its standard input, and answers with lines of JSON.
"""

from bot.registry.brought.exchange import Looked, Request, Taken
from bot.registry.brought.parent import ListRefusedError, look_at, take_in

__all__ = ["ListRefusedError", "Looked", "Request", "Taken", "look_at", "take_in"]
