"""/faq: admins keep the answers right, in the chat. Everything is a draft until it is published."""

from handlers.faq.creating import start_new_topic
from handlers.faq.taps import on_faq, on_tap
from handlers.faq.telling import FaqListener

__all__ = ["FaqListener", "on_faq", "on_tap", "start_new_topic"]
