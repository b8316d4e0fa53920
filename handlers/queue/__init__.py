"""/antrean: questions nobody could answer, put together, and what admins do about them."""

from handlers.queue.pages import on_queue
from handlers.queue.taps import on_tap

__all__ = ["on_queue", "on_tap"]
