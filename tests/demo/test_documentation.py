"""docs/demo.md names everything there is."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.routing import Route

from bot.demo import create_server
from bot.demo.api import BotApi
from bot.demo.chat_page import Page
from bot.demo.control import ControlDoor
from bot.demo.door import PeopleDoor
from bot.demo.methods import immediate_methods
from bot.demo.methods_updates import UpdateMethods
from tests.demo.support import TOKEN

DOCUMENT = (Path(__file__).parents[2] / "docs" / "demo.md").read_text(encoding="utf-8")


def test_every_method_is_documented() -> None:
    world = create_server(token=TOKEN).world
    known = set(immediate_methods(UpdateMethods(world, BotApi(world).sender))) | {"getupdates"}
    listed = DOCUMENT.split("Methods:\n")[1].split(" Anything else")[0]
    assert {name.lower() for name in re.findall(r"[a-zA-Z]+", listed)} == known


def test_every_route_of_the_door_is_documented() -> None:
    world = create_server(token=TOKEN).world
    routes = [
        *PeopleDoor(world).routes(),
        *ControlDoor(world, BotApi(world), None).routes(),
        *Page(world, None).routes(),
    ]
    for route in routes:
        if not isinstance(route, Route) or not route.path.startswith("/demo/"):
            continue
        path = re.sub(r"\{person\}", "PERSON", route.path)
        path = re.sub(r"\{group\}", "ID", path).replace("{file_id}", "FILE_ID")
        alone = path.replace("/unblock", "/block").replace("/kick", "/migrate")
        assert alone in DOCUMENT, path
        assert path.rsplit("/", 1)[1] in DOCUMENT, path
