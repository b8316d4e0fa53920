"""What people can say and tap, and every word the bot says back.

One module per thing a person can do. A handler reads the update, calls a service, words the reply.
"""

from handlers.profile import profile
from handlers.registration import register

__all__ = ["profile", "register"]
