"""The local Bot API server: a stand-in for api.telegram.org on this machine, and its chat page.

`create_server` makes one, `running` serves it. See docs/demo.md.
"""

from bot.demo.client import Door, DoorRefusalError, PersonAtDoor
from bot.demo.people import DEFAULT_PEOPLE, Person
from bot.demo.server import DemoServer, create_server, is_loopback, running
from bot.demo.world import Options, system_clock

__all__ = [
    "DEFAULT_PEOPLE",
    "DemoServer",
    "Door",
    "DoorRefusalError",
    "Options",
    "Person",
    "PersonAtDoor",
    "create_server",
    "is_loopback",
    "running",
    "system_clock",
]
