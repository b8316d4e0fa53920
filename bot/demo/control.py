"""The door's other half: faults, limits, repeated updates, the record of calls, bulk, readiness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from bot.demo import speaking
from bot.demo.door import answer, guarded, number_in, whole, wish_of
from bot.demo.errors import DoorError

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.demo.api import BotApi
    from bot.demo.chats import Json
    from bot.demo.world import World

_FIRST_BULK_PERSON = 500_001
_MAX_BULK = 200_000


class ControlDoor:
    """The doors `/demo/faults`, `limits`, `updates`, `calls`, `bulk` and `ready`."""

    def __init__(self, world: World, api: BotApi, ready: Callable[[], bool] | None) -> None:
        self._world = world
        self._api = api
        self._ready = ready

    def routes(self) -> list[Route]:
        """The routes of this door."""
        return [
            Route("/demo/faults", guarded(self.post_fault), methods=["POST"]),
            Route("/demo/faults", guarded(self.delete_faults), methods=["DELETE"]),
            Route("/demo/limits", guarded(self.post_limits), methods=["POST"]),
            Route("/demo/updates/repeat", guarded(self.repeat), methods=["POST"]),
            Route("/demo/calls", guarded(self.get_calls), methods=["GET"]),
            Route("/demo/calls", guarded(self.post_calls), methods=["POST"]),
            Route("/demo/bulk", guarded(self.bulk), methods=["POST"]),
            Route("/demo/ready", guarded(self.ready), methods=["GET"]),
        ]

    async def post_fault(self, request: Request) -> Response:
        """Order a misbehaviour."""
        wish = await wish_of(request)
        try:
            self._world.faults.add(wish)
        except (TypeError, ValueError):
            raise DoorError(400, "retry_after, delay: numbers") from None
        return answer({"ok": True})

    async def delete_faults(self, _request: Request) -> Response:
        """Everything works again."""
        self._world.faults.clear()
        return answer({"ok": True})

    async def post_limits(self, request: Request) -> Response:
        """Switch Telegram's sending limits on or off."""
        wish = await wish_of(request)
        self._world.limits.strict = bool(wish.get("strict"))
        return answer({"strict": self._world.limits.strict})

    async def repeat(self, request: Request) -> Response:
        """Deliver an update a second time; without an id the last one."""
        wish = await wish_of(request)
        update_id = self._world.updates.repeat(whole(wish, "update_id"))
        if update_id is None:
            raise DoorError(404, "update_id: not known")
        return answer({"update_id": update_id})

    async def get_calls(self, request: Request) -> Response:
        """Every Bot API call after a number."""
        calls = self._world.calls.after(int(number_in(request, "after")))
        method = request.query_params.get("method", "").lower()
        if method:
            calls = [call for call in calls if call.method.lower() == method]
        return answer(
            {
                "calls": [call.view() for call in calls],
                "last": self._world.calls.count,
                "counts": self._world.calls.counts,
            }
        )

    async def post_calls(self, request: Request) -> Response:
        """Switch the record of calls on or off."""
        wish = await wish_of(request)
        self._world.calls.recording = bool(wish.get("record", True))
        return answer({"record": self._world.calls.recording})

    async def bulk(self, request: Request) -> Response:
        """Many people write at once; message i is `texts[i % …]` from person `i % people`."""
        wish = await wish_of(request)
        texts = wish.get("texts")
        people = whole(wish, "people") or 1
        if not isinstance(texts, list) or not texts or people < 1:
            raise DoorError(400, "people: a number from 1; texts: a list")
        count = whole(wish, "messages") or max(people, len(texts))
        if count > _MAX_BULK or people > _MAX_BULK:
            raise DoorError(400, f"at most {_MAX_BULK} messages and people")
        first = whole(wish, "first_person") or _FIRST_BULK_PERSON
        contents = [speaking.text_content(str(text)) for text in texts]
        sent: list[Json] = []
        for index in range(count):
            person = self._world.person(str(first + index % people))
            chat = self._world.private_chat(person)
            message = speaking.say(self._world, person, chat, contents[index % len(texts)], None)
            sent.append(
                {
                    "person": person.id,
                    "message_id": message.id,
                    "update_id": self._world.updates.last_id,
                }
            )
        return answer({"messages": sent})

    async def ready(self, _request: Request) -> Response:
        """200 once the bot fetches updates (or takes them), and says that it is ready."""
        connected = self._world.updates.polled or self._api.sender.settings is not None
        if connected and (self._ready is None or self._ready()):
            return answer({"ready": True})
        return answer({"ready": False}, 503)
